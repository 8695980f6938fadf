#include "tests/load/member.hpp"

#include <charconv>
#include <chrono>
#include <utility>

#include "shared/base/overloaded.hpp"
#include "shared/crypto/random.hpp"
#include "shared/net/front_door.hpp"

namespace zchat::load {

namespace {

constexpr auto doorPatience = std::chrono::seconds(5);
constexpr std::string_view stamped = "left ";

} // namespace

std::int64_t steadyUs() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::int64_t steadyMs() {
    return steadyUs() / 1000;
}

Member::Member(std::size_t number, std::shared_ptr<net::Context> context, const Address &address)
    : address_(address)
    , name_("crowd" + std::to_string(number))
    , connection_(std::move(context)) {
    client::CoreConfig config;
    config.seed = number + 1;
    config.address = address;
    config.name = name_;
    config.device = keys_.publicKey;
    config.client = "crowd";
    config.transfers = false;
    core_.emplace(std::move(config));
}

void Member::start() {
    step(client::Start{});
}

void Member::ask(client::Command command) {
    step(client::Ask{.command = std::move(command)});
}

void Member::talk(const RoomName &room, std::size_t bytes) {
    std::string body = std::string(stamped) + std::to_string(steadyUs()) + ' ';
    body.resize(std::max(body.size(), bytes), 'x');
    ask(client::PostDraft{.id = EntryId{.bytes = crypto::randomArray<decltype(EntryId::bytes)>()},
                          .room = room,
                          .content =
                              wire::Text{.body = std::move(body), .reply = {}, .mentions = {}}});
    ++posts_;
}

void Member::lose() {
    connection_.close();
    step(client::SocketDown{.socket = client::Socket::requests});
}

void Member::takeIn() {
    while (std::optional<client::Input> input = connection_.next())
        step(std::move(*input));
    static_cast<void>(connection_.flush());
}

void Member::tickIfDue() {
    if (core_->nextDueMs() <= steadyMs())
        step(client::Tick{});
}

Seq Member::position(const RoomName &room) const {
    const auto found = kept_.positions.find(room);
    return found == kept_.positions.end() ? Seq{} : found->second;
}

Seq Member::lastStored(const RoomName &room) const {
    const auto found = stored_.find(room);
    return found == stored_.end() ? Seq{} : found->second;
}

void Member::step(client::Input input) {
    toDo_.push_back(std::move(input));
    if (std::exchange(stepping_, true))
        return;
    while (!toDo_.empty()) {
        client::Input next = std::move(toDo_.front());
        toDo_.erase(toDo_.begin());
        std::vector<client::Output> outputs = core_->step(std::move(next), steadyMs());
        for (const client::Output &output : outputs)
            if (const auto *keep = std::get_if<client::Keep>(&output))
                client::carryOut(kept_, *keep);
        for (client::Output &output : outputs)
            order(output);
    }
    stepping_ = false;
}

void Member::order(client::Output &output) {
    std::visit(
        Overloaded{
            [&](const client::AskFrontDoor &) {
                const auto answer = net::askFrontDoor(address_, doorPatience);
                if (const auto *found = std::get_if<net::DoorFound>(&answer)) {
                    host_ = found->host;
                    step(client::DoorAnswered{.line = found->line});
                } else {
                    step(client::DoorFailed{.trouble = client::Trouble::noBroker});
                }
            },
            [&](const client::OpenRequests &open) {
                connection_.openRequests(host_, open.port, {.own = keys_, .broker = open.broker});
            },
            [&](const client::OpenEvents &open) {
                connection_.openEvents(host_, open.port, {.own = keys_, .broker = open.broker});
            },
            [&](const client::CloseSockets &) { connection_.close(); },
            [&](const client::Subscribe &subscribe) { connection_.subscribe(subscribe.topic); },
            [&](const client::Unsubscribe &unsubscribe) {
                connection_.unsubscribe(unsubscribe.topic);
            },
            [&](client::Send &send) { connection_.send(std::move(send.body)); },
            [&](const client::Tell &tell) { hear(tell.notice); },
            [](const auto &) {}, // kept already, or about files, of which there are none
        },
        output);
}

void Member::hear(const client::Notice &notice) {
    if (const auto *changed = std::get_if<client::ConnectionChanged>(&notice)) {
        online_ = changed->state == client::Connection::online;
        stopped_ = changed->state == client::Connection::stopped ? changed->text : std::string();
    } else if (const auto *draft = std::get_if<client::DraftChanged>(&notice)) {
        if (draft->state == client::DraftState::stored)
            stored_[draft->room] = std::max(stored_[draft->room], draft->seq);
    } else if (const auto *added = std::get_if<client::EntriesAdded>(&notice)) {
        for (const wire::Entry &entry : added->entries) {
            const auto *text = std::get_if<wire::Text>(&entry.content);
            if (text == nullptr || !text->body.starts_with(stamped))
                continue;
            std::int64_t left = 0;
            const char *digits = text->body.data() + stamped.size();
            std::from_chars(digits, text->body.data() + text->body.size(), left);
            delaysUs_.push_back(steadyUs() - left);
        }
    }
}

} // namespace zchat::load
