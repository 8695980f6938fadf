#include "gui/timeline/row_words.hpp"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include "gui/model/words.hpp"
#include "gui/text/markdown.hpp"

namespace zchat::gui {

namespace {

constexpr int longestLooked = 640;
constexpr std::size_t readersShown = 3;

QString tr(const char *words) {
    return QCoreApplication::translate("timeline", words);
}

QString readerWords(const Row &row, const TimelineModel &model, const People &people) {
    QStringList names;
    const std::vector<AccountName> readers = model.readersOf(row);
    for (const AccountName &reader : readers)
        if (names.size() < static_cast<qsizetype>(readersShown))
            names << people.tellingName(reader);
    if (names.isEmpty())
        return {};
    const QString more = readers.size() > readersShown
                             ? QString(" +%1").arg(readers.size() - readersShown)
                             : QString();
    return tr("read by %1").arg(names.join(", ") + more);
}

// The card says how it goes on; here stands only what a text would say.
QString uploadWords(const client::TransferChanged &upload) {
    if (upload.state == client::TransferState::failed)
        return "✕ " + tr("not sent");
    return "◷ " + (upload.state == client::TransferState::paused ? tr("paused") : tr("sending"));
}

} // namespace

QString unmarked(const QString &words) {
    std::string text;
    for (const Block &block : parseMarkdown(words.left(longestLooked).toStdString())) {
        for (const Span &span : block.spans)
            text += span.text;
        text += ' ';
    }
    return QString::fromStdString(text).simplified();
}

QString stateLine(const Row &row, const TimelineModel &model, const People &people) {
    QStringList parts;
    if (row.message.edited && !row.message.entry.redacted)
        parts << tr("edited");
    if (row.message.pinned)
        parts << tr("pinned");
    if (row.draft) {
        const bool isWaiting = row.draft->state == client::DraftState::queued ||
                               row.draft->state == client::DraftState::sent;
        const bool isRefused = row.draft->state == client::DraftState::refused;
        if (const client::TransferChanged *upload = model.transferOf(row))
            return uploadWords(*upload);
        parts << (isWaiting ? "◷ " : isRefused ? "✕ " : "✓ ") + stateWords(*row.draft);
    } else if (row.message.entry.by == model.me() && !row.message.entry.redacted) {
        parts << "✓ " + tr("stored");
        if (const QString readers = readerWords(row, model, people); !readers.isEmpty())
            parts << readers;
    }
    return parts.join(" · ");
}

QString stateTip(const Row &row, const TimelineModel &model, const People &people) {
    if (row.draft)
        return row.draft->state == client::DraftState::refused ? stateWords(*row.draft) : QString();
    QStringList lines{longTime(row.message.entry.at)};
    if (row.message.edited)
        lines << tr("edited %1").arg(longTime(*row.message.edited));
    const std::vector<AccountName> readers = model.readersOf(row);
    if (!readers.empty())
        lines << tr("Read by:");
    for (const AccountName &reader : readers)
        lines << people.fullName(reader);
    return lines.join('\n');
}

QString longTime(TimeMs at) {
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at), QLocale::LongFormat);
}

} // namespace zchat::gui
