// PinnedPanel: the pinned messages of the open room, newest first; one that is chosen is jumped to.
//
// The wire has no list of pins: the panel reads history backwards a bounded stretch at a time and
// says how far it has looked, so that a room of a million messages costs no more than a small one.
// Offline it shows the pins among what is loaded.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <map>
#include <optional>

#include "gui/look/look.hpp"
#include "gui/model/desk.hpp"

namespace zchat::gui {

class PinnedPanel final : public QFrame {
    Q_OBJECT
public:
    static constexpr std::size_t stretch = 2000; // messages looked at before it asks to go on

    PinnedPanel(Desk &desk, const Theme &theme, QWidget *parent);

    // Opens below `anchor`, its right edges aligned, and begins to look.
    void openBelow(const QWidget &anchor);
    [[nodiscard]] QListWidget &list() { return *list_; }
    [[nodiscard]] QString words() const { return words_->text(); }
    [[nodiscard]] QPushButton &further() { return *further_; }

Q_SIGNALS:
    void chosen(const zchat::RoomName &room, zchat::Seq seq);

private:
    void look();
    void hear(const Answer &answer);
    void place(const QWidget &anchor);
    void takeLoaded();
    void fill();
    void refreshWords();
    void choose(const QListWidgetItem *item);

    Desk &desk_;
    const Theme &theme_;
    QLabel *title_;
    QListWidget *list_;
    QLabel *words_;
    QPushButton *further_;
    std::optional<RoomName> room_;
    std::map<Seq, wire::Message> found_;
    std::optional<Seq> before_;
    std::size_t looked_ = 0;
    std::size_t lookUntil_ = 0;
    std::uint64_t opened_ = 0; // tells answers to an earlier opening apart
    bool isLooking_ = false;
    bool isAtStart_ = false;
    QString trouble_;
};

} // namespace zchat::gui
