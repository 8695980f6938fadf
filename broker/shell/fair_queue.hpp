// Questions of many sessions, taken in turns: a session that asks thousands at once waits for
// itself.
//
// One queue in order of arrival let the reads of a greedy session, even of one that had ended, hold
// up another's hello for half a minute. The loop pushes, readers take; a bound holds for all
// together.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "shared/base/ids.hpp"

namespace zchat::shell {

template <class T>
class FairQueue final {
public:
    explicit FairQueue(std::size_t bound)
        : bound_(bound) {}

    // False when the queue is full or closed; the element is then untouched.
    [[nodiscard]] bool push(SessionId session, T &&element) {
        {
            const std::lock_guard lock(mutex_);
            if (closed_ || size_ >= bound_)
                return false;
            std::deque<T> &own = waiting_[session];
            if (own.empty())
                turns_.push_back(session);
            own.push_back(std::move(element));
            ++size_;
        }
        ready_.notify_one();
        return true;
    }

    // The oldest element of the session whose turn it is; nullopt once closed.
    [[nodiscard]] std::optional<T> wait() {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [this] { return closed_ || size_ > 0; });
        if (closed_)
            return std::nullopt;
        const SessionId session = turns_.front();
        turns_.pop_front();
        const auto own = waiting_.find(session);
        std::optional<T> taken(std::move(own->second.front()));
        own->second.pop_front();
        --size_;
        if (own->second.empty())
            waiting_.erase(own);
        else
            turns_.push_back(session);
        return taken;
    }

    // Waits this long, or until it is closed.
    void rest(std::chrono::microseconds time) {
        std::unique_lock lock(mutex_);
        closing_.wait_for(lock, time, [this] { return closed_; });
    }

    // Nobody is left to hear the answers: what waits is dropped.
    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        ready_.notify_all();
        closing_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable ready_;
    std::condition_variable closing_;
    std::unordered_map<SessionId, std::deque<T>> waiting_;
    std::deque<SessionId> turns_; // those with something waiting, each once
    std::size_t size_ = 0;
    const std::size_t bound_;
    bool closed_ = false;
};

} // namespace zchat::shell
