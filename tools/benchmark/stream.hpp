// Stream: one TCP connection to a server on this machine, plain or under TLS.
//
// For the other brokers beside us, which speak neither ZeroMQ nor CURVE. TLS is OpenSSL's, where
// the bench was built with it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace zchat::bench {

class Stream final {
public:
    static constexpr int patienceSeconds = 30;
#ifdef ZCHAT_OPENSSL
    static constexpr bool hasTls = true;
#else
    static constexpr bool hasTls = false;
#endif

    // nullopt where nobody listens.
    [[nodiscard]] static std::optional<Stream> connect(std::uint16_t port);
    Stream(Stream &&) noexcept;
    Stream &operator=(Stream &&) noexcept;
    ~Stream();

    // Goes on under TLS. The certificate is not looked at: it is the bench's own.
    [[nodiscard]] bool secure();
    [[nodiscard]] bool send(std::string_view bytes);
    // Appends what is there, and waits for it where nothing is; false at the end, or where nothing
    // comes in patienceSeconds.
    [[nodiscard]] bool read(std::string &into);
    // Leaves out what was read, and what came with it.
    [[nodiscard]] bool readUntil(std::string_view ending);
    [[nodiscard]] int descriptor() const;

private:
    struct Held;
    explicit Stream(int descriptor);
    std::unique_ptr<Held> held_;
};

} // namespace zchat::bench
