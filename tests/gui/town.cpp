#include "tests/gui/town.hpp"

#include <algorithm>

#include "shared/base/overloaded.hpp"

namespace zchat::gui::test {

namespace {

const AccountName alice("alice");
constexpr std::size_t catchUpMost = 40; // entries; beyond, a room is skipped to its head

Refusal refusalOf(Code code, const char *text) {
    return Refusal{.code = code, .text = text, .retryMs = {}, .versions = {}};
}

} // namespace

Town::Town(Script &script, std::uint32_t seed)
    : script_(script)
    , random_(seed) {
    for (const char *name : {"lobby", "ops", "build"}) {
        names_.emplace_back(name);
        logs_[names_.back()];
        const std::size_t past = below(4) == 0 ? below(5) : 100 + below(500);
        while (logs_[names_.back()].size() < past)
            somebodyActs();
    }
    for (const RoomName &room : names_)
        told_[room] = head(room);
}

void Town::open() {
    script_.tell(signedIn("alice", "Alice Reyes"));
    std::vector<wire::RoomSummary> rooms;
    for (const RoomName &room : names_)
        rooms.push_back(summary(room));
    script_.tell(client::RoomsListed{.rooms = rooms, .fromCache = false});
    connect();
}

wire::RoomSummary Town::summary(const RoomName &room) const {
    wire::RoomSummary made;
    made.room = room;
    made.kind = wire::RoomKind::publicRoom;
    made.role = wire::Role::member;
    made.members = 4;
    made.head = Seq{head(room)};
    return made;
}

void Town::step() {
    takeCommands();
    switch (below(12)) {
    case 0:
    case 1:
    case 2:
        for (std::size_t i = below(6) == 0 ? below(60) : 1; i > 0; --i)
            somebodyActs();
        break;
    case 3:
        if (below(3) == 0)
            disconnect();
        break;
    case 4:
    case 5:
        connect();
        break;
    case 6:
    case 7:
        sendNext();
        break;
    case 8:
    case 9:
        deliver(names_[below(names_.size())], 1 + below(20));
        break;
    default:
        movePages();
    }
}

void Town::settle() {
    const auto isBehind = [this] {
        return !outbox_.empty() || !pages_.empty() ||
               std::any_of(names_.begin(), names_.end(),
                           [this](const RoomName &room) { return told_[room] < head(room); });
    };
    connect();
    Script::settle();
    takeCommands();
    for (int round = 0; isBehind() && round < 1'000; ++round) {
        connect();
        sendNext();
        movePages();
        for (const RoomName &room : names_)
            deliver(room, 1'000);
        Script::settle();
        takeCommands();
    }
}

void Town::takeCommands() {
    const std::vector<client::Command> commands = script_.commands();
    script_.forgetCommands();
    for (const client::Command &command : commands)
        std::visit(Overloaded{
                       [this](const client::PostDraft &each) { take(each); },
                       [this](const client::DropDraft &each) { take(each); },
                       [this](const client::AskBroker &each) { take(each); },
                       [this](const client::MarkRead &each) { take(each); },
                       [this](const client::LoadWindow &each) {
                           pages_.push_back({.wanted = each, .made = {}});
                       },
                       [](const auto &) {},
                   },
                   command);
}

void Town::take(const client::PostDraft &post) {
    outbox_.push_back(post);
    script_.tell(stateOf(post, client::DraftState::queued));
}

void Town::take(const client::DropDraft &drop) {
    const auto found = std::find_if(refused_.begin(), refused_.end(),
                                    [&](const auto &each) { return each.id == drop.id; });
    if (found == refused_.end())
        return;
    script_.tell(stateOf(*found, client::DraftState::dropped));
    refused_.erase(found);
}

void Town::take(const client::AskBroker &ask) {
    if (online_ && std::holds_alternative<wire::People>(ask.request))
        script_.tell(
            client::Answered{.token = ask.token, .body = wire::Reply(wire::PeopleReply{})});
    else
        script_.tell(client::Answered{.token = ask.token,
                                      .body = refusalOf(Code::busy, "Nobody listens just now.")});
}

void Town::take(const client::MarkRead &mark) {
    script_.tell(client::MarkerMoved{
        .room = mark.room, .seq = mark.seq, .unread = 0, .mentions = 0, .cursor = {}});
}

std::optional<wire::Message> Town::anyMessage(const RoomName &room) {
    const std::vector<wire::Entry> &log = logs_[room];
    for (int tries = 0; tries < 8 && !log.empty(); ++tries) {
        // Mostly one that a window is likely to show.
        const std::size_t back =
            below(3) == 0 ? below(log.size()) : below(std::min<std::size_t>(log.size(), 30));
        const wire::Entry &entry = log[log.size() - 1 - back];
        if (!std::holds_alternative<wire::Text>(entry.content))
            continue;
        wire::Message message = wire::toMessage(entry);
        for (const wire::Entry &later : log)
            if (wire::target(later.content) == entry.seq)
                wire::fold(message, later);
        if (!message.entry.redacted)
            return message;
    }
    return std::nullopt;
}

void Town::somebodyActs() {
    const RoomName room = names_[below(names_.size())];
    const AccountName who(std::array{"bob", "carol", "dan"}[below(3)]);
    const std::optional<wire::Message> some = anyMessage(room);
    const std::size_t what = below(20);
    if (some && what == 0) {
        append(room, some->entry.by, wire::Edit{.of = some->entry.seq, .body = "said anew"});
    } else if (some && what == 1) {
        append(room, some->entry.by, wire::Redact{.of = some->entry.seq, .reason = {}});
    } else if (some && what < 5) {
        append(room, who, wire::React{.of = some->entry.seq, .emoji = "👍", .on = below(3) != 0});
    } else if (what == 5) {
        append(room, who,
               wire::MemberChange{.who = who, .change = wire::Change::joined, .role = {}});
    } else {
        wire::Text text;
        text.body = "line " + std::to_string(head(room) + 1);
        for (std::size_t more = below(4) == 0 ? below(40) : 0; more > 0; --more)
            text.body += " and **more** of it";
        if (some && what == 6)
            text.reply = some->entry.seq;
        append(room, who, std::move(text));
    }
}

void Town::append(const RoomName &room, const AccountName &by, wire::Content content,
                  std::optional<EntryId> id) {
    wire::Entry entry;
    entry.seq = Seq{head(room) + 1};
    now_ += static_cast<TimeMs>(below(300'000));
    entry.at = now_;
    entry.by = by;
    entry.id = id;
    entry.content = std::move(content);
    logs_[room].push_back(std::move(entry));
}

void Town::deliver(const RoomName &room, std::size_t most) {
    if (!online_)
        return;
    const std::vector<wire::Entry> &log = logs_[room];
    const std::size_t from = told_[room];
    const std::size_t count = std::min(most, log.size() - from);
    if (count == 0)
        return;
    const auto first = log.begin() + static_cast<std::ptrdiff_t>(from);
    script_.tell(client::EntriesAdded{
        .room = room, .entries = {first, first + static_cast<std::ptrdiff_t>(count)}});
    told_[room] += count;
}

// A page is made at one moment and arrives at a later one.
void Town::movePages() {
    if (pages_.empty())
        return;
    Page &page = pages_.front();
    if (!page.made) {
        if (!online_ && below(3) == 0) {
            page.made = client::WindowLoaded{.token = page.wanted.token,
                                             .room = page.wanted.room,
                                             .messages = {},
                                             .head = {},
                                             .fromCache = false,
                                             .refusal = refusalOf(Code::busy, "Not connected.")};
        } else {
            page.made =
                this->page(page.wanted, online_ ? head(page.wanted.room) : told_[page.wanted.room]);
        }
    } else {
        script_.tell(std::move(*page.made));
        pages_.pop_front();
    }
}

client::WindowLoaded Town::page(const client::LoadWindow &wanted, std::uint64_t head) const {
    const std::vector<wire::Message> all = folded(wanted.room, head);
    std::vector<wire::Message> found;
    const auto limit = static_cast<std::size_t>(wanted.limit);
    if (wanted.after) {
        for (const wire::Message &message : all)
            if (message.entry.seq > *wanted.after && found.size() < limit)
                found.push_back(message);
    } else {
        std::uint64_t end = head + 1;
        if (wanted.before)
            end = wanted.before->value;
        if (wanted.around)
            end = wanted.around->value + limit / 2;
        for (const wire::Message &message : all)
            if (message.entry.seq.value < end)
                found.push_back(message);
        if (found.size() > limit)
            found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(limit));
    }
    return {.token = wanted.token,
            .room = wanted.room,
            .messages = std::move(found),
            .head = Seq{head},
            .fromCache = !online_,
            .refusal = std::nullopt};
}

std::vector<wire::Message> Town::folded(const RoomName &room, std::uint64_t head) const {
    std::vector<wire::Message> all;
    std::map<Seq, std::size_t> places;
    for (const wire::Entry &entry : logs_.at(room)) {
        if (entry.seq.value > head)
            break;
        if (const auto of = wire::target(entry.content))
            if (const auto place = places.find(*of); place != places.end())
                wire::fold(all[place->second], entry);
        if (wire::isMessage(entry.content)) {
            places[entry.seq] = all.size();
            all.push_back(wire::toMessage(entry));
        }
    }
    return all;
}

std::vector<wire::Message> Town::messages(const RoomName &room) const {
    return folded(room, head(room));
}

bool Town::mayPost(const client::PostDraft &post) const {
    const auto of = wire::target(post.content);
    const auto *text = std::get_if<wire::Text>(&post.content);
    return !of || text != nullptr || (of->value > 0 && of->value <= head(post.room));
}

client::DraftChanged Town::stateOf(const client::PostDraft &post, client::DraftState state) {
    client::DraftChanged changed;
    changed.id = post.id;
    changed.room = post.room;
    changed.content = post.content;
    changed.state = state;
    return changed;
}

void Town::sendNext() {
    if (!online_ || outbox_.empty())
        return;
    const client::PostDraft post = outbox_.front();
    outbox_.pop_front();
    script_.tell(stateOf(post, client::DraftState::sent));
    if (!mayPost(post) || below(12) == 0) {
        client::DraftChanged changed = stateOf(post, client::DraftState::refused);
        changed.refusal = refusalOf(Code::denied, "You may not.");
        refused_.push_back(post);
        script_.tell(changed);
        return;
    }
    append(post.room, alice, post.content, post.id);
    client::DraftChanged changed = stateOf(post, client::DraftState::stored);
    changed.seq = Seq{head(post.room)};
    changed.at = now_;
    // The answer comes before the entry or after it.
    if (below(2) == 0)
        deliver(post.room, 1'000);
    script_.tell(changed);
}

void Town::disconnect() {
    if (!online_)
        return;
    online_ = false;
    client::ConnectionChanged lost = connection(client::Connection::offline);
    lost.trouble = client::Trouble::lost;
    lost.text = "The connection ended.";
    lost.retryInMs = 4'000;
    script_.tell(lost);
}

void Town::connect() {
    if (online_)
        return;
    online_ = true;
    script_.tell(connection(client::Connection::connecting));
    script_.tell(connection(client::Connection::online));
    for (const RoomName &room : names_)
        if (head(room) - told_[room] > catchUpMost) {
            told_[room] = head(room);
            script_.tell(client::RoomSkipped{.room = room, .head = Seq{head(room)}});
        }
}

} // namespace zchat::gui::test
