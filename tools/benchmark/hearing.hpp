// Hearing: who hears which rooms, what is said in them, and what that took.
//
// The broker and the floors beside it are asked in these words alone, so that all are asked alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/ids.hpp"
#include "tools/benchmark/process.hpp"

namespace zchat::bench {

// So many rooms with so many members each. Members come in groups that hear the same rooms: one
// group for each room, until there are `mostGroups`, of which more rooms are a multiple.
struct Seating {
    static constexpr std::size_t mostGroups = 50;
    std::size_t rooms = 1;
    std::size_t membersOfEach = 100;
    bool isPrivate = false;

    [[nodiscard]] std::size_t groups() const { return rooms < mostGroups ? rooms : mostGroups; }
    [[nodiscard]] std::size_t members() const { return groups() * membersOfEach; }
    [[nodiscard]] std::size_t roomsOfEach() const { return rooms / groups(); }
    // The first public room is the lobby, where everybody is.
    [[nodiscard]] RoomName room(std::size_t number) const;
    [[nodiscard]] std::vector<RoomName> roomNames() const;
    // None of private rooms.
    [[nodiscard]] std::vector<std::string> topicsOf(std::size_t member) const;
    [[nodiscard]] std::vector<AccountName> membersOf(std::size_t room) const;
};
[[nodiscard]] AccountName memberName(std::size_t member);

// What is said: so many texts, room after room in turns.
struct Load {
    std::uint64_t messages = 0;
    std::size_t bytes = 0;
    // Where there is no pace: what is not acknowledged yet, of servers that acknowledge.
    std::uint64_t inFlight = 64;
    std::optional<double> perSecond; // an open loop
};

// One message as one member heard it.
struct Delivery {
    std::uint64_t message;
    double ms; // since it was due
};

struct Heard {
    double cpuSecondsPerMillion = 0; // of the server, for a million deliveries
    double deliveriesPerSecond = 0;
    double messagesPerFrame = 1;
    std::vector<Delivery> deliveries; // of an open loop
};

// Times a server from here on.
class Meter final {
public:
    explicit Meter(const Process &server);
    [[nodiscard]] Heard heard(std::uint64_t deliveries, std::uint64_t frames) const;

private:
    const Process &server_;
    double cpuBefore_;
    std::chrono::steady_clock::time_point began_;
};

} // namespace zchat::bench
