// Strings from strangers in every place that shows one: nothing is loaded, nothing is taken for
// markup, and nothing turns or hides what stands beside it.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QDirIterator>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QRegularExpression>
#include <QTcpServer>
#include <QToolTip>
#include <sys/inotify.h>
#include <unistd.h>

#include "gui/model/words.hpp"
#include "gui/window/files_panel.hpp"
#include "gui/window/picture_viewer.hpp"
#include "gui/window/room_dialogs.hpp"
#include "gui/window/sign_in_dialog.hpp"
#include "shared/base/text.hpp"
#include "tests/gui/notify_stage.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;
using client::TransferState;

namespace {

// A file and a port that nobody may touch.
class Bait final {
public:
    Bait() {
        path_ = writeFile(folder_.filePath("bait.png"), encoded(striped(8, 8), "png"));
        server_.listen(QHostAddress::LocalHost);
        watch_ = inotify_init1(IN_NONBLOCK);
        inotify_add_watch(watch_, QFile::encodeName(path_).constData(), IN_OPEN | IN_ACCESS);
    }
    ~Bait() { close(watch_); }
    [[nodiscard]] bool isTouched() {
        char bytes[4096];
        return read(watch_, bytes, sizeof bytes) > 0 || server_.hasPendingConnections();
    }
    void touch() const {
        QFile file(path_);
        if (file.open(QIODevice::ReadOnly))
            file.readAll();
    }
    [[nodiscard]] std::string file() const { return "file://" + path_.toStdString(); }
    [[nodiscard]] std::string host() const {
        return "127.0.0.1:" + std::to_string(server_.serverPort());
    }

private:
    QTemporaryDir folder_;
    QString path_;
    QTcpServer server_;
    int watch_ = -1;
};

std::vector<std::string> attacks(const Bait &bait) {
    const std::string file = bait.file();
    const std::string host = bait.host();
    return {"![x](" + file + ")",
            "<img src=\"" + file + "\">",
            "<img src=//" + host + "/x>",
            "<img src=\"http://" + host + "/x.png\">",
            "[bank](http://" + host + ")",
            "<a href=\"" + file + "\">click</a>",
            "<style>@import url(http://" + host + "/x.css);*{display:none}</style>",
            "<table background=\"" + file + "\"><tr><td>x</table>",
            "<b>admin</b><!-- ",
            "<h1>SYSTEM</h1><hr>",
            "&lt;b&gt;&amp;&#x202e;",
            "a\xe2\x80\xae"
            "exe.gnp", // right-to-left override
            "a\xe2\x81\xa6"
            "b\xe2\x80\x8f\xd8\x9c"
            "c",                        // isolate, mark, Arabic mark
            "x\x1b[2J\x07\r\nadmin: y", // control characters, a line of one's own
            "x\xe2\x80\xa8"
            "admin: y", // line separator
            "%1 %2 %n %99",
            "../../.ssh/authorized_keys"};
}

bool isUnsafe(const QString &words) {
    return hasUnsafeCharacter(words.toStdString());
}

void checkWords(const QString &where, const QString &words) {
    INFO(where.toStdString() << ": " << words.toStdString());
    CHECK_FALSE(isUnsafe(words));
}

// A message may have lines, and the marks that writing from right to left needs; they turn nothing
// but what stands beside them. Nothing else that moves text about.
void checkText(const QString &where, QString words) {
    for (const QChar allowed :
         {QChar('\n'), QChar('\t'), QChar(0x200e), QChar(0x200f), QChar(0x061c)})
        words.remove(allowed);
    checkWords(where, words);
}

void checkItems(const QAbstractItemView &view) {
    const QAbstractItemModel *model = view.model();
    if (model == nullptr)
        return;
    for (int row = 0; row < std::min(model->rowCount(), 200); ++row)
        for (int column = 0; column < model->columnCount(); ++column) {
            const QModelIndex index = model->index(row, column);
            checkText("item", index.data(Qt::DisplayRole).toString());
            checkText("item's words for readers", index.data(Qt::AccessibleTextRole).toString());
            const QString tip = index.data(Qt::ToolTipRole).toString();
            CHECK((tip.isEmpty() || tip.startsWith("<qt>")));
        }
}

// Everything that a window shows by a widget of Qt's own.
void checkWindow(QWidget &window) {
    checkWords("title", window.windowTitle());
    QList<QWidget *> widgets = window.findChildren<QWidget *>();
    widgets << &window;
    for (QWidget *widget : widgets) {
        checkWords("accessible name", widget->accessibleName());
        const QString tip = widget->toolTip();
        INFO(tip.toStdString());
        CHECK((!Qt::mightBeRichText(tip) || !tip.contains("<img")));
        if (const auto *label = qobject_cast<QLabel *>(widget)) {
            INFO(label->text().toStdString());
            CHECK((label->textFormat() == Qt::PlainText || !Qt::mightBeRichText(label->text())));
            checkWords("label", label->text());
        }
        if (const auto *button = qobject_cast<QAbstractButton *>(widget))
            checkWords("button", button->text());
        if (const auto *view = qobject_cast<QAbstractItemView *>(widget))
            checkItems(*view);
        if (auto *card = qobject_cast<FileCard *>(widget)) {
            checkWords("card", card->facts().title);
            checkWords("card", card->facts().detail);
        }
    }
}

void checkTimeline(FileStage &stage) {
    for (int i = 0; i < stage.timeline().rowCount(); ++i) {
        const RowLayout &laid = stage.layout(i);
        for (const QString &words :
             {laid.systemWords, laid.nameWords, laid.besideWords, laid.quoteName, laid.stateWords,
              laid.attachment.titleWords, laid.attachment.detailWords, laid.attachment.wholeDetail,
              laid.attachment.kind})
            checkWords("row", words);
        checkText("quote", laid.quoteWords);
        for (const Chip &chip : laid.chips) {
            checkWords("chip", chip.words);
            checkWords("chip", chip.who);
        }
        if (laid.text.document)
            checkText("message", laid.text.document->toPlainText());
    }
}

struct AttackStage : NotifyStage {
    // Puts the words wherever the wire lets somebody put words.
    void fill(const std::string &words) {
        lobby.summary().title = words;
        lobby.summary().topic = words;
        ops.summary().topic = words;
        lobby.say("bob", words);
        wire::Text reply;
        reply.body = words;
        reply.reply = Seq{4};
        lobby.add("bob", reply);
        wire::File file = fileOf(words.c_str(), 5'000);
        file.body = words;
        lobby.add("bob", file);
        lobby.add("bob", pictureOf(words.c_str(), 50'000'000, 300, 200));
        lobby.add("bob", wire::Data{.type = words, .data = {}, .body = words});
        lobby.add("bob", wire::React{.of = Seq{4}, .emoji = words, .on = true});
        lobby.add("bob", wire::RoomChange{.title = words, .topic = {}, .archived = {}});
        lobby.add("bob", wire::RoomChange{.title = {}, .topic = words, .archived = {}});
        readAll();
    }
    void tellNames(const std::string &words) {
        client::SignedIn notice = signedIn("alice", words.c_str());
        notice.serverName = words;
        script.tell(notice);
        script.tell(client::PresenceChanged{.states = {{.who = AccountName("bob"),
                                                        .title = words,
                                                        .state = wire::State::online,
                                                        .text = words}}});
        script.tell(client::FirstContact{.address = {.host = "localhost", .port = 5555},
                                         .key = {},
                                         .fingerprint = "aaaa",
                                         .serverName = words});
        Script::settle();
    }
};

void checkDialogs(AttackStage &stage) {
    Desk &desk = stage.window->desk();
    PeopleDialog people(desk, stage.theme, std::nullopt, stage.window.get());
    checkWindow(people);
    JoinRoomDialog join(desk, stage.theme, stage.window.get());
    Room other("other");
    other.summary().topic = stage.ops.summary().topic;
    other.summary().role.reset();
    const auto asked = stage.script.asked<wire::Rooms>();
    REQUIRE(asked);
    stage.script.tell(client::Answered{
        .token = asked->first, .body = wire::Reply(wire::RoomsReply{.rooms = {other.summary()}})});
    Script::settle();
    CHECK(join.list().count() == 1);
    checkWindow(join);
    NotificationLog log(stage.window->notifications(), desk, stage.window.get());
    checkWindow(log);
}

void checkMenus(AttackStage &stage) {
    Q_EMIT stage.window->sidebar().roomMenuWanted(stage.direct.name(), QPoint(10, 10));
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    REQUIRE(menu != nullptr);
    for (const QAction *action : menu->actions())
        checkWords("menu", action->text());
    menu->close();
}

} // namespace

TEST_CASE("attack: the bait is noticed when it is touched") {
    Bait bait;
    CHECK_FALSE(bait.isTouched());
    bait.touch();
    CHECK(bait.isTouched());
}

TEST_CASE("attack: in names, titles, topics, text, quotes, files, notifications, dialogs: words") {
    Bait bait;
    for (const std::string &words : attacks(bait)) {
        INFO(words);
        AttackStage stage;
        stage.fill(words);
        stage.begin();
        stage.tellNames(words);
        checkWindow(*stage.window);
        checkTimeline(stage);
        // A transfer under that name, one that fails with it, and what the broker says.
        auto transfer = stage.download(stage.lobby.after(5).front(), TransferState::failed);
        transfer.why = words;
        stage.tell(transfer);
        stage.script.tell(client::BrokerSays{.text = words, .warning = true});
        auto lost = connection(client::Connection::offline);
        lost.text = words;
        stage.script.tell(lost);
        Script::settle();
        checkTimeline(stage);
        stage.script.tell(connection(client::Connection::online));
        stage.script.tell(stage.list());
        stage.serve();
        QTest::keyClick(stage.window.get(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
        REQUIRE(stage.window->filesPanel() != nullptr);
        checkWindow(*stage.window->filesPanel());
        PictureViewer viewer(stage.window->desk(), stage.theme, stage.lobby.name(), Seq{7},
                             nullptr);
        viewer.open();
        checkWindow(viewer);
        viewer.close();
        checkDialogs(stage);
        checkMenus(stage);
        stage.mention(stage.ops, words + " @alice");
        REQUIRE(stage.waitTold(1));
        checkWords("notification", stage.server.told.back().title);
        checkWords("notification", stage.server.told.back().body);
        checkWords("tray", stage.window->tray().icon().toolTip());
        stage.window->grab(); // painted, with whatever painting would load
        Script::settle();
    }
    CHECK_FALSE(bait.isTouched());
}

TEST_CASE("attack: a server's name in the sign-in dialog is words") {
    Bait bait;
    for (const std::string &words : attacks(bait)) {
        const Theme theme(ThemeChoice::light);
        SignInDialog dialog(
            [](const Address &) -> Result<Door> {
                return Refusal{.code = Code::busy, .text = "no", .retryMs = {}, .versions = {}};
            },
            theme);
        dialog.prefill({}, oneLine(words));
        checkWindow(dialog);
    }
    CHECK_FALSE(bait.isTouched());
}

TEST_CASE("attack: a tooltip over hostile words shows them as they are") {
    const QString tip = plainTip("<img src=x> & \"more\"\nsecond");
    CHECK(tip == "<qt>&lt;img src=x&gt; &amp; &quot;more&quot;<br>second</qt>");
}

TEST_CASE("attack: nothing in the window could load anything, or show words as markup") {
    // What would: a browser, the network, a document that is fed with HTML, a label that guesses.
    const QRegularExpression forbidden(
        "QNetworkAccessManager|QTextBrowser|QWebEngine|setHtml\\(|insertHtml\\(|appendHtml\\(|"
        "fromHtml\\(|setMarkdown\\(|Qt::RichText|Qt::AutoText|Qt::MarkdownText|QProcess|std::"
        "system\\(|"
        "popen\\(|exec[lv]p?e?\\(");
    QDirIterator files(QString(ZCHAT_SOURCE) + "/gui", {"*.cpp", "*.hpp"}, QDir::Files,
                       QDirIterator::Subdirectories);
    int seen = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        REQUIRE(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        INFO(file.fileName().toStdString());
        const auto found = forbidden.match(text);
        INFO(found.captured().toStdString());
        CHECK_FALSE(found.hasMatch());
        ++seen;
    }
    CHECK(seen > 50);
}
