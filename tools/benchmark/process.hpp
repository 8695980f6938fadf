// A server under measurement: a process of its own, so that the system says what it cost.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/result.hpp"

namespace zchat::bench {

// As many open files as the system lets this process and those that it starts have.
void raiseDescriptorLimit();

class Process final {
public:
    // Starts `arguments[0]` with its standard input and output as pipes to us.
    [[nodiscard]] static Result<Process> start(const std::vector<std::string> &arguments);
    // Ends it by SIGTERM and waits for it.
    ~Process();
    Process(Process &&other) noexcept;
    Process &operator=(Process &&) = delete;

    // User and system time of all its threads so far.
    [[nodiscard]] double cpuSeconds() const;
    // The memory that is resident now, in KiB (VmRSS); 0 once it has ended.
    [[nodiscard]] std::uint64_t residentKiB() const { return statusKiB("VmRSS:"); }
    // The most memory that was ever resident, in KiB (VmHWM); 0 once it has ended.
    [[nodiscard]] std::uint64_t peakKiB() const { return statusKiB("VmHWM:"); }
    // Ends it as kill -9 does, and waits for it.
    void kill();
    // Whether it has ended within that time.
    [[nodiscard]] bool waitAtMost(std::chrono::milliseconds atMost);
    // Its exit status once it has ended; -1 where a signal ended it.
    [[nodiscard]] int status() const { return status_; }
    // The next line of its standard output, without the end; empty where it has ended.
    [[nodiscard]] std::string readLine();
    void writeLine(const std::string &line);

private:
    Process(pid_t id, int in, int out)
        : id_(id)
        , in_(in)
        , out_(out) {}
    [[nodiscard]] std::uint64_t statusKiB(const char *line) const;

    pid_t id_;
    int in_;
    int out_;
    int status_ = -1;
};

} // namespace zchat::bench
