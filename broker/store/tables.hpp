// Tables: one connection to the broker's store, and what its numbers stand for.
//
// Private to broker/store; every verb of the reader and of the store is a free function over it.
// Numbers of rooms and authors never change once committed, so they are remembered; what a turn
// made is forgotten when the turn is rolled back.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "broker/store/row_key.hpp"
#include "broker/store/seal.hpp"
#include "shared/db/database.hpp"
#include "shared/wire/entry.hpp"

namespace zchat::store {

struct RoomIdentity {
    RoomNumber number;
    RoomName name;
    wire::RoomKind kind = wire::RoomKind::privateRoom;
    std::vector<AccountName> direct; // direct rooms: everyone in it, sorted
};

// The people of a direct room, as its row names them; nobody for any other room.
[[nodiscard]] std::vector<AccountName> splitNames(const db::Rows &rows, int column);

class Tables final {
public:
    explicit Tables(db::Database opened)
        : database(std::move(opened)) {}

    db::Database database;

    // nullopt: there is no such room.
    [[nodiscard]] std::optional<RoomIdentity> room(const RoomName &name);
    [[nodiscard]] std::optional<RoomIdentity> room(RoomNumber number);
    // nullopt: this account never wrote and was never mentioned.
    [[nodiscard]] std::optional<AuthorNumber> author(const AccountName &name);
    // Numbers the account where it has no number yet.
    [[nodiscard]] AuthorNumber madeAuthor(const AccountName &name);
    // The earliest time of a message in a block of the search index's places, or earlier;
    // remembered where the block is complete. Block 0 has the places below placesOfBlock, and so
    // on.
    static constexpr std::int64_t placesOfBlock = 65'536;
    [[nodiscard]] TimeMs earliestIn(std::int64_t block);
    void forget();

    // What a row holds, or a fault where the seal or the codec says that it is damaged.
    [[nodiscard]] std::optional<wire::Entry> entryFrom(std::int64_t key, std::string_view value);
    [[nodiscard]] std::optional<wire::Message> messageFrom(std::int64_t key,
                                                           std::string_view value);
    // An enum of `values` values; a fault where the number is none of them.
    template <class Enum>
    [[nodiscard]] Enum enumFrom(const db::Rows &rows, int column, std::uint64_t values) {
        const std::uint64_t number = rows.number(column);
        if (number < values)
            return static_cast<Enum>(number);
        damaged("a value is unknown");
        return Enum{};
    }
    // The same as they are encoded. Their seal is looked at, their fields are not.
    [[nodiscard]] std::optional<wire::Encoded<wire::Entry>> entryBytesFrom(std::int64_t key,
                                                                           std::string_view value);
    [[nodiscard]] std::optional<wire::Encoded<wire::Message>>
    messageBytesFrom(std::int64_t key, std::string_view value);
    // Of a message of which nothing is stored but its entry.
    [[nodiscard]] std::optional<wire::Encoded<wire::Message>>
    messageBytesFromEntry(std::int64_t key, std::string_view value);
    void damaged(std::string_view what);

private:
    [[nodiscard]] std::optional<RoomIdentity> remember(db::Rows &rows);
    void damagedRow(Sealed what, std::int64_t key);

    std::unordered_map<RoomName, RoomIdentity> roomsByName_;
    std::unordered_map<std::int64_t, RoomIdentity> roomsByNumber_;
    std::unordered_map<AccountName, AuthorNumber> authors_;
    std::unordered_map<std::int64_t, TimeMs> earliest_;
};

} // namespace zchat::store
