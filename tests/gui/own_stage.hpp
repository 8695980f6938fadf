// OwnStage: alice's window in a lobby and in ops, with settings that no other test has touched.
#pragma once

#include <QFile>

#include "gui/model/account_settings.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/script.hpp"

namespace zchat::gui::test {

inline const SignIn ownSignIn{.name = AccountName("alice"),
                              .address = {.host = "localhost", .port = 5555},
                              .invite = std::nullopt,
                              .shownKey = std::nullopt};

inline QString ownSettingsFile() {
    return settingsFile(AccountName("alice"), "localhost:5555");
}

// What one test chose must not be there in the next.
struct FreshSettings {
    FreshSettings() { QFile::remove(ownSettingsFile()); }
    ~FreshSettings() { QFile::remove(ownSettingsFile()); }
    FreshSettings(const FreshSettings &) = delete;
    FreshSettings &operator=(const FreshSettings &) = delete;
};

struct OwnStage {
    explicit OwnStage(ThemeChoice choice = ThemeChoice::light)
        : theme(choice)
        , lobby("lobby")
        , ops("ops")
        , window(script.open(), ownSignIn, theme) {
        window.show();
        window.activateWindow();
        lobby.sayMany("bob", 3);
        ops.sayMany("bob", 3);
        script.tell(signedIn("alice", "Alice Reyes"));
        script.tell(connection(client::Connection::online));
        script.tell(
            client::RoomsListed{.rooms = {lobby.summary(), ops.summary()}, .fromCache = false});
        serve(script, {&lobby, &ops});
    }
    void prefer(const std::function<void(Preferences &)> &set) {
        Preferences changed = window.desk().preferences();
        set(changed);
        window.desk().setPreferences(changed);
        Script::settle();
    }
    QPlainTextEdit &box() { return window.composer().box(); }
    [[nodiscard]] const Preferences &preferences() { return window.desk().preferences(); }

    FreshSettings fresh;
    Script script;
    Theme theme;
    Room lobby;
    Room ops;
    MainWindow window;
};

} // namespace zchat::gui::test
