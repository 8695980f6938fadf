// The brain alone, with this test as its broker, its network, its disk and its clock.
//
// What it sends is decoded and waits in `sent` until a test takes and answers it; what it tells
// waits in `told`; what it keeps goes into `kept`, from which another brain can be started.
#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shared/base/limits.hpp"
#include "shared/client/core.hpp"
#include "shared/wire/codec.hpp"
#include "tests/support/catch.hpp"

namespace zchat::client {

inline PublicKey keyOf(std::uint8_t byte) {
    PublicKey key;
    key.bytes.fill(byte);
    return key;
}
inline EntryId idOf(std::uint8_t byte) {
    EntryId id;
    id.bytes.fill(byte);
    return id;
}
inline const PublicKey brokerKey = keyOf(0xb0);
inline const PublicKey deviceKey = keyOf(0xde);
inline const AccountName alice("alice");
inline const AccountName bob("bob");
inline const RoomName lobby("lobby");
inline const RoomName ops("ops");

inline CoreConfig aliceConfig() {
    CoreConfig config;
    config.address = Address{.host = "localhost", .port = 5555};
    config.name = alice;
    config.device = deviceKey;
    return config;
}

inline wire::RoomSummary summary(const RoomName &room, std::uint64_t head,
                                 wire::RoomKind kind = wire::RoomKind::publicRoom) {
    wire::RoomSummary made;
    made.room = room;
    made.kind = kind;
    made.head = Seq{head};
    made.role = wire::Role::member;
    made.members = 2;
    return made;
}

inline wire::Entry text(std::uint64_t seq, const std::string &body,
                        const AccountName &by = AccountName("bob")) {
    wire::Entry entry;
    entry.seq = Seq{seq};
    entry.at = 1'789'000'000'000 + static_cast<TimeMs>(seq);
    entry.by = by;
    entry.id = idOf(static_cast<std::uint8_t>(seq));
    entry.content = wire::Text{.body = body, .reply = {}, .mentions = {}};
    return entry;
}

inline std::vector<wire::Entry> texts(std::uint64_t first, std::uint64_t last) {
    std::vector<wire::Entry> entries;
    for (std::uint64_t seq = first; seq <= last; ++seq)
        entries.push_back(text(seq, "line " + std::to_string(seq)));
    return entries;
}

inline PostDraft draft(std::uint8_t id, const std::string &body, const RoomName &room = lobby) {
    return PostDraft{.id = idOf(id),
                     .room = room,
                     .content = wire::Text{.body = body, .reply = {}, .mentions = {}}};
}

inline Refusal refusalOf(Code code, std::optional<std::uint64_t> retryMs = std::nullopt) {
    return Refusal{.code = code, .text = "No.", .retryMs = retryMs, .versions = {}};
}

template <class T>
struct Sent {
    std::uint64_t re = 0;
    T request;
};

class Brain final {
public:
    explicit Brain(CoreConfig config = aliceConfig(), Kept from = {})
        : kept(std::move(from))
        , core_(std::move(config)) {}

    Kept kept;
    std::vector<Notice> told;
    std::vector<Output> orders; // but Send, SendTransfer, Tell and Keep
    std::set<std::string> topics;
    std::int64_t now = 1'000;

    void in(Input input) {
        for (Output &output : core_.step(std::move(input), now))
            take(std::move(output));
    }
    void start() { in(Start{.kept = kept}); }
    void ask(Command command) { in(Ask{.command = std::move(command)}); }

    // Lets the time pass as whoever drives a brain does.
    void pass(std::int64_t ms) {
        const std::int64_t until = now + ms;
        while (core_.nextDueMs() <= until) {
            now = std::max(now, core_.nextDueMs());
            in(Tick{});
        }
        now = until;
    }

    template <class T>
    [[nodiscard]] std::optional<Sent<T>> tryNext() {
        const auto found = std::find_if(sent_.begin(), sent_.end(), [](const auto &each) {
            return std::holds_alternative<T>(each.second);
        });
        if (found == sent_.end())
            return std::nullopt;
        Sent<T> next{.re = found->first, .request = std::get<T>(found->second)};
        sent_.erase(found);
        return next;
    }
    template <class T>
    [[nodiscard]] Sent<T> next() {
        auto found = tryNext<T>();
        if (!found)
            FAIL("the brain has not sent " << T::op);
        return std::move(*found);
    }
    [[nodiscard]] std::vector<Sent<wire::Post>> posts() {
        std::vector<Sent<wire::Post>> all;
        while (auto post = tryNext<wire::Post>())
            all.push_back(std::move(*post));
        return all;
    }
    [[nodiscard]] std::size_t waiting() const { return sent_.size(); }

    // The same on the line of transfers.
    template <class T>
    [[nodiscard]] std::vector<Sent<T>> carried() {
        std::vector<Sent<T>> all;
        for (auto each = carried_.begin(); each != carried_.end();) {
            if (std::holds_alternative<T>(each->second)) {
                all.push_back({.re = each->first, .request = std::get<T>(each->second)});
                each = carried_.erase(each);
            } else {
                ++each;
            }
        }
        return all;
    }
    template <class T>
    [[nodiscard]] Sent<T> carriedOne() {
        std::vector<Sent<T>> all = carried<T>();
        REQUIRE(all.size() == 1);
        return std::move(all.front());
    }
    void replyCarried(std::uint64_t re, const wire::Reply &reply) {
        in(TransferBodyHeard{.body = wire::encodeReply(re, reply)});
    }
    void refuseCarried(std::uint64_t re, const Refusal &refusal) {
        in(TransferBodyHeard{.body = wire::encodeRefusal(re, refusal)});
    }
    // The orders of a kind, which are then forgotten.
    template <class T>
    [[nodiscard]] std::vector<T> takeOrders() {
        std::vector<T> all;
        std::erase_if(orders, [&](const Output &each) {
            const T *order = std::get_if<T>(&each);
            if (order != nullptr)
                all.push_back(*order);
            return order != nullptr;
        });
        return all;
    }

    void reply(std::uint64_t re, const wire::Reply &reply) {
        in(BodyHeard{.body = wire::encodeReply(re, reply)});
    }
    void refuse(std::uint64_t re, const Refusal &refusal) {
        in(BodyHeard{.body = wire::encodeRefusal(re, refusal)});
    }
    void publish(const wire::Event &event, const std::string &topic = "room/lobby/") {
        in(TopicHeard{.frame = topic + '\0' + wire::encodeEvent(event)});
    }
    void whisper(const wire::Event &event) { in(BodyHeard{.body = wire::encodeEvent(event)}); }
    void say(const RoomName &room, std::vector<wire::Entry> entries) {
        publish(wire::LogEvent{.room = room, .entries = std::move(entries)});
    }
    void beat(std::map<RoomName, Seq> heads = {}) {
        publish(wire::BeatEvent{.at = 1, .heads = std::move(heads)}, "beat/");
    }

    template <class T>
    [[nodiscard]] bool ordered() const {
        return std::any_of(orders.begin(), orders.end(),
                           [](const Output &each) { return std::holds_alternative<T>(each); });
    }
    template <class T>
    [[nodiscard]] std::vector<T> heard() {
        std::vector<T> all;
        for (const Notice &notice : told)
            if (const T *each = std::get_if<T>(&notice))
                all.push_back(*each);
        return all;
    }
    [[nodiscard]] std::vector<std::uint64_t> seqsAdded(const RoomName &room) {
        std::vector<std::uint64_t> seqs;
        for (const EntriesAdded &added : heard<EntriesAdded>())
            if (added.room == room)
                for (const wire::Entry &entry : added.entries)
                    seqs.push_back(entry.seq.value);
        return seqs;
    }
    [[nodiscard]] ConnectionChanged lastConnection() {
        const auto all = heard<ConnectionChanged>();
        REQUIRE_FALSE(all.empty());
        return all.back();
    }
    void forget() {
        told.clear();
        orders.clear();
    }

    // The steps of connecting, one by one and all together.
    void openDoor(const PublicKey &key = brokerKey) {
        in(DoorAnswered{
            .line = FrontLine{
                .key = key, .requests = 5556, .events = 5557, .name = "home", .front = {}}});
    }
    [[nodiscard]] wire::HelloReply helloReply(const std::vector<wire::RoomSummary> &rooms) const {
        wire::HelloReply hello;
        hello.server = "home";
        hello.registrationOpen = true;
        hello.me = wire::Me{.name = alice,
                            .title = "Alice",
                            .role = wire::AccountRole::member,
                            .device = deviceKey};
        hello.rooms = rooms;
        return hello;
    }
    void answerHello(const std::vector<wire::RoomSummary> &rooms) {
        reply(next<wire::Hello>().re, helloReply(rooms));
    }
    void answerListing(const std::vector<wire::RoomSummary> &rooms) {
        Sent<wire::Rooms> page = next<wire::Rooms>();
        if (!page.request.after && !rooms.empty()) {
            reply(page.re, wire::RoomsReply{.rooms = rooms});
            page = next<wire::Rooms>();
        }
        reply(page.re, wire::RoomsReply{});
    }
    void connect(const std::vector<wire::RoomSummary> &rooms) {
        openDoor();
        in(SocketUp{.socket = Socket::requests});
        answerHello(rooms);
        answerListing({});
        in(SocketUp{.socket = Socket::events});
        answerHello(rooms);
        beat();
        answerListing(rooms);
        REQUIRE(lastConnection().state == Connection::online);
    }
    void lose() { in(SocketDown{.socket = Socket::requests}); }
    void reconnect(const std::vector<wire::RoomSummary> &rooms) {
        sent_.clear();
        pass(20'000);
        connect(rooms);
    }
    // What was sent into a connection that is gone.
    void dropSent() { sent_.clear(); }

private:
    void take(Output output) {
        if (const auto *body = std::get_if<client::Send>(&output)) {
            wire::Incoming read = wire::decodeRequest(body->body);
            REQUIRE(read.re);
            REQUIRE(read.request.ok());
            sent_.emplace_back(*read.re, *read.request);
        } else if (const auto *carried = std::get_if<SendTransfer>(&output)) {
            wire::Incoming read = wire::decodeRequest(carried->body);
            REQUIRE(read.re);
            REQUIRE(read.request.ok());
            carried_.emplace_back(*read.re, *read.request);
        } else if (auto *tell = std::get_if<Tell>(&output)) {
            told.push_back(std::move(tell->notice));
        } else if (const auto *keep = std::get_if<Keep>(&output)) {
            carryOut(kept, *keep);
        } else {
            if (const auto *subscribe = std::get_if<Subscribe>(&output))
                topics.insert(subscribe->topic);
            if (const auto *unsubscribe = std::get_if<Unsubscribe>(&output))
                topics.erase(unsubscribe->topic);
            if (std::holds_alternative<CloseSockets>(output))
                topics.clear();
            if (std::holds_alternative<CloseSockets>(output) ||
                std::holds_alternative<CloseTransfers>(output))
                carried_.clear();
            orders.push_back(std::move(output));
        }
    }

    ClientCore core_;
    std::vector<std::pair<std::uint64_t, wire::Request>> sent_;
    std::vector<std::pair<std::uint64_t, wire::Request>> carried_;
};

} // namespace zchat::client
