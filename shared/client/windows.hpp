// Windows: pages of folded messages that are on their way from the broker.
//
// A page is folded up to the head it was read at, while entries go on arriving by another socket.
// Those heard after a window was asked for are folded into it before it is handed over, so that the
// next EntriesAdded goes on exactly where the window ends.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "shared/client/asks.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::client {

class Windows final {
public:
    void ask(const LoadWindow &command, Asks &asks, Effects &effects);
    void entriesAdded(const EntriesAdded &added);
    // How far the room has been heard, where it is followed, and how far its kept pages go.
    struct Heard {
        std::optional<Seq> have;
        std::optional<Seq> position;
    };
    void replied(const ForWindow &asked, wire::HistoryReply reply, const Heard &heard, Asks &asks,
                 Effects &effects);
    void refused(const ForWindow &asked, const Refusal &refusal, Effects &effects);
    // What was on its way comes from the disk instead.
    void disconnected(Effects &effects);

private:
    struct Pending {
        LoadWindow command;
        std::vector<wire::Entry> since;
        bool overflown = false;
        std::size_t repeats = 0; // of the same question, because its answer had a hole
    };
    void send(Pending pending, Asks &asks, Effects &effects);

    std::uint64_t last_ = 0;
    std::map<std::uint64_t, Pending> pending_;
};

} // namespace zchat::client
