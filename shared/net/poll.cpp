#include "shared/net/poll.hpp"

#include <sys/eventfd.h>
#include <unistd.h>
#include <zmq.hpp>

#include "shared/base/result.hpp"

namespace zchat::net {

Waker::Waker()
    : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    INVARIANT(descriptor_ >= 0, "no descriptor is left for a waker");
}

Waker::~Waker() {
    ::close(descriptor_);
}

void Waker::wake() noexcept {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(descriptor_, &one, sizeof one);
}

void Waker::drain() noexcept {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(descriptor_, &count, sizeof count);
}

std::size_t Poll::add(const Socket &socket) {
    items_.push_back(Item{.socket = socket.handle_});
    return items_.size() - 1;
}

std::size_t Poll::addEvents(const Socket &socket) {
    INVARIANT(socket.monitor_ != nullptr, "a socket is watched before its events are polled");
    items_.push_back(Item{.socket = socket.monitor_});
    return items_.size() - 1;
}

std::size_t Poll::addReadable(int descriptor) {
    items_.push_back(Item{.descriptor = descriptor});
    return items_.size() - 1;
}

std::size_t Poll::addWritable(int descriptor) {
    items_.push_back(Item{.descriptor = descriptor, .writable = true});
    return items_.size() - 1;
}

void Poll::wait(std::chrono::milliseconds atMost) {
    std::vector<zmq_pollitem_t> polled;
    polled.reserve(items_.size());
    for (const Item &item : items_)
        polled.push_back(
            zmq_pollitem_t{.socket = item.socket,
                           .fd = item.descriptor,
                           .events = static_cast<short>(item.writable ? ZMQ_POLLOUT : ZMQ_POLLIN),
                           .revents = 0});
    const int count = zmq_poll(polled.data(), static_cast<int>(polled.size()),
                               atMost.count() < 0 ? -1 : static_cast<long>(atMost.count()));
    for (std::size_t i = 0; i < items_.size(); ++i)
        items_[i].ready = count > 0 && polled[i].revents != 0;
}

} // namespace zchat::net
