#include "tools/benchmark/online_brain.hpp"

#include <utility>

#include "shared/base/overloaded.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::bench {

namespace {

const AccountName self("reader");

client::CoreConfig configOf() {
    client::CoreConfig config;
    config.address = Address{.host = "localhost", .port = defaultPort};
    config.name = self;
    config.transfers = false;
    return config;
}

wire::RoomSummary summaryOf(const RoomName &room, Seq head) {
    wire::RoomSummary summary;
    summary.room = room;
    summary.head = head;
    summary.read = head;
    summary.role = wire::Role::member;
    summary.members = 40;
    return summary;
}

} // namespace

OnlineBrain::OnlineBrain(const RoomName &room, Seq head)
    : room_(summaryOf(room, head))
    , core_(configOf()) {
    settle(client::Start{});
    // The first beat on the new connection is what it waits for.
    settle(client::TopicHeard{.frame = std::string(wire::beatTopic) + '\0' +
                                       wire::encodeEvent(wire::BeatEvent{.at = 1, .heads = {}})});
    INVARIANT(online_, "the brain under measurement is online");
}

std::size_t OnlineBrain::hear(wire::Bytes frame) {
    std::size_t entries = 0;
    for (const client::Output &output :
         core_.step(client::TopicHeard{.frame = std::move(frame)}, nowMs_))
        if (const auto *tell = std::get_if<client::Tell>(&output))
            if (const auto *added = std::get_if<client::EntriesAdded>(&tell->notice))
                entries += added->entries.size();
    return entries;
}

void OnlineBrain::settle(client::Input input) {
    toHear_.push_back(std::move(input));
    while (!toHear_.empty()) {
        client::Input next = std::move(toHear_.front());
        toHear_.pop_front();
        for (const client::Output &output : core_.step(std::move(next), nowMs_))
            answer(output);
    }
}

void OnlineBrain::answer(const client::Output &output) {
    std::visit(
        Overloaded{
            [&](const client::AskFrontDoor &) {
                toHear_.emplace_back(client::DoorAnswered{
                    .line = FrontLine{
                        .key = {}, .requests = 5556, .events = 5557, .name = "home", .front = {}}});
            },
            [&](const client::OpenRequests &) {
                toHear_.emplace_back(client::SocketUp{.socket = client::Socket::requests});
            },
            [&](const client::OpenEvents &) {
                toHear_.emplace_back(client::SocketUp{.socket = client::Socket::events});
            },
            [&](const client::Send &send) { answer(send); },
            [&](const client::Tell &tell) {
                if (const auto *changed = std::get_if<client::ConnectionChanged>(&tell.notice))
                    online_ = changed->state == client::Connection::online;
            },
            [](const auto &) {}, // about disk and files
        },
        output);
}

void OnlineBrain::answer(const client::Send &send) {
    const wire::Incoming asked = wire::decodeRequest(send.body);
    INVARIANT(asked.re && asked.request.ok(), "the brain asks by the protocol");
    if (std::holds_alternative<wire::Hello>(*asked.request)) {
        wire::HelloReply hello;
        hello.me =
            wire::Me{.name = self, .title = {}, .role = wire::AccountRole::member, .device = {}};
        hello.rooms = {room_};
        reply(*asked.re, hello);
    } else if (const auto *rooms = std::get_if<wire::Rooms>(&*asked.request)) {
        // A list that begins anew, or what follows on the one room.
        reply(*asked.re, rooms->after ? wire::RoomsReply{} : wire::RoomsReply{.rooms = {room_}});
    }
}

void OnlineBrain::reply(std::uint64_t re, const wire::Reply &reply) {
    toHear_.emplace_back(client::BodyHeard{.body = wire::encodeReply(re, reply)});
}

} // namespace zchat::bench
