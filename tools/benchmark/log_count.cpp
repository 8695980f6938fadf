#include "tools/benchmark/log_count.hpp"

#include <functional>
#include <utility>
#include <variant>

#include "shared/wire/codec.hpp"

namespace zchat::bench {

namespace {

// A frame's beginning holds room, number and id of its first entry: no two are the same.
constexpr std::size_t tellingBytes = 256;

} // namespace

LogCount::LogCount(const Seating &seating)
    : isPublished_(!seating.isPrivate)
    , heads_(seating.rooms) {
    for (const RoomName &room : seating.roomNames())
        rooms_.emplace(room, rooms_.size());
}

void LogCount::begin(std::vector<Seq> heads) {
    heads_ = std::move(heads);
    deliveries_ = 0;
    frames_ = 0;
}

void LogCount::hear(std::string_view frame) {
    const std::size_t hash = std::hash<std::string_view>{}(frame.substr(0, tellingBytes));
    auto [known, fresh] = known_.try_emplace(hash);
    if (fresh)
        known->second = read(frame);
    const Said &said = known->second;
    if (said.entries == 0 || said.first <= heads_[said.room])
        return;
    deliveries_ += said.entries;
    frames_ += 1;
    if (!pace_)
        return;
    const Pace::Clock::time_point now = Pace::Clock::now();
    for (std::uint64_t entry = 0; entry < said.entries; ++entry) {
        const std::uint64_t message = said.first.value + entry - heads_[said.room].value - 1;
        times_.push_back(Delivery{.message = message, .ms = pace_->msSince(message, now)});
    }
}

LogCount::Said LogCount::read(std::string_view frame) const {
    const std::size_t body = isPublished_ ? frame.find('\0') + 1 : 0;
    const auto heard = wire::decodeHeard(frame.substr(body));
    const wire::Event *event = heard ? std::get_if<wire::Event>(&*heard) : nullptr;
    const wire::LogEvent *log = event ? std::get_if<wire::LogEvent>(event) : nullptr;
    if (log == nullptr || log->entries.empty())
        return {};
    const auto room = rooms_.find(log->room);
    if (room == rooms_.end())
        return {};
    return Said{
        .room = room->second, .first = log->entries.front().seq, .entries = log->entries.size()};
}

} // namespace zchat::bench
