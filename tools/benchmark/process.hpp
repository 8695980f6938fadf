// A server under measurement: a process of its own, so that the system says what it cost.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "shared/base/result.hpp"

namespace zchat::bench {

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
    // The next line of its standard output, without the end; empty where it has ended.
    [[nodiscard]] std::string readLine();
    void writeLine(const std::string &line);

private:
    Process(pid_t id, int in, int out)
        : id_(id)
        , in_(in)
        , out_(out) {}

    pid_t id_;
    int in_;
    int out_;
};

} // namespace zchat::bench
