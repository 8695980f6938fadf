#include "shared/net/poll.hpp"

#include <thread>

#include "tests/support/catch.hpp"

using namespace zchat;
using namespace std::chrono_literals;

TEST_CASE("poll: another thread wakes the one that waits") {
    net::Waker waker;
    net::Poll poll;
    const std::size_t index = poll.add(waker);
    std::thread other([&] { waker.wake(); });
    poll.wait(10s);
    CHECK(poll.ready(index));
    other.join();
}

TEST_CASE("poll: a drained waker waits for the next wake") {
    net::Waker waker;
    waker.wake();
    waker.wake();
    waker.drain();
    net::Poll poll;
    const std::size_t index = poll.add(waker);
    poll.wait(0ms);
    CHECK_FALSE(poll.ready(index));
    waker.wake();
    poll.wait(0ms);
    CHECK(poll.ready(index));
}
