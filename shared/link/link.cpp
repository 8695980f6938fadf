#include "shared/link/link.hpp"

#include <cstdlib>
#include <utility>

#include "shared/crypto/keys.hpp"
#include "shared/crypto/random.hpp"
#include "shared/link/keyring.hpp"
#include "shared/link/thread.hpp"
#include "shared/net/front_door.hpp"

namespace zchat::link {

std::filesystem::path defaultFolder() {
    const auto set = [](const char *name) -> const char * {
        const char *value = std::getenv(name);
        return value != nullptr && *value != '\0' ? value : nullptr;
    };
    if (const char *home = set("ZCHAT_HOME"))
        return home;
    if (const char *data = set("XDG_DATA_HOME"))
        return std::filesystem::path(data) / "zchat" / "client";
    const char *home = set("HOME");
    return std::filesystem::path(home != nullptr ? home : ".") / ".local" / "share" / "zchat" /
           "client";
}

Result<DoorAnswer> askFrontDoor(const std::filesystem::path &folder, const Address &address,
                                std::chrono::milliseconds atMost) {
    const auto pin = Keyring(folder, address).pin();
    if (!pin.ok())
        return Fault{pin.why()};
    const auto word = net::askFrontDoor(address, atMost);
    if (const auto *failure = std::get_if<net::DoorFailure>(&word))
        return Fault{failure->sentence};
    DoorAnswer answer{.line = std::get<net::DoorFound>(word).line,
                      .fingerprint = {},
                      .pinnedFingerprint = std::nullopt};
    answer.fingerprint = crypto::fingerprint(answer.line.key);
    if (*pin)
        answer.pinnedFingerprint = crypto::fingerprint(**pin);
    return answer;
}

Link::Link(LinkConfig config, std::function<void()> noticesWait)
    : thread_(std::make_unique<Thread>(std::move(config), std::move(noticesWait))) {}

Link::~Link() = default;

EntryId Link::newId() {
    return crypto::randomId<EntryId>();
}

bool Link::push(client::Command command) {
    return thread_->commands.push(std::move(command));
}

std::vector<client::Notice> Link::take(std::size_t most) {
    return thread_->notices.take(most);
}

std::vector<client::Notice> Link::wait(std::chrono::milliseconds atMost, std::size_t most) {
    return thread_->notices.wait(most, atMost);
}

} // namespace zchat::link
