#include "gui/model/words.hpp"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "shared/base/text.hpp"

namespace zchat::gui {

namespace {

QString tr(const char *words) {
    return QCoreApplication::translate("words", words);
}

QString roleWord(std::optional<wire::Role> role) {
    if (!role)
        return {};
    switch (*role) {
    case wire::Role::member:
        return tr("a member");
    case wire::Role::moderator:
        return tr("a moderator");
    case wire::Role::owner:
        return tr("an owner");
    }
    return {};
}

QString memberWords(const AccountName &by, const wire::MemberChange &member, const People &people) {
    const QString who = people.shownName(member.who);
    const QString actor = people.shownName(by);
    switch (member.change) {
    case wire::Change::joined:
        return tr("%1 joined").arg(who);
    case wire::Change::left:
        return tr("%1 left").arg(who);
    case wire::Change::invited:
        return tr("%1 invited %2").arg(actor, who);
    case wire::Change::removed:
        return tr("%1 removed %2").arg(actor, who);
    case wire::Change::role:
        return tr("%1 made %2 %3").arg(actor, who, roleWord(member.role));
    }
    return {};
}

QString roomWords(const AccountName &by, const wire::RoomChange &room, const People &people) {
    const QString actor = people.shownName(by);
    if (room.archived)
        return *room.archived ? tr("%1 archived this room").arg(actor)
                              : tr("%1 opened this room again").arg(actor);
    if (room.topic)
        return room.topic->empty() ? tr("%1 removed the topic").arg(actor)
                                   : tr("%1 set the topic: %2").arg(actor, oneLine(*room.topic));
    if (room.title)
        return room.title->empty() ? tr("%1 removed the title").arg(actor)
                                   : tr("%1 named this room %2").arg(actor, oneLine(*room.title));
    return tr("%1 changed this room").arg(actor);
}

template <class... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

} // namespace

QString systemWords(const wire::Entry &entry, const People &people) {
    if (const auto *member = std::get_if<wire::MemberChange>(&entry.content))
        return memberWords(entry.by, *member, people);
    if (const auto *room = std::get_if<wire::RoomChange>(&entry.content))
        return roomWords(entry.by, *room, people);
    return {};
}

QString plainWords(const wire::Message &message) {
    if (message.entry.redacted)
        return tr("deleted");
    return std::visit(
        Overloaded{
            [](const wire::Text &text) { return QString::fromStdString(text.body); },
            [](const wire::File &file) {
                const QString name = oneLine(file.name);
                return file.body.empty() ? tr("file %1").arg(name)
                                         : tr("file %1: %2").arg(name, oneLine(file.body));
            },
            [](const wire::Data &data) { return QString::fromStdString(data.body); },
            [](const wire::Edit &edit) {
                return tr("Edit: %1").arg(QString::fromStdString(edit.body));
            },
            [](const wire::Redact &) { return tr("Deletion of a message"); },
            [](const wire::React &react) { return tr("Reaction %1").arg(oneLine(react.emoji)); },
            [](const wire::Pin &) { return tr("Pin"); },
            [](const wire::MemberChange &) { return QString(); },
            [](const wire::RoomChange &) { return QString(); },
        },
        message.entry.content);
}

QString stateWords(const Draft &draft) {
    switch (draft.state) {
    case client::DraftState::queued:
        return tr("queued");
    case client::DraftState::sent:
        return tr("sending");
    case client::DraftState::stored:
        return tr("stored");
    case client::DraftState::refused:
        return draft.refusal ? tr("refused: %1").arg(oneLine(draft.refusal->text)) : tr("refused");
    case client::DraftState::dropped:
        return tr("deleted");
    }
    return {};
}

QString timeWords(TimeMs at) {
    const QTime time = QDateTime::fromMSecsSinceEpoch(at).time();
    const QLocale locale;
    // The C locale's short format has seconds.
    return locale.language() == QLocale::C ? time.toString("HH:mm")
                                           : locale.toString(time, QLocale::ShortFormat);
}

QString dayWords(QDate day, QDate today) {
    if (day == today)
        return tr("Today");
    if (day == today.addDays(-1))
        return tr("Yesterday");
    const QString format = day.year() == today.year() ? "dddd, d MMMM" : "d MMMM yyyy";
    return QLocale().toString(day, format);
}

QString sizeWords(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

QString oneLine(const std::string &utf8) {
    return QString::fromStdString(isUtf8(utf8) ? escaped(utf8) : std::string());
}

QString plainTip(const QString &words) {
    return "<qt>" + words.toHtmlEscaped() + "</qt>";
}

} // namespace zchat::gui
