#include "shared/link/door.hpp"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <thread>
#include <utility>

namespace zchat::link {

namespace {
constexpr std::chrono::milliseconds patience{5'000};
}

struct Door::Shared {
    std::mutex mutex;
    std::uint64_t question = 0; // the one that still counts
    std::optional<DoorWord> word;
    std::shared_ptr<net::Waker> stop;
    net::Waker answered;
};

Door::Door()
    : shared_(std::make_shared<Shared>()) {}

Door::~Door() {
    const std::lock_guard lock(shared_->mutex);
    shared_->question += 1;
    if (shared_->stop)
        shared_->stop->wake();
}

void Door::ask(const Address &address) {
    const auto stop = std::make_shared<net::Waker>();
    std::uint64_t question = 0;
    {
        const std::lock_guard lock(shared_->mutex);
        if (shared_->stop)
            shared_->stop->wake();
        shared_->stop = stop;
        shared_->question += 1;
        shared_->word.reset();
        question = shared_->question;
    }
    std::thread([shared = shared_, stop, address, question] {
        DoorWord word = net::askFrontDoor(address, patience, stop.get());
        const std::lock_guard lock(shared->mutex);
        if (shared->question != question)
            return;
        shared->word = std::move(word);
        shared->answered.wake();
    }).detach();
}

std::optional<DoorWord> Door::take() {
    const std::lock_guard lock(shared_->mutex);
    shared_->answered.drain();
    return std::exchange(shared_->word, std::nullopt);
}

const net::Waker &Door::answered() const {
    return shared_->answered;
}

} // namespace zchat::link
