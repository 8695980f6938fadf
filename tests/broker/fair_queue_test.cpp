#include "broker/shell/fair_queue.hpp"

#include <chrono>
#include <thread>
#include <vector>

#include "tests/support/catch.hpp"

using namespace zchat;

TEST_CASE("shell: who asks one question does not wait behind another's thousands") {
    shell::FairQueue<int> queue(100);
    for (const int question : {1, 2, 3})
        REQUIRE(queue.push(SessionId{1}, int{question}));
    REQUIRE(queue.push(SessionId{2}, 10));
    std::vector<int> taken;
    for (int i = 0; i < 4; ++i)
        taken.push_back(queue.wait().value());
    CHECK(taken == std::vector{1, 10, 2, 3});
}

TEST_CASE("shell: questions past the bound are refused, and closing wakes the readers") {
    shell::FairQueue<int> queue(2);
    CHECK(queue.push(SessionId{1}, 1));
    CHECK(queue.push(SessionId{2}, 2));
    CHECK_FALSE(queue.push(SessionId{3}, 3));
    CHECK(queue.wait() == 1);
    CHECK(queue.wait() == 2);
    std::thread reader([&] { CHECK_FALSE(queue.wait()); });
    queue.close();
    reader.join();
    CHECK_FALSE(queue.push(SessionId{1}, 4));
}

TEST_CASE("shell: closing ends the rest of a thread that gives way") {
    shell::FairQueue<int> queue(2);
    queue.rest(std::chrono::microseconds(1));
    std::thread resting([&] { queue.rest(std::chrono::hours(24)); });
    queue.close();
    resting.join();
    queue.rest(std::chrono::hours(24)); // nor does one begin after it
}
