#include <utility>

#include "shared/base/result.hpp"
#include "shared/wire/codec.hpp"
#include "shared/wire/fold.hpp"
#include "tests/performance/scenarios.hpp"
#include "tools/benchmark/busy_room.hpp"
#include "tools/benchmark/vocabulary.hpp"

namespace zchat::performance {

namespace {

constexpr std::size_t rounds = 100;
constexpr std::size_t pageEntries = 50;

// One of each of the frames that there are most of.
struct Frames {
    std::vector<wire::Entry> entries;
    wire::Event log;
    wire::Reply history;
    wire::Request post;
};

Frames typicalFrames() {
    const bench::BusyRoom from{
        .room = RoomName("lobby"), .head = Seq{1'000}, .perFrame = pageEntries, .bytes = 128};
    const auto heard = wire::decodeHeard(bench::bodyOf(bench::busyFrames(from, pageEntries).at(0)));
    INVARIANT(heard.ok(), "a made frame can be read");
    const auto log = std::get<wire::LogEvent>(std::get<wire::Event>(*heard));
    wire::HistoryReply history{.messages = {}, .head = Seq{2'000}};
    for (const wire::Entry &entry : log.entries)
        history.messages.push_back(wire::toMessage(entry));
    sim::Chance chance(1);
    return Frames{.entries = log.entries,
                  .log = log,
                  .history = history,
                  .post = wire::Post{.room = from.room,
                                     .id = {},
                                     .content = wire::Text{.body = bench::sayingBy(chance, 128),
                                                           .reply = {},
                                                           .mentions = {}},
                                     .prev = {}}};
}

void encodeAll() {
    const Frames frames = typicalFrames();
    std::size_t bytes = 0;
    counted([&] {
        for (std::size_t round = 0; round < rounds; ++round) {
            bytes += wire::encodeEvent(frames.log).size();
            bytes += wire::encodeReply(round, frames.history).size();
            for (const wire::Entry &entry : frames.entries) {
                bytes += wire::encodeEntry(entry).size();
                bytes += wire::encodeRequest(round, frames.post).size();
            }
        }
    });
    INVARIANT(bytes > 0, "something was written");
}

void decodeAll() {
    const Frames frames = typicalFrames();
    const wire::Bytes log = wire::encodeEvent(frames.log);
    const wire::Bytes history = wire::encodeReply(1, frames.history);
    const wire::Bytes post = wire::encodeRequest(1, frames.post);
    const wire::Request asked = wire::History{
        .room = RoomName("lobby"), .before = {}, .after = {}, .around = {}, .limit = pageEntries};
    std::size_t read = 0;
    counted([&] {
        for (std::size_t round = 0; round < rounds; ++round) {
            read += wire::decodeHeard(log).ok() ? 1 : 0;
            auto answer = wire::decodeHeard(history);
            auto &fields = std::get<wire::Map>(std::get<wire::AnswerHeard>(*answer).body);
            read += wire::readReply(asked, std::move(fields)).ok() ? 1 : 0;
            for (std::size_t i = 0; i < pageEntries; ++i)
                read += wire::decodeRequest(post).request.ok() ? 1 : 0;
        }
    });
    INVARIANT(read == rounds * (2 + pageEntries), "everything could be read");
}

} // namespace

std::vector<Scenario> codecScenarios() {
    return {Scenario{.name = "codec: encode logs, pages, entries and posts", .run = encodeAll},
            Scenario{.name = "codec: decode logs, pages and posts", .run = decodeAll}};
}

} // namespace zchat::performance
