// Hostile: a client that is no client of ours. It has a key, two connections and bad manners.
//
// A stranger has no account; a member registers one, is invited and removed as others are; a flood
// does so, too, asks more than anyone may and does not listen. What it sends is bytes of chance,
// bodies that were damaged on purpose, requests about rooms that are none of its business, and the
// ids of others. None of it may be done under another's name, heard by it, or felt by anyone else.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "tests/sim/person.hpp"

namespace zchat::sim {

enum class Malice : std::uint8_t { stranger, member, flood };

class Hostile final {
public:
    Hostile(Place &place, std::size_t number, Malice malice);

    void start();
    // Its connections end, and it comes no more.
    void stop();
    [[nodiscard]] std::size_t requests() const { return sent_; }

private:
    void connect(client::Socket kind);
    void heard(const wire::Bytes &body);
    void planNext();
    void act();
    void send(const wire::Bytes &body);
    void send(const wire::Request &request);
    void flood();
    [[nodiscard]] wire::Request anything();
    [[nodiscard]] wire::Request about(const RoomName &room);
    [[nodiscard]] wire::Request post(const RoomName &room);
    [[nodiscard]] wire::Bytes damaged(wire::Bytes body);
    [[nodiscard]] wire::Bytes withLies(const wire::Request &request);

    Place &place_;
    // Its own chance, so that a seed with and without it is the same seed for all others.
    Chance chance_;
    const Malice malice_;
    const AccountName name_;
    PublicKey key_;
    bool stopped_ = false;
    std::uint64_t re_ = 0;
    std::size_t sent_ = 0;
    std::shared_ptr<Connection> asking_;
    std::shared_ptr<Connection> listening_;
    std::vector<wire::Bytes> captured_;
};

} // namespace zchat::sim
