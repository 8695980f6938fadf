// A bound CURVE server socket of bare libzmq, for the floors that run as servers of their own.
#pragma once

namespace zchat::bench {

// A floor that does not work measures nothing: the process ends.
void expect(bool well);

class RawSocket final {
public:
    // Bound to any free port of loopback; says its key and port in a line on standard output.
    explicit RawSocket(int type);
    ~RawSocket();
    RawSocket(const RawSocket &) = delete;
    RawSocket &operator=(const RawSocket &) = delete;
    [[nodiscard]] void *handle() const { return socket_; }

private:
    void *context_;
    void *socket_;
};

} // namespace zchat::bench
