// Who may shake hands: the map that the ZAP thread asks and the loop keeps up to date.
//
// It holds what the hub's outputs said, under one mutex, and no more: which keys are devices and
// tickets, and how often each has knocked lately. The rest (a key that was revoked while connected)
// is the loop's to shut.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "broker/live/live.hpp"
#include "shared/base/ids.hpp"

namespace zchat::shell {

enum class Door : std::uint8_t { requests, events };
enum class Admittance : std::uint8_t { admitted, refused, tooOften };

class Admission final {
public:
    explicit Admission(bool registrationOpen)
        : open_(registrationOpen) {}

    void apply(const live::Admit &admit);
    void openRegistration(bool open);

    // Counts as a knock: at most 20 a second of one key, bursts of 60.
    [[nodiscard]] Admittance knock(const PublicKey &key, Door door, live::Now now);
    // Whether the key may be connected there now, without counting.
    [[nodiscard]] bool mayEnter(const PublicKey &key, Door door, TimeMs wallMs) const;

private:
    struct Known {
        bool requests = true;
        bool events = true;
        std::optional<TimeMs> expires;
    };
    struct Knocks {
        double left = 0;
        std::int64_t atMs = 0;
    };

    [[nodiscard]] bool mayEnterLocked(const PublicKey &key, Door door, TimeMs wallMs) const;
    void forgetQuietKnocksLocked(std::int64_t nowMs);

    mutable std::mutex mutex_;
    bool open_;
    std::unordered_map<PublicKey, Known> known_;
    std::unordered_map<PublicKey, Knocks> knocks_;
};

} // namespace zchat::shell
