#include "broker/shell/admission.hpp"

#include "shared/base/limits.hpp"
#include "shared/crypto/keys.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::shell;

namespace {

constexpr live::Now start{.steadyMs = 1'000, .wallMs = 1'000'000};

PublicKey someKey() {
    return crypto::generateKeyPair().publicKey;
}

} // namespace

TEST_CASE("admission: a stranger enters requests where registration is open, and events never") {
    Admission open(true);
    CHECK(open.knock(someKey(), Door::requests, start) == Admittance::admitted);
    CHECK(open.knock(someKey(), Door::events, start) == Admittance::refused);
    Admission closed(false);
    CHECK(closed.knock(someKey(), Door::requests, start) == Admittance::refused);
}

TEST_CASE("admission: a device enters both, a revoked one neither") {
    Admission admission(true);
    const PublicKey key = someKey();
    admission.apply({.key = key, .requests = true, .events = true, .known = true, .expires = {}});
    CHECK(admission.mayEnter(key, Door::requests, start.wallMs));
    CHECK(admission.mayEnter(key, Door::events, start.wallMs));
    admission.apply({.key = key, .requests = false, .events = false, .known = true, .expires = {}});
    CHECK_FALSE(admission.mayEnter(key, Door::requests, start.wallMs));
    CHECK_FALSE(admission.mayEnter(key, Door::events, start.wallMs));
}

TEST_CASE("admission: a ticket enters requests until it expires") {
    Admission admission(false);
    const PublicKey key = someKey();
    admission.apply({.key = key,
                     .requests = true,
                     .events = false,
                     .known = true,
                     .expires = start.wallMs + 10});
    CHECK(admission.mayEnter(key, Door::requests, start.wallMs + 9));
    CHECK_FALSE(admission.mayEnter(key, Door::events, start.wallMs));
    CHECK_FALSE(admission.mayEnter(key, Door::requests, start.wallMs + 10));
}

TEST_CASE("admission: a forgotten key is a stranger again") {
    Admission admission(false);
    const PublicKey key = someKey();
    admission.apply({.key = key, .requests = true, .events = true, .known = true, .expires = {}});
    admission.apply(
        {.key = key, .requests = false, .events = false, .known = false, .expires = {}});
    CHECK_FALSE(admission.mayEnter(key, Door::requests, start.wallMs));
    admission.openRegistration(true);
    CHECK(admission.mayEnter(key, Door::requests, start.wallMs));
}

TEST_CASE("admission: one key that knocks too often waits, others do not") {
    Admission admission(true);
    const PublicKey greedy = someKey();
    for (std::size_t i = 0; i < limits::handshakesBurst; ++i)
        CHECK(admission.knock(greedy, Door::requests, start) == Admittance::admitted);
    CHECK(admission.knock(greedy, Door::requests, start) == Admittance::tooOften);
    CHECK(admission.knock(someKey(), Door::requests, start) == Admittance::admitted);
    live::Now later = start;
    later.steadyMs += 1'000;
    for (std::size_t i = 0; i < limits::handshakesPerSecond; ++i)
        CHECK(admission.knock(greedy, Door::requests, later) == Admittance::admitted);
    CHECK(admission.knock(greedy, Door::requests, later) == Admittance::tooOften);
}
