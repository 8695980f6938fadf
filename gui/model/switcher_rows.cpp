#include "gui/model/switcher_rows.hpp"

#include <QCoreApplication>
#include <algorithm>
#include <set>

#include "gui/model/fuzzy.hpp"
#include "gui/model/words.hpp"

namespace zchat::gui {

namespace {

constexpr std::size_t mostRows = 60;
constexpr int mentionPoints = 6;
constexpr int unreadPoints = 4;
constexpr int recentPoints = 5; // the newest; each older one gets one less

struct Ranked {
    SwitcherRow row;
    int score = 0;
    std::size_t recency = 0; // 0 is the newest
};

std::size_t recencyOf(const std::vector<RoomName> &recent, const std::optional<RoomName> &room) {
    const auto found = room ? std::find(recent.begin(), recent.end(), *room) : recent.end();
    return static_cast<std::size_t>(found - recent.begin());
}

std::optional<int> scoreOf(const QString &query, const SwitcherRow &row, std::size_t recency) {
    const std::optional<int> name = fuzzyScore(query, row.words);
    const std::optional<int> beside = fuzzyScore(query, row.beside);
    if (!name && !beside)
        return std::nullopt;
    int score = std::max(name.value_or(0), beside.value_or(0));
    score += row.mentions > 0 ? mentionPoints : row.unread > 0 ? unreadPoints : 0;
    return score + std::max(0, recentPoints - static_cast<int>(recency));
}

std::vector<SwitcherRow> everyRow(const RoomsModel &rooms, const People &people,
                                  const std::optional<AccountName> &me) {
    std::vector<SwitcherRow> rows;
    std::set<AccountName> met;
    for (const auto &[name, room] : rooms.all()) {
        SwitcherRow row{.room = name,
                        .person = std::nullopt,
                        .kind = room.kind,
                        .words = rooms.shownName(room),
                        .beside = oneLine(room.title),
                        .unread = room.notify == wire::Notify::none ? 0 : room.unread,
                        .mentions = room.mentions};
        if (room.kind == wire::RoomKind::direct && room.with.size() == 1) {
            row.person = room.with.front();
            row.beside = people.besideName(room.with.front());
            met.insert(room.with.front());
        }
        rows.push_back(std::move(row));
    }
    for (const auto &[name, person] : people.all())
        if (me != name && !met.contains(name))
            rows.push_back(SwitcherRow{.room = std::nullopt,
                                       .person = name,
                                       .kind = wire::RoomKind::direct,
                                       .words = people.shownName(name),
                                       .beside = people.besideName(name)});
    return rows;
}

} // namespace

std::vector<SwitcherRow> switcherRows(const QString &query, const RoomsModel &rooms,
                                      const People &people, const std::vector<RoomName> &recent,
                                      const std::optional<RoomName> &open,
                                      const std::optional<AccountName> &me) {
    std::vector<Ranked> ranked;
    const bool hasQuery = !query.trimmed().isEmpty();
    for (SwitcherRow &row : everyRow(rooms, people, me)) {
        const std::size_t recency = recencyOf(recent, row.room);
        const std::optional<int> score = scoreOf(query, row, recency);
        if (score)
            ranked.push_back({.row = std::move(row), .score = *score, .recency = recency});
    }
    const auto waits = [](const SwitcherRow &row) {
        return row.mentions > 0 ? 2 : row.unread > 0 ? 1 : 0;
    };
    std::stable_sort(ranked.begin(), ranked.end(), [&](const Ranked &a, const Ranked &b) {
        if (hasQuery && a.score != b.score)
            return a.score > b.score;
        const bool aIsOpen = open && a.row.room == open;
        const bool bIsOpen = open && b.row.room == open;
        if (!hasQuery && aIsOpen != bIsOpen)
            return bIsOpen;
        if (waits(a.row) != waits(b.row))
            return waits(a.row) > waits(b.row);
        if (a.recency != b.recency)
            return a.recency < b.recency;
        return a.row.words.compare(b.row.words, Qt::CaseInsensitive) < 0;
    });
    std::vector<SwitcherRow> rows;
    for (Ranked &one : ranked)
        if (rows.size() < mostRows)
            rows.push_back(std::move(one.row));
    return rows;
}

QString kindWords(const SwitcherRow &row, const People &people) {
    const auto say = [](const char *words) {
        return QCoreApplication::translate("switcher", words);
    };
    if (row.kind == wire::RoomKind::publicRoom)
        return say(QT_TRANSLATE_NOOP("switcher", "room"));
    if (row.kind == wire::RoomKind::privateRoom)
        return say(QT_TRANSLATE_NOOP("switcher", "private room"));
    if (!row.person)
        return say(QT_TRANSLATE_NOOP("switcher", "direct chat"));
    const Person *person = people.find(*row.person);
    return person != nullptr && person->isProgram ? say(QT_TRANSLATE_NOOP("switcher", "program"))
                                                  : say(QT_TRANSLATE_NOOP("switcher", "person"));
}

} // namespace zchat::gui
