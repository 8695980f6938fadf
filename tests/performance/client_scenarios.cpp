#include <utility>

#include "shared/base/result.hpp"
#include "tests/performance/scenarios.hpp"
#include "tools/benchmark/busy_room.hpp"
#include "tools/benchmark/online_brain.hpp"

namespace zchat::performance {

namespace {

constexpr std::size_t entries = 1'600;

void hearAll(std::size_t perFrame) {
    const bench::BusyRoom from{
        .room = RoomName("lobby"), .head = Seq{1'000}, .perFrame = perFrame, .bytes = 128};
    std::vector<wire::Bytes> frames = bench::busyFrames(from, entries);
    bench::OnlineBrain brain(from.room, from.head);
    std::size_t heard = 0;
    counted([&] {
        for (wire::Bytes &frame : frames)
            heard += brain.hear(std::move(frame));
    });
    INVARIANT(heard == entries, "every entry was heard");
}

} // namespace

std::vector<Scenario> clientScenarios() {
    return {Scenario{.name = "client: 1,600 entries, each in a frame", .run = [] { hearAll(1); }},
            Scenario{.name = "client: 1,600 entries, 16 a frame", .run = [] { hearAll(16); }}};
}

} // namespace zchat::performance
