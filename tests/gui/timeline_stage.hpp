// A whole window, signed in as alice and open in one room that a test writes the log of.
#pragma once

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QScrollBar>
#include <QtTest/QTest>

#include "gui/window/main_window.hpp"
#include "tests/gui/script.hpp"

namespace zchat::gui::test {

class TimelineStage final {
public:
    explicit TimelineStage(const char *roomName = "ops",
                           wire::RoomKind kind = wire::RoomKind::publicRoom)
        : theme(ThemeChoice::light)
        , room(roomName, kind)
        , window(script.open(),
                 SignIn{.name = AccountName("alice"),
                        .address = {.host = "chat.example", .port = 5555},
                        .invite = std::nullopt,
                        .shownKey = std::nullopt},
                 theme) {
        window.desk().setPreferences({}); // what another test kept is none of this one's
    }
    // With what the room holds by then.
    void open() {
        window.resize(1000, 640);
        window.show();
        window.activateWindow();
        script.tell(signedIn("alice"));
        script.tell(connection(client::Connection::online));
        script.tell(client::RoomsListed{.rooms = {room.summary()}, .fromCache = false});
        serve(script, {&room});
    }
    void hear(std::size_t count = 1) {
        script.tell(room.last(count));
        Script::settle();
    }
    void know(const char *name, const char *title, wire::State state = wire::State::online) {
        script.tell(client::PresenceChanged{
            .states = {{.who = AccountName(name), .title = title, .state = state, .text = {}}}});
        Script::settle();
    }
    TimelineView &view() { return window.pane().view(); }
    TimelineModel &timeline() { return window.desk().timeline(); }
    QScrollBar &bar() { return *view().verticalScrollBar(); }
    const RowLayout &laid(int row) { return view().delegate().layout(timeline().index(row)); }
    QString shownText(int row) { return laid(row).text.document->toPlainText(); }
    // A point of a row's layout, in the viewport.
    QPoint at(int row, QPoint laidPoint) {
        const double zoom = theme.look().zoom;
        return view().visualRect(timeline().index(row)).topLeft() +
               QPoint(int(laidPoint.x() * zoom), int(laidPoint.y() * zoom));
    }
    QPoint atWords(int row, int x = 2) { return at(row, laid(row).words.topLeft() + QPoint(x, 9)); }
    void click(QPoint point, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(view().viewport(), Qt::LeftButton, modifiers, point);
        Script::settle();
    }
    void drag(QPoint from, QPoint to) {
        QTest::mousePress(view().viewport(), Qt::LeftButton, {}, from);
        move(from + QPoint(6, 0), Qt::LeftButton);
        move(to, Qt::LeftButton);
    }
    void release(QPoint at) { QTest::mouseRelease(view().viewport(), Qt::LeftButton, {}, at); }
    // QTest::mouseMove presses no button, and the platform may swallow it.
    void move(QPoint to, Qt::MouseButtons held = Qt::NoButton) {
        QMouseEvent moved(QEvent::MouseMove, QPointF(to),
                          QPointF(view().viewport()->mapToGlobal(to)), Qt::NoButton, held, {});
        QApplication::sendEvent(view().viewport(), &moved);
        Script::settle();
    }
    // The tip over a point of a row.
    QString tipAt(int row, QPoint laidPoint) {
        return view().delegate().hitTest(timeline().index(row), laidPoint).tip;
    }
    // Opens a message's menu as the Menu key does, and takes the action that begins so.
    QMenu *menuOf(int row) {
        view().setFocus();
        view().setCurrentIndex(timeline().index(row));
        QTest::keyClick(&view(), Qt::Key_Menu);
        return qobject_cast<QMenu *>(QApplication::activePopupWidget());
    }
    static QAction *action(QMenu *menu, const QString &words) {
        if (menu == nullptr)
            return nullptr;
        for (QAction *each : menu->actions())
            if (each->text().startsWith(words))
                return each;
        return nullptr;
    }
    bool choose(int row, const QString &words) {
        QMenu *menu = menuOf(row);
        QAction *found = action(menu, words);
        if (found != nullptr)
            found->trigger();
        if (menu != nullptr)
            menu->close();
        Script::settle();
        return found != nullptr;
    }
    void setIgnored(std::set<AccountName> names) {
        Preferences changed = window.desk().preferences();
        changed.ignored = std::move(names);
        window.desk().setPreferences(changed);
        Script::settle();
    }
    static QString clipboard() { return QApplication::clipboard()->text(); }

    Script script;
    Theme theme;
    Room room;
    MainWindow window;
};

inline wire::MemberChange change(const char *who, wire::Change what = wire::Change::joined) {
    return {.who = AccountName(who), .change = what, .role = std::nullopt};
}

inline wire::Text text(const char *body, std::optional<Seq> reply = std::nullopt,
                       std::vector<std::string> mentions = {}) {
    return {.body = body, .reply = reply, .mentions = std::move(mentions)};
}

} // namespace zchat::gui::test
