// Runs every test case of a program. The last line counts them the way tools/test adds them up:
// "N passed, N failed"; before it stands a line "FAIL: NAME" for each that failed, so that whoever
// reads only the end of a long log knows which. Included by the one main of a program.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using ListenerBase = Catch::EventListenerBase;
#else
#define CATCH_CONFIG_RUNNER
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>
using ListenerBase = Catch::TestEventListenerBase;
#endif

#include <cstdio>
#include <string>
#include <vector>

namespace {

std::size_t passedCases = 0;
std::vector<std::string> failedCases;

struct CaseCounter : ListenerBase {
    using ListenerBase::ListenerBase;
    void testCaseStarting(const Catch::TestCaseInfo &info) override {
        ListenerBase::testCaseStarting(info);
        running = info.name;
    }
    void testCaseEnded(const Catch::TestCaseStats &stats) override {
        ListenerBase::testCaseEnded(stats);
        if (stats.totals.assertions.allOk())
            ++passedCases;
        else
            failedCases.push_back(running);
    }
    std::string running;
};
CATCH_REGISTER_LISTENER(CaseCounter)

int runCases(int argc, char *argv[]) {
    const int result = Catch::Session().run(argc, argv);
    for (const std::string &name : failedCases)
        std::printf("FAIL: %s\n", name.c_str());
    std::printf("%zu passed, %zu failed\n", passedCases, failedCases.size());
    return result;
}

} // namespace
