#include "gui/model/completion.hpp"

#include <QCoreApplication>
#include <algorithm>
#include <tuple>

#include "gui/model/words.hpp"
#include "gui/text/emoji.hpp"

namespace zchat::gui {

namespace {

constexpr int longestWord = 64;
constexpr int leastOfEmoji = 2; // ":)" and ":d" are words of their own

bool isOfName(QChar c) {
    return c.isLetterOrNumber() || c == '.' || c == '_' || c == '-' || c == '+';
}

// 0: the name begins so, 1: a word of the title does, 2: somewhere in it.
std::optional<int> rankOf(const QString &name, const QString &title, const QString &words) {
    if (name.startsWith(words, Qt::CaseInsensitive))
        return 0;
    const QStringList parts = title.split(' ', Qt::SkipEmptyParts);
    const bool begins = std::any_of(parts.begin(), parts.end(), [&words](const QString &part) {
        return part.startsWith(words, Qt::CaseInsensitive);
    });
    if (begins)
        return 1;
    if (name.contains(words, Qt::CaseInsensitive) || title.contains(words, Qt::CaseInsensitive))
        return 2;
    return std::nullopt;
}

using Ranked = std::vector<std::tuple<int, QString, Completion>>;

std::vector<Completion> firstOf(Ranked ranked) {
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto &a, const auto &b) {
        return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    std::vector<Completion> found;
    for (auto &[rank, name, completion] : ranked)
        if (found.size() < completionsShown)
            found.push_back(std::move(completion));
    return found;
}

std::vector<Completion> peopleFor(const QString &words, const CompletionSources &sources) {
    constexpr int elsewhere = 10;
    Ranked ranked;
    for (const auto &[account, person] : sources.people.all()) {
        if (sources.me == account)
            continue;
        const QString name = QString::fromStdString(account.value);
        const auto rank = rankOf(name, person.title, words);
        if (!rank)
            continue;
        ranked.emplace_back(
            *rank + (sources.inRoom.contains(account) ? 0 : elsewhere), name,
            Completion{.kind = CompletionKind::person,
                       .insert = "@" + name + " ",
                       .shown = oneLine(sources.people.shownName(account).toStdString()),
                       .beside = sources.people.besideName(account),
                       .name = account.value});
    }
    if (!words.isEmpty() && QString("all").startsWith(words, Qt::CaseInsensitive))
        ranked.emplace_back(elsewhere - 1, "all",
                            Completion{.kind = CompletionKind::person,
                                       .insert = "@all ",
                                       .shown = "all",
                                       .beside = QCoreApplication::translate(
                                           "zchat::gui::Completion", "everybody in this room"),
                                       .name = "all"});
    return firstOf(std::move(ranked));
}

std::vector<Completion> roomsFor(const QString &words, const CompletionSources &sources) {
    Ranked ranked;
    for (const wire::RoomSummary &room : sources.rooms) {
        const QString name = QString::fromStdString(room.room.value);
        const QString title = oneLine(room.title);
        const auto rank = rankOf(name, title, words);
        if (room.kind == wire::RoomKind::direct || !rank)
            continue;
        ranked.emplace_back(*rank, name,
                            Completion{.kind = CompletionKind::room,
                                       .insert = "#" + name + " ",
                                       .shown = name,
                                       .beside = title.isEmpty() ? oneLine(room.topic) : title,
                                       .name = room.room.value,
                                       .isPrivate = room.kind == wire::RoomKind::privateRoom});
    }
    return firstOf(std::move(ranked));
}

std::vector<Completion> emojiFor(const QString &words) {
    std::vector<Completion> found;
    for (const Emoji *emoji : findEmoji(words, completionsShown))
        found.push_back(
            {.kind = CompletionKind::emoji,
             .insert = emoji->text + " ",
             .shown = emoji->text + "  :" +
                      (emoji->further.isEmpty() ? emoji->name : emoji->further.front()) + ":",
             .beside = {}});
    return found;
}

} // namespace

std::optional<CompletionQuery> queryAt(const QString &words, int cursor) {
    int start = cursor - 1;
    while (start >= 0 && cursor - start <= longestWord && isOfName(words[start]))
        --start;
    if (start < 0)
        return std::nullopt;
    const QChar sign = words[start];
    if (sign != '@' && sign != '#' && sign != ':')
        return std::nullopt;
    const bool isInWord = start > 0 && (isOfName(words[start - 1]) || words[start - 1] == '/' ||
                                        words[start - 1] == '`' || words[start - 1] == sign);
    const QString typed = words.mid(start + 1, cursor - start - 1);
    if (isInWord || (sign == ':' && typed.size() < leastOfEmoji))
        return std::nullopt;
    const CompletionKind kind = sign == '@'   ? CompletionKind::person
                                : sign == '#' ? CompletionKind::room
                                              : CompletionKind::emoji;
    return CompletionQuery{.kind = kind, .words = typed, .start = start};
}

std::vector<Completion> complete(const CompletionQuery &query, const CompletionSources &sources) {
    switch (query.kind) {
    case CompletionKind::person:
        return peopleFor(query.words, sources);
    case CompletionKind::room:
        return roomsFor(query.words, sources);
    case CompletionKind::emoji:
        return emojiFor(query.words);
    }
    return {};
}

} // namespace zchat::gui
