// One client of a crowd: the real brain on the real sockets, with its disk in memory.
//
// It is what a Link is, without the thread: a process holds a thousand of them, whose sockets are
// polled together and whose libzmq threads are shared.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/client/core.hpp"
#include "shared/crypto/keys.hpp"
#include "shared/link/connection.hpp"

namespace zchat::load {

std::int64_t steadyMs();
std::int64_t steadyUs();

class Member final {
public:
    Member(std::size_t number, std::shared_ptr<net::Context> context, const Address &address);

    void start();
    void ask(client::Command command);
    // Posts a text that says when it left.
    void talk(const RoomName &room, std::size_t bytes);
    // As if the connection had been lost.
    void lose();

    // What may be polled, and what to do once it was.
    void addTo(net::Poll &poll) const { connection_.addTo(poll); }
    void takeIn();
    void tickIfDue();
    [[nodiscard]] std::int64_t nextDueMs() const { return core_->nextDueMs(); }

    [[nodiscard]] const AccountName &name() const { return name_; }
    [[nodiscard]] bool isOnline() const { return online_; }
    [[nodiscard]] Seq position(const RoomName &room) const;
    // The last own post that the broker acknowledged, and how many are not yet.
    [[nodiscard]] Seq lastStored(const RoomName &room) const;
    [[nodiscard]] std::size_t unstored() const { return kept_.drafts.size(); }
    // How long texts of talk() took to come here; forgotten by asking.
    [[nodiscard]] std::vector<std::int64_t> takeDelaysUs() { return std::exchange(delaysUs_, {}); }
    // Why it will never be online; empty as long as it may.
    [[nodiscard]] const std::string &stopped() const { return stopped_; }

private:
    void step(client::Input input);
    void order(client::Output &output);
    void hear(const client::Notice &notice);

    Address address_;
    AccountName name_;
    crypto::KeyPair keys_ = crypto::generateKeyPair();
    std::optional<client::ClientCore> core_;
    client::Kept kept_;
    link::Connection connection_;
    std::string host_;
    std::vector<client::Input> toDo_; // answers to orders, handed in once their step is done
    bool stepping_ = false;
    bool online_ = false;
    std::string stopped_;
    std::uint64_t posts_ = 0;
    std::map<RoomName, Seq> stored_;
    std::vector<std::int64_t> delaysUs_;
};

} // namespace zchat::load
