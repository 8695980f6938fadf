// The hub: the durable rules of the chat, applied to envelopes in order.
//
// It has no socket, file, clock, randomness, thread or configuration. One thread owns it and its
// store. It holds rows it read lately in memory (rooms.cpp, accounts.cpp say which rules use them)
// and forgets them all when a commit fails.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "broker/hub/envelope.hpp"
#include "broker/hub/store.hpp"

namespace zchat::hub {

struct Turn {
    std::vector<Output> outputs;
    // The commit failed: outputs hold an E_STORAGE for every request of the turn and nothing else.
    std::optional<Fault> fault;
};

class Hub final {
public:
    explicit Hub(Store &store);
    ~Hub();
    Hub(const Hub &) = delete;
    Hub &operator=(const Hub &) = delete;

    // Makes what a fresh store must have (the lobby). Faults when it could not be made durable.
    [[nodiscard]] Outcome prepare(TimeMs at);

    // Applies the envelopes in order inside one transaction and commits once. Entries made for one
    // room leave as one Said; changes leave before the answers and events that rest on them.
    [[nodiscard]] Turn turn(std::span<const Envelope> envelopes);

    // What live must know before the first envelope: every account, device, ticket, room and
    // member.
    [[nodiscard]] std::vector<Output> snapshot() const;

private:
    class Rules;
    std::unique_ptr<Rules> rules_;
};

} // namespace zchat::hub
