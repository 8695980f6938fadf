// Asks: the requests that are on their way, and what each was for.
//
// It numbers them (a `re` is never used twice, so an answer from a connection that is gone cannot
// be taken for another's), remembers what was asked so that the codec can read the reply, and gives
// all of them back when the connection ends: none is sent again by itself.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "shared/client/commands.hpp"
#include "shared/client/effects.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::client {

// What an answer is for.
struct ForHello {
    bool events = false;
};
struct ForRegister {};
struct ForRedeem {};
struct ForPing {};
struct ForBye {};
struct ForRoomsPage {
    std::uint64_t listing = 0;
};
struct ForEntries {
    RoomName room;
};
struct ForPost {
    EntryId id;
};
struct ForWindow {
    std::uint64_t window = 0;
};
struct ForRead {
    RoomName room;
    Seq seq;
};
struct ForProgram {
    Token token = 0;
};
using Purpose = std::variant<ForHello, ForRegister, ForRedeem, ForPing, ForBye, ForRoomsPage,
                             ForEntries, ForPost, ForWindow, ForRead, ForProgram>;

struct Asked {
    wire::Request request; // a post's content is left out: the outbox has it
    Purpose purpose;
};

class Asks final {
public:
    void send(const wire::Request &request, Purpose purpose, Effects &effects);
    // What the answer with this number is for; it is then no longer on its way.
    [[nodiscard]] std::optional<Asked> take(std::uint64_t re);
    // Everything that was on its way, oldest first.
    [[nodiscard]] std::vector<Asked> abandon();

private:
    std::uint64_t last_ = 0;
    std::map<std::uint64_t, Asked> pending_;
};

} // namespace zchat::client
