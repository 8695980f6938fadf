#include "gui/model/search_query.hpp"

#include <QCoreApplication>
#include <QDateTime>
#include <algorithm>

#include "gui/model/fuzzy.hpp"
#include "gui/model/words.hpp"
#include "shared/base/text.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::gui {

namespace {

constexpr qsizetype snippetBefore = 40;
constexpr qsizetype snippetLength = 160;

QString tr(const char *words) {
    return QCoreApplication::translate("search", words);
}

std::optional<QDate> dayOf(const QString &word, QDate today) {
    if (word == "today")
        return today;
    if (word == "yesterday")
        return today.addDays(-1);
    const QDate day = QDate::fromString(word, Qt::ISODate);
    return day.isValid() ? std::optional(day) : std::nullopt;
}

TimeMs startOf(QDate day) {
    return day.startOfDay().toMSecsSinceEpoch();
}

// Takes the word where it is a filter; says what is wrong with it where it is a broken one.
class Filters final {
public:
    Filters(SearchQuery &query, const SearchPlace &place)
        : query_(query)
        , place_(place) {}

    bool take(const QString &word) {
        const qsizetype colon = word.indexOf(':');
        const QString key = word.left(colon).toLower();
        const QString value = word.mid(colon + 1).toLower();
        if (colon <= 0)
            return false;
        if (key == "from")
            takeFrom(value);
        else if (key == "in")
            takeIn(value);
        else if (key == "has")
            takeHas(value);
        else if (key == "before" || key == "after")
            takeDay(key, value);
        else
            return false;
        return true;
    }

private:
    void takeFrom(const QString &value) {
        const QString name = value.startsWith('@') ? value.mid(1) : value;
        query_.request.from =
            name == "me" && place_.me ? place_.me : parseAccountName(name.toStdString());
        if (!query_.request.from)
            trouble(tr("from: takes a person's name, such as from:alice."));
    }
    void takeIn(const QString &value) {
        const QString name = value.startsWith('#') ? value.mid(1) : value;
        query_.request.room = parseRoomName(name.toStdString());
        if (!query_.request.room)
            trouble(tr("in: takes a room's name, such as in:lobby."));
    }
    void takeHas(const QString &value) {
        if (value == "file")
            query_.request.has = wire::Has::file;
        else if (value == "link")
            query_.request.has = wire::Has::link;
        else
            trouble(tr("has: takes file or link."));
    }
    void takeDay(const QString &key, const QString &value) {
        const std::optional<QDate> day = dayOf(value, place_.today);
        if (!day)
            trouble(
                tr("%1: takes a day, such as %1:2026-03-14, %1:today or %1:yesterday.").arg(key));
        else if (key == "before")
            query_.request.until = startOf(*day);
        else
            query_.request.since = startOf(day->addDays(1));
    }
    void trouble(const QString &sentence) {
        if (query_.trouble.isEmpty())
            query_.trouble = sentence;
    }

    SearchQuery &query_;
    const SearchPlace &place_;
};

bool hasLink(const QString &body) {
    return body.contains("http://") || body.contains("https://");
}

QString bodyOf(const wire::Entry &entry) {
    return plainWords(wire::toMessage(entry));
}

} // namespace

bool SearchQuery::isEmpty() const {
    return words.isEmpty() && !request.from && !request.has && !request.since && !request.until;
}

SearchQuery parseSearch(const QString &typed, const SearchPlace &place) {
    SearchQuery query;
    query.request.room = place.room;
    query.request.limit = limits::pageHits;
    Filters filters(query, place);
    QStringList plain;
    const QStringList words = typed.simplified().split(' ', Qt::SkipEmptyParts);
    for (const QString &word : words)
        if (!filters.take(word))
            plain << word;
    query.request.query = plain.join(' ').toStdString();
    for (const QString &word : plain)
        query.words << foldedWords(word);
    if (query.trouble.isEmpty() && query.request.query.size() > limits::queryBytes)
        query.trouble = tr("This is too long to search for. Use a few words.");
    return query;
}

bool fits(const SearchQuery &query, const wire::Entry &entry) {
    const wire::Search &wanted = query.request;
    const bool isFile = std::holds_alternative<wire::File>(entry.content);
    if (entry.redacted || !(isFile || std::holds_alternative<wire::Text>(entry.content) ||
                            std::holds_alternative<wire::Data>(entry.content)))
        return false;
    if (wanted.from && *wanted.from != entry.by)
        return false;
    if ((wanted.since && entry.at < *wanted.since) || (wanted.until && entry.at >= *wanted.until))
        return false;
    const QString body = bodyOf(entry);
    if (wanted.has == wire::Has::file && !isFile)
        return false;
    if (wanted.has == wire::Has::link && !hasLink(body))
        return false;
    const QString held = foldedWords(body);
    return std::all_of(query.words.begin(), query.words.end(),
                       [&](const QString &word) { return held.contains(word); });
}

QString snippetOf(const SearchQuery &query, const wire::Entry &entry) {
    const QString body = bodyOf(entry).simplified();
    qsizetype at = -1;
    if (!query.words.isEmpty())
        at = body.indexOf(query.words.front(), 0, Qt::CaseInsensitive);
    const qsizetype from = std::max<qsizetype>(0, at - snippetBefore);
    QString words = body.mid(from, snippetLength);
    if (from > 0)
        words.prepend("…");
    if (from + snippetLength < body.size())
        words.append("…");
    return words;
}

} // namespace zchat::gui
