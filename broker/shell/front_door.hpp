// The front door's thread: plain TCP, one line to whoever comes, and good-bye. It never reads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/net/poll.hpp"

namespace zchat::shell {

// A listening socket that closes itself.
class Listening final {
public:
    // Port 0 takes any free one.
    [[nodiscard]] static Result<Listening> open(const std::string &host, std::uint16_t port);
    ~Listening();
    Listening(Listening &&other) noexcept;
    Listening &operator=(Listening &&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    Listening(int descriptor, std::uint16_t port)
        : descriptor_(descriptor)
        , port_(port) {}
    int descriptor_;
    std::uint16_t port_;
};

class FrontDoor final {
public:
    // `line` has its newline.
    FrontDoor(std::vector<Listening> doors, std::string line);
    ~FrontDoor();
    FrontDoor(const FrontDoor &) = delete;
    FrontDoor &operator=(const FrontDoor &) = delete;

private:
    void run();

    const std::vector<Listening> doors_;
    const std::string line_;
    net::Waker stop_;
    std::thread thread_;
};

} // namespace zchat::shell
