#include <array>

#include "shared/wire/codec.hpp"
#include "shared/wire/fields.hpp"

namespace zchat::wire {

// The bounds that every broker of this version has, and the one that is configured.
void describe(Reader &archive, Limits &held) {
    archive.field("file", held.fileBytes);
}
template <class Writer>
void describe(Writer &archive, const Limits &held) {
    constexpr std::array<std::pair<std::string_view, std::uint64_t>, 20> fixed{{
        {"frame", limits::frameBytes},
        {"text", limits::textBytes},
        {"page", limits::pageBytes},
        {"chunk", limits::chunkBytes},
        {"window", limits::windowChunks},
        {"fetch", limits::fetchBytes},
        {"requests", limits::unansweredRequests},
        {"unanswered", limits::unansweredBytes},
        {"sessions", limits::sessionsPerAccount},
        {"rooms", limits::roomsPerAccount},
        {"direct", limits::directMembers},
        {"title", limits::titleCharacters},
        {"topic", limits::topicBytes},
        {"reason", limits::reasonBytes},
        {"query", limits::queryBytes},
        {"label", limits::labelBytes},
        {"type", limits::typeBytes},
        {"emoji", limits::emojiBytes},
        {"cursor", limits::cursorBytes},
        {"media", limits::mediaBytes},
    }};
    for (const auto &[key, value] : fixed)
        archive.field(key, value);
    archive.field("file", held.fileBytes);
    archive.field("status", std::uint64_t{limits::statusBytes});
    archive.field("name", std::uint64_t{limits::nameBytes});
}

namespace {

void describe(auto &, Of<OkReply> auto &) {}
void describe(Reader &archive, HelloReply &held) {
    archive.field("version", held.version);
    archive.field("server", held.server);
    std::string registration;
    archive.field("registration", registration);
    held.registrationOpen = registration == "open";
    archive.field("limits", held.limits);
    archive.nilable("me", held.me);
    archive.field("rooms", held.rooms);
    archive.field("now", held.now);
}
template <class Writer>
void describe(Writer &archive, const HelloReply &held) {
    archive.field("version", held.version);
    archive.field("server", held.server);
    archive.field("registration", std::string(held.registrationOpen ? "open" : "invite"));
    archive.field("limits", held.limits);
    archive.nilable("me", held.me);
    archive.field("rooms", held.rooms);
    archive.field("now", held.now);
}
void describe(auto &archive, Of<PingReply> auto &held) {
    archive.field("now", held.now);
    archive.field("events", held.events);
    archive.field("heads", held.heads);
}
void describe(auto &archive, Of<MeReply> auto &held) {
    archive.field("me", held.me);
}
void describe(auto &archive, Of<DevicesReply> auto &held) {
    archive.field("devices", held.devices);
}
void describe(auto &archive, Of<TicketReply> auto &held) {
    archive.field("ticket", held.ticket);
    archive.field("link", held.link);
}
void describe(auto &archive, Of<AccountsReply> auto &held) {
    archive.field("accounts", held.accounts);
}
void describe(auto &archive, Of<PostReply> auto &held) {
    archive.field("seq", held.seq);
    archive.field("at", held.at);
}
void describe(auto &archive, OfEither<EntriesReply, EntriesPage> auto &held) {
    archive.field("entries", held.entries);
    archive.field("head", held.head);
}
void describe(auto &archive, OfEither<HistoryReply, HistoryPage> auto &held) {
    archive.field("messages", held.messages);
    archive.field("head", held.head);
}
void describe(auto &archive, Of<HitsReply> auto &held) {
    archive.field("hits", held.hits);
    archive.field("next", held.next);
}
void describe(auto &archive, Of<ReadReply> auto &held) {
    archive.field("seq", held.seq);
}
void describe(auto &archive, Of<RoomsReply> auto &held) {
    archive.field("rooms", held.rooms);
}
void describe(auto &archive, Of<RoomReply> auto &held) {
    archive.field("room", held.room);
}
void describe(auto &archive, Of<MembersReply> auto &held) {
    archive.field("members", held.members);
}
void describe(auto &archive, Of<PeopleReply> auto &held) {
    archive.field("people", held.people);
}
void describe(auto &archive, Of<OfferReply> auto &held) {
    archive.field("transfer", held.transfer);
    archive.field("offset", held.offset);
    archive.field("chunk", held.chunk);
    archive.field("window", held.window);
}
void describe(auto &archive, Of<ChunkReply> auto &held) {
    archive.field("offset", held.offset);
}
// Its data stays where it is: readReply() takes it out of the fields.
void describe(Reader &archive, FetchReply &held) {
    archive.bin("data");
    archive.field("size", held.size);
}
template <class Writer>
void describe(Writer &archive, const FetchReply &held) {
    archive.field("data", BinView{held.data});
    archive.field("size", held.size);
}

template <class Struct>
Result<Reply> readAs(const Map &fields) {
    Problems problems;
    Reader reader(fields, problems);
    Struct held;
    describe(reader, held);
    if (!problems.none())
        return problems.first();
    return Reply{std::move(held)};
}

// Which reply answers which request; an offer has two, told apart by their fields.
struct ReplyReader {
    const Map &fields;

    Result<Reply> operator()(const Hello &) const { return readAs<HelloReply>(fields); }
    Result<Reply> operator()(const Ping &) const { return readAs<PingReply>(fields); }
    Result<Reply> operator()(const Bye &) const { return readAs<OkReply>(fields); }
    Result<Reply> operator()(const Register &) const { return readAs<MeReply>(fields); }
    Result<Reply> operator()(const Redeem &) const { return readAs<MeReply>(fields); }
    Result<Reply> operator()(const Devices &) const { return readAs<DevicesReply>(fields); }
    Result<Reply> operator()(const Ticket &) const { return readAs<TicketReply>(fields); }
    Result<Reply> operator()(const Revoke &) const { return readAs<OkReply>(fields); }
    Result<Reply> operator()(const Accounts &) const { return readAs<AccountsReply>(fields); }
    Result<Reply> operator()(const Account &) const { return readAs<OkReply>(fields); }
    Result<Reply> operator()(const Post &) const { return readAs<PostReply>(fields); }
    Result<Reply> operator()(const Entries &) const { return readAs<EntriesReply>(fields); }
    Result<Reply> operator()(const History &) const { return readAs<HistoryReply>(fields); }
    Result<Reply> operator()(const Search &) const { return readAs<HitsReply>(fields); }
    Result<Reply> operator()(const Mentions &) const { return readAs<HitsReply>(fields); }
    Result<Reply> operator()(const Read &) const { return readAs<ReadReply>(fields); }
    Result<Reply> operator()(const Rooms &) const { return readAs<RoomsReply>(fields); }
    Result<Reply> operator()(const Create &) const { return readAs<RoomReply>(fields); }
    Result<Reply> operator()(const Room &) const { return readAs<RoomReply>(fields); }
    Result<Reply> operator()(const Direct &) const { return readAs<RoomReply>(fields); }
    Result<Reply> operator()(const Join &) const { return readAs<RoomReply>(fields); }
    Result<Reply> operator()(const Leave &) const { return readAs<OkReply>(fields); }
    Result<Reply> operator()(const Invite &) const { return readAs<OkReply>(fields); }
    Result<Reply> operator()(const Remove &) const { return readAs<OkReply>(fields); }
    Result<Reply> operator()(const SetRole &) const { return readAs<OkReply>(fields); }
    Result<Reply> operator()(const SetNotify &) const { return readAs<OkReply>(fields); }
    Result<Reply> operator()(const Members &) const { return readAs<MembersReply>(fields); }
    Result<Reply> operator()(const People &) const { return readAs<PeopleReply>(fields); }
    Result<Reply> operator()(const SetStatus &) const { return readAs<OkReply>(fields); }
    Result<Reply> operator()(const Typing &) const { return readAs<OkReply>(fields); }
    Result<Reply> operator()(const Offer &) const {
        return find(fields, "seq") != nullptr ? readAs<PostReply>(fields)
                                              : readAs<OfferReply>(fields);
    }
    Result<Reply> operator()(const Chunk &) const { return readAs<ChunkReply>(fields); }
    Result<Reply> operator()(const Finish &) const { return readAs<PostReply>(fields); }
    Result<Reply> operator()(const Cancel &) const { return readAs<OkReply>(fields); }
    Result<Reply> operator()(const Fetch &) const { return readAs<FetchReply>(fields); }
};

void header(Packer &packer, std::size_t fields, std::optional<std::uint64_t> re, bool ok) {
    packer.map(2 + fields);
    packer.string("re");
    if (re)
        packer.uint(*re);
    else
        packer.nil();
    packer.string("ok");
    packer.boolean(ok);
}

Refusal unreadable(Code code, std::string text) {
    return {.code = code, .text = std::move(text), .retryMs = {}, .versions = {}};
}

// A code that a newer broker may have is a plain "no": it must not be tried again.
Refusal readRefusal(const Map &body) {
    Refusal refusal = unreadable(Code::denied, "The broker refused this without saying why.");
    const Value *code = find(body, "code");
    if (const std::string *name = code == nullptr ? nullptr : code->as<std::string>())
        refusal.code = codeFromName(*name).value_or(Code::denied);
    const Value *text = find(body, "text");
    if (const std::string *sentence = text == nullptr ? nullptr : text->as<std::string>())
        refusal.text = *sentence;
    const Value *retry = find(body, "retry_ms");
    if (const std::int64_t *ms = retry == nullptr ? nullptr : retry->as<std::int64_t>())
        if (*ms >= 0)
            refusal.retryMs = static_cast<std::uint64_t>(*ms);
    const Value *versions = find(body, "versions");
    if (const Array *range = versions == nullptr ? nullptr : versions->as<Array>())
        for (const Value &version : *range)
            if (const std::int64_t *number = version.as<std::int64_t>(); number && *number >= 0)
                refusal.versions.push_back(static_cast<std::uint64_t>(*number));
    return refusal;
}

Result<std::variant<AnswerHeard, Event>> readAnswer(Map body) {
    AnswerHeard answer;
    const Value *re = find(body, "re");
    if (re == nullptr)
        return unreadable(Code::schema, "The broker sent neither an answer nor an event.");
    if (const std::int64_t *number = re->as<std::int64_t>(); number && *number >= 0)
        answer.re = static_cast<std::uint64_t>(*number);
    else if (const std::uint64_t *large = re->as<std::uint64_t>())
        answer.re = *large;
    else if (!re->as<std::monostate>())
        return unreadable(Code::schema, "The broker answered without a number of its request.");
    const Value *ok = find(body, "ok");
    const bool *good = ok == nullptr ? nullptr : ok->as<bool>();
    if (good == nullptr)
        return unreadable(Code::schema, "The broker answered neither yes nor no.");
    if (*good)
        answer.body = std::move(body);
    else
        answer.body = readRefusal(body);
    return std::variant<AnswerHeard, Event>(std::move(answer));
}

} // namespace

Bytes encodeReply(std::optional<std::uint64_t> re, const Reply &reply) {
    Packer packer;
    std::visit(
        [&](const auto &held) {
            Counting counting;
            describe(counting, held);
            header(packer, counting.keys, re, true);
            Packing packing(packer);
            describe(packing, held);
        },
        reply);
    return packer.take();
}

Bytes encodeFetchHead(std::optional<std::uint64_t> re, std::uint64_t sizeBytes,
                      std::size_t dataBytes) {
    Packer packer;
    header(packer, 2, re, true);
    packer.string("size");
    packer.uint(sizeBytes);
    packer.string("data");
    packer.binHead(dataBytes);
    return packer.take();
}

Bytes encodeRefusal(std::optional<std::uint64_t> re, const Refusal &refusal) {
    Packer packer;
    header(packer, 2U + (refusal.retryMs ? 1U : 0U) + (refusal.versions.empty() ? 0U : 1U), re,
           false);
    Packing packing(packer);
    packing.field("code", std::string(codeName(refusal.code)));
    packing.field("text", refusal.text);
    packing.field("retry_ms", refusal.retryMs);
    packing.defaulted("versions", refusal.versions);
    return packer.take();
}

Result<std::variant<AnswerHeard, Event>> decodeHeard(std::string_view bytes) {
    Result<Value> value = decodeValue(bytes, {.mapKeys = limits::nameMapKeys});
    if (!value)
        return value.refusal();
    const Map *body = value->as<Map>();
    if (body == nullptr)
        return unreadable(Code::decode, "The message is not a MessagePack map.");
    if (find(*body, "ev") == nullptr)
        return readAnswer(*body);
    Result<Event> event = readEvent(*body);
    if (!event)
        return event.refusal();
    return std::variant<AnswerHeard, Event>(std::move(*event));
}

Result<Reply> readReply(const Request &asked, const Map &fields) {
    Result<Reply> reply = std::visit(ReplyReader{fields}, asked);
    if (reply)
        if (FetchReply *fetched = std::get_if<FetchReply>(&*reply))
            fetched->data = find(fields, "data")->as<Bin>()->bytes;
    return reply;
}

Result<Reply> readReply(const Request &asked, Map &&fields) {
    Result<Reply> reply = std::visit(ReplyReader{fields}, asked);
    if (reply)
        if (FetchReply *fetched = std::get_if<FetchReply>(&*reply))
            fetched->data = takeBin(fields, "data");
    return reply;
}

} // namespace zchat::wire
