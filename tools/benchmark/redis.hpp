// Redis PUB/SUB beside us, where it is installed: no encryption, no store, one thread.
//
// Asked over bare TCP in as much of its protocol (RESP) as that takes; to know how cheap hearing
// can be where nothing is promised.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "tools/benchmark/hearing.hpp"
#include "tools/benchmark/process.hpp"

namespace zchat::bench {

class RedisFanOut final {
public:
    // One room. Null where the PATH has no redis-server.
    [[nodiscard]] static Result<std::unique_ptr<RedisFanOut>>
    startIfInstalled(const Seating &seating);
    ~RedisFanOut();
    RedisFanOut(const RedisFanOut &) = delete;
    RedisFanOut &operator=(const RedisFanOut &) = delete;

    [[nodiscard]] Result<Heard> run(const Load &load);

private:
    explicit RedisFanOut(Process server);
    [[nodiscard]] Outcome connect(std::uint16_t port, std::size_t members);
    [[nodiscard]] Outcome publish(const std::string &request, const Load &load) const;
    [[nodiscard]] bool listen(std::uint64_t bytes);

    Process server_;
    int publisher_ = -1;
    int epoll_;
    std::vector<int> subscribers_;
};

} // namespace zchat::bench
