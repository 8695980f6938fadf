// The floor of connections: a bare server with the two sockets that a broker has, ROUTER and XPUB,
// under CURVE, with nothing behind them.
//
// It sends back what the ROUTER hears and publishes a beat each second, so that whoever connects
// knows when both ways stand. It keeps nothing about anybody, and tells when so many are back after
// it was killed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "shared/base/address.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/keys.hpp"
#include "tools/benchmark/client.hpp"
#include "tools/benchmark/process.hpp"

namespace zchat::bench {

inline constexpr const char *pairWord = "raw-pair";

// Without admission every key gets in, and no message says whose it is: less than any server with
// accounts can do. With it libzmq asks a ZAP handler, which here says yes to all.
enum class Admission : std::uint8_t { none, zap };
struct RawPairOptions {
    crypto::KeyPair keys = crypto::generateKeyPair();
    BrokerPorts ports;
    Admission admission = Admission::none;
};

// What that word runs, until its standard input ends. It says its line, as a broker's ready file
// has it, on standard output.
[[nodiscard]] int runRawPair(const RawPairOptions &options);

class RawPair final {
public:
    [[nodiscard]] static Result<RawPair> start(const std::string &program,
                                               const RawPairOptions &options);

    [[nodiscard]] Process &process() { return process_; }
    [[nodiscard]] const FrontLine &line() const { return line_; }
    // Returns once so many have shaken hands with the ROUTER and subscribed to the beat of the XPUB
    // since it started.
    [[nodiscard]] Outcome await(std::size_t members);
    // So many beats more, at once.
    void beat(std::size_t times);

private:
    RawPair(Process process, FrontLine line)
        : process_(std::move(process))
        , line_(std::move(line)) {}

    Process process_;
    FrontLine line_;
};

} // namespace zchat::bench
