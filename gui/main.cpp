// chat-gui: the desktop client. Words on the command line in, a window out.
#include <QApplication>
#include <QCommandLineParser>
#include <cstdio>

#include "gui/launcher.hpp"
#include "gui/link_channel.hpp"
#include "gui/look/desktop_portal.hpp"
#include "gui/look/paint.hpp"
#include "gui/model/language.hpp"
#include "gui/model/preferences.hpp"
#include "shared/base/memory.hpp"

using namespace zchat::gui;

int main(int argc, char *argv[]) {
    zchat::keepFreedMemory();
    QApplication::setApplicationName("chat-gui");
    QApplication::setApplicationVersion(ZCHAT_VERSION);
    QApplication::setDesktopFileName("zchat");
    QApplication application(argc, argv);

    QCommandLineParser parser;
    parser.setApplicationDescription("A window onto a zchat server.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({"theme", "system, light, dark or high-contrast.", "theme", "system"});
    parser.addPositionalArgument("who",
                                 "NAME, NAME@HOST[:PORT] or a zchat:// link; without it, "
                                 "a dialog asks.",
                                 "[who]");
    parser.process(application);
    const auto theme = parseThemeChoice(parser.value("theme"));
    if (!theme) {
        std::fprintf(stderr, "chat-gui: --theme is system, light, dark or high-contrast.\n");
        return 2;
    }
    const auto request = parseStart(parser.positionalArguments());

    QApplication::setWindowIcon(applicationIcon());
    speak({});
    Theme look(*theme);
    DesktopPortal portal(QDBusConnection::sessionBus());
    QObject::connect(&portal, &DesktopPortal::changed, &look, &Theme::hear);
    Launcher launcher({.open = openLink, .knock = knockAt, .accounts = accountsAt}, look);
    const bool stays = launcher.start(request ? *request : StartRequest{},
                                      request ? QString() : QString::fromStdString(request.why()));
    return stays ? QApplication::exec() : 0;
}
