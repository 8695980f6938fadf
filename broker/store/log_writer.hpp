// LogWriter: what an appended entry, a message that changed and a redaction write.
//
// It holds the last numbers of the rooms it lately wrote to, and forgets them when a turn is rolled
// back. Private to broker/store; the words of Store (broker/hub/store.hpp) hold for its verbs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "broker/hub/store.hpp"
#include "broker/store/tables.hpp"

namespace zchat::store {

class LogWriter final {
public:
    explicit LogWriter(Tables &tables)
        : tables_(tables) {}

    void append(const RoomName &room, const wire::Entry &entry, const std::optional<Hash> &digest);
    void replace(const RoomName &room, const wire::Message &message);
    void blank(const RoomName &room, Seq of);
    // What the turn did to the search index; before its commit.
    void writeIndex();
    void forget();

private:
    struct Words {
        std::string body;
        std::string tags;
    };
    // A message in the search index, before the turn and after it.
    struct Reindexed {
        std::optional<Words> before;
        std::optional<Words> after;
    };
    struct LastPlace {
        std::int64_t place = 0;
        TimeMs latest = 0;
    };

    void addMessage(const RoomIdentity &room, const wire::Entry &entry, AuthorNumber author);
    [[nodiscard]] std::int64_t nextPlace(std::int64_t key, TimeMs at);
    void addMentions(const RoomIdentity &room, const wire::Entry &entry, AuthorNumber author,
                     std::int64_t place);
    // The redaction of a message that counted until now.
    void takeAway(const RoomIdentity &room, const wire::Message &before, AuthorNumber author,
                  std::int64_t place);
    void index(std::int64_t place, Words words);
    void unindex(std::int64_t place, Words words);
    void blankRow(std::int64_t key);
    [[nodiscard]] std::int64_t &countedIn(RoomNumber room);
    [[nodiscard]] std::int64_t &ownIn(RoomNumber room, AuthorNumber author);

    Tables &tables_;
    // By place, since FTS5 writes a segment of its own, which it merges later, whenever a row comes
    // that is older than the one before. A turn of fourteen texts and an edit amid them cost the
    // index 1.7 million instructions, and so 1.3.
    std::map<std::int64_t, Reindexed> reindexed_;
    std::optional<LastPlace> lastPlace_;
    std::unordered_map<std::int64_t, std::int64_t> counted_;
    std::map<std::pair<RoomNumber, AuthorNumber>, std::int64_t> own_;
};

} // namespace zchat::store
