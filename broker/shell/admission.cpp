#include "broker/shell/admission.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"

namespace zchat::shell {

namespace {

// Beyond this many keys the ones that have not knocked lately are forgotten; strangers make keys
// for nothing, so the map must have a bound.
constexpr std::size_t knocksKept = 16'384;
constexpr double perMs = static_cast<double>(limits::handshakesPerSecond) / 1000.0;
constexpr double burst = static_cast<double>(limits::handshakesBurst);

} // namespace

void Admission::apply(const live::Admit &admit) {
    const std::lock_guard lock(mutex_);
    if (!admit.known)
        known_.erase(admit.key);
    else
        known_[admit.key] =
            Known{.requests = admit.requests, .events = admit.events, .expires = admit.expires};
}

void Admission::openRegistration(bool open) {
    const std::lock_guard lock(mutex_);
    open_ = open;
}

Admittance Admission::knock(const PublicKey &key, Door door, live::Now now) {
    const std::lock_guard lock(mutex_);
    if (!mayEnterLocked(key, door, now.wallMs))
        return Admittance::refused;
    if (knocks_.size() >= knocksKept)
        forgetQuietKnocksLocked(now.steadyMs);
    const auto [at, fresh] = knocks_.try_emplace(key, Knocks{.left = burst, .atMs = now.steadyMs});
    Knocks &knocks = at->second;
    knocks.left =
        std::min(burst, knocks.left + static_cast<double>(now.steadyMs - knocks.atMs) * perMs);
    knocks.atMs = now.steadyMs;
    if (knocks.left < 1.0)
        return Admittance::tooOften;
    knocks.left -= 1.0;
    return Admittance::admitted;
}

bool Admission::mayEnter(const PublicKey &key, Door door, TimeMs wallMs) const {
    const std::lock_guard lock(mutex_);
    return mayEnterLocked(key, door, wallMs);
}

bool Admission::mayEnterLocked(const PublicKey &key, Door door, TimeMs wallMs) const {
    const auto found = known_.find(key);
    if (found == known_.end())
        return open_ && door == Door::requests;
    const Known &known = found->second;
    if (known.expires && *known.expires <= wallMs)
        return false;
    return door == Door::requests ? known.requests : known.events;
}

void Admission::forgetQuietKnocksLocked(std::int64_t nowMs) {
    std::erase_if(knocks_, [nowMs](const auto &each) {
        const Knocks &knocks = each.second;
        return knocks.left + static_cast<double>(nowMs - knocks.atMs) * perMs >= burst;
    });
    if (knocks_.size() >= knocksKept)
        knocks_.clear(); // a flood of keys: better a few knocks too many than no bound
}

} // namespace zchat::shell
