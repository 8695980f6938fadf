#include "shared/base/bounded_queue.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <thread>

#include "tests/support/catch.hpp"

using namespace zchat;
using namespace std::chrono_literals;

TEST_CASE("bounded queue: a full queue refuses and leaves the element with its owner") {
    BoundedQueue<std::unique_ptr<int>> queue(1);
    REQUIRE(queue.push(std::make_unique<int>(1)));
    auto second = std::make_unique<int>(2);
    CHECK_FALSE(queue.push(std::move(second)));
    REQUIRE(second);
    CHECK(queue.take().size() == 1);
    CHECK(queue.push(std::move(second)));
}

TEST_CASE(
    "bounded queue: the waker is called when an element enters an empty queue, and only then") {
    int woken = 0;
    BoundedQueue<int> queue(8, [&] { ++woken; });
    CHECK(queue.push(1));
    CHECK(queue.push(2));
    CHECK(woken == 1);
    CHECK(queue.take(1) == std::vector{1});
    CHECK(queue.push(3));
    CHECK(woken == 1);
    CHECK(queue.take() == std::vector{2, 3});
    CHECK(queue.push(4));
    CHECK(woken == 2);
}

TEST_CASE("bounded queue: closing wakes the waiter, who still gets what waits") {
    BoundedQueue<int> queue(8);
    std::vector<int> got;
    std::thread waiter([&] {
        for (auto some = queue.wait(8); !some.empty(); some = queue.wait(8))
            got.insert(got.end(), some.begin(), some.end());
    });
    CHECK(queue.push(1));
    CHECK(queue.push(2));
    queue.close();
    waiter.join();
    CHECK(got == std::vector{1, 2});
    CHECK_FALSE(queue.push(3));
    CHECK(queue.wait(8, 1ms).empty());
}

TEST_CASE("bounded queue: who may wait gets in, one after another, as room is made") {
    constexpr int count = 1000;
    BoundedQueue<int> queue(2);
    std::thread pusher([&] {
        for (int each = 0; each < count; ++each)
            if (!queue.pushWaiting(int(each)))
                return;
        queue.close();
    });
    std::vector<int> got;
    std::size_t most = 0;
    for (auto some = queue.wait(8); !some.empty(); some = queue.wait(8)) {
        most = std::max(most, some.size());
        got.insert(got.end(), some.begin(), some.end());
    }
    pusher.join();
    std::vector<int> expected(count);
    std::iota(expected.begin(), expected.end(), 0);
    CHECK(got == expected);
    CHECK(most <= 2);
}

TEST_CASE("bounded queue: closing ends the wait for room and leaves the element with its owner") {
    BoundedQueue<std::unique_ptr<int>> queue(1);
    REQUIRE(queue.push(std::make_unique<int>(1)));
    auto second = std::make_unique<int>(2);
    bool taken = true;
    std::thread pusher([&] { taken = queue.pushWaiting(std::move(second)); });
    queue.close();
    pusher.join();
    CHECK_FALSE(taken);
    CHECK(second);
    CHECK(queue.take().size() == 1);
}
