// The audience: so many members who hear a server, each on an encrypted connection of its own.
//
// Of bare libzmq, and woken by epoll for those alone who have something to hear: zmq_poll looks at
// every socket at each waking, and with a thousand of them the load client would take from the
// server the very cores on which it is measured.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/crypto/keys.hpp"

namespace zchat::bench {

struct Hearer {
    crypto::KeyPair keys;
    std::vector<std::string> topics; // of a SUB
};

class Audience final {
public:
    enum class Kind : std::uint8_t { subscribers, dealers };
    // None of them is connected yet.
    [[nodiscard]] static Result<std::unique_ptr<Audience>> make(Kind kind,
                                                                const std::vector<Hearer> &hearers,
                                                                const PublicKey &server,
                                                                std::uint16_t port);
    ~Audience();
    Audience(const Audience &) = delete;
    Audience &operator=(const Audience &) = delete;

    [[nodiscard]] std::size_t size() const { return sockets_.size(); }
    // Has so many connect, or more if they did before; returns how many. The handshakes go on while
    // it is listened to.
    std::size_t connect(std::size_t atLeast);
    // The same request from each of the dealers that connect.
    void ask(std::string_view request);
    // Reads until `heardAll` holds, or for at most `seconds`; `onFrame` gets the last frame of each
    // message, whoever heard it.
    [[nodiscard]] bool listen(double seconds, const std::function<void(std::string_view)> &onFrame,
                              const std::function<bool()> &heardAll);

private:
    Audience(std::size_t size, std::uint16_t port);
    void add(Kind kind, const Hearer &hearer, const PublicKey &server);

    std::string endpoint_;
    std::size_t connected_ = 0;
    void *context_;
    int epoll_;
    std::vector<void *> sockets_;
};

} // namespace zchat::bench
