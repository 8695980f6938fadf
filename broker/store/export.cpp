// The export: the store as JSON Lines, for other programs and other times.
#include "broker/store/maintenance.hpp"
#include "broker/store/people_rows.hpp"
#include "broker/store/room_rows.hpp"
#include "broker/store/schema.hpp"
#include "broker/store/seal.hpp"
#include "broker/store/tables.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::store {

namespace {

constexpr std::uint64_t everyone = ~std::uint64_t{0};

std::int64_t integer(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

wire::Map accountMap(const hub::AccountRecord &account) {
    return {{"name", account.name.value},
            {"title", account.title},
            {"role", std::string(wire::word(account.role))},
            {"bot", account.bot},
            {"disabled", account.disabled},
            {"removed", account.removed},
            {"added", account.added}};
}

wire::Map roomMap(const hub::RoomRecord &room) {
    wire::Map map{{"room", room.name.value},
                  {"kind", std::string(wire::word(room.kind))},
                  {"title", room.title},
                  {"topic", room.topic},
                  {"archived", room.archived},
                  {"head", integer(room.head.value)},
                  {"members", integer(room.members)}};
    if (!room.direct.empty()) {
        wire::Array people;
        for (const AccountName &person : room.direct)
            people.emplace_back(person.value);
        map.emplace_back("with", std::move(people));
    }
    return map;
}

wire::Map memberMap(const RoomName &room, const AccountName &who, const hub::MemberRecord &member,
                    Seq read) {
    return {{"room", room.value},
            {"who", who.value},
            {"role", std::string(wire::word(member.role))},
            {"notify", std::string(wire::word(member.notify))},
            {"read", integer(read.value)}};
}

class Exporter final {
public:
    Exporter(db::Database database, const std::function<bool(std::string_view)> &write)
        : tables_(std::move(database))
        , write_(write) {}

    [[nodiscard]] Outcome run() {
        const db::Snapshot snapshot(tables_.database);
        for (const hub::AccountRecord &account : everyAccount(tables_))
            line("account", accountMap(account));
        for (const hub::RoomRecord &room : everyRoom(tables_)) {
            line("room", roomMap(room));
            for (const auto &[who, member] : members(tables_, room.name, std::nullopt, everyone))
                line("member",
                     memberMap(room.name, who, member, marker(tables_, who, room.name, "")));
            entriesOf(room.name);
        }
        if (const std::optional<Fault> fault = tables_.database.fault())
            return *fault;
        if (!writing_)
            return Fault{.text = "The export could not be written to its end."};
        return Done{};
    }

private:
    void entriesOf(const RoomName &name) {
        const std::optional<RoomIdentity> room = tables_.room(name);
        if (!room)
            return;
        db::Rows rows = tables_.database.query(
            "SELECT key, entry FROM entries WHERE key > ?1 AND key < ?2 ORDER BY key",
            {firstKey(room->number), lastKey(room->number)});
        while (writing_ && rows.next()) {
            const std::optional<std::string_view> bytes =
                unsealed(Sealed::entry, rows.integer(0), rows.blob(1));
            const Result<wire::Value> value =
                wire::decodeValue(bytes.value_or(""), {.mapKeys = limits::nameMapKeys});
            const wire::Map *map = value ? value->as<wire::Map>() : nullptr;
            if (map == nullptr)
                return tables_.damaged("entry " + std::to_string(seqOf(rows.integer(0)).value) +
                                       " of room " + name.value);
            wire::Map entry{{"room", name.value}};
            entry.insert(entry.end(), map->begin(), map->end());
            line("entry", std::move(entry));
        }
    }

    void line(const char *what, wire::Map map) {
        if (writing_)
            writing_ = write_(wire::toJson(wire::Map{{what, std::move(map)}}));
    }

    Tables tables_;
    const std::function<bool(std::string_view)> &write_;
    bool writing_ = true;
};

} // namespace

Outcome exportLines(const std::filesystem::path &database,
                    const std::function<bool(std::string_view)> &write) {
    Result<db::Database> opened = db::Database::openReadOnly(database, schema());
    if (!opened)
        return opened.fault();
    return Exporter(std::move(*opened), write).run();
}

} // namespace zchat::store
