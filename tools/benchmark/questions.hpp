// What members ask of a large store: pages at any depth, what is unread, searches of every kind.
//
// Each kind of question draws its own from chance, so that no two ask for the same rows.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "shared/wire/replies.hpp"
#include "tests/sim/chance.hpp"

namespace zchat::bench {

// The rooms that the reader of a stored house sees, and chance to choose among them.
class SeenRooms final {
public:
    SeenRooms(std::vector<wire::RoomSummary> rooms, std::uint64_t seed);

    [[nodiscard]] sim::Chance &chance() { return chance_; }
    [[nodiscard]] const std::vector<wire::RoomSummary> &all() const { return rooms_; }
    // A place of any message: most are in the large rooms.
    struct Place {
        RoomName room;
        Seq seq;
    };
    [[nodiscard]] Place anyPlace();
    // Any room, large or small.
    [[nodiscard]] const wire::RoomSummary &anyRoom() { return chance_.pick(rooms_); }

private:
    std::vector<wire::RoomSummary> rooms_;
    std::vector<std::uint64_t> upTo_; // cumulative heads
    sim::Chance chance_;
};

enum class Topic : std::uint8_t { page, unread, search };
struct Question {
    std::string name;
    Topic topic = Topic::page;
    std::function<wire::Request(SeenRooms &)> draw;
};
[[nodiscard]] std::vector<Question> everyQuestion();

} // namespace zchat::bench
