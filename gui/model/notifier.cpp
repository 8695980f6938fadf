#include "gui/model/notifier.hpp"

#include <QCoreApplication>
#include <algorithm>

namespace zchat::gui {

namespace {

const char *wordsOf(Why why) {
    switch (why) {
    case Why::direct:
        return QT_TRANSLATE_NOOP("notifier", "It is a direct message.");
    case Why::mention:
        return QT_TRANSLATE_NOOP("notifier", "It mentions you.");
    case Why::keyword:
        return QT_TRANSLATE_NOOP("notifier", "It holds one of your keywords.");
    case Why::everything:
        return QT_TRANSLATE_NOOP("notifier", "You want to hear of everything in this room.");
    case Why::test:
        return QT_TRANSLATE_NOOP("notifier", "You asked for a test.");
    case Why::notAMessage:
        return QT_TRANSLATE_NOOP("notifier", "It is not a message.");
    case Why::deleted:
        return QT_TRANSLATE_NOOP("notifier", "It was deleted.");
    case Why::own:
        return QT_TRANSLATE_NOOP("notifier", "You wrote it.");
    case Why::ignored:
        return QT_TRANSLATE_NOOP("notifier", "You ignore its author.");
    case Why::read:
        return QT_TRANSLATE_NOOP("notifier", "You have read it already.");
    case Why::attended:
        return QT_TRANSLATE_NOOP("notifier", "You are looking at this room.");
    case Why::muted:
        return QT_TRANSLATE_NOOP("notifier", "This room is muted.");
    case Why::unnamed:
        return QT_TRANSLATE_NOOP("notifier", "Nothing in it calls for you.");
    case Why::directsOff:
        return QT_TRANSLATE_NOOP("notifier",
                                 "Direct messages do not notify: that is switched off.");
    case Why::mentionsOff:
        return QT_TRANSLATE_NOOP("notifier", "Mentions do not notify: that is switched off.");
    case Why::doNotDisturb:
        return QT_TRANSLATE_NOOP("notifier", "Do not disturb is on.");
    case Why::quietHours:
        return QT_TRANSLATE_NOOP("notifier", "These are your quiet hours.");
    }
    return "";
}

const std::string &textOf(const wire::Content &content) {
    static const std::string none;
    if (const auto *text = std::get_if<wire::Text>(&content))
        return text->body;
    if (const auto *file = std::get_if<wire::File>(&content))
        return file->body;
    if (const auto *data = std::get_if<wire::Data>(&content))
        return data->body;
    return none;
}

bool isPartOfWord(QChar c) {
    return c.isLetterOrNumber() || c == '_';
}

bool standsAlone(const QString &text, qsizetype at, qsizetype length) {
    const qsizetype end = at + length;
    return (at == 0 || !isPartOfWord(text[at - 1])) &&
           (end == text.size() || !isPartOfWord(text[end]));
}

// The broker says whom a text mentions. Captions and the words of programs carry no such list.
bool mentionsMe(const wire::Content &content, const AccountName &me) {
    if (const auto *text = std::get_if<wire::Text>(&content))
        return std::any_of(text->mentions.begin(), text->mentions.end(),
                           [&](const auto &who) { return who == me.value || who == "all"; });
    const QString words = QString::fromStdString(textOf(content));
    return holdsKeyword(words, {"@" + QString::fromStdString(me.value)});
}

// What the message would be, where nothing speaks against it.
Why callOf(const Occasion &occasion) {
    const wire::Content &content = occasion.entry.content;
    const Preferences &chosen = occasion.preferences;
    const bool isDirect = occasion.room.kind == wire::RoomKind::direct;
    const bool isMention = mentionsMe(content, occasion.me);
    if (isDirect && chosen.notifiesDirects)
        return Why::direct;
    if (isMention && chosen.notifiesMentions)
        return Why::mention;
    if (holdsKeyword(QString::fromStdString(textOf(content)), chosen.keywords))
        return Why::keyword;
    if (notifyModeOf(occasion.room, chosen) == wire::Notify::all)
        return Why::everything;
    if (isDirect)
        return Why::directsOff;
    return isMention ? Why::mentionsOff : Why::unnamed;
}

} // namespace

bool holdsKeyword(const QString &text, const QStringList &keywords) {
    for (const QString &word : keywords) {
        const QString wanted = word.trimmed();
        if (wanted.isEmpty())
            continue;
        for (qsizetype at = text.indexOf(wanted, 0, Qt::CaseInsensitive); at >= 0;
             at = text.indexOf(wanted, at + 1, Qt::CaseInsensitive))
            if (standsAlone(text, at, wanted.size()))
                return true;
    }
    return false;
}

bool isQuietHour(const Preferences &preferences, QTime now) {
    if (!preferences.quietHours)
        return false;
    const auto [from, until] = *preferences.quietHours;
    if (from == until)
        return true;
    return from < until ? from <= now && now < until : from <= now || now < until;
}

wire::Notify notifyModeOf(const wire::RoomSummary &room, const Preferences &preferences) {
    if (room.notify == wire::Notify::none)
        return wire::Notify::none;
    const bool isEverything =
        room.notify == wire::Notify::all && preferences.everythingFrom.contains(room.room);
    return isEverything ? wire::Notify::all : wire::Notify::mentions;
}

Preferences withNotifyMode(Preferences preferences, const RoomName &room, wire::Notify mode) {
    if (mode == wire::Notify::all)
        preferences.everythingFrom.insert(room);
    else if (mode == wire::Notify::mentions)
        preferences.everythingFrom.erase(room);
    return preferences;
}

Why judge(const Occasion &occasion) {
    const wire::Entry &entry = occasion.entry;
    const bool isMessage = std::holds_alternative<wire::Text>(entry.content) ||
                           std::holds_alternative<wire::File>(entry.content) ||
                           std::holds_alternative<wire::Data>(entry.content);
    if (!isMessage)
        return Why::notAMessage;
    if (entry.redacted)
        return Why::deleted;
    if (entry.by == occasion.me)
        return Why::own;
    if (occasion.preferences.ignored.contains(entry.by))
        return Why::ignored;
    if (entry.seq <= occasion.room.read)
        return Why::read;
    if (occasion.room.notify == wire::Notify::none)
        return Why::muted;
    const Why call = callOf(occasion);
    if (!notifies(call))
        return call;
    if (occasion.isAttended)
        return Why::attended;
    if (occasion.preferences.doNotDisturb)
        return Why::doNotDisturb;
    if (isQuietHour(occasion.preferences, occasion.now))
        return Why::quietHours;
    return call;
}

bool notifies(Why why) {
    return why == Why::direct || why == Why::mention || why == Why::keyword ||
           why == Why::everything || why == Why::test;
}

QString sentenceOf(Why why) {
    return QCoreApplication::translate("notifier", wordsOf(why));
}

} // namespace zchat::gui
