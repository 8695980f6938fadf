// Person: one client's process around the real brain, and the somebody who uses it.
//
// The process can be ended at any moment, between keeping and sending too; what was kept on its
// disk is there when it starts again. The somebody posts, edits, invites, removes, reads and leaves
// at the seed's whim.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "shared/client/core.hpp"
#include "tests/sim/broker.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/witness.hpp"

namespace zchat::sim {

// What all people of one simulation share.
struct Place {
    Timeline &timeline;
    Chance &chance;
    const Weather &weather;
    Witness &witness;
    Broker &broker;
    std::vector<AccountName> people; // who is there from the first
    std::vector<AccountName> guests; // whom one may also invite: bots, strangers
    std::vector<RoomName> rooms;     // those that somebody is to create
    // A ticket was made for the client of this number.
    std::function<void(std::size_t, const PublicKey &)> invited;
    // Clients that wait for a ticket, by their number.
    std::map<std::size_t, wire::Ticket> waiting;
    std::uint64_t connections = 0;
    std::uint64_t clientCrashPermille = 0; // in each step
};

class Person final {
public:
    // One that registers its name, or one that waits for an invitation: a second device, a bot.
    enum class Comes : std::uint8_t { byItself, invited };
    Person(Place &place, std::size_t number, AccountName name, Comes comes);

    void start();
    void invite(const PublicKey &ticket);
    void crash();
    [[nodiscard]] bool running() const { return core_ != nullptr; }
    void ask(client::Command command);

    // Does something, as somebody would; creates the rooms that are its to create.
    void live();
    void create(const RoomName &room, wire::RoomKind kind);
    void say(const RoomName &room, const std::string &text);
    // Looks at the end of each room that it knows, which the witness compares.
    void lookAtRooms();
    // Asks for the tickets that others wait for; revokes a device; disables an account.
    void askForTickets();
    void revoke(const PublicKey &device);
    void disable(const AccountName &who);

    [[nodiscard]] const std::shared_ptr<Connection> &requests() const { return requests_; }
    [[nodiscard]] const std::shared_ptr<Connection> &events() const { return events_; }
    [[nodiscard]] const AccountName &name() const { return name_; }
    [[nodiscard]] const PublicKey &key() const { return key_; }
    [[nodiscard]] std::size_t crashes() const { return crashes_; }

private:
    struct Said {
        RoomName room;
        Seq seq;
    };
    void step(client::Input input);
    void planTick();
    void carryOut(const client::Output &output);
    void askDoor();
    void open(client::Socket kind, client::Identity identity);
    void closeSockets();
    void notice(const client::Notice &notice);
    // Void once this process has ended.
    void plan(std::int64_t ms, std::function<void()> thing);

    [[nodiscard]] RoomName someRoom();
    void post(const RoomName &room, wire::Content content);
    void ask(wire::Request request);
    void thinkAgain();
    void changeSomething();
    void moveSomebody();
    void lookAround();

    Place &place_;
    const std::size_t number_;
    const AccountName name_;
    const Comes comes_;
    PublicKey key_;
    std::optional<PublicKey> ticket_;
    std::uint64_t posts_ = 0;
    std::size_t crashes_ = 0;
    client::Kept disk_;

    // Of one process.
    std::uint64_t process_ = 0;
    std::unique_ptr<client::ClientCore> core_;
    std::shared_ptr<Connection> requests_;
    std::shared_ptr<Connection> events_;
    std::optional<std::int64_t> tickAtMs_;
    std::set<RoomName> known_;
    std::map<RoomName, Seq> heads_;
    std::vector<Said> said_;
    std::vector<EntryId> refused_;
    std::map<client::Token, std::size_t> ticketFor_;
    client::Token token_ = 0;
};

} // namespace zchat::sim
