#include "tools/benchmark/scene.hpp"

#include <cstdio>
#include <utility>

namespace zchat::bench {

Load loadOf(const Settings &settings, std::uint64_t messages) {
    return Load{.messages = scaled(messages, settings.scale),
                .bytes = settings.bytes,
                .perSecond = std::nullopt};
}

Result<Both> startBoth(const Settings &settings, const std::string &folder,
                       const Seating &seating) {
    std::fprintf(stderr, "%zu members sign in\n", seating.members());
    auto broker = BrokerFanOut::start(settings, folder, seating);
    if (!broker)
        return broker.fault();
    auto raw = RawFanOut::start(settings, seating);
    if (!raw)
        return raw.fault();
    return Both{.broker = std::move(*broker), .raw = std::move(*raw)};
}

void addHeard(const std::string &of, const Heard &heard, Report &report) {
    report.add(of + ", CPU s/million", heard.cpuSecondsPerMillion);
    report.add(of + ", deliveries/s", heard.deliveriesPerSecond);
    report.add(of + ", messages a frame", heard.messagesPerFrame);
}

double cpuOf(const Report &report, const std::string &of) {
    return report.of(of + ", CPU s/million");
}

} // namespace zchat::bench
