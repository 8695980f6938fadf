// Waiting for sockets, plain descriptors and other threads, all in one place.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "shared/net/socket.hpp"

namespace zchat::net {

// An eventfd: any thread wakes the one that polls.
class Waker final {
public:
    Waker();
    ~Waker();
    Waker(const Waker &) = delete;
    Waker &operator=(const Waker &) = delete;

    void wake() noexcept; // from any thread, and from a signal handler
    void drain() noexcept;
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

// Filled anew, or kept, by its one owner; indices are in the order of adding.
class Poll final {
public:
    std::size_t add(const Socket &socket);       // a message to receive
    std::size_t addEvents(const Socket &socket); // connection events of a watched socket
    std::size_t add(const Waker &waker) { return addReadable(waker.descriptor()); }
    std::size_t addReadable(int descriptor);
    std::size_t addWritable(int descriptor);
    void clear() { items_.clear(); }

    // Returns at the first readiness, at the time, or early for a signal. Negative waits for ever.
    void wait(std::chrono::milliseconds atMost);
    [[nodiscard]] bool ready(std::size_t index) const { return items_.at(index).ready; }

private:
    struct Item {
        void *socket = nullptr;
        int descriptor = -1;
        bool writable = false;
        bool ready = false;
    };
    std::vector<Item> items_;
};

} // namespace zchat::net
