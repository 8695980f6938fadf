#include "broker/hub/posts.hpp"

#include <algorithm>

#include "broker/hub/membership.hpp"
#include "broker/hub/mentioned.hpp"
#include "shared/base/overloaded.hpp"
#include "shared/base/planted.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::hub {

namespace {

// A draft that its predecessor has not reached yet is a matter of one turn or two.
constexpr std::uint64_t prevRetryMs = 100;

Refusal noEntry(const RoomName &room, Seq seq) {
    return refuse(Code::notFound, "There is no message " + std::to_string(seq.value) + " in " +
                                      room.value + " that this could be done to.");
}

// What the rules of one post look at: who, where, and the message that it names.
struct Case {
    const Speaker &speaker;
    const Place &place;
    const std::optional<wire::Message> &aim;
    [[nodiscard]] bool moderates() const {
        return roleIn(speaker.account, place) >= wire::Role::moderator;
    }
    [[nodiscard]] bool isAuthor() const { return aim && aim->entry.by == speaker.account.name; }
};

std::optional<Refusal> deniedContent(const Case &asked, const wire::Content &content) {
    using Denial = std::optional<Refusal>;
    return std::visit(
        Overloaded{
            [](const wire::Text &) { return Denial{}; },
            [](const wire::File &) { return Denial{}; },
            [](const wire::Data &) { return Denial{}; },
            [](const wire::React &) { return Denial{}; },
            [&](const wire::Edit &) {
                if (!asked.isAuthor())
                    return Denial{refuse(Code::denied, "Only its author edits a message.")};
                if (asked.aim && std::holds_alternative<wire::Data>(asked.aim->entry.content))
                    return Denial{refuse(Code::denied, "A data entry cannot be edited; post a "
                                                       "new one.")};
                return Denial{};
            },
            [&](const wire::Redact &) {
                if (!asked.isAuthor() && !asked.moderates())
                    return Denial{refuse(Code::denied, "Only its author or a moderator removes a "
                                                       "message.")};
                return Denial{};
            },
            [&](const wire::Pin &) {
                if (!asked.place.direct() && !asked.moderates())
                    return Denial{refuse(Code::denied, "Only moderators pin messages here.")};
                return Denial{};
            },
            [](const wire::MemberChange &) {
                return Denial{refuse(Code::denied, "Only the broker writes member entries.")};
            },
            [](const wire::RoomChange &) {
                return Denial{refuse(Code::denied, "Only the broker writes room entries.")};
            }},
        content);
}

std::optional<Refusal> denied(const Case &asked, const wire::Content &content) {
    if (asked.place.shutOut() && !planted(Bug::letsRemovedSpeak))
        return refuse(Code::denied, "You were removed from " + asked.place.room.name.value +
                                        "; ask a member to invite you.");
    if (asked.place.room.archived)
        return refuse(Code::denied, "The room " + asked.place.room.name.value +
                                        " is archived and takes no posts.");
    return deniedContent(asked, content);
}

std::optional<Refusal> fullOfReactions(const wire::Message &message, const AccountName &who,
                                       const wire::React &react) {
    const auto held = message.reactions.find(react.emoji);
    if (!react.on ||
        (held != message.reactions.end() &&
         std::find(held->second.begin(), held->second.end(), who) != held->second.end()))
        return std::nullopt;
    if (held == message.reactions.end() && message.reactions.size() >= limits::emojiPerMessage)
        return refuse(Code::conflict, "This message has " +
                                          std::to_string(limits::emojiPerMessage) +
                                          " different reactions already; use one of them.");
    std::size_t all = 0;
    for (const auto &[emoji, names] : message.reactions)
        all += names.size();
    const bool namesFull =
        held != message.reactions.end() && held->second.size() >= limits::namesPerEmoji;
    if (namesFull || all >= limits::reactionsPerMessage)
        return refuse(Code::conflict, "This message has as many reactions as it can hold.");
    return std::nullopt;
}

// Names that are nobody's stay plain text; @all calls everyone only from a moderator or owner.
std::vector<std::string> mentionsOf(Work &work, const Case &asked, const std::string &body) {
    std::vector<std::string> names = mentionedIn(body);
    std::erase_if(names, [&](const std::string &name) {
        if (name == "all")
            return !asked.moderates();
        const std::optional<AccountRecord> account = work.rows().account(AccountName(name));
        return !account || account->removed;
    });
    return names;
}

// Everything that may refuse a post, in the protocol's order; `aim` is the message it names.
std::optional<Refusal> refused(Work &work, const Case &asked, const wire::Content &content) {
    const std::optional<Seq> target = wire::target(content);
    if (target && !asked.aim)
        return noEntry(asked.place.room.name, *target);
    if (std::optional<Refusal> refusal = denied(asked, content))
        return refusal;
    if (asked.aim && asked.aim->entry.redacted)
        return refuse(Code::gone, "That message was removed.");
    if (const wire::React *react = std::get_if<wire::React>(&content))
        if (std::optional<Refusal> refusal =
                fullOfReactions(*asked.aim, asked.speaker.account.name, *react))
            return refusal;
    if (!asked.place.joined())
        return roomsFull(work, asked.speaker.account.name);
    return std::nullopt;
}

// The text, file or data message that the content names in this room.
std::optional<wire::Message> aimOf(Work &work, const RoomName &room, const wire::Content &content) {
    const std::optional<Seq> target = wire::target(content);
    if (!target)
        return std::nullopt;
    std::optional<wire::Message> aim = work.store().message(room, *target);
    if (aim && !wire::isCounted(aim->entry.content))
        aim.reset();
    return aim;
}

std::optional<Hash> bytesOf(const wire::Message &message) {
    const wire::File *file = std::get_if<wire::File>(&message.entry.content);
    return file != nullptr && !message.entry.redacted ? std::optional(file->hash) : std::nullopt;
}

// What an entry does to the message that it names; a redaction leaves bytes that nothing else has.
void foldInto(Work &work, const RoomName &room, wire::Message aim, const wire::Entry &entry) {
    const std::optional<Hash> bytes = bytesOf(aim);
    wire::fold(aim, entry);
    const bool redacts = std::holds_alternative<wire::Redact>(entry.content);
    if (!redacts || !planted(Bug::countsRedacted))
        work.store().replace(room, aim);
    if (!redacts || planted(Bug::keepsRedactedWords))
        return;
    work.store().blank(room, aim.entry.seq);
    if (bytes && work.store().references(*bytes) == 0)
        work.change(BlobOrphaned{.hash = *bytes});
}

} // namespace

std::optional<Ruling> firstAnswer(Work &work, const Speaker &speaker, const EntryId &id,
                                  const std::optional<Hash> &digest) {
    INVARIANT(digest, "a request with an id comes with the digest of its content");
    const std::optional<IdRecord> known = work.store().idOf(speaker.account.name, id);
    if (!known || planted(Bug::storesRepeatedIdAgain))
        return std::nullopt;
    if (known->digest != *digest && !planted(Bug::ignoresOtherContent))
        return Ruling{refuse(Code::conflict, "This id was used for another post; take a fresh "
                                             "one.")};
    return Ruling{wire::Reply{wire::PostReply{.seq = known->seq, .at = known->at}}};
}

std::optional<Refusal> heldUp(Work &work, const Speaker &speaker, const RoomName &room,
                              const std::optional<EntryId> &prev) {
    if (!prev || planted(Bug::ignoresPrev))
        return std::nullopt;
    const std::optional<IdRecord> before = work.store().idOf(speaker.account.name, *prev);
    if (before && before->room == room)
        return std::nullopt;
    Refusal refusal = refuse(Code::busy, "The post in `prev` does not stand in this room yet; send "
                                         "that one first.");
    refusal.retryMs = prevRetryMs;
    return refusal;
}

std::optional<Refusal> unsayable(Work &work, const Speaker &speaker, const RoomName &room,
                                 const wire::Content &content) {
    const Result<Place> place = placeOf(work.rows(), speaker.account.name, room);
    if (!place)
        return place.refusal();
    const std::optional<wire::Message> aim = aimOf(work, room, content);
    return refused(work, Case{.speaker = speaker, .place = *place, .aim = aim}, content);
}

Ruling say(Work &work, const Speaker &speaker, const Saying &saying) {
    const AccountName &self = speaker.account.name;
    const Result<Place> place = placeOf(work.rows(), self, saying.room);
    if (!place)
        return place.refusal();
    const std::optional<wire::Message> aim = aimOf(work, saying.room, saying.content);
    const Case asked{.speaker = speaker, .place = *place, .aim = aim};
    if (const std::optional<Refusal> refusal = refused(work, asked, saying.content))
        return *refusal;

    wire::Content content = saying.content;
    if (wire::Text *text = std::get_if<wire::Text>(&content))
        text->mentions = mentionsOf(work, asked, text->body);
    RoomRecord room = place->room;
    if (!place->joined())
        enter(work, room, Deed{.by = self, .who = self, .at = saying.at}, wire::Change::joined,
              wire::Role::member);
    const wire::Entry entry = work.append(room, Draft{.by = self,
                                                      .at = saying.at,
                                                      .content = std::move(content),
                                                      .id = saying.id,
                                                      .digest = saying.digest});
    if (aim)
        foldInto(work, saying.room, *aim, entry);
    return wire::Reply{wire::PostReply{.seq = entry.seq, .at = entry.at}};
}

Ruling post(Work &work, const Envelope &envelope, const Speaker &speaker,
            const wire::Post &request) {
    INVARIANT(envelope.digest, "a request with an id comes with the digest of its content");
    return say(work, speaker,
               Saying{.room = request.room,
                      .content = request.content,
                      .id = request.id,
                      .digest = *envelope.digest,
                      .at = envelope.at});
}

} // namespace zchat::hub
