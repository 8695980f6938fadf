#include <array>
#include <utility>

#include "shared/wire/codec.hpp"
#include "shared/wire/fields.hpp"

namespace zchat::wire {

namespace {

void describe(auto &, Of<Ping> auto &) {}
void describe(auto &, Of<Bye> auto &) {}
void describe(auto &, Of<Devices> auto &) {}
void describe(auto &archive, Of<Hello> auto &held) {
    archive.field("versions", held.versions);
    archive.field("client", held.client, upTo(limits::clientBytes));
    archive.field("events", held.events);
}
void describe(auto &archive, Of<Register> auto &held) {
    archive.field("name", held.name);
    archive.field("title", held.title, titleRule);
    archive.field("label", held.label, upTo(limits::labelBytes));
}
void describe(auto &archive, Of<Redeem> auto &held) {
    archive.field("device", held.device);
    archive.field("name", held.name);
    archive.field("title", held.title, titleRule);
    archive.field("label", held.label, upTo(limits::labelBytes));
}
void describe(auto &archive, Of<Ticket> auto &held) {
    archive.field("purpose", held.purpose);
    archive.field("name", held.name);
    archive.field("scope", held.scope);
    archive.field("expires_s", held.expiresS);
    archive.field("uses", held.uses);
}
void describe(auto &archive, Of<Revoke> auto &held) {
    archive.field("device", held.device);
    archive.field("ticket", held.ticket);
}
void describe(auto &archive, Of<Accounts> auto &held) {
    archive.field("query", held.query, upTo(limits::queryBytes));
    archive.field("after", held.after);
    archive.limit(held.limit, limits::pageEntries);
}
void describe(auto &archive, Of<Account> auto &held) {
    archive.field("who", held.who);
    archive.field("title", held.title, titleRule);
    archive.field("role", held.role);
    archive.field("disabled", held.disabled);
    archive.field("removed", held.removed);
}
void describe(auto &archive, Of<Post> auto &held) {
    archive.field("room", held.room);
    archive.field("id", held.id);
    archive.content(held.content, Standing::posted);
    archive.field("prev", held.prev);
}
void describe(auto &archive, Of<Entries> auto &held) {
    archive.field("room", held.room);
    archive.field("after", held.after);
    archive.limit(held.limit, limits::pageEntries);
}
void describe(auto &archive, Of<History> auto &held) {
    archive.field("room", held.room);
    archive.field("before", held.before);
    archive.field("after", held.after);
    archive.field("around", held.around);
    archive.limit(held.limit, limits::pageEntries);
}
void describe(auto &archive, Of<Search> auto &held) {
    archive.field("query", held.query, upTo(limits::queryBytes));
    archive.field("room", held.room);
    archive.field("from", held.from);
    archive.field("has", held.has);
    archive.field("since", held.since, clientTime);
    archive.field("until", held.until, clientTime);
    archive.field("page", held.page, upTo(limits::queryBytes));
    archive.limit(held.limit, limits::pageHits);
}
void describe(auto &archive, Of<Mentions> auto &held) {
    archive.field("page", held.page, upTo(limits::queryBytes));
    archive.limit(held.limit, limits::pageHits);
}
void describe(auto &archive, Of<Read> auto &held) {
    archive.field("room", held.room);
    archive.field("seq", held.seq);
    archive.field("cursor", held.cursor, oneTo(limits::cursorBytes));
    archive.defaulted("lower", held.lower);
}
void describe(auto &archive, Of<Rooms> auto &held) {
    archive.field("after", held.after);
    archive.limit(held.limit, limits::pageEntries);
}
void describe(auto &archive, Of<Create> auto &held) {
    archive.field("room", held.room);
    archive.field("kind", held.kind);
    archive.field("title", held.title, titleRule);
    archive.field("topic", held.topic, upTo(limits::topicBytes));
    archive.defaulted("invite", held.invite);
}
void describe(auto &archive, Of<Room> auto &held) {
    archive.field("room", held.room);
    archive.field("title", held.title, titleRule);
    archive.field("topic", held.topic, upTo(limits::topicBytes));
    archive.field("archived", held.archived);
}
void describe(auto &archive, Of<Direct> auto &held) {
    archive.field("with", held.with);
}
void describe(auto &archive, Of<Join> auto &held) {
    archive.field("room", held.room);
}
void describe(auto &archive, Of<Leave> auto &held) {
    archive.field("room", held.room);
}
void describe(auto &archive, Of<Invite> auto &held) {
    archive.field("room", held.room);
    archive.field("who", held.who);
}
void describe(auto &archive, Of<Remove> auto &held) {
    archive.field("room", held.room);
    archive.field("who", held.who);
}
void describe(auto &archive, Of<SetRole> auto &held) {
    archive.field("room", held.room);
    archive.field("who", held.who);
    archive.field("role", held.role);
}
void describe(auto &archive, Of<SetNotify> auto &held) {
    archive.field("room", held.room);
    archive.field("mode", held.mode);
    archive.field("until", held.until, clientTime);
}
void describe(auto &archive, Of<Members> auto &held) {
    archive.field("room", held.room);
    archive.field("after", held.after);
    archive.limit(held.limit, limits::pageEntries);
}
void describe(auto &archive, Of<People> auto &held) {
    archive.field("query", held.query, upTo(limits::queryBytes));
    archive.field("after", held.after);
    archive.limit(held.limit, limits::pageEntries);
}
void describe(auto &archive, Of<SetStatus> auto &held) {
    archive.field("state", held.state);
    archive.field("text", held.text, upTo(limits::statusBytes));
}
void describe(auto &archive, Of<Typing> auto &held) {
    archive.field("room", held.room);
}
void describe(auto &archive, Of<Offer> auto &held) {
    archive.field("room", held.room);
    archive.field("id", held.id);
    describeContent(archive, held.file, Standing::posted);
    archive.field("prev", held.prev);
}
void describe(auto &archive, Of<Finish> auto &held) {
    archive.field("transfer", held.transfer);
}
void describe(auto &archive, Of<Cancel> auto &held) {
    archive.field("transfer", held.transfer);
}
void describe(auto &archive, Of<Fetch> auto &held) {
    archive.field("room", held.room);
    archive.field("seq", held.seq);
    archive.field("offset", held.offset);
    archive.field("length", held.length);
}
// Its data stays where it is: readBody() moves it out of the tree, since a copy of every chunk
// would cost as much as all else that is done with it here.
void describe(Reader &archive, Chunk &held) {
    archive.field("transfer", held.transfer);
    archive.field("offset", held.offset);
    archive.bin("data");
}
template <class Writer>
void describe(Writer &archive, const Chunk &held) {
    archive.field("transfer", held.transfer);
    archive.field("offset", held.offset);
    archive.field("data", BinView{held.data});
}

// What no single field can say. Most requests have nothing to add.
void check(Reader &, const auto &) {}
void check(Reader &reader, const Hello &held) {
    // E_VERSION comes before what is too large; a hello that is fine otherwise is live's to judge.
    const bool common =
        std::any_of(held.versions.begin(), held.versions.end(), [](std::uint64_t version) {
            return version >= limits::lowestVersion && version <= limits::highestVersion;
        });
    if (!common)
        reader.overtake({.code = Code::version,
                         .text = "This broker speaks version 1 of the protocol only.",
                         .retryMs = {},
                         .versions = {limits::lowestVersion, limits::highestVersion}});
}
void check(Reader &reader, const Ticket &held) {
    if (held.uses == std::uint64_t{0})
        reader.refuse(Code::schema, "uses", "must be at least 1");
    if (held.scope && held.scope->rate == std::uint64_t{0})
        reader.refuse(Code::schema, "scope.rate", "must be at least 1");
    if (held.scope && held.scope->ops)
        for (const std::string &word : *held.scope->ops)
            if (!isOp(word))
                reader.refuse(Code::schema, "scope.ops", "must hold ops of the protocol only");
}
void check(Reader &reader, const Revoke &) {
    if (reader.has("device") == reader.has("ticket"))
        reader.refuse(Code::schema, "device", "or the field ticket must be there, and not both");
}
void check(Reader &reader, const Post &held) {
    if (const Data *data = std::get_if<Data>(&held.content)) {
        Packer packer;
        packer.string(data->type);
        packer.value(Value{data->data});
        packer.string(data->body);
        if (packer.size() > limits::textBytes)
            reader.refuse(Code::tooLarge, "data",
                          "must not be larger than 16384 bytes together with type and body");
        return;
    }
    if (std::holds_alternative<File>(held.content) ||
        std::holds_alternative<MemberChange>(held.content) ||
        std::holds_alternative<RoomChange>(held.content))
        reader.refuse(Code::schema, "kind", "must be text, data, edit, redact, react or pin");
}
void check(Reader &reader, const History &held) {
    if ((held.before ? 1 : 0) + (held.after ? 1 : 0) + (held.around ? 1 : 0) > 1)
        reader.refuse(Code::schema, "before",
                      "must stand alone: only one of before, after and around may be there");
}
void check(Reader &reader, const Create &held) {
    if (held.kind == RoomKind::direct)
        reader.refuse(Code::schema, "kind", "must be public or private");
    if (isDirectName(held.room))
        reader.refuse(Code::name, "room", "must not be the name of a direct room");
}
void check(Reader &reader, const Direct &held) {
    if (reader.has("with") && held.with.empty())
        reader.refuse(Code::schema, "with", "must name at least one account");
    if (held.with.size() > limits::directMembers)
        reader.refuse(Code::tooLarge, "with", "must not name more than 7 others");
}
void check(Reader &reader, const SetStatus &held) {
    if (held.state == State::offline)
        reader.refuse(Code::schema, "state", "must be online or away");
}
void check(Reader &, Fetch &held) { // clamped as a limit is: whoever fetches goes on from there
    held.length = std::min<std::uint64_t>(held.length, limits::fetchBytes);
}

template <class Struct>
Result<Request> readAs(const Map &body, bool foreignKeys) {
    Problems problems;
    Reader reader(body, problems);
    if (foreignKeys)
        problems.refuse(Code::schema, "Every key of a map must be a string.");
    Struct held;
    describe(reader, held);
    check(reader, held);
    if (!problems.none())
        return problems.first();
    return Request{std::move(held)};
}

using ReadOne = Result<Request> (*)(const Map &, bool);
struct Op {
    std::string_view name;
    ReadOne read;
};
template <std::size_t... index>
constexpr auto allOps(std::index_sequence<index...>) {
    return std::array<Op, sizeof...(index)>{
        Op{std::variant_alternative_t<index, Request>::op,
           &readAs<std::variant_alternative_t<index, Request>>}...};
}
constexpr auto ops = allOps(std::make_index_sequence<std::variant_size_v<Request>>{});

const Op *findOp(std::string_view word) {
    const auto *const found =
        std::find_if(ops.begin(), ops.end(), [word](const Op &op) { return op.name == word; });
    return found == ops.end() ? nullptr : found;
}

Refusal refusal(Code code, std::string text) {
    return {.code = code, .text = std::move(text), .retryMs = {}, .versions = {}};
}

// What describe() left in the tree.
void takeData(Map &body, Request &request) {
    if (Chunk *chunk = std::get_if<Chunk>(&request))
        chunk->data = takeBin(body, "data");
}

Incoming readBody(Map &body, bool foreignKeys) {
    Incoming incoming{.re = {}, .op = {}, .request = Refusal{}};
    if (const Value *re = find(body, "re")) {
        if (const std::int64_t *held = re->as<std::int64_t>(); held != nullptr && *held >= 0)
            incoming.re = static_cast<std::uint64_t>(*held);
        else if (const std::uint64_t *large = re->as<std::uint64_t>())
            incoming.re = *large;
    }
    const Value *word = find(body, "op");
    const std::string *name = word == nullptr ? nullptr : word->as<std::string>();
    if (name == nullptr) {
        incoming.request = refusal(Code::schema, "The field op must be there and be a string.");
        return incoming;
    }
    const Op *op = findOp(*name);
    if (op == nullptr) {
        incoming.request = refusal(Code::op, "This broker knows no such op.");
        return incoming;
    }
    incoming.op = *name;
    if (incoming.re) {
        incoming.request = op->read(body, foreignKeys);
        if (incoming.request)
            takeData(body, *incoming.request);
    } else
        incoming.request =
            refusal(Code::schema, "The field re must be there and be a whole number that is not "
                                  "negative.");
    return incoming;
}

} // namespace

Incoming decodeRequest(std::string_view body) {
    if (body.empty())
        return {.re = {},
                .op = {},
                .request = refusal(Code::frame, "A request has a body in its last frame.")};
    Result<DecodedTree> tree = decodeTree(body, {.mapKeys = limits::mapKeys});
    if (!tree)
        return {.re = {}, .op = {}, .request = tree.refusal()};
    Map *map = tree->value.as<Map>();
    if (map == nullptr)
        return {.re = {},
                .op = {},
                .request = refusal(Code::decode, "The message must be one MessagePack map.")};
    return readBody(*map, tree->foreignKeys);
}

Incoming readRequest(Map body) {
    return readBody(body, false);
}

Bytes encodeRequest(std::uint64_t re, const Request &request) {
    Packer packer;
    std::visit(
        [&](const auto &held) {
            Counting counting;
            describe(counting, held);
            packer.map(2 + counting.keys);
            packer.string("op");
            packer.string(held.op);
            packer.string("re");
            packer.uint(re);
            Packing packing(packer);
            describe(packing, held);
        },
        request);
    return packer.take();
}

std::string_view opName(const Request &request) {
    return std::visit([](const auto &held) { return held.op; }, request);
}

bool isOp(std::string_view word) {
    return findOp(word) != nullptr;
}

const RoomName *roomOf(const Request &request) {
    return std::visit(
        []<class Struct>(const Struct &held) -> const RoomName * {
            if constexpr (std::same_as<Struct, Create>)
                return nullptr;
            else if constexpr (std::same_as<Struct, Search>)
                return held.room ? &*held.room : nullptr;
            else if constexpr (requires { held.room; })
                return &held.room;
            else
                return nullptr;
        },
        request);
}

} // namespace zchat::wire
