// chat-gui: the desktop client. Words on the command line in, a window out.
#include <QApplication>
#include <QCommandLineParser>
#include <cstdio>

#include "gui/launcher.hpp"

namespace {

using namespace zchat::gui;

std::optional<ThemeChoice> themeOf(const QString &word) {
    if (word == "system")
        return ThemeChoice::system;
    if (word == "light")
        return ThemeChoice::light;
    if (word == "dark")
        return ThemeChoice::dark;
    return std::nullopt;
}

} // namespace

int main(int argc, char *argv[]) {
    QApplication::setApplicationName("chat-gui");
    QApplication::setApplicationVersion(ZCHAT_VERSION);
    QApplication::setDesktopFileName("zchat");
    QApplication application(argc, argv);

    QCommandLineParser parser;
    parser.setApplicationDescription("A window onto a zchat server.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({"theme", "system, light or dark.", "theme", "system"});
    parser.addPositionalArgument("who",
                                 "NAME, NAME@HOST[:PORT] or a zchat:// link; without it, "
                                 "a dialog asks.",
                                 "[who]");
    parser.process(application);
    const auto theme = themeOf(parser.value("theme"));
    if (!theme) {
        std::fprintf(stderr, "chat-gui: --theme is system, light or dark.\n");
        return 2;
    }
    const auto request = parseStart(parser.positionalArguments());

    Theme look(*theme);
    Launcher launcher(look);
    const bool stays = launcher.start(request ? *request : StartRequest{},
                                      request ? QString() : QString::fromStdString(request.why()));
    return stays ? QApplication::exec() : 0;
}
