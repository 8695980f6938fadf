// The part of Desk that is about single messages: pins, what is unread, and who came and went.
#include <QDateTime>
#include <algorithm>

#include "gui/model/desk.hpp"

namespace zchat::gui {

bool Desk::pin(Seq of, bool isOn) {
    return post(wire::Pin{.of = of, .on = isOn});
}

bool Desk::mayPin() const {
    const wire::RoomSummary *summary = openSummary();
    if (summary == nullptr || summary->archived)
        return false;
    return summary->kind == wire::RoomKind::direct || summary->role == wire::Role::moderator ||
           summary->role == wire::Role::owner;
}

void Desk::markUnread(Seq from) {
    if (!room() || from.value == 0)
        return;
    isHeldUnread_ = true;
    // What is read from now on has to be said anew.
    marked_.erase(*room());
    timeline_.markNewFrom(from);
    ask(wire::Read{.room = *room(), .seq = Seq{from.value - 1}, .cursor = {}, .lower = true}, this,
        [this](const Answer &answer) {
            const auto *refusal = std::get_if<Refusal>(&answer);
            if (refusal == nullptr)
                return;
            isHeldUnread_ = false;
            Q_EMIT said(QString::fromStdString(refusal->text), true);
        });
}

void Desk::readAll() {
    isHeldUnread_ = false;
    const wire::RoomSummary *summary = openSummary();
    if (summary == nullptr)
        return;
    const Seq last = std::max(summary->head, timeline_.lastSeq().value_or(Seq{}));
    Seq &marked = marked_[*room()];
    if (marked >= last || (summary->read >= last && summary->unread == 0))
        return;
    if (bridge_.push(client::MarkRead{.room = *room(), .seq = last}))
        marked = last;
}

void Desk::loadOriginal(const RoomName &wanted, Seq of) {
    client::LoadWindow page;
    page.room = wanted;
    page.around = of;
    page.limit = 1;
    loadPage(std::move(page), this, [this, of](const client::WindowLoaded &loaded) {
        for (const wire::Message &message : loaded.messages)
            if (message.entry.seq == of)
                timeline_.hearOriginal(loaded.room, message, loaded.head);
    });
}

// A direct room is about its people; a larger one about those who have said something in what is
// shown of it, since a line for each of a thousand members would drown the talk.
bool Desk::isSeenHere(const AccountName &who) const {
    const wire::RoomSummary *summary = openSummary();
    if (summary == nullptr)
        return false;
    if (summary->kind == wire::RoomKind::direct)
        return std::find(summary->with.begin(), summary->with.end(), who) != summary->with.end();
    for (int i = 0; i < timeline_.rowCount(); ++i)
        if (timeline_.row(i).message.entry.by == who)
            return true;
    return false;
}

void Desk::noteChanges(const std::vector<wire::PresenceState> &states) {
    for (const wire::PresenceState &state : states) {
        const Person *known = people_.find(state.who);
        if (known == nullptr || state.who == name_ || !isSeenHere(state.who))
            continue;
        Note note{.who = state.who, .at = QDateTime::currentMSecsSinceEpoch()};
        if (known->title != QString::fromStdString(state.title)) {
            note.kind = NoteKind::renamed;
            note.before = people_.fullName(state.who);
            timeline_.note(note);
        }
        const bool wasThere = known->state != wire::State::offline;
        const bool isThere = state.state != wire::State::offline;
        if (wasThere == isThere || !preferences_.showsPresenceLines)
            continue;
        note.kind = isThere ? NoteKind::cameOnline : NoteKind::wentOffline;
        timeline_.note(note);
    }
}

} // namespace zchat::gui
