#include "shared/link/cache_rows.hpp"

#include <algorithm>
#include <utility>

#include "shared/wire/codec.hpp"

namespace zchat::link::rows {

namespace {

std::optional<Refusal> readRefusal(std::string_view bytes) {
    auto heard = wire::decodeHeard(bytes);
    if (!heard.ok())
        return std::nullopt;
    const auto *answer = std::get_if<wire::AnswerHeard>(&*heard);
    const Refusal *refusal = answer ? std::get_if<Refusal>(&answer->body) : nullptr;
    return refusal ? std::optional(*refusal) : std::nullopt;
}

void addMessage(std::vector<wire::Message> &messages, std::string_view bytes) {
    auto message = wire::decodeMessage(bytes);
    if (message.ok())
        messages.push_back(std::move(*message));
}

} // namespace

DraftBytes draftBytes(const client::KeptDraft &draft) {
    DraftBytes bytes{.post = wire::encodeRequest(1, wire::Post{.room = draft.room,
                                                               .id = draft.id,
                                                               .content = draft.content,
                                                               .prev = std::nullopt}),
                     .refusal = std::nullopt};
    if (draft.refusal)
        bytes.refusal = wire::encodeRefusal(std::nullopt, *draft.refusal);
    return bytes;
}

wire::Bytes summaryBytes(const wire::RoomSummary &summary) {
    return wire::encodeEvent(wire::RoomsEvent{.room = summary, .gone = false});
}

wire::Bytes meBytes(const wire::Me &me) {
    return wire::encodeReply(std::nullopt, wire::MeReply{.me = me});
}

std::vector<client::KeptDraft> drafts(db::Database &database) {
    std::vector<client::KeptDraft> all;
    db::Rows rows = database.query("SELECT place, post, refusal FROM drafts ORDER BY place");
    while (rows.next()) {
        wire::Incoming read = wire::decodeRequest(rows.blob(1));
        if (!read.request.ok())
            continue;
        wire::Post *post = std::get_if<wire::Post>(&*read.request);
        if (post == nullptr)
            continue;
        all.push_back(client::KeptDraft{.order = rows.number(0),
                                        .id = post->id,
                                        .room = std::move(post->room),
                                        .content = std::move(post->content),
                                        .refusal = rows.isNull(2) ? std::nullopt
                                                                  : readRefusal(rows.blob(2))});
    }
    return all;
}

std::map<RoomName, wire::RoomSummary> rooms(db::Database &database) {
    std::map<RoomName, wire::RoomSummary> all;
    db::Rows rows = database.query("SELECT summary FROM rooms");
    while (rows.next()) {
        auto heard = wire::decodeHeard(rows.blob(0));
        if (!heard.ok())
            continue;
        auto *event = std::get_if<wire::Event>(&*heard);
        auto *summary = event ? std::get_if<wire::RoomsEvent>(event) : nullptr;
        if (summary != nullptr)
            all.emplace(summary->room.room, summary->room);
    }
    return all;
}

std::map<RoomName, Seq> positions(db::Database &database) {
    std::map<RoomName, Seq> all;
    db::Rows rows = database.query("SELECT room, position FROM ranges");
    while (rows.next())
        all.emplace(RoomName(rows.text(0)), Seq{rows.number(1)});
    return all;
}

std::map<RoomName, Seq> markers(db::Database &database) {
    std::map<RoomName, Seq> all;
    db::Rows rows = database.query("SELECT room, seq FROM markers");
    while (rows.next())
        all.emplace(RoomName(rows.text(0)), Seq{rows.number(1)});
    return all;
}

std::map<RoomName, std::string> composers(db::Database &database) {
    std::map<RoomName, std::string> all;
    db::Rows rows = database.query("SELECT room, text FROM composers");
    while (rows.next())
        all.emplace(RoomName(rows.text(0)), std::string(rows.text(1)));
    return all;
}

std::optional<wire::Me> me(db::Database &database) {
    db::Rows rows = database.query("SELECT me FROM me");
    if (!rows.next())
        return std::nullopt;
    auto heard = wire::decodeHeard(rows.blob(0));
    if (!heard.ok())
        return std::nullopt;
    const auto *answer = std::get_if<wire::AnswerHeard>(&*heard);
    const wire::Map *fields = answer ? std::get_if<wire::Map>(&answer->body) : nullptr;
    if (fields == nullptr)
        return std::nullopt;
    const auto reply = wire::readReply(wire::Register{}, *fields);
    return reply.ok() ? std::optional(std::get<wire::MeReply>(*reply).me) : std::nullopt;
}

std::vector<wire::Message> messagesBelow(db::Database &database, const RoomName &room, Seq below,
                                         std::uint64_t most) {
    std::vector<wire::Message> found;
    db::Rows rows = database.query("SELECT message FROM messages WHERE room = ?1 AND seq < ?2 "
                                   "ORDER BY seq DESC LIMIT ?3",
                                   {room, below, most});
    while (rows.next())
        addMessage(found, rows.blob(0));
    std::reverse(found.begin(), found.end());
    return found;
}

std::vector<wire::Message> messagesAbove(db::Database &database, const RoomName &room, Seq above,
                                         std::uint64_t most) {
    std::vector<wire::Message> found;
    db::Rows rows = database.query("SELECT message FROM messages WHERE room = ?1 AND seq > ?2 "
                                   "ORDER BY seq LIMIT ?3",
                                   {room, above, most});
    while (rows.next())
        addMessage(found, rows.blob(0));
    return found;
}

} // namespace zchat::link::rows
