// Fan-out of the other brokers that are installed, beside ours: plain and under TLS, nothing
// stored. To know how cheap hearing can be where less is promised.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "tools/benchmark/hearing.hpp"
#include "tools/benchmark/other_brokers.hpp"
#include "tools/benchmark/process.hpp"
#include "tools/benchmark/stream.hpp"

namespace zchat::bench {

// Where the program of that name is on the PATH or among the system's; empty where it is not.
[[nodiscard]] std::string programNamed(const std::string &name);

// A certificate and its key in that folder, for servers of one run; a fault where `openssl` is
// missing or fails.
struct Certificate {
    std::string file;
    std::string key;
};
[[nodiscard]] Result<Certificate> makeCertificate(const std::string &folder);

class OtherFanOut final {
public:
    // One room. `certificate`: under TLS.
    [[nodiscard]] static Result<std::unique_ptr<OtherFanOut>>
    start(const OtherBroker &broker, const std::string &folder, std::size_t members,
          const std::optional<Certificate> &certificate);
    ~OtherFanOut();
    OtherFanOut(const OtherFanOut &) = delete;
    OtherFanOut &operator=(const OtherFanOut &) = delete;

    // "NATS", "NATS with TLS"
    [[nodiscard]] const std::string &name() const { return name_; }
    [[nodiscard]] Result<Heard> run(const Load &load);

private:
    OtherFanOut(const OtherBroker &broker, bool tls, Process server);
    [[nodiscard]] Outcome connect(std::uint16_t port, std::size_t members);
    [[nodiscard]] std::optional<Stream> entered(std::uint16_t port, std::size_t number);
    [[nodiscard]] Outcome post(const std::string &request, const Load &load);
    [[nodiscard]] bool listen(std::uint64_t messages);

    const OtherBroker &broker_;
    const bool tls_;
    std::string name_;
    Process server_;
    int epoll_;
    std::optional<Stream> poster_;
    std::vector<Stream> hearers_;
};

} // namespace zchat::bench
