// The one compiled main of every test program. Its last line counts test cases the way tools/test
// adds them up: "N passed, N failed".
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
#include <filesystem>

namespace {

std::size_t passedCases = 0;
std::size_t failedCases = 0;

struct CaseCounter : ListenerBase {
    using ListenerBase::ListenerBase;
    void testCaseEnded(const Catch::TestCaseStats &stats) override {
        ListenerBase::testCaseEnded(stats);
        (stats.totals.assertions.allOk() ? passedCases : failedCases) += 1;
    }
};
CATCH_REGISTER_LISTENER(CaseCounter)

} // namespace

int main(int argc, char *argv[]) {
    const int result = Catch::Session().run(argc, argv);
    std::printf("%zu passed, %zu failed\n", passedCases, failedCases);
    return result;
}
