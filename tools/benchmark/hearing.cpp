#include "tools/benchmark/hearing.hpp"

#include "shared/wire/events.hpp"

namespace zchat::bench {

RoomName Seating::room(std::size_t number) const {
    return RoomName(number == 0 && !isPrivate ? "lobby" : "room" + std::to_string(number));
}

std::vector<RoomName> Seating::roomNames() const {
    std::vector<RoomName> names;
    for (std::size_t number = 0; number < rooms; ++number)
        names.push_back(room(number));
    return names;
}

std::vector<std::string> Seating::topicsOf(std::size_t member) const {
    std::vector<std::string> topics;
    if (isPrivate)
        return topics;
    for (std::size_t number = member / membersOfEach; number < rooms; number += groups())
        topics.push_back(wire::roomTopic(room(number)));
    return topics;
}

std::vector<AccountName> Seating::membersOf(std::size_t room) const {
    std::vector<AccountName> names;
    const std::size_t first = room % groups() * membersOfEach;
    for (std::size_t member = first; member < first + membersOfEach; ++member)
        names.push_back(memberName(member));
    return names;
}

AccountName memberName(std::size_t member) {
    return AccountName("member" + std::to_string(member));
}

Meter::Meter(const Process &server)
    : server_(server)
    , cpuBefore_(server.cpuSeconds())
    , began_(std::chrono::steady_clock::now()) {}

Heard Meter::heard(std::uint64_t deliveries, std::uint64_t frames) const {
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    const auto count = static_cast<double>(deliveries);
    return Heard{.cpuSecondsPerMillion = (server_.cpuSeconds() - cpuBefore_) / (count / 1e6),
                 .deliveriesPerSecond = count / seconds,
                 .messagesPerFrame = count / static_cast<double>(frames),
                 .deliveries = {}};
}

} // namespace zchat::bench
