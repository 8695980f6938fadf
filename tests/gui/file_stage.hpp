// A whole window, online, in a lobby and in ops, with a folder of files beside it.
#pragma once

#include <QApplication>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest/QTest>

#include "gui/window/main_window.hpp"
#include "tests/gui/hostile_pictures.hpp"
#include "tests/gui/script.hpp"

namespace zchat::gui::test {

struct FileStage {
    FileStage()
        : theme(ThemeChoice::light)
        , lobby("lobby")
        , ops("ops") {
        // Each test starts as a first start does.
        QSettings(settingsFile(AccountName("alice"), "localhost:5555"), QSettings::IniFormat)
            .clear();
        lobby.sayMany("bob", 3);
        ops.sayMany("bob", 3);
        start();
    }
    // A first start, or another one.
    void start() {
        window.reset();
        script = Script();
        window = std::make_unique<MainWindow>(script.open(),
                                              SignIn{.name = AccountName("alice"),
                                                     .address = {.host = "localhost", .port = 5555},
                                                     .invite = std::nullopt,
                                                     .shownKey = std::nullopt},
                                              theme);
        window->show();
        window->activateWindow();
    }
    void signIn() {
        client::SignedIn notice = signedIn("alice");
        notice.limits.fileBytes = limitBytes;
        script.tell(notice);
        script.tell(connection(client::Connection::online));
        script.tell(
            client::RoomsListed{.rooms = {lobby.summary(), ops.summary()}, .fromCache = false});
        serve();
    }
    // Answers windows, and leaves what else was said to be looked at.
    void serve() {
        for (int round = 0; round < 6; ++round) {
            Script::settle();
            for (const client::LoadWindow &wanted : script.said<client::LoadWindow>())
                if (wanted.token > served) {
                    served = wanted.token;
                    script.tell((wanted.room == lobby.name() ? lobby : ops).answer(wanted));
                }
        }
    }
    QString write(const QString &name, const QByteArray &bytes) const {
        return writeFile(folder.filePath(name), bytes);
    }
    wire::Entry &post(const char *by, const wire::File &file) { return lobby.add(by, file); }
    void tell(const client::TransferChanged &transfer) {
        script.tell(transfer);
        Script::settle();
    }
    client::TransferChanged download(const wire::Entry &entry, client::TransferState state) const {
        client::TransferChanged transfer;
        transfer.id.bytes.fill(90);
        transfer.id.bytes[0] = static_cast<std::uint8_t>(entry.seq.value);
        transfer.room = lobby.name();
        transfer.seq = entry.seq;
        transfer.file = std::get<wire::File>(entry.content);
        transfer.state = state;
        return transfer;
    }
    TimelineModel &timeline() { return window->desk().timeline(); }
    TimelineView &view() { return window->pane().view(); }
    Composer &composer() { return window->composer(); }
    AttachmentBar &bar() { return window->composer().attachments(); }
    [[nodiscard]] const RowLayout &layout(int row) {
        return view().delegate().layout(timeline().index(row));
    }
    [[nodiscard]] const AttachmentLayout &card(int row) { return layout(row).attachment; }
    [[nodiscard]] const AttachmentLayout &lastCard() { return card(timeline().rowCount() - 1); }
    // Where the card's button stands; nowhere where it has none.
    [[nodiscard]] std::optional<QPoint> buttonAt(int row, FileAct act) {
        const QPoint corner = view().visualRect(timeline().index(row)).topLeft();
        for (const FileButton &button : card(row).buttons)
            if (button.act == act)
                return corner + button.rect.center();
        return std::nullopt;
    }
    [[nodiscard]] bool press(int row, FileAct act) {
        const auto at = buttonAt(row, act);
        if (!at)
            return false;
        QTest::mouseMove(view().viewport(), *at);
        QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, *at);
        Script::settle();
        return true;
    }

    Script script;
    Theme theme;
    Room lobby;
    Room ops;
    QTemporaryDir folder;
    std::uint64_t limitBytes = 2048ULL * 1024 * 1024;
    client::Token served = 0;
    std::unique_ptr<MainWindow> window;
};

inline wire::File fileOf(const char *name, std::uint64_t size, const char *media = "") {
    wire::File file;
    file.name = name;
    file.size = size;
    file.media = media;
    return file;
}
inline wire::File pictureOf(const char *name, std::uint64_t size, std::uint64_t width,
                            std::uint64_t height, const char *media = "image/png") {
    wire::File file = fileOf(name, size, media);
    file.width = width;
    file.height = height;
    return file;
}

} // namespace zchat::gui::test
