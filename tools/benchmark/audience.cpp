#include "tools/benchmark/audience.hpp"

#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "tools/benchmark/raw_socket.hpp"

namespace zchat::bench {

namespace {

constexpr int ioThreads = 2;
// A socket takes one descriptor to be woken by and one for its connection.
constexpr std::size_t descriptorsOfSocket = 2;
constexpr std::size_t otherDescriptors = 200;
constexpr int lookAgainMs = 100; // whether all was heard, where nothing comes any more

void drain(void *socket, const std::function<void(std::string_view)> &onFrame) {
    zmq_msg_t frame;
    zmq_msg_init(&frame);
    while (zmq_msg_recv(&frame, socket, ZMQ_DONTWAIT) >= 0)
        if (zmq_msg_more(&frame) == 0)
            onFrame({static_cast<const char *>(zmq_msg_data(&frame)), zmq_msg_size(&frame)});
    zmq_msg_close(&frame);
}

} // namespace

Result<std::unique_ptr<Audience>> Audience::make(Kind kind, const std::vector<Hearer> &hearers,
                                                 const PublicKey &server, std::uint16_t port) {
    struct rlimit limit {};
    expect(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
    if (const std::size_t needed = descriptorsOfSocket * hearers.size() + otherDescriptors;
        limit.rlim_cur < needed)
        return Fault{.text = "An audience of " + std::to_string(hearers.size()) + " needs " +
                             std::to_string(needed) + " open files; allow them (ulimit -n)."};
    std::unique_ptr<Audience> audience(new Audience(hearers.size(), port));
    for (const Hearer &hearer : hearers)
        audience->add(kind, hearer, server);
    return audience;
}

Audience::Audience(std::size_t size, std::uint16_t port)
    : endpoint_("tcp://127.0.0.1:" + std::to_string(port))
    , context_(zmq_ctx_new())
    , epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    expect(zmq_ctx_set(context_, ZMQ_MAX_SOCKETS, static_cast<int>(size) + 1) == 0);
    expect(zmq_ctx_set(context_, ZMQ_IO_THREADS, ioThreads) == 0);
    expect(epoll_ >= 0);
}

Audience::~Audience() {
    ::close(epoll_);
    for (void *socket : sockets_)
        zmq_close(socket);
    zmq_ctx_term(context_);
}

void Audience::add(Kind kind, const Hearer &hearer, const PublicKey &server) {
    void *socket = zmq_socket(context_, kind == Kind::subscribers ? ZMQ_SUB : ZMQ_DEALER);
    expect(socket != nullptr);
    beClient(socket, hearer.keys, server);
    const int none = 0;
    // So that no subscription is lost, however many there are.
    expect(zmq_setsockopt(socket, ZMQ_SNDHWM, &none, sizeof none) == 0);
    for (const std::string &topic : hearer.topics)
        expect(zmq_setsockopt(socket, ZMQ_SUBSCRIBE, topic.data(), topic.size()) == 0);
    int descriptor = -1;
    std::size_t size = sizeof descriptor;
    expect(zmq_getsockopt(socket, ZMQ_FD, &descriptor, &size) == 0);
    epoll_event event{.events = EPOLLIN, .data = {.ptr = socket}};
    expect(::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0);
    sockets_.push_back(socket);
}

std::size_t Audience::connect(std::size_t atLeast) {
    for (; connected_ < std::min(atLeast, size()); ++connected_)
        expect(zmq_connect(sockets_[connected_], endpoint_.c_str()) == 0);
    return connected_;
}

void Audience::ask(std::string_view request) {
    for (std::size_t i = 0; i < connected_; ++i)
        expect(zmq_send(sockets_[i], request.data(), request.size(), ZMQ_DONTWAIT) >= 0);
}

bool Audience::listen(double seconds, const std::function<void(std::string_view)> &onFrame,
                      const std::function<bool()> &heardAll) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                                     std::chrono::duration<double>(seconds));
    // Asking takes the waking of what came in the meantime.
    for (void *socket : sockets_)
        drain(socket, onFrame);
    std::array<epoll_event, 256> ready{};
    while (!heardAll()) {
        if (Clock::now() >= end)
            return false;
        // A descriptor stays readable until its socket was read to the end.
        const int count =
            ::epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()), lookAgainMs);
        for (int i = 0; i < count; ++i)
            drain(ready.at(static_cast<std::size_t>(i)).data.ptr, onFrame);
    }
    return true;
}

} // namespace zchat::bench
