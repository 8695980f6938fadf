// A window with a scripted server behind it, to look at: not a test, and never installed.
//
//   scene [light|dark|contrast] [offline|stopped|contact|empty|files|pictures|harbour|messages|-]
//   [small]
//         [preview|drop|panel|sent|viewer|log]
//         [compact] [zoom=PERCENT] [speak=LANGUAGE] [settings=PAGE] [picker] [type=WORDS]
//         [shot=FILE]
#include <QApplication>
#include <QDateTime>
#include <QScreen>
#include <QTemporaryDir>
#include <QTimer>

#include "gui/model/language.hpp"
#include "gui/window/files_panel.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/notifications.hpp"
#include "gui/window/picture_viewer.hpp"
#include "tests/gui/scene_files.hpp"
#include "tests/gui/scene_parts.hpp"
#include "tests/gui/script.hpp"

namespace {

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

wire::Text words(const char *body, std::vector<std::string> mentions = {},
                 std::optional<Seq> reply = std::nullopt) {
    wire::Text text;
    text.body = body;
    text.mentions = std::move(mentions);
    text.reply = reply;
    return text;
}

wire::MemberChange joined(const char *who) {
    return {.who = AccountName(who), .change = wire::Change::joined, .role = std::nullopt};
}

Room opsRoom() {
    Room room("ops");
    room.summary().topic = "Deploys and on-call · this week: Tom";
    room.summary().members = 14;
    const TimeMs now = QDateTime::currentMSecsSinceEpoch();
    const TimeMs day = 24 * 3600 * 1000;
    const TimeMs minute = 60'000;
    room.add("tom", joined("tom"), now - day - 90 * minute);
    room.add("maya",
             words("Last night's backup took 41 minutes, eleven more than the week before. "
                   "Most of it is the attachments; the log itself is nothing. I would "
                   "rather look at it before Friday than on Friday.\n\n"
                   "- move attachments to the second disk\n"
                   "- keep the log where it is\n"
                   "- **measure** again"),
             now - day - 60 * minute);
    room.add("tom",
             words("Rolling `broker 2.4` to the second rack now. If p99 moves, I stop.\n"
                   "```\nchat-cli follow build --json | jq -r 'select(.kind==\"data\") | "
                   ".data.p99'\n```"),
             now - 41 * minute);
    room.add("ci",
             wire::Data{.type = "ci.build",
                        .data = {},
                        .body = "build 8123 · main **passed**: 1 412 tests in 38 s"},
             now - 39 * minute);
    room.add("maya",
             words("It will not: here is the trace from the rehearsal. @alice could you "
                   "look at the tail?",
                   {"alice"}, Seq{3}),
             now - 38 * minute);
    for (const char *who : {"tom", "alice", "jun"})
        room.add(who, wire::React{.of = Seq{5}, .emoji = "👍", .on = true}, now - 38 * minute);
    room.add("jun", wire::React{.of = Seq{5}, .emoji = "🎉", .on = true}, now - 38 * minute);
    room.add("jun", joined("jun"), now - 37 * minute);
    room.add("alice",
             words("Tail is flat. Three spikes, all of them the backup at :30, none of "
                   "them ours. See [the bank](https://graphs.example/tail?id=7) or "
                   "https://graphs.example/p99"),
             now - 30 * minute);
    room.add("maya",
             words("> none of them ours\n\nThen who starts it at half past? *Not* cron, "
                   "~~I hope~~. <img src=//host/x> ![x](file:///dev/zero)"),
             now - 8 * minute);
    room.add("alice", words("Going on to rack three at 11:00 unless someone says no."),
             now - 7 * minute);
    return room;
}

void play(Script &script, Room &ops, const QString &mood) {
    if (mood == "empty")
        return;
    std::vector<wire::RoomSummary> rooms{ops.summary()};
    const auto add = [&](const char *name, wire::RoomKind kind, std::uint64_t unread,
                         std::uint64_t mentions) {
        wire::RoomSummary room;
        room.room = RoomName(name);
        room.kind = kind;
        room.role = wire::Role::member;
        room.unread = unread;
        room.mentions = mentions;
        rooms.push_back(room);
        return &rooms.back();
    };
    rooms.front().read = Seq{11};
    rooms.front().unread = mood == "files" || mood == "pictures" ? 0 : 2;
    add("lobby", wire::RoomKind::publicRoom, 0, 0);
    add("build", wire::RoomKind::publicRoom, 12, 0);
    add("design", wire::RoomKind::publicRoom, 0, 0);
    add("incident-42", wire::RoomKind::privateRoom, 2, 2);
    add("random", wire::RoomKind::publicRoom, 3, 0)->notify = wire::Notify::none;
    add("~aaaaaaaaaaaaaaaaaaaaaaaaaa", wire::RoomKind::direct, 1, 1)->with = {AccountName("maya")};
    add("~baaaaaaaaaaaaaaaaaaaaaaaaa", wire::RoomKind::direct, 0, 0)->with = {AccountName("tom")};
    add("~caaaaaaaaaaaaaaaaaaaaaaaaa", wire::RoomKind::direct, 0, 0)->with = {AccountName("jun"),
                                                                              AccountName("lena")};
    add("~daaaaaaaaaaaaaaaaaaaaaaaaa", wire::RoomKind::direct, 0, 0)->with = {AccountName("ci")};
    script.tell(signedIn("alice", "Alice Reyes"));
    script.tell(connection(client::Connection::online));
    script.tell(client::RoomsListed{.rooms = rooms, .fromCache = false});
    Script::settle();
    if (const auto people = script.asked<wire::People>()) {
        const auto person = [](const char *name, const char *title, wire::State state, bool bot) {
            return wire::PersonRow{.name = AccountName(name),
                                   .title = title,
                                   .state = state,
                                   .text = std::nullopt,
                                   .bot = bot};
        };
        wire::PeopleReply reply{.people = {person("tom", "Tom Okafor", wire::State::away, false),
                                           person("maya", "Maya Klein", wire::State::online, false),
                                           person("jun", "Jun", wire::State::offline, false),
                                           person("lena", "Lena", wire::State::online, false),
                                           person("ci", "", wire::State::online, true)}};
        script.tell(client::Answered{.token = people->first, .body = wire::Reply(reply)});
    }
}

void addArabic(Room &room) {
    const TimeMs now = QDateTime::currentMSecsSinceEpoch();
    room.add("maya", words("صباح الخير! هل اكتمل النسخ الاحتياطي الليلة الماضية؟"),
             now - 3 * 60'000);
    room.add("alice", words("نعم، استغرق 41 دقيقة. التفاصيل في `backup.log`."), now - 2 * 60'000);
}

// Runs, an ignored person, a pin, a large emoji: what the timeline folds and shows besides words.
void addTalk(Room &room) {
    const TimeMs now = QDateTime::currentMSecsSinceEpoch();
    for (const char *who : {"ann", "bo", "cy", "di", "ed"})
        room.add(who, joined(who), now - 6 * 60'000);
    room.add("eve", words("Buy my things"), now - 5 * 60'000);
    room.add("maya", words(":tada:"), now - 4 * 60'000);
    room.add("maya", words("Release is out :rocket:"), now - 4 * 60'000);
    room.add("tom", wire::Pin{.of = Seq{3}, .on = true}, now - 4 * 60'000);
    room.add("alice", words("Thanks, all. I go home now.", {}, Seq{3}), now - 3 * 60'000);
}

void showTalk(MainWindow &window) {
    Preferences changed = window.desk().preferences();
    changed.ignored = {AccountName("eve")};
    changed.showsPresenceLines = true;
    window.desk().setPreferences(changed);
    TimelineView &view = window.pane().view();
    view.setFocus(Qt::TabFocusReason);
    view.selectAllLoaded();
}

void setMood(Script &script, const QString &mood, const Room &ops) {
    if (mood == "offline" || mood == "stopped") {
        client::ConnectionChanged change = connection(client::Connection::offline);
        change.trouble = client::Trouble::noBroker;
        change.text = "Nobody answers at localhost:5555.";
        change.retryInMs = 4000;
        if (mood == "stopped") {
            change.state = client::Connection::stopped;
            change.trouble = client::Trouble::keyChanged;
            change.text = "The key of localhost:5555 is not the one that this machine knows.";
            script.tell(client::KeyChanged{
                .address = {.host = "localhost", .port = 5555},
                .pinnedFingerprint = "1f3a 99c0 77de 4b21 0a5c 8841 d2f0 6b7e",
                .offeredFingerprint = "e7b2 0c4d 11aa 93f5 6e08 42bd 7a1c 50f9"});
        }
        script.tell(change);
    }
    if (mood == "contact")
        script.tell(client::FirstContact{.address = {.host = "localhost", .port = 5555},
                                         .key = {},
                                         .fingerprint = "1f3a 99c0 77de 4b21 0a5c 8841 d2f0 6b7e",
                                         .serverName = "Harbour Labs"});
    client::DraftChanged draft;
    draft.id.bytes.fill(200);
    draft.room = ops.name();
    draft.content = words("And then lunch.");
    draft.state = mood == "offline" ? client::DraftState::queued : client::DraftState::sent;
    script.tell(draft);
    client::DraftChanged refused = draft;
    refused.id.bytes.fill(201);
    refused.content = words("Is this too fast for the server?");
    refused.state = client::DraftState::refused;
    refused.refusal = Refusal{
        .code = Code::denied, .text = "This room is archived.", .retryMs = {}, .versions = {}};
    if (mood == "offline")
        script.tell(refused);
    script.tell(client::ReceiptsMoved{
        .room = ops.name(),
        .read = {{AccountName("maya"), Seq{11}}, {AccountName("tom"), Seq{11}}}});
    script.tell(client::TypingChanged{.room = ops.name(), .who = {AccountName("tom")}});
}

// The windows beside the main one.
void openBeside(MainWindow &window, Theme &theme, const Room &ops, const QStringList &arguments) {
    Script::settle();
    const auto choose = [&window](const QString &words) {
        for (QAction *action : window.actions())
            if (action->text() == words)
                action->trigger();
    };
    if (arguments.contains("panel") || arguments.contains("sent"))
        choose("Transfers");
    if (arguments.contains("sent"))
        window.filesPanel()->showSent();
    if (arguments.contains("log")) {
        window.notifications().sendTest();
        window.showNotificationLog();
    }
    if (arguments.contains("viewer")) {
        auto *viewer = new PictureViewer(window.desk(), theme, ops.name(),
                                         Seq{ops.after(0).size() - 2}, &window);
        theme.dress(viewer);
        viewer->open();
    }
}

QString valueOf(const QStringList &arguments, const QString &name) {
    for (const QString &argument : arguments)
        if (argument.startsWith(name + "="))
            return argument.mid(name.size() + 1);
    return {};
}

// What a person would open or choose, by the words on the command line.
void open(MainWindow &window, const QStringList &arguments) {
    Preferences chosen = window.desk().preferences();
    if (const int zoom = valueOf(arguments, "zoom").toInt(); zoom > 0)
        chosen.zoomPercent = zoom;
    if (arguments.contains("compact"))
        chosen.density = Density::compact;
    chosen.recentEmoji = {"🎉", "👍", "🚀"};
    chosen.ignored = {AccountName("jun")};
    window.desk().setPreferences(chosen);
    window.composer().box().insertPlainText(valueOf(arguments, "type"));
    Script::settle();
    if (const QString page = valueOf(arguments, "settings"); !page.isEmpty()) {
        window.openSettings();
        window.settings()->showPage(page.toInt());
    }
    if (arguments.contains("picker"))
        window.composer().emojiButton().click();
}

} // namespace

int main(int argc, char *argv[]) {
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    Theme theme(arguments.contains("dark")       ? ThemeChoice::dark
                : arguments.contains("contrast") ? ThemeChoice::highContrast
                                                 : ThemeChoice::light);
    const QString language = valueOf(arguments, "speak");
    if (!language.isEmpty())
        speak(language);
    const bool isRightToLeft = QApplication::isRightToLeft();
    Script script;
    Room ops = opsRoom();
    const QString mood = arguments.size() > 2 ? arguments[2] : QString();
    // What a person has chosen on this machine must not change what is seen.
    const QTemporaryDir folder;
    qputenv("XDG_CONFIG_HOME", folder.path().toLocal8Bit());
    addFiles(ops, mood);
    if (isRightToLeft)
        addArabic(ops);
    if (mood == "messages")
        addTalk(ops);
    MainWindow window(script.open(),
                      SignIn{.name = AccountName("alice"),
                             .address = {.host = "localhost", .port = 5555},
                             .invite = std::nullopt,
                             .shownKey = std::nullopt},
                      theme);
    window.resize(1280, 800);
    if (arguments.contains("small"))
        window.resize(640, 480);
    window.show();
    play(script, ops, mood);
    Script::settle();
    window.desk().open(ops.name());
    serve(script, {&ops});
    if (mood == "files" || mood == "pictures" || mood == "harbour") {
        moveFiles(script, ops, mood, folder.path());
        if (arguments.contains("drop"))
            window.dropHint().hang("Drop files here to send them to #ops");
        openBeside(window, theme, ops, arguments);
        if (arguments.contains("preview"))
            for (const char *name : {"/evening over the harbour.png", "/rack 3.jpg"})
                if (const auto looked = lookAt(
                        paintedPicture(folder.path() + name, QSize(1600, 900)), std::nullopt))
                    window.composer().attachments().add(*looked);
    } else {
        setMood(script, mood, ops);
    }
    if (mood == "messages")
        showTalk(window);
    openScenePart(window, script, ops, arguments);
    open(window, arguments);
    // Pictures are decoded and windows mapped in their own time.
    if (const QString shot = valueOf(arguments, "shot"); !shot.isEmpty())
        QTimer::singleShot(1'500, &window, [&window, shot] {
            const bool isSaved = window.screen()->grabWindow(0).save(shot);
            QApplication::exit(isSaved ? 0 : 1);
        });
    return QApplication::exec();
}
