// A bound CURVE server socket of bare libzmq, for the floors that run as servers of their own.
#pragma once

#include "shared/crypto/keys.hpp"

namespace zchat::bench {

// A floor that does not work measures nothing: the process ends.
void expect(bool well);

// Makes a socket of bare libzmq the client of a CURVE server, before it connects.
void beClient(void *socket, const crypto::KeyPair &own, const PublicKey &server);

struct RawOptions {
    int ioThreads = 1;
    int sendBound = 0;  // messages to each peer; 0: none
    bool waits = false; // a PUB whose bound is reached waits for the slowest, and drops nothing
};

class RawSocket final {
public:
    // Bound to any free port of loopback; says its key and port in a line on standard output.
    explicit RawSocket(int type, const RawOptions &options = {});
    ~RawSocket();
    RawSocket(const RawSocket &) = delete;
    RawSocket &operator=(const RawSocket &) = delete;
    [[nodiscard]] void *handle() const { return socket_; }

private:
    void *context_;
    void *socket_;
};

} // namespace zchat::bench
