// FileCard: one file in a list: its kind, its name, a line about it, how far it is, and its
// buttons.
//
// It paints names as plain text and says what was pressed; it knows no transfer and no message.
#pragma once

#include <QPushButton>
#include <QString>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "gui/look/look.hpp"
#include "gui/timeline/attachment_layout.hpp"

namespace zchat::gui {

struct FileFacts {
    QString kind;
    QString title;
    QString detail;
    bool isTrouble = false;
    std::optional<double> fraction; // absent: no progress to show
    std::vector<FileAct> acts;
    bool canShow = false; // has a message to go to
    friend bool operator==(const FileFacts &, const FileFacts &) = default;
};

class FileCard final : public QWidget {
    Q_OBJECT
public:
    FileCard(const Theme &theme, QWidget *parent);

    void setFacts(FileFacts facts);
    [[nodiscard]] const FileFacts &facts() const { return facts_; }
    [[nodiscard]] QPushButton *button(FileAct act) const; // null where it has none
    [[nodiscard]] QPushButton *showButton() const { return show_; }

Q_SIGNALS:
    void acted(zchat::gui::FileAct act);
    void showWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeButtons();
    void arrange();
    void paintProgress(QPainter &painter, const QRectF &whole) const;
    [[nodiscard]] int wordsEnd(int whole) const;

    const Theme &theme_;
    FileFacts facts_;
    std::vector<std::pair<FileAct, QPushButton *>> buttons_;
    QPushButton *show_ = nullptr;
    std::vector<QPushButton *> made_; // all of them, in order
    bool buttonsBelow_ = false;
};

} // namespace zchat::gui
