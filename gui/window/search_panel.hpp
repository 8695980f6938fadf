// SearchPanel: a query, what was found, newest first and by page; or the messages that mention me.
//
// It stands beside the timeline, so that a hit opens in its place and the next one is an arrow
// away. Without a connection it searches what is kept on this machine, and says so.
#pragma once

#include <QCheckBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTimer>

#include "gui/model/cached_search.hpp"
#include "gui/model/desk.hpp"
#include "gui/window/side_panel.hpp"

namespace zchat::gui {

class SearchPanel final : public SidePanel {
    Q_OBJECT
public:
    SearchPanel(Desk &desk, const Theme &theme, QWidget *parent = nullptr);

    void searchRoom();       // the open one
    void searchEverywhere(); // in every room that the account may read
    void showMentions();

    [[nodiscard]] QLineEdit &queryBox() { return *query_; }
    [[nodiscard]] QCheckBox &onlyHere() { return *onlyHere_; }
    [[nodiscard]] QListWidget &hits() { return *hits_; }
    [[nodiscard]] QPushButton &moreButton() { return *more_; }
    [[nodiscard]] QString state() const { return state_->text(); }

Q_SIGNALS:
    void hitOpened();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Mode : std::uint8_t { search, mentions };

    void setMode(Mode mode);
    void nameRoom();
    void begin();
    void search();
    void ask(wire::Request request);
    void hear(const Answer &answer);
    void add(const std::vector<wire::Hit> &hits);
    void openHit(const QListWidgetItem *item);
    void say(const QString &sentence);
    void sayCount();

    Desk &desk_;
    CachedSearch cached_;
    QLineEdit *query_;
    QCheckBox *onlyHere_;
    QLabel *hint_;
    QListWidget *hits_;
    QLabel *state_;
    QPushButton *more_;
    QTimer pause_;
    Mode mode_ = Mode::search;
    wire::Request asked_;
    std::optional<std::string> next_;
    int run_ = 0; // answers to an earlier search are let go
    bool isCached_ = false;
};

} // namespace zchat::gui
