// What every part of the bench is given: the settings, a folder of this run's own, a stopwatch.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "shared/base/result.hpp"

namespace zchat::bench {

struct Settings {
    std::string self;
    std::string broker;
    std::string cli;
    std::string crowdProgram;
    std::string folder = std::filesystem::temp_directory_path();
    std::string json;
    int rounds = 5;
    double scale = 1; // of the work in each round
    std::size_t bytes = 128;
    std::uint64_t messages = 1'000'000; // stored
    std::string keepStore;              // empty: the store is made anew, and goes with the run
    std::size_t crowd = 1'000;          // members at once
};

// A folder of this run's own, on the disk that is to be measured.
class Scratch final {
public:
    explicit Scratch(const std::string &above);
    ~Scratch();
    Scratch(const Scratch &) = delete;
    Scratch &operator=(const Scratch &) = delete;
    [[nodiscard]] std::string below(const std::string &name) const;

private:
    std::string path_;
};

[[nodiscard]] std::uint64_t scaled(std::uint64_t work, double scale);

template <class Work>
[[nodiscard]] Result<double> secondsFor(Work work) {
    const auto start = std::chrono::steady_clock::now();
    if (const Outcome outcome = work(); !outcome)
        return Fault{.text = outcome.why()};
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace zchat::bench
