#include "tools/cli/commands.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <unistd.h>

#include "shared/base/text.hpp"
#include "tools/cli/render.hpp"

namespace zchat::cli {

namespace {

struct Followed {
    std::string name;         // as printed
    Seq last;                 // printed, or where it began
    Seq saved;                // where the cursor stands
    std::optional<Seq> until; // --until-head: the head at the start
    bool over = false;        // nothing more is printed
};

// Follower: prints entries of rooms without a gap, and moves the cursor over what the kernel has
// taken from the output. Only one move is under way at a time; several wait as one.
class Follower final {
public:
    Follower(const Place &place, const FollowOptions &options)
        : place_(place)
        , options_(options)
        , session_(place.common, {.events = true}, place.signals, place.say) {}

    ExitCode run();

private:
    struct Begin {
        RoomName room;
        std::string name;
        std::optional<Seq> head; // where it is known already
    };
    Got<std::vector<Begin>> chosenRooms();
    Got<Followed> begin(const Begin &room);
    void follow(const RoomName &room, Followed followed);
    ExitCode loop();
    std::optional<ExitCode> hear(const client::Notice &notice);
    void print(const client::EntriesAdded &added);
    void roomChanged(const client::RoomChanged &changed);
    void answered(const client::Answered &answer);
    void moveCursor();
    [[nodiscard]] bool cursorIsBehind() const;
    [[nodiscard]] bool allOver() const;
    ExitCode finish(ExitCode code);

    const Place &place_;
    const FollowOptions &options_;
    Session session_;
    std::map<RoomName, Followed> rooms_;
    bool showRoom_ = false;
    // The move of the cursor under way.
    std::optional<std::pair<client::Token, RoomName>> moving_;
    Until moveAgain_;
    // Rooms that were joined meanwhile: where their cursor stands is being asked.
    std::map<client::Token, Begin> asking_;
};

ExitCode Follower::run() {
    if (Got<Done> connected = session_.connect(); !connected)
        return connected.end();
    session_.tellConnection(true);
    Got<std::vector<Begin>> chosen = chosenRooms();
    if (!chosen)
        return chosen.end();
    showRoom_ = chosen->size() != 1 || options_.rooms.empty();
    // All is asked before the first room is followed: an ask waits for its answer alone, and would
    // let entries pass by.
    std::vector<std::pair<RoomName, Followed>> begun;
    for (const Begin &room : *chosen) {
        Got<Followed> followed = begin(room);
        if (!followed)
            return followed.end();
        begun.emplace_back(room.room, std::move(*followed));
    }
    for (auto &[room, followed] : begun)
        follow(room, std::move(followed));
    return loop();
}

Got<std::vector<Follower::Begin>> Follower::chosenRooms() {
    std::vector<Begin> chosen;
    for (const Target &target : options_.rooms) {
        Got<RoomName> room = session_.resolve(target);
        if (!room)
            return room.end();
        std::string name = room->value;
        if (const auto *people = std::get_if<std::vector<AccountName>>(&target.where)) {
            name.clear();
            for (const AccountName &person : *people)
                name += (name.empty() ? "@" : ",") + person.value;
        }
        chosen.push_back({.room = *room, .name = std::move(name), .head = std::nullopt});
    }
    if (!chosen.empty())
        return chosen;
    Got<std::vector<wire::RoomSummary>> all = allRooms(session_);
    if (!all)
        return all.end();
    for (const wire::RoomSummary &room : *all)
        if (room.role)
            chosen.push_back({.room = room.room,
                              .name = calledName(room, session_.me().name),
                              .head = room.head});
    return chosen;
}

// Where a room begins: its cursor, --from, or its head now.
Got<Followed> Follower::begin(const Begin &room) {
    Seq cursor;
    if (options_.cursor) {
        Got<wire::ReadReply> stands = session_.ask<wire::ReadReply>(wire::Read{
            .room = room.room, .seq = Seq{0}, .cursor = options_.cursor, .lower = false});
        if (!stands)
            return stands.end();
        cursor = stands->seq;
    }
    const Seq from{options_.from && options_.from->value > 0 ? options_.from->value - 1 : 0};
    Seq after = cursor > Seq{0} ? cursor : from;
    std::optional<Seq> head = room.head;
    const bool atHead = !options_.cursor && !options_.from;
    if (!head && (atHead || options_.untilHead)) {
        Got<wire::HistoryReply> newest =
            session_.ask<wire::HistoryReply>(wire::History{.room = room.room,
                                                           .before = std::nullopt,
                                                           .after = std::nullopt,
                                                           .around = std::nullopt,
                                                           .limit = 1});
        if (!newest)
            return newest.end();
        head = newest->head;
    }
    if (atHead)
        after = head.value_or(Seq{0});
    return Followed{.name = room.name,
                    .last = after,
                    .saved = cursor,
                    .until = options_.untilHead ? head : std::nullopt,
                    .over = options_.untilHead && head && after >= *head};
}

void Follower::follow(const RoomName &room, Followed followed) {
    if (!followed.over)
        session_.push(client::FollowRoom{.room = room, .after = followed.last});
    rooms_.insert_or_assign(room, std::move(followed));
}

ExitCode Follower::loop() {
    while (!(options_.untilHead && allOver())) {
        if (session_.ended())
            return finish(*session_.ended());
        const Session::Happening happening = session_.next(moveAgain_);
        if (std::holds_alternative<Session::Interrupted>(happening))
            return finish(ExitCode::interrupted);
        if (const auto *notice = std::get_if<client::Notice>(&happening))
            if (auto end = hear(*notice))
                return finish(*end);
        if (session_.moreWaits())
            continue; // what comes in one go is written in one go
        if (place_.output.flush() != Output::Flushed::done)
            return finish(ExitCode::done); // run() tells a full disk from a reader that left
        moveCursor();
    }
    return finish(ExitCode::done);
}

std::optional<ExitCode> Follower::hear(const client::Notice &notice) {
    if (const auto *added = std::get_if<client::EntriesAdded>(&notice))
        print(*added);
    else if (const auto *answer = std::get_if<client::Answered>(&notice))
        answered(*answer);
    else if (const auto *changed = std::get_if<client::RoomChanged>(&notice))
        roomChanged(*changed);
    const bool noneLeft = rooms_.empty() && asking_.empty() && !options_.rooms.empty();
    return noneLeft ? std::optional(ExitCode::refused) : std::nullopt;
}

void Follower::print(const client::EntriesAdded &added) {
    const auto found = rooms_.find(added.room);
    if (found == rooms_.end() || found->second.over)
        return;
    Followed &room = found->second;
    for (const wire::Entry &entry : added.entries) {
        if (entry.seq <= room.last)
            continue;
        place_.output.line(place_.common.json
                               ? json(entry, added.room)
                               : line(entry, showRoom_ ? std::string_view(room.name) : ""));
        room.last = entry.seq;
        if (room.until && room.last >= *room.until) {
            room.over = true;
            session_.push(client::UnfollowRoom{.room = added.room});
            return;
        }
    }
}

void Follower::roomChanged(const client::RoomChanged &changed) {
    const RoomName &room = changed.room.room;
    const auto found = rooms_.find(room);
    if (changed.gone) {
        if (found == rooms_.end())
            return;
        session_.say("This account is no longer in " + found->second.name + ".");
        session_.push(client::UnfollowRoom{.room = room});
        rooms_.erase(found);
        return;
    }
    const bool isNew =
        options_.rooms.empty() && !options_.untilHead && changed.room.role && found == rooms_.end();
    if (!isNew)
        return;
    Begin begin{.room = room,
                .name = calledName(changed.room, session_.me().name),
                .head = changed.room.head};
    if (!options_.cursor) {
        follow(room, {.name = begin.name, .last = changed.room.head, .saved = {}, .until = {}});
        return;
    }
    for (const auto &[token, waiting] : asking_)
        if (waiting.room == room)
            return;
    const client::Token token = session_.askLater(
        wire::Read{.room = room, .seq = Seq{0}, .cursor = options_.cursor, .lower = false});
    asking_.emplace(token, std::move(begin));
}

void Follower::answered(const client::Answered &answer) {
    const auto *refusal = std::get_if<Refusal>(&answer.body);
    const bool later = refusal && (refusal->code == Code::busy || refusal->code == Code::rate);
    if (const auto asked = asking_.find(answer.token); asked != asking_.end()) {
        Begin begin = std::move(asked->second);
        asking_.erase(asked);
        Seq stands;
        if (const auto *reply = std::get_if<wire::Reply>(&answer.body))
            stands = std::get<wire::ReadReply>(*reply).seq;
        if (!refusal) // refused: the room will be told of again, or is gone
            follow(begin.room, {.name = begin.name, .last = stands, .saved = stands, .until = {}});
        return;
    }
    if (!moving_ || moving_->first != answer.token)
        return;
    const auto room = rooms_.find(std::exchange(moving_, std::nullopt)->second);
    if (room == rooms_.end())
        return;
    if (const auto *reply = std::get_if<wire::Reply>(&answer.body)) {
        room->second.saved = std::get<wire::ReadReply>(*reply).seq;
    } else if (later) {
        moveAgain_ = Clock::now() + std::chrono::milliseconds(refusal->retryMs.value_or(200));
    } else {
        session_.refuse(*refusal);
        room->second.saved = room->second.last; // asking again would change nothing
    }
}

void Follower::moveCursor() {
    if (!options_.cursor || moving_ || !session_.online())
        return;
    if (moveAgain_ && Clock::now() < *moveAgain_)
        return;
    moveAgain_.reset();
    for (const auto &[name, room] : rooms_)
        if (room.last > room.saved) {
            const client::Token token = session_.askLater(wire::Read{
                .room = name, .seq = room.last, .cursor = options_.cursor, .lower = false});
            moving_.emplace(token, name);
            return;
        }
}

bool Follower::cursorIsBehind() const {
    return options_.cursor && std::any_of(rooms_.begin(), rooms_.end(), [](const auto &room) {
               return room.second.last > room.second.saved;
           });
}

bool Follower::allOver() const {
    return std::all_of(rooms_.begin(), rooms_.end(),
                       [](const auto &room) { return room.second.over; });
}

// Brings the cursor up to what was printed before the command ends.
ExitCode Follower::finish(ExitCode code) {
    for (auto &[name, room] : rooms_)
        room.over = true; // what still comes in is for the next time
    if (place_.output.flush() != Output::Flushed::done)
        return code;
    const Until limit = session_.deadline();
    while (cursorIsBehind() && !session_.ended()) {
        moveCursor();
        const Until wake = moveAgain_ && limit ? std::min(*moveAgain_, *limit) : limit;
        const Session::Happening happening = session_.next(wake);
        if (std::holds_alternative<Session::Interrupted>(happening))
            return ExitCode::interrupted;
        if (const auto *notice = std::get_if<client::Notice>(&happening))
            if (const auto *answer = std::get_if<client::Answered>(notice))
                answered(*answer);
        if (limit && Clock::now() >= *limit) {
            session_.say("The cursor could not be moved; the last entries will come again.");
            return code == ExitCode::done ? ExitCode::noConnection : code;
        }
    }
    return code;
}

} // namespace

ExitCode runFollow(const Place &place, const FollowOptions &options) {
    return Follower(place, options).run();
}

} // namespace zchat::cli
