#include "tests/sim/person.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/overloaded.hpp"

namespace zchat::sim {

Person::Person(Place &place, std::size_t number, AccountName name, Comes comes)
    : place_(place)
    , number_(number)
    , name_(std::move(name))
    , comes_(comes) {
    key_.bytes.fill(static_cast<std::uint8_t>(number + 1));
    place_.witness.meets(number_, name_, key_, comes_ == Comes::byItself);
}

void Person::invite(const PublicKey &ticket) {
    if (ticket_)
        return;
    ticket_ = ticket;
    start();
}

void Person::plan(std::int64_t ms, std::function<void()> thing) {
    place_.timeline.after(ms, [this, process = process_, thing = std::move(thing)] {
        if (core_ && process == process_)
            thing();
    });
}

void Person::start() {
    if (core_ || (comes_ == Comes::invited && !ticket_))
        return;
    process_ += 1;
    client::CoreConfig config;
    if (ticket_)
        config.invited = place_.broker.door().key;
    config.seed = place_.chance.next();
    config.address = Address{.host = "sim", .port = defaultPort};
    config.name = name_;
    config.device = key_;
    config.client = "sim";
    core_ = std::make_unique<client::ClientCore>(std::move(config));
    step(client::Start{.kept = disk_});
}

void Person::crash() {
    if (!core_)
        return;
    crashes_ += 1;
    process_ += 1;
    core_.reset();
    closeSockets();
    tickAtMs_.reset();
    known_.clear();
    refused_.clear();
    ticketFor_.clear();
    place_.witness.clientEnded(number_);
}

void Person::closeSockets() {
    for (auto *socket : {&requests_, &events_})
        if (*socket) {
            (*socket)->closeByClient();
            socket->reset();
        }
}

void Person::ask(client::Command command) {
    if (core_)
        step(client::Ask{.command = std::move(command)});
}

void Person::step(client::Input input) {
    const std::vector<client::Output> outputs =
        core_->step(std::move(input), place_.timeline.nowMs());
    if (place_.chance.permille(place_.clientCrashPermille) && place_.chance.percent(50))
        return crash(); // before the transaction
    for (const client::Output &output : outputs)
        if (const auto *keep = std::get_if<client::Keep>(&output)) {
            place_.witness.kept(number_, *keep, disk_);
            client::carryOut(disk_, *keep);
        }
    const std::uint64_t process = process_;
    for (const client::Output &output : outputs) {
        if (place_.chance.permille(place_.clientCrashPermille))
            return crash(); // after it, between any two of the rest
        carryOut(output);
        if (!core_ || process != process_)
            return;
    }
    planTick();
}

void Person::planTick() {
    const std::int64_t dueMs = std::max(core_->nextDueMs(), place_.timeline.nowMs() + 1);
    if (tickAtMs_ && *tickAtMs_ <= dueMs && *tickAtMs_ > place_.timeline.nowMs())
        return;
    tickAtMs_ = dueMs;
    plan(dueMs - place_.timeline.nowMs(), [this, dueMs] {
        if (tickAtMs_ == dueMs)
            step(client::Tick{});
    });
}

void Person::carryOut(const client::Output &output) {
    std::visit(Overloaded{[this](const client::AskFrontDoor &) { askDoor(); },
                          [this](const client::OpenRequests &wanted) {
                              open(client::Socket::requests, wanted.identity);
                          },
                          [this](const client::OpenEvents &) {
                              open(client::Socket::events, client::Identity::device);
                          },
                          [this](const client::CloseSockets &) { closeSockets(); },
                          [this](const client::Subscribe &subscribe) {
                              if (events_)
                                  events_->subscribe(subscribe.topic);
                          },
                          [this](const client::Unsubscribe &unsubscribe) {
                              if (events_)
                                  events_->unsubscribe(unsubscribe.topic);
                          },
                          [this](const client::Send &send) {
                              if (requests_)
                                  requests_->toBroker(send.body);
                          },
                          [](const client::Keep &) {},
                          [](const client::ReadCache &) {},
                          [](const client::OpenTransfers &) {},
                          [](const client::CloseTransfers &) {},
                          [](const client::SendTransfer &) {},
                          [](const client::HashFile &) {},
                          [](const client::ReadSlice &) {},
                          [](const client::FindPart &) {},
                          [](const client::WriteSlice &) {},
                          [](const client::PlaceFile &) {},
                          [](const client::DropFile &) {},
                          [](const client::RemovePart &) {},
                          [](const client::SaidGoodbye &) {},
                          [this](const client::Tell &tell) { notice(tell.notice); }},
               output);
}

void Person::askDoor() {
    plan(place_.chance.between(1, 30), [this] {
        if (place_.broker.up())
            step(client::DoorAnswered{.line = place_.broker.door()});
        else
            step(client::DoorFailed{.trouble = client::Trouble::noBroker});
    });
}

void Person::open(client::Socket kind, client::Identity identity) {
    const PublicKey key = identity == client::Identity::ticket ? ticket_.value_or(key_) : key_;
    std::shared_ptr<Connection> &socket = kind == client::Socket::requests ? requests_ : events_;
    const auto made = std::make_shared<Connection>(place_.timeline, place_.chance, place_.weather,
                                                   key, kind, SessionId{++place_.connections});
    socket = made;
    const auto current = [this, kind, number = made->number] {
        const auto &now = kind == client::Socket::requests ? requests_ : events_;
        return core_ && now && now->number == number;
    };
    made->client.heard = [this, kind, current](const wire::Bytes &body) {
        if (!current())
            return;
        if (kind == client::Socket::requests)
            step(client::BodyHeard{.body = body});
        else
            step(client::TopicHeard{.frame = body});
    };
    made->client.down = [this, kind, current] {
        if (current())
            step(client::SocketDown{.socket = kind});
    };
    plan(place_.chance.between(2, 40), [this, kind, made, current] {
        if (!current())
            return;
        if (!place_.broker.up()) {
            made->closeByClient();
            return step(client::SocketDown{.socket = kind});
        }
        if (!place_.broker.admits(made->key, kind)) {
            made->closeByClient();
            return step(client::SocketRefused{.socket = kind, .status = 400});
        }
        place_.broker.accept(made);
        step(client::SocketUp{.socket = kind});
    });
}

void Person::notice(const client::Notice &notice) {
    place_.witness.told(number_, notice);
    if (const auto *changed = std::get_if<client::RoomChanged>(&notice)) {
        if (changed->gone)
            known_.erase(changed->room.room);
        else
            known_.insert(changed->room.room);
    } else if (const auto *listed = std::get_if<client::RoomsListed>(&notice)) {
        for (const wire::RoomSummary &room : listed->rooms)
            known_.insert(room.room);
    } else if (const auto *added = std::get_if<client::EntriesAdded>(&notice)) {
        heads_[added->room] = added->entries.back().seq;
    } else if (const auto *draft = std::get_if<client::DraftChanged>(&notice)) {
        if (draft->state == client::DraftState::stored && said_.size() < 1000)
            said_.push_back(Said{.room = draft->room, .seq = draft->seq});
        if (draft->state == client::DraftState::refused && refused_.size() < 100)
            refused_.push_back(draft->id);
    } else if (const auto *answer = std::get_if<client::Answered>(&notice)) {
        const auto wanted = ticketFor_.extract(answer->token);
        const auto *reply = std::get_if<wire::Reply>(&answer->body);
        const auto *made = reply == nullptr ? nullptr : std::get_if<wire::TicketReply>(reply);
        if (!wanted.empty() && made != nullptr)
            place_.invited(wanted.mapped(), made->ticket);
    }
}

} // namespace zchat::sim
