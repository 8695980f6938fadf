// MembersPanel: who is in the open room, with presence and role; beside the timeline.
#pragma once

#include <QPushButton>

#include "gui/model/desk.hpp"
#include "gui/window/person_list.hpp"
#include "gui/window/side_panel.hpp"

namespace zchat::gui {

// "owner", "moderator", and nothing for a member like most.
[[nodiscard]] QString roleNote(wire::Role role);

// The members of a room as the broker lists them now, page by page; `hear` gets them all at once,
// the owners first, or the sentence that says why they did not come.
void loadMembers(Desk &desk, const RoomName &room, QObject *receiver,
                 std::function<void(const std::vector<wire::MemberRow> &, const QString &)> hear);

class MembersPanel final : public SidePanel {
    Q_OBJECT
public:
    MembersPanel(Desk &desk, const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] PersonList &people() { return *people_; }
    [[nodiscard]] QPushButton &inviteButton() { return *invite_; }

Q_SIGNALS:
    void personWanted(const zchat::AccountName &name);
    void inviteWanted(const zchat::RoomName &room);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void load();

    Desk &desk_;
    PersonList *people_;
    QLabel *trouble_;
    QPushButton *invite_;
    std::optional<std::pair<RoomName, std::uint64_t>> loaded_; // of how many members
};

} // namespace zchat::gui
