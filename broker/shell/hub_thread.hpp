// The hub's thread: turns of waiting envelopes, each one transaction, in the order of arrival.
//
// This is the Sequencer of one broker: submit() is its way in, and what a turn made leaves by the
// loop's queue after the commit. The thread stamps what rules may not make themselves: random
// bytes, the digest of a post, the key pair of a ticket, what room a disk has. It touches no
// socket.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "broker/hub/hub.hpp"
#include "broker/store/sqlite_store.hpp"
#include "shared/base/address.hpp"
#include "shared/base/bounded_queue.hpp"
#include "shared/base/log.hpp"
#include "shared/crypto/hash.hpp"

namespace zchat::shell {

// Also the bound on envelopes under way, so that a queue of turns can never be full.
inline constexpr std::size_t envelopesUnderWay = 32'768;

struct TurnDone {
    std::vector<hub::Output> outputs;
    std::size_t envelopes = 0;
    bool broken = false; // an I/O error: nothing more may be acknowledged
};

// Random bytes, the digest of a post or an offer, a ticket's key pair, the room on the disk.
class Stamp final {
public:
    struct Parts {
        crypto::DigestKey key;
        Address linkAddress;
        PublicKey broker;
        std::filesystem::path files; // a folder on the disk that takes them
    };
    explicit Stamp(Parts parts)
        : parts_(std::move(parts)) {}
    void operator()(hub::Envelope &envelope) const;

private:
    Parts parts_;
};

class HubThread final {
public:
    HubThread(hub::Hub &hub, store::SqliteStore &store, Stamp stamp, BoundedQueue<TurnDone> &done,
              Log &log);
    ~HubThread();
    HubThread(const HubThread &) = delete;
    HubThread &operator=(const HubThread &) = delete;

    // False: too much is under way.
    [[nodiscard]] bool submit(hub::Envelope &&envelope) { return queue_.push(std::move(envelope)); }

private:
    void run();
    void tellBroken();
    [[nodiscard]] TurnDone turn(std::vector<hub::Envelope> envelopes);

    hub::Hub &hub_;
    store::SqliteStore &store_;
    const Stamp stamp_;
    BoundedQueue<TurnDone> &done_;
    Log &log_;
    BoundedQueue<hub::Envelope> queue_{envelopesUnderWay};
    bool readOnly_ = false; // the last commit failed
    std::thread thread_;
};

} // namespace zchat::shell
