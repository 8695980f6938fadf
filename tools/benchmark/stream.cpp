#include "tools/benchmark/stream.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#ifdef ZCHAT_OPENSSL
#include <openssl/ssl.h>
#endif

#include "tools/benchmark/raw_socket.hpp"

namespace zchat::bench {

#ifdef ZCHAT_OPENSSL
namespace {

SSL_CTX *clients() {
    static SSL_CTX *made = SSL_CTX_new(TLS_client_method());
    return made;
}

} // namespace

struct Stream::Held {
    int descriptor;
    SSL *tls = nullptr;
    ~Held() {
        SSL_free(tls);
        ::close(descriptor);
    }
    [[nodiscard]] ssize_t send(std::string_view bytes) const {
        if (tls != nullptr)
            return SSL_write(tls, bytes.data(), static_cast<int>(bytes.size()));
        return ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
    [[nodiscard]] ssize_t read(char *into, std::size_t size) const {
        return tls != nullptr ? SSL_read(tls, into, static_cast<int>(size))
                              : ::recv(descriptor, into, size, 0);
    }
    [[nodiscard]] bool holdsMore() const { return tls != nullptr && SSL_pending(tls) > 0; }
    [[nodiscard]] bool secure() {
        tls = SSL_new(clients());
        return tls != nullptr && SSL_set_fd(tls, descriptor) == 1 && SSL_connect(tls) == 1;
    }
};
#else
struct Stream::Held {
    int descriptor;
    ~Held() { ::close(descriptor); }
    [[nodiscard]] ssize_t send(std::string_view bytes) const {
        return ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
    [[nodiscard]] ssize_t read(char *into, std::size_t size) const {
        return ::recv(descriptor, into, size, 0);
    }
    [[nodiscard]] bool holdsMore() const { return false; }
    [[nodiscard]] bool secure() { return false; }
};
#endif

Stream::Stream(int descriptor)
    : held_(new Held{.descriptor = descriptor}) {}
Stream::Stream(Stream &&) noexcept = default;
Stream &Stream::operator=(Stream &&) noexcept = default;
Stream::~Stream() = default;

std::optional<Stream> Stream::connect(std::uint16_t port) {
    Stream made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int yes = 1;
    const timeval patience{.tv_sec = patienceSeconds, .tv_usec = 0};
    const int descriptor = made.descriptor();
    expect(::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0);
    expect(::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return std::nullopt;
    return made;
}

bool Stream::secure() {
    return held_->secure();
}

bool Stream::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = held_->send(bytes);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Stream::read(std::string &into) {
    std::array<char, 64 * 1024> buffer{};
    do {
        const ssize_t got = held_->read(buffer.data(), buffer.size());
        if (got <= 0)
            return false;
        into.append(buffer.data(), static_cast<std::size_t>(got));
    } while (held_->holdsMore());
    return true;
}

bool Stream::readUntil(std::string_view ending) {
    for (std::string heard; heard.find(ending) == std::string::npos;)
        if (!read(heard))
            return false;
    return true;
}

int Stream::descriptor() const {
    return held_->descriptor;
}

} // namespace zchat::bench
