#include "gui/model/words.hpp"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <algorithm>

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
    const QString who = people.fullName(member.who);
    const QString actor = people.fullName(by);
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
    const QString actor = people.fullName(by);
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

QString leftWords(std::int64_t ms) {
    const std::int64_t seconds = std::max<std::int64_t>(1, (ms + 999) / 1000);
    if (seconds < 90)
        return tr("%1 s left").arg(seconds);
    const std::int64_t minutes = (seconds + 30) / 60;
    if (minutes < 90)
        return tr("%1 min left").arg(minutes);
    const std::int64_t hours = (minutes + 30) / 60;
    return hours < 48 ? tr("%1 h left").arg(hours) : tr("%1 days left").arg(hours / 24);
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

QString presenceWord(wire::State state) {
    switch (state) {
    case wire::State::online:
        return tr("online");
    case wire::State::away:
        return tr("away");
    case wire::State::offline:
        return tr("offline");
    }
    return {};
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
    // Two figures at least, and no more than they need: 1.4 MB, 96 MB, 412 MB.
    std::uint64_t leading = bytes;
    while (leading >= 1000)
        leading /= 1000;
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), leading >= 10 ? 0 : 1,
                                       QLocale::DataSizeSIFormat);
}

double fractionOf(const client::TransferChanged &transfer) {
    if (transfer.file.size == 0)
        return 0;
    return std::min(1.0, double(transfer.doneBytes) / double(transfer.file.size));
}

QString shortTransferWords(const client::TransferChanged &transfer) {
    const QString percent = tr("%1 %").arg(int(100 * fractionOf(transfer)));
    if (transfer.state == client::TransferState::running)
        return transfer.leftMs ? percent + " · " + leftWords(*transfer.leftMs) : percent;
    if (transfer.state == client::TransferState::paused && transfer.file.size > 0)
        return tr("paused · %1").arg(percent);
    return transferWords(transfer);
}

QString transferWords(const client::TransferChanged &transfer) {
    const QString done =
        tr("%1 of %2").arg(sizeWords(transfer.doneBytes), sizeWords(transfer.file.size));
    switch (transfer.state) {
    case client::TransferState::preparing: {
        const QString words = transfer.upload ? tr("reading the file") : tr("getting ready");
        const int percent = int(100 * fractionOf(transfer));
        return percent > 0 ? tr("%1 · %2 %").arg(words).arg(percent) : words;
    }
    case client::TransferState::waiting:
        return transfer.why.empty() ? tr("waiting") : oneLine(transfer.why);
    case client::TransferState::running: {
        QString words = done;
        if (transfer.bytesPerSecond > 0)
            words += tr(" · %1/s").arg(sizeWords(transfer.bytesPerSecond));
        if (transfer.leftMs)
            words += " · " + leftWords(*transfer.leftMs);
        return words;
    }
    case client::TransferState::paused:
        return transfer.file.size > 0 ? tr("paused · %1").arg(done) : tr("paused");
    case client::TransferState::failed:
        return transfer.why.empty() ? tr("This did not work.") : oneLine(transfer.why);
    case client::TransferState::done:
        return tr("done");
    case client::TransferState::cancelled:
        return tr("cancelled");
    }
    return {};
}

QString oneLine(const std::string &utf8) {
    return QString::fromStdString(isUtf8(utf8) ? escaped(utf8) : std::string());
}

QString plainTip(const QString &words) {
    return "<qt>" + words.toHtmlEscaped().replace('\n', "<br>") + "</qt>";
}

} // namespace zchat::gui
