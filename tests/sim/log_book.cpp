#include "tests/sim/log_book.hpp"

#include <algorithm>

#include "shared/wire/fold.hpp"

namespace zchat::sim {

namespace {

// Counting what is unread takes time, so it is done after one turn of a few.
constexpr std::uint64_t countEveryTurns = 8;
constexpr std::uint64_t everyMember = 1'000;

} // namespace

bool sameWords(const wire::Content &logged, const wire::Content &typed) {
    const auto *text = std::get_if<wire::Text>(&logged);
    const auto *said = std::get_if<wire::Text>(&typed);
    if (text == nullptr || said == nullptr)
        return logged == typed;
    return text->body == said->body && text->reply == said->reply;
}

namespace {

bool wasTyped(const Typed &draft, const RoomName &room, const wire::Content &logged) {
    if (draft.room == room && sameWords(logged, draft.content))
        return true;
    return std::any_of(draft.alsoSaid.begin(), draft.alsoSaid.end(), [&](const auto &also) {
        return also.first == room && sameWords(logged, also.second);
    });
}

bool wasTypedFor(const Typed &draft, const RoomName &room) {
    return draft.room == room ||
           std::any_of(draft.alsoSaid.begin(), draft.alsoSaid.end(),
                       [&room](const auto &also) { return also.first == room; });
}

} // namespace

void LogBook::turned(const std::vector<hub::Output> &outputs) {
    ++turns_;
    for (const hub::Output &output : outputs) {
        const auto *said = std::get_if<hub::Said>(&output);
        if (said == nullptr)
            continue;
        const auto record = store_.room(said->room);
        if (!record) {
            findings_.violation("I3 something was said in a room that is not there");
            continue;
        }
        read(*record);
        if (turns_ % countEveryTurns != 0)
            continue;
        const auto members = store_.members(said->room, {}, everyMember);
        if (!members.empty())
            checkCountsOf(*record, members[turns_ / countEveryTurns % members.size()].first);
    }
}

void LogBook::readOn() {
    for (const hub::RoomRecord &record : store_.everyRoom())
        read(record);
}

void LogBook::read(const hub::RoomRecord &record) {
    Room &room = rooms_[record.name];
    while (const auto entry = store_.entry(record.name, room.head.next())) {
        if (entry->seq != room.head.next())
            findings_.violation("I3 " + record.name.value + " has " +
                                std::to_string(entry->seq.value) + " after " +
                                std::to_string(room.head.value));
        room.head = room.head.next();
        read(record, room, *entry);
    }
    if (record.head != room.head)
        findings_.violation("I3 " + record.name.value + " holds " +
                            std::to_string(room.head.value) + " entries, its head is " +
                            std::to_string(record.head.value));
    checkMembers(record, room);
}

void LogBook::read(const hub::RoomRecord &record, Room &room, const wire::Entry &entry) {
    if (entry.at < room.lastAt)
        findings_.violation("time runs backwards in " + record.name.value);
    room.lastAt = entry.at;
    if (entry.id)
        readWords(record, room, entry);
    readEffects(record, room, entry);
}

void LogBook::readWords(const hub::RoomRecord &record, Room &room, const wire::Entry &entry) {
    if (!ids_.emplace(entry.by, *entry.id).second)
        findings_.violation("I2 one id of " + entry.by.value + " stands twice, again in " +
                            record.name.value);
    const auto found = drafts_.find(DraftKey{entry.by, *entry.id});
    if (found == drafts_.end())
        return findings_.violation("I6 an entry of " + record.name.value + " stands under " +
                                   entry.by.value + ", who never typed it");
    const Typed &draft = found->second;
    if (!wasTypedFor(draft, record.name))
        findings_.violation("I7 an entry stands in " + record.name.value +
                            " that was typed for another room");
    else if (!entry.redacted && !wasTyped(draft, record.name, entry.content))
        findings_.violation("I7 an entry of " + record.name.value + " is not what was typed");
    if (draft.hostile)
        return;
    if (!draft.kept)
        findings_.violation("I7 a post that was never kept stands in the log");
    if (draft.mayComeLate())
        return;
    std::uint64_t &order = room.lastOrder[draft.client];
    if (draft.order < order)
        findings_.violation("I8 entries of client " + std::to_string(draft.client) +
                            " changed places in " + record.name.value);
    order = draft.order;
}

// What an entry does to who is in the room, and to what is unread.
void LogBook::readEffects(const hub::RoomRecord &record, Room &room, const wire::Entry &entry) {
    if (const auto *change = std::get_if<wire::MemberChange>(&entry.content)) {
        const bool enters =
            change->change == wire::Change::joined || change->change == wire::Change::invited;
        if (change->change == wire::Change::joined && room.removed.contains(change->who))
            findings_.violation("I5 " + change->who.value + " was removed from " +
                                record.name.value + " and came back uninvited");
        if (change->change == wire::Change::joined && entry.seq != Seq{1} &&
            record.kind == wire::RoomKind::privateRoom)
            findings_.violation("I5 " + change->who.value + " came into " + record.name.value +
                                " uninvited");
        if (enters) {
            room.inside.insert(change->who);
            room.removed.erase(change->who);
        } else if (change->change != wire::Change::role) {
            room.inside.erase(change->who);
        }
        if (change->change == wire::Change::removed)
            room.removed.insert(change->who);
        return;
    }
    // Only who is in a room speaks there, by the log's own account of who came and went.
    const bool isIn =
        record.kind == wire::RoomKind::direct
            ? std::find(record.direct.begin(), record.direct.end(), entry.by) != record.direct.end()
            : room.inside.contains(entry.by) ||
                  (record.kind == wire::RoomKind::publicRoom && !entry.id);
    if (!isIn)
        findings_.violation("I5 " + entry.by.value + " spoke in " + record.name.value +
                            " without being in it");
    if (const auto *redact = std::get_if<wire::Redact>(&entry.content)) {
        for (Counted &counted : room.counted)
            counted.redacted = counted.redacted || counted.seq == redact->of;
        const auto blanked = store_.entry(record.name, redact->of);
        if (!blanked || !blanked->redacted)
            findings_.violation("I5 what was removed from " + record.name.value +
                                " still has its words");
    }
    if (!wire::isCounted(entry.content))
        return;
    const auto *text = std::get_if<wire::Text>(&entry.content);
    room.counted.push_back(
        Counted{.seq = entry.seq,
                .by = entry.by,
                .mentions = text != nullptr ? text->mentions : std::vector<std::string>{},
                .redacted = entry.redacted});
}

void LogBook::checkMembers(const hub::RoomRecord &record, const Room &room) const {
    const auto members = store_.members(record.name, {}, everyMember);
    const bool agrees = record.kind == wire::RoomKind::direct
                            ? members.size() == record.direct.size()
                            : members.size() == room.inside.size() &&
                                  std::equal(members.begin(), members.end(), room.inside.begin(),
                                             [](const auto &member, const auto &who) {
                                                 return member.first == who;
                                             });
    if (!agrees || record.members != members.size())
        findings_.violation("I4 who is in " + record.name.value + " is not what its log says");
}

hub::Counts LogBook::countsOf(const hub::RoomRecord &record, const AccountName &who, Seq read) {
    hub::Counts counts;
    const std::vector<Counted> &counted = rooms_[record.name].counted;
    for (auto entry = counted.rbegin(); entry != counted.rend() && entry->seq > read; ++entry) {
        if (entry->by == who || entry->redacted)
            continue;
        counts.unread += 1;
        const bool named =
            std::any_of(entry->mentions.begin(), entry->mentions.end(),
                        [&who](const auto &name) { return name == who.value || name == "all"; });
        counts.mentions += named || record.kind == wire::RoomKind::direct ? 1 : 0;
    }
    return counts;
}

const std::set<AccountName> &LogBook::inside(const RoomName &room) {
    return rooms_[room].inside;
}

void LogBook::checkCountsOf(const hub::RoomRecord &record, const AccountName &who) {
    const Seq read = store_.marker(who, record.name, "");
    if (read > record.head)
        findings_.violation("I13 " + who.value + " has read beyond the end of " +
                            record.name.value);
    const hub::Counts truth = countsOf(record, who, read);
    const hub::Counts kept = store_.counts(who, record.name, read);
    if (kept != truth)
        findings_.violation("I13 the store counts " + std::to_string(kept.unread) + " unread and " +
                            std::to_string(kept.mentions) + " mentions for " + who.value + " in " +
                            record.name.value + ", the log " + std::to_string(truth.unread) +
                            " and " + std::to_string(truth.mentions));
}

void LogBook::checkCounts() {
    for (const hub::RoomRecord &record : store_.everyRoom())
        for (const auto &[who, member] : store_.members(record.name, {}, everyMember))
            checkCountsOf(record, who);
}

void LogBook::checkDrafts() const {
    for (const auto &[key, draft] : drafts_) {
        if (draft.hostile)
            continue;
        const auto logged = store_.idOf(draft.by, draft.id);
        if (draft.stored) {
            if (!logged || logged->room != draft.room || logged->seq != *draft.stored)
                findings_.violation("I1 an acknowledged post is not where it was said to be");
        } else if (draft.refused && logged && !draft.mayComeLate()) {
            findings_.violation("I7 a refused post stands in the log");
        } else if (!draft.kept && logged) {
            findings_.violation("I7 a post that was never kept stands in the log");
        }
    }
}

} // namespace zchat::sim
