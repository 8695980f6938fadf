#include "broker/store/search_rows.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>

#include "broker/store/folded_text.hpp"
#include "broker/store/log_rows.hpp"
#include "broker/store/room_rows.hpp"
#include "broker/store/tallies.hpp"

namespace zchat::store {

namespace {

using Clock = std::chrono::steady_clock;

// The time after which a call returns what it has; p99 of a search is to stay under 100 ms.
constexpr std::chrono::milliseconds searchTime{40};
// Messages looked at between two looks at the clock, growing while that takes next to no time:
// where words are common but hardly ever together, a long stretch without a hit takes long, too.
constexpr std::int64_t firstStretch = 50'000;
constexpr std::int64_t longestStretch = 3'200'000;
constexpr std::int64_t stretchGrowth = 8;
constexpr std::chrono::milliseconds quickLook{5};
// Above this many rooms their tags cost more than looking at each hit's room: of a million
// messages, two words took 0.6 ms, and 14 ms together with six rooms to choose from.
constexpr std::size_t taggedRooms = 2;
constexpr std::uint64_t mentionsLookedAt = 2'000;

std::string roomTag(RoomNumber room) {
    return "r" + std::to_string(room.value);
}
std::string authorTag(AuthorNumber author) {
    return "a" + std::to_string(author.value);
}

// Where a page ended: the number of the last message looked at.
std::optional<std::int64_t> placeFrom(const std::optional<std::string> &page, std::int64_t newest) {
    if (!page)
        return newest + 1;
    std::int64_t place = 0;
    const char *end = page->data() + page->size();
    const auto [stopped, error] = std::from_chars(page->data(), end, place);
    const bool whole = error == std::errc{} && stopped == end && place > 0;
    return whole ? std::optional(std::min(place, newest + 1)) : std::nullopt;
}

std::int64_t newestPlace(Tables &tables) {
    db::Rows rows = tables.database.query("SELECT ifnull(max(place), 0) FROM places");
    return rows.next() ? rows.integer(0) : 0;
}

// Which rooms a viewer may look into, cut down to those asked for.
class Sight final {
public:
    Sight(Tables &tables, const AccountName &viewer,
          const std::optional<std::vector<RoomName>> &only)
        : tables_(tables) {
        for (const RoomName &room : joinedBy(tables, viewer))
            if (const std::optional<RoomIdentity> identity = tables.room(room))
                joined_.insert(identity->number);
        if (!only)
            return;
        only_.emplace();
        for (const RoomName &room : *only)
            if (const std::optional<RoomIdentity> identity = tables.room(room))
                if (maySee(*identity))
                    only_->insert(identity->number);
    }

    [[nodiscard]] std::optional<RoomIdentity> room(std::int64_t key) const {
        const std::optional<RoomIdentity> identity = tables_.room(roomOf(key));
        const bool wanted = !only_ || only_->contains(roomOf(key));
        return identity && wanted && maySee(*identity) ? identity : std::nullopt;
    }
    [[nodiscard]] bool seesNothing() const { return only_ && only_->empty(); }
    [[nodiscard]] bool isMember(RoomNumber room) const { return joined_.contains(room); }

    // The tags of the rooms asked for, where they help.
    [[nodiscard]] std::vector<std::string> tags() const {
        std::vector<std::string> tags;
        if (only_ && only_->size() <= taggedRooms)
            for (const RoomNumber room : *only_)
                tags.push_back(roomTag(room));
        return tags;
    }

private:
    [[nodiscard]] bool maySee(const RoomIdentity &identity) const {
        return identity.kind == wire::RoomKind::publicRoom || joined_.contains(identity.number);
    }

    Tables &tables_;
    std::set<RoomNumber> joined_;
    std::optional<std::set<RoomNumber>> only_;
};

// A query's words, as an FTS5 expression and one by one.
struct Wanted {
    std::string expression;          // empty: any message
    std::vector<std::string> folded; // for the snippet
    bool impossible = false;
};

std::string joinedBy(const std::vector<std::string> &terms, std::string_view between) {
    std::string joined;
    for (const std::string &term : terms)
        joined.append(joined.empty() ? "" : between).append(term);
    return joined;
}

// Each run of letters between spaces becomes a quoted phrase of the tokens in it, so that nothing
// in a query is syntax and foo-bar means foo followed by bar.
Wanted wantedWords(Tables &tables, const std::string &query) {
    Wanted wanted;
    std::vector<std::string> phrases;
    std::string phrase;
    std::size_t end = 0;
    const std::vector<db::Word> words = tables.database.words(query);
    for (const db::Word &word : words) {
        const bool apart =
            query.substr(end, word.start - end).find_first_of(" \t\r\n") != std::string::npos;
        if (!phrase.empty() && apart)
            phrases.push_back("\"" + std::exchange(phrase, {}) + "\"");
        phrase.append(phrase.empty() ? "" : " ").append(word.folded);
        end = word.end;
        wanted.folded.push_back(word.folded);
    }
    if (!phrase.empty())
        phrases.push_back("\"" + phrase + "\"");
    if (!phrases.empty())
        wanted.expression = "body : (" + joinedBy(phrases, " AND ") + ")";
    // Something was asked for that is no word of any message.
    wanted.impossible = words.empty() && query.find_first_not_of(" \t\r\n") != std::string::npos;
    return wanted;
}

struct Plan {
    std::string expression; // empty: every message, newest first
    std::vector<std::string> folded;
    bool impossible = false;
};

Plan planOf(Tables &tables, const hub::SearchQuery &query, const Sight &sight) {
    Wanted words = wantedWords(tables, query.words);
    Plan plan{.expression = {},
              .folded = std::move(words.folded),
              .impossible = words.impossible || sight.seesNothing()};
    std::vector<std::string> parts;
    if (!words.expression.empty())
        parts.push_back(words.expression);
    if (const std::vector<std::string> tags = sight.tags(); !tags.empty())
        parts.push_back("tags : (" + joinedBy(tags, " OR ") + ")");
    if (query.from) {
        const std::optional<AuthorNumber> author = tables.author(*query.from);
        plan.impossible = plan.impossible || !author;
        parts.push_back("tags : " + authorTag(author.value_or(nobody)));
    }
    if (query.has)
        parts.push_back(*query.has == wire::Has::file ? "tags : f" : "tags : l");
    plan.expression = joinedBy(parts, " AND ");
    return plan;
}

std::string snippetOf(Tables &tables, const wire::Message &message,
                      const std::vector<std::string> &folded) {
    const std::string text = searchedText(message.entry.content);
    for (const db::Word &word : tables.database.words(text))
        if (std::find(folded.begin(), folded.end(), word.folded) != folded.end())
            return snippetAround(text, word.start);
    return snippetAround(text, 0);
}

struct Place {
    std::int64_t place = 0;
    std::int64_t key = 0;
    TimeMs at = 0;
    TimeMs latest = 0; // no older place has a later `at`
};

std::optional<Place> placeAt(Tables &tables, std::int64_t place) {
    db::Rows rows =
        tables.database.query("SELECT key, at, latest FROM places WHERE place = ?1", {place});
    if (!rows.next()) {
        tables.damaged("the search index names a message that is not there");
        return std::nullopt;
    }
    return Place{
        .place = place, .key = rows.integer(0), .at = rows.integer(1), .latest = rows.integer(2)};
}

db::Rows hitsBetween(Tables &tables, const std::string &expression, std::int64_t low,
                     std::int64_t below) {
    if (expression.empty())
        return tables.database.query(
            "SELECT place FROM places WHERE place >= ?1 AND place < ?2 ORDER BY place DESC",
            {low, below});
    return tables.database.query("SELECT rowid FROM search WHERE search MATCH ?3 AND rowid >= ?1 "
                                 "AND rowid < ?2 ORDER BY rowid DESC",
                                 {low, below, expression});
}

class Searching final {
public:
    Searching(Tables &tables, const hub::SearchQuery &query)
        : tables_(tables)
        , query_(query)
        , sight_(tables, query.viewer, query.rooms)
        , plan_(planOf(tables, query, sight_)) {}

    [[nodiscard]] hub::FoundPage page() {
        const std::optional<std::int64_t> start = placeFrom(query_.page, newestPlace(tables_));
        if (!start || plan_.impossible)
            return {};
        below_ = *start;
        const Clock::time_point end = Clock::now() + searchTime;
        std::int64_t stretch = firstStretch;
        while (below_ > 1 && !done()) {
            const Clock::time_point started = Clock::now();
            if (query_.until)
                stretch = passLater(end);
            look(std::max<std::int64_t>(1, below_ - stretch), end);
            const Clock::time_point stopped = Clock::now();
            if (stopped >= end)
                break;
            if (stopped - started < quickLook)
                stretch = std::min(stretch * stretchGrowth, longestStretch);
        }
        if (tables_.database.fault())
            return {};
        if (below_ > 1 && !ended_)
            page_.next = std::to_string(below_);
        return std::move(page_);
    }

private:
    [[nodiscard]] bool done() const { return ended_ || page_.found.size() >= query_.limit; }

    // Leaves out blocks in which everything was said too late; how much is left of the next one.
    // Searches that end long ago walked through all that came after, message by message.
    [[nodiscard]] std::int64_t passLater(Clock::time_point end) {
        constexpr std::int64_t size = Tables::placesOfBlock;
        std::int64_t block = (below_ - 1) / size;
        while (block > 0 && Clock::now() < end && tables_.earliestIn(block) >= *query_.until) {
            below_ = block * size;
            block = (below_ - 1) / size;
        }
        return below_ - block * size;
    }

    void look(std::int64_t low, Clock::time_point end) {
        db::Rows rows = hitsBetween(tables_, plan_.expression, low, below_);
        while (!done() && rows.next()) {
            const std::int64_t place = rows.integer(0);
            consider(place);
            below_ = place;
            if (Clock::now() >= end)
                return;
        }
        if (!done())
            below_ = low;
        ended_ = ended_ || tables_.database.fault().has_value();
    }

    void consider(std::int64_t number) {
        const std::optional<Place> place = placeAt(tables_, number);
        if (!place)
            return;
        if (query_.since && place->latest < *query_.since) {
            ended_ = true;
            return;
        }
        if ((query_.since && place->at < *query_.since) ||
            (query_.until && place->at >= *query_.until))
            return;
        const std::optional<RoomIdentity> room = sight_.room(place->key);
        std::optional<wire::Message> message = room ? messageAt(tables_, place->key) : std::nullopt;
        if (!message || message->entry.redacted)
            return;
        std::string snippet = snippetOf(tables_, *message, plan_.folded);
        page_.found.push_back(hub::FoundMessage{
            .room = room->name, .message = std::move(*message), .snippet = std::move(snippet)});
    }

    Tables &tables_;
    const hub::SearchQuery &query_;
    const Sight sight_;
    const Plan plan_;
    hub::FoundPage page_;
    std::int64_t below_ = 0; // everything from here on was looked at
    bool ended_ = false;
};

} // namespace

std::string searchTags(RoomNumber room, AuthorNumber author, const wire::Content &content) {
    std::string tags = roomTag(room) + ' ' + authorTag(author);
    if (std::holds_alternative<wire::File>(content))
        tags += " f";
    if (hasLink(searchedText(content)))
        tags += " l";
    return tags;
}

hub::FoundPage search(Tables &tables, const hub::SearchQuery &query) {
    return Searching(tables, query).page();
}

hub::FoundPage mentions(Tables &tables, const AccountName &viewer,
                        const std::optional<std::vector<RoomName>> &rooms,
                        const std::optional<std::string> &page, std::uint64_t limit) {
    hub::FoundPage found;
    const Sight sight(tables, viewer, rooms);
    const std::optional<std::int64_t> start = placeFrom(page, newestPlace(tables));
    if (!start || sight.seesNothing())
        return found;
    const std::optional<AuthorNumber> called = tables.author(viewer);
    // Both streams come in the order of their index and are merged, so only what is shown is read.
    db::Rows rows = tables.database.query(
        "SELECT place, 0 FROM mentions WHERE account = ?1 AND place < ?2 UNION ALL "
        "SELECT place, 1 FROM mentions WHERE account = 0 AND place < ?2 ORDER BY 1 DESC",
        {called ? std::optional(called->value) : std::nullopt, *start});
    for (std::uint64_t lookedAt = 0; rows.next(); ++lookedAt) {
        const std::optional<Place> place = placeAt(tables, rows.integer(0));
        if (!place)
            return {};
        if (found.found.size() >= limit || lookedAt >= mentionsLookedAt) {
            found.next = std::to_string(place->place + 1);
            break;
        }
        // @all calls the members of a room, and not everyone who may look into it.
        const std::optional<RoomIdentity> room = sight.room(place->key);
        const bool meant = rows.integer(1) == 0 || sight.isMember(roomOf(place->key));
        std::optional<wire::Message> message =
            room && meant ? messageAt(tables, place->key) : std::nullopt;
        if (!message || message->entry.redacted || message->entry.by == viewer)
            continue;
        std::string snippet = snippetOf(tables, *message, {viewer.value});
        found.found.push_back(hub::FoundMessage{
            .room = room->name, .message = std::move(*message), .snippet = std::move(snippet)});
    }
    return found;
}

} // namespace zchat::store
