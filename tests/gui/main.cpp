// The main of the window's tests: one QApplication on the offscreen platform around all of them.
#include "tests/support/run_cases.hpp"

#include <QApplication>
#include <QDir>
#include <QTemporaryDir>

namespace {

// What one case chose and kept is none of the next one's business.
struct FreshSettings : ListenerBase {
    using ListenerBase::ListenerBase;
    void testCaseStarting(const Catch::TestCaseInfo &info) override {
        ListenerBase::testCaseStarting(info);
        QDir(qEnvironmentVariable("XDG_CONFIG_HOME") + "/zchat").removeRecursively();
    }
};
CATCH_REGISTER_LISTENER(FreshSettings)

// The offscreen platform lacks what a desktop has, and says so at every window: a hundred lines
// that hide the one that matters.
void leavePlatformOut(QtMsgType type, const QMessageLogContext &context, const QString &text) {
    if (text.startsWith("This plugin does not support"))
        return;
    std::fprintf(stderr, "%s\n", qUtf8Printable(qFormatLogMessage(type, context, text)));
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

int main(int argc, char *argv[]) {
    // A screen of the machine that runs the tests must not change what they see.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Settings and pasted pictures of whoever runs the tests are none of their business, and
    // neither are windows that are open meanwhile: a start would raise one of them.
    const QTemporaryDir home;
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "ZCHAT_HOME"})
        qputenv(name, home.filePath(name).toLocal8Bit());
    qInstallMessageHandler(leavePlatformOut);
    int qtArguments = 1;
    QApplication application(qtArguments, argv);
    return runCases(argc, argv);
}
