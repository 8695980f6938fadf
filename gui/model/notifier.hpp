// Whether a message is worth a notification, and why: the rule alone, as free functions.
//
// It looks at a room, an entry, what the person chose and the time of day; it knows no window, no
// clock and no desktop. Every answer is one word with a sentence, so that the log of notifications
// can say of each message why it did or did not notify.
#pragma once

#include <QString>
#include <QTime>

#include "gui/model/preferences.hpp"
#include "shared/wire/entry.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::gui {

enum class Why : std::uint8_t {
    // These notify.
    direct,
    mention,
    keyword,
    everything, // the room is one that tells of every message
    test,
    // These do not.
    notAMessage, // an edit, a reaction, a system line
    deleted,
    own,
    ignored,      // its author is
    read,         // here or elsewhere
    attended,     // its room is open in the window in front
    muted,        // its room is
    unnamed,      // nothing in it calls for this person
    directsOff,   // it would as a direct message, which are switched off
    mentionsOff,  // it would as a mention
    doNotDisturb, // switched on
    quietHours,   // by the time of day
};

struct Occasion {
    const wire::RoomSummary &room;
    const wire::Entry &entry;
    const AccountName &me;
    const Preferences &preferences;
    QTime now;
    bool isAttended = false;
};

[[nodiscard]] Why judge(const Occasion &occasion);
[[nodiscard]] bool notifies(Why why);
// "It mentions you.", "You are looking at this room."
[[nodiscard]] QString sentenceOf(Why why);
// Do not disturb, by the switch or by the hours; the hours may pass midnight, and hours that end
// where they begin are a whole day.
[[nodiscard]] bool isQuietHour(const Preferences &preferences, QTime now);
// What a person chose for the room. The server's `all` is where every room begins, so it means
// mentions and keywords until the person asks for everything on this machine.
[[nodiscard]] wire::Notify notifyModeOf(const wire::RoomSummary &room,
                                        const Preferences &preferences);
[[nodiscard]] Preferences withNotifyMode(Preferences preferences, const RoomName &room,
                                         wire::Notify mode);
// Where one of the words stands in the text by itself, in any case: "go" is not in "going".
[[nodiscard]] bool holdsKeyword(const QString &text, const QStringList &keywords);

} // namespace zchat::gui
