#include "tools/benchmark/busy_room.hpp"

#include <string>
#include <utility>

#include "shared/wire/codec.hpp"
#include "tools/benchmark/vocabulary.hpp"

namespace zchat::bench {

namespace {

constexpr TimeMs begins = 1'789'000'000'000;
constexpr std::size_t people = 40;

AccountName somebody(sim::Chance &chance) {
    return AccountName("person" + std::to_string(chance.below(people)));
}

wire::Content contentBy(sim::Chance &chance, Seq seq, std::size_t bytes) {
    const Seq earlier{seq.value > 8 ? seq.value - 1 - chance.below(7) : 1};
    if (chance.percent(6))
        return wire::React{.of = earlier, .emoji = "👍", .on = true};
    if (chance.percent(3))
        return wire::Edit{.of = earlier, .body = sayingBy(chance, bytes)};
    wire::Text text{.body = sayingBy(chance, bytes), .reply = {}, .mentions = {}};
    if (chance.percent(8))
        text.reply = earlier;
    if (chance.percent(3))
        text.mentions.push_back(somebody(chance).value);
    return text;
}

wire::Entry entryBy(sim::Chance &chance, Seq seq, std::size_t bytes) {
    wire::Entry entry{.seq = seq,
                      .at = begins + static_cast<TimeMs>(seq.value) * 20,
                      .by = somebody(chance),
                      .id = EntryId{},
                      .content = contentBy(chance, seq, bytes),
                      .redacted = false};
    for (std::uint8_t &byte : entry.id->bytes)
        byte = static_cast<std::uint8_t>(chance.next());
    return entry;
}

} // namespace

std::vector<wire::Bytes> busyFrames(const BusyRoom &from, std::size_t entries) {
    sim::Chance chance(from.head.value + from.perFrame);
    const std::string topic = wire::roomTopic(from.room) + '\0';
    std::vector<wire::Bytes> frames;
    Seq last = from.head;
    for (std::size_t made = 0; made + from.perFrame <= entries; made += from.perFrame) {
        wire::LogEvent log{.room = from.room, .entries = {}};
        for (std::size_t i = 0; i < from.perFrame; ++i) {
            last = last.next();
            log.entries.push_back(entryBy(chance, last, from.bytes));
        }
        frames.push_back(topic + wire::encodeEvent(std::move(log)));
    }
    return frames;
}

std::string_view bodyOf(std::string_view frame) {
    return frame.substr(frame.find('\0') + 1);
}

} // namespace zchat::bench
