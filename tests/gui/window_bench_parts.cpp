#include "tests/gui/window_bench.hpp"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QListView>
#include <QScrollBar>
#include <QTimer>
#include <QtTest/QTest>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

#include "gui/link_channel.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/notifications.hpp"
#include "gui/window/tray.hpp"
#include "shared/link/cache.hpp"
#include "shared/link/keyring.hpp"
#include "shared/link/link.hpp"
#include "tests/gui/script.hpp"

namespace zchat::gui::bench {

namespace {

using namespace test;

constexpr std::uint64_t cachedRooms = 500;
constexpr std::uint64_t cachedEach = 2'000;
const Address nowhere{.host = "127.0.0.1", .port = 9}; // nobody listens there
const AccountName alice("alice");

SignIn signInTo(const Address &address) {
    return {.name = alice, .address = address, .invite = std::nullopt, .shownKey = std::nullopt};
}

double cpuMs() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

double residentMb() {
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').front().toDouble() * 1024 / 1e6;
    return 0;
}

void add(Figures &figures, const QString &name, const std::vector<double> &values) {
    figures[name + ", median ms"] = quantile(values, 0.5);
    figures[name + ", p99 ms"] = quantile(values, 0.99);
    figures[name + ", worst ms"] = quantile(values, 1);
}

template <class Work>
double timeOf(const Work &work) {
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

// Words as people write them: mostly short, some long, some with code or a list.
std::string wordsOf(std::uint64_t number) {
    static const char *const lines[] = {
        "Good morning.",
        "Looks right to me, thanks.",
        "The second rack is done; the third follows after lunch if nobody objects to it.",
        "See https://graphs.example/p99 for the **tail**; three spikes, all of them the backup.",
        "```\nchat-cli follow build --json | jq .data.p99\n```",
        "- move attachments to the second disk\n- keep the log where it is\n- *measure* again",
        "Last night's backup took 41 minutes, eleven more than the week before. Most of it is the "
        "attachments; the log itself is nothing. I would rather look at it before Friday than on "
        "Friday, since nobody will be here to answer when it fails."};
    return std::to_string(number) + " " + lines[number * 7 % std::size(lines)];
}

wire::Message messageOf(std::uint64_t seq) {
    wire::Entry entry;
    entry.seq = Seq{seq};
    entry.at = dawn + static_cast<TimeMs>(seq) * 47'000;
    entry.by = AccountName(std::array{"bob", "carol", "dan", "alice"}[seq / 3 % 4]);
    entry.content = wire::Text{.body = wordsOf(seq), .reply = {}, .mentions = {}};
    return wire::toMessage(std::move(entry));
}

RoomName roomOf(std::uint64_t number) {
    return RoomName("room-" + std::to_string(number));
}

void waitUntil(const std::function<bool()> &holds) {
    while (!holds())
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
}

void rest(int ms) {
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

bool isShown(MainWindow &window, const RoomName &room) {
    const TimelineModel &timeline = window.desk().timeline();
    return timeline.room() == room && !timeline.isLoading() && timeline.rowCount() > 0;
}

// A window on a scripted server that holds one long room.
struct Stage {
    static constexpr std::uint64_t head = 12'000;

    Stage()
        : theme(ThemeChoice::light)
        , window(script.open(), signInTo(nowhere), theme) {
        window.show();
        wire::RoomSummary summary;
        summary.room = RoomName("long");
        summary.role = wire::Role::member;
        summary.head = Seq{last};
        summary.read = Seq{last};
        script.tell(signedIn("alice"));
        script.tell(connection(client::Connection::online));
        script.tell(client::RoomsListed{.rooms = {summary}, .fromCache = false});
        while (window.desk().timeline().rowCount() == 0) {
            Script::settle();
            answer();
        }
        Script::settle();
    }
    void answer() {
        const auto wanted = script.said<client::LoadWindow>();
        script.forgetCommands();
        for (const client::LoadWindow &page : wanted) {
            std::uint64_t low = page.after ? page.after->value + 1 : last + 1 - page.limit;
            if (page.before)
                low = page.before->value > page.limit ? page.before->value - page.limit : 1;
            const std::uint64_t end =
                page.before ? page.before->value : std::min(last + 1, low + page.limit);
            client::WindowLoaded loaded{.token = page.token,
                                        .room = page.room,
                                        .messages = {},
                                        .head = Seq{last},
                                        .fromCache = false,
                                        .refusal = {}};
            for (std::uint64_t seq = low; seq < end; ++seq)
                loaded.messages.push_back(messageOf(seq));
            script.tell(std::move(loaded));
        }
    }
    TimelineModel &timeline() { return window.desk().timeline(); }
    TimelineView &view() { return window.pane().view(); }

    Script script;
    Theme theme;
    std::uint64_t last = head;
    MainWindow window;
};

constexpr int scrollBy = 90; // a notch of a wheel

double frame(QAbstractItemView &view, int by) {
    return timeOf([&] {
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() + by);
        QCoreApplication::processEvents();
        view.viewport()->repaint();
    });
}

} // namespace

double monotonicMs() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

double quantile(std::vector<double> values, double part) {
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const auto at = static_cast<std::size_t>(double(values.size()) * part);
    return values[std::min(at, values.size() - 1)];
}

bool makeCache() {
    const link::Keyring keyring(link::defaultFolder(), nowhere);
    if (!keyring.device(alice).ok() || !keyring.savePin(PublicKey{}).ok())
        return false;
    auto cache = link::Cache::open(keyring.folder(), alice, true);
    wire::Me me;
    me.name = alice;
    if (!cache.ok() || !cache->carryOut({client::KeepMe{.me = me}}).ok())
        return false;
    for (std::uint64_t number = 0; number < cachedRooms; ++number) {
        wire::RoomSummary summary;
        summary.room = roomOf(number);
        summary.role = wire::Role::member;
        summary.head = Seq{cachedEach};
        summary.read = Seq{cachedEach};
        client::KeepPage page{
            .room = summary.room, .messages = {}, .low = Seq{1}, .high = Seq{cachedEach}};
        for (std::uint64_t seq = 1; seq <= cachedEach; ++seq)
            page.messages.push_back(messageOf(seq));
        if (!cache
                 ->carryOut(
                     {client::KeepRoom{summary},
                      client::KeepPosition{.room = summary.room, .position = Seq{cachedEach}},
                      std::move(page)})
                 .ok())
            return false;
        if ((number + 1) % (cachedRooms / 10) == 0)
            std::fprintf(stderr, "making a cache of 1,000,000 messages: %d %%\n",
                         int((number + 1) * 100 / cachedRooms));
    }
    return true;
}

Figures measureStart(double spawnedMs) {
    Figures figures;
    Theme theme(ThemeChoice::light);
    MainWindow window(openLink(signInTo(nowhere)), signInTo(nowhere), theme);
    window.tray().install();
    window.notifications().showThrough(desktopBubbles(&window.tray().icon()));
    window.show();
    waitUntil([&] { return window.desk().room() && isShown(window, *window.desk().room()); });
    window.repaint();
    figures["start until painted, ms"] = monotonicMs() - spawnedMs;
    std::vector<double> switches;
    for (std::uint64_t i = 1; i <= 100; ++i) {
        const RoomName room = roomOf(i * 37 % cachedRooms);
        switches.push_back(timeOf([&] {
            window.desk().open(room);
            waitUntil([&] { return isShown(window, room); });
            window.repaint();
        }));
    }
    add(figures, "room switch", switches);
    figures["memory after 100 rooms, MB"] = residentMb();
    constexpr int idleMs = 10'000;
    rest(1'000); // what the last room began
    const double before = cpuMs();
    rest(idleMs);
    figures["idle CPU, %"] = (cpuMs() - before) / idleMs * 100;
    return figures;
}

Figures measureScrolling() {
    Figures figures;
    Stage stage;
    // The same rows and the same delegate in a list of plain Qt, up and down as often.
    Pictures pictures;
    MessageDelegate delegate(stage.timeline(), stage.window.desk().people(), stage.theme, pictures);
    QListView plain;
    plain.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    plain.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    plain.setItemDelegate(&delegate);
    while (stage.timeline().rowCount() < int(TimelineModel::windowRows) - 100) {
        stage.timeline().wantOlder();
        Script::settle();
        stage.answer();
        Script::settle();
    }
    plain.resize(stage.view().size());
    delegate.setWidth(plain.viewport()->width());
    plain.setModel(&stage.timeline());
    plain.show();
    Script::settle();
    std::vector<double> plainFrames;
    int by = scrollBy;
    for (int i = 0; i < 4'000; ++i) {
        plainFrames.push_back(frame(plain, by));
        const QScrollBar *bar = plain.verticalScrollBar();
        if (bar->value() == bar->minimum() || bar->value() == bar->maximum())
            by = -by;
    }
    plain.setModel(nullptr);
    plain.hide();
    add(figures, "plain list, frame", plainFrames);

    std::vector<double> frames;
    const std::uint64_t until = Stage::head - 10'000;
    while (stage.timeline().row(0).message.entry.seq.value > until) {
        frames.push_back(frame(stage.view(), -scrollBy));
        stage.answer();
    }
    add(figures, "scrolling 10,000 messages, frame", frames);
    figures["scrolling 10,000 messages, frames"] = double(frames.size());
    figures["memory after scrolling, MB"] = residentMb();
    return figures;
}

Figures measureResizing() {
    Figures figures;
    Stage stage;
    std::vector<double> frames;
    for (int i = 0; i < 120; ++i)
        frames.push_back(timeOf([&] {
            stage.window.resize(640 + 10 * (i < 60 ? i : 120 - i), 720);
            QCoreApplication::processEvents();
            stage.window.repaint();
        }));
    add(figures, "resize, frame", frames);
    return figures;
}

Figures measureTyping() {
    Figures figures;
    Stage stage;
    constexpr double everyMs = 10;
    constexpr int each = 20; // 2,000 a second
    std::vector<double> keys;
    std::vector<double> passes;
    QElapsedTimer clock;
    clock.start();
    double nextBatchMs = 0;
    double nextKeyMs = 0;
    std::uint64_t arrived = 0;
    while (clock.elapsed() < 5'000) {
        const double nowMs = double(clock.nsecsElapsed()) / 1e6;
        for (; nextBatchMs <= nowMs; nextBatchMs += everyMs) {
            client::EntriesAdded added{.room = RoomName("long"), .entries = {}};
            for (int i = 0; i < each; ++i)
                added.entries.push_back(messageOf(++stage.last).entry);
            arrived += each;
            stage.script.tell(std::move(added));
        }
        if (nextKeyMs <= nowMs) {
            nextKeyMs = nowMs + 50;
            keys.push_back(timeOf([&] {
                QTest::keyClick(&stage.window.composer().box(), Qt::Key_A);
                QCoreApplication::processEvents();
                stage.window.composer().repaint();
            }));
        }
        passes.push_back(timeOf([] { QCoreApplication::processEvents(); }));
        stage.script.forgetCommands();
        if (double(clock.nsecsElapsed()) / 1e6 < nextBatchMs)
            QThread::usleep(500);
    }
    add(figures, "typing beside 2,000 messages a second, key", keys);
    add(figures, "typing beside 2,000 messages a second, pass", passes);
    figures["messages that arrived meanwhile, a second"] =
        double(arrived) / (double(clock.elapsed()) / 1e3);
    return figures;
}

} // namespace zchat::gui::bench
