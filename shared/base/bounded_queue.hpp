// The one place where threads meet: a queue with a bound.
//
// A full queue refuses; the pusher then answers E_BUSY, drops a session to resync or stops reading,
// as its own rules say, or waits where waiting is its rule (pushWaiting). The taking side sleeps on
// a condition variable or, where it also waits for sockets, is woken by the callback given to the
// constructor (an eventfd write).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace zchat {

template <class T>
class BoundedQueue final {
public:
    // `wake` is called, outside the lock, when an element enters an empty queue.
    explicit BoundedQueue(std::size_t bound, std::function<void()> wake = {})
        : bound_(bound)
        , wake_(std::move(wake)) {}

    // False when the queue is full or closed; the element is then untouched.
    [[nodiscard]] bool push(T &&element) {
        return pushLocked(std::unique_lock(mutex_), std::move(element));
    }

    // Waits for room. False when the queue is closed; the element is then untouched.
    [[nodiscard]] bool pushWaiting(T &&element) {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [this] { return closed_ || elements_.size() < bound_; });
        return pushLocked(std::move(lock), std::move(element));
    }

    // Everything that waits, at most `most`, without waiting.
    [[nodiscard]] std::vector<T> take(std::size_t most = static_cast<std::size_t>(-1)) {
        const std::lock_guard lock(mutex_);
        return takeLocked(most);
    }

    // Waits for at least one element, for the deadline or for close(); empty means one of the last
    // two.
    [[nodiscard]] std::vector<T> wait(std::size_t most, std::chrono::milliseconds atMost) {
        std::unique_lock lock(mutex_);
        ready_.wait_for(lock, atMost, [this] { return closed_ || !elements_.empty(); });
        return takeLocked(most);
    }

    // As above, with no deadline: empty means closed and drained.
    [[nodiscard]] std::vector<T> wait(std::size_t most) {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [this] { return closed_ || !elements_.empty(); });
        return takeLocked(most);
    }

    // No more pushes; what waits can still be taken.
    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        ready_.notify_all();
        room_.notify_all();
        if (wake_)
            wake_();
    }

    [[nodiscard]] bool closed() const {
        const std::lock_guard lock(mutex_);
        return closed_;
    }

    [[nodiscard]] std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return elements_.size();
    }

private:
    bool pushLocked(std::unique_lock<std::mutex> lock, T &&element) {
        if (closed_ || elements_.size() >= bound_)
            return false;
        const bool wasEmpty = elements_.empty();
        elements_.push_back(std::move(element));
        lock.unlock();
        if (wasEmpty) {
            ready_.notify_one();
            if (wake_)
                wake_();
        }
        return true;
    }

    std::vector<T> takeLocked(std::size_t most) {
        std::vector<T> taken;
        while (!elements_.empty() && taken.size() < most) {
            taken.push_back(std::move(elements_.front()));
            elements_.pop_front();
        }
        if (!taken.empty())
            room_.notify_all();
        return taken;
    }

    mutable std::mutex mutex_;
    std::condition_variable ready_;
    std::condition_variable room_;
    std::deque<T> elements_;
    const std::size_t bound_;
    const std::function<void()> wake_;
    bool closed_ = false;
};

} // namespace zchat
