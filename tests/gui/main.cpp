// The main of the window's tests: one QApplication on the offscreen platform around all of them.
// Its last line counts as tests/support/catch_main.cpp's does.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using ListenerBase = Catch::EventListenerBase;
#else
#define CATCH_CONFIG_RUNNER
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>
using ListenerBase = Catch::TestEventListenerBase;
#endif

#include <QApplication>
#include <cstdio>

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
    // A screen of the machine that runs the tests must not change what they see.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    int qtArguments = 1;
    QApplication application(qtArguments, argv);
    const int result = Catch::Session().run(argc, argv);
    std::printf("%zu passed, %zu failed\n", passedCases, failedCases);
    return result;
}
