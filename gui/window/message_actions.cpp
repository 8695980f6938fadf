#include "gui/window/message_actions.hpp"

#include <QApplication>
#include <QClipboard>
#include <QMessageBox>
#include <QPushButton>
#include <algorithm>
#include <array>

#include "gui/model/words.hpp"
#include "shared/base/limits.hpp"

namespace zchat::gui {

namespace {

constexpr std::array<const char *, 8> quickReactions{"👍", "❤️", "😂", "🎉", "👀", "✅", "🙏", "😮"};
// Of what a menu names.
constexpr qsizetype longestLink = 60;
constexpr qsizetype longestCode = 40;

} // namespace

MessageActions::MessageActions(Desk &desk, TimelineView &view, Address here, QWidget *window)
    : QObject(window)
    , desk_(desk)
    , view_(view)
    , here_(std::move(here))
    , window_(window) {
    connect(&view, &TimelineView::actWanted, this,
            [this](const QModelIndex &index, MessageAct act, QPoint at) {
                // A copy: rows move while a menu is open.
                run(Row(desk_.timeline().row(index.row())), act, at);
            });
}

void MessageActions::check(bool isTaken) {
    if (!isTaken)
        Q_EMIT said(tr("Too much is under way. Try again."));
}

void MessageActions::run(const Row &row, MessageAct act, QPoint at) {
    if (!allows(desk_.timeline(), row, act))
        return;
    const Seq seq = row.message.entry.seq;
    const QString words = plainWords(row.message);
    switch (act) {
    case MessageAct::react: {
        auto *menu = new QMenu(window_);
        fillReactions(*menu, row);
        openMenu(menu, at);
        return;
    }
    case MessageAct::reply:
        Q_EMIT replyWanted(seq, desk_.people().fullName(row.message.entry.by));
        return;
    case MessageAct::edit:
        if (row.draft)
            rewrite(row);
        else
            Q_EMIT editWanted(seq, words);
        return;
    case MessageAct::remove:
        if (row.draft)
            desk_.drop(row.draft->id);
        else
            confirmRemove(seq);
        return;
    case MessageAct::copyText:
        QApplication::clipboard()->setText(words);
        return;
    case MessageAct::copyLink:
        copyLink(seq);
        return;
    case MessageAct::markUnread:
        desk_.markUnread(seq);
        return;
    case MessageAct::pin:
        pin(row);
        return;
    case MessageAct::fold:
        if (const auto number = desk_.timeline().rowOf(row.key))
            desk_.timeline().toggleFold(*number);
        return;
    case MessageAct::menu: {
        auto *menu = new QMenu(window_);
        fill(*menu, row);
        openMenu(menu, at);
        return;
    }
    }
}

void MessageActions::runHit(const Row &row, Target target) {
    if (!row.draft)
        return;
    if (target == Target::retry)
        desk_.retry(row.draft->id);
    else if (target == Target::rewrite)
        rewrite(row);
    else if (target == Target::drop)
        desk_.drop(row.draft->id);
}

void MessageActions::openMenu(QMenu *menu, QPoint at) {
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (menu->isEmpty())
        delete menu;
    else
        menu->popup(at);
}

void MessageActions::add(QMenu &menu, const Row &row, MessageAct act, const QString &words) {
    if (!allows(desk_.timeline(), row, act))
        return;
    const QString key = keyWords(act);
    menu.addAction(key.isEmpty() ? words : words + "\t" + key, this,
                   [this, row, act] { run(row, act, QCursor::pos()); });
}

void MessageActions::fill(QMenu &menu, const Row &row) {
    const wire::Entry &entry = row.message.entry;
    const bool isRefused = row.draft && row.draft->state == client::DraftState::refused;
    if (allows(desk_.timeline(), row, MessageAct::react)) {
        QMenu *reactions = menu.addMenu(tr("React"));
        fillReactions(*reactions, row);
    }
    add(menu, row, MessageAct::reply, tr("Reply"));
    if (isRefused)
        menu.addAction(tr("Retry"), this, [this, id = row.draft->id] { desk_.retry(id); });
    add(menu, row, MessageAct::edit, tr("Edit"));
    if (!view_.selectedText().isEmpty())
        menu.addAction(tr("Copy marked words"), this, [words = view_.selectedText()] {
            QApplication::clipboard()->setText(words);
        });
    add(menu, row, MessageAct::copyText, tr("Copy text"));
    add(menu, row, MessageAct::copyLink, tr("Copy link"));
    addParts(menu, row);
    add(menu, row, MessageAct::markUnread, tr("Mark unread from here"));
    if (desk_.mayPin())
        add(menu, row, MessageAct::pin, row.message.pinned ? tr("Unpin") : tr("Pin"));
    if (addMore_)
        addMore_(menu, row);
    if (row.runLength > 0 || row.fold != Fold::none)
        menu.addAction(row.fold == Fold::last ? tr("Unfold") : tr("Fold"), this,
                       [this, row] { run(row, MessageAct::fold, {}); });
    if (!isSystemLine(row) && entry.by != desk_.timeline().me())
        addPerson(menu, entry.by);
    if (allows(desk_.timeline(), row, MessageAct::remove)) {
        menu.addSeparator();
        add(menu, row, MessageAct::remove, isRefused ? tr("Delete") : tr("Delete …"));
    }
}

void MessageActions::addPerson(QMenu &menu, const AccountName &name) {
    const bool isIgnored = desk_.preferences().ignored.contains(name);
    // A lone & would be taken for the mark of a shortcut.
    const QString who = desk_.people().fullName(name).replace('&', "&&");
    menu.addAction(isIgnored ? tr("Stop ignoring %1").arg(who) : tr("Ignore %1").arg(who), this,
                   [this, name, isIgnored] { setIgnored(name, !isIgnored); });
}

void MessageActions::setIgnored(const AccountName &name, bool isIgnored) {
    Preferences changed = desk_.preferences();
    if (isIgnored)
        changed.ignored.insert(name);
    else
        changed.ignored.erase(name);
    desk_.setPreferences(changed);
}

// Those of one's own are checked, and taken back when chosen.
void MessageActions::fillReactions(QMenu &menu, const Row &row) {
    const Seq of = row.message.entry.seq;
    QStringList offered;
    const auto offer = [&](const std::string &emoji, bool isOwn) {
        QAction *action = menu.addAction(oneLine(emoji).replace('&', "&&"), this,
                                         [=, this] { check(desk_.react(of, emoji, !isOwn)); });
        action->setCheckable(isOwn);
        action->setChecked(isOwn);
        offered << QString::fromStdString(emoji);
    };
    for (const auto &[emoji, names] : row.message.reactions)
        if (std::find(names.begin(), names.end(), desk_.timeline().me()) != names.end())
            offer(emoji, true);
    for (const char *emoji : quickReactions)
        if (!offered.contains(QString::fromUtf8(emoji)))
            offer(emoji, false);
    menu.addSeparator();
    menu.addAction(tr("Another one …"), this, [this, of] { Q_EMIT emojiWanted(of); });
}

// What else can be pointed at in the message, for who has no pointer.
void MessageActions::addParts(QMenu &menu, const Row &row) {
    const auto at = desk_.timeline().rowOf(row.key);
    if (!at)
        return;
    const QPersistentModelIndex index = desk_.timeline().index(*at);
    const auto offer = [&](const QString &words, const Hit &what) {
        menu.addAction(words, this, [this, index, what] {
            if (index.isValid())
                Q_EMIT hitWanted(index, what);
        });
    };
    const RowLayout &laid = view_.delegate().layout(index);
    if (laid.quoteOf)
        offer(tr("Show the original"), {.target = Target::quote});
    if (!laid.text.document)
        return;
    for (const QString &link : linksOf(laid.text))
        offer(tr("Open %1").arg(oneLine(link.left(longestLink).toStdString()).replace('&', "&&")),
              {.target = Target::link, .text = link});
    for (const CodeCard &code : laid.text.codeCards)
        offer(tr("Copy code “%1”")
                  .arg(oneLine(code.text.section('\n', 0, 0).left(longestCode).toStdString())
                           .replace('&', "&&")),
              {.target = Target::copy, .text = code.text});
}

void MessageActions::react(Seq of, const std::string &emoji) {
    check(desk_.react(of, emoji, true));
}

// Back into the box, and out of the outbox: it will be a new message.
void MessageActions::rewrite(const Row &row) {
    const auto *text = std::get_if<wire::Text>(&row.message.entry.content);
    if (text == nullptr || !row.draft)
        return;
    desk_.drop(row.draft->id);
    Q_EMIT rewriteWanted(QString::fromStdString(text->body), text->reply);
}

void MessageActions::confirmRemove(Seq of) {
    auto *question =
        new QMessageBox(QMessageBox::Question, tr("Delete"),
                        tr("Delete this message for everybody?"), QMessageBox::Cancel, window_);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText);
    QPushButton *yes = question->addButton(tr("Delete"), QMessageBox::AcceptRole);
    question->setDefaultButton(yes);
    connect(yes, &QPushButton::clicked, this, [this, of] { check(desk_.remove(of)); });
    question->open();
}

void MessageActions::copyLink(Seq of) {
    if (!desk_.room())
        return;
    const MessageLink link{.address = here_, .room = *desk_.room(), .seq = of};
    QApplication::clipboard()->setText(QString::fromStdString(toString(link)));
}

void MessageActions::pin(const Row &row) {
    if (!desk_.mayPin()) {
        Q_EMIT said(tr("Only moderators of this room pin messages."));
        return;
    }
    check(desk_.pin(row.message.entry.seq, !row.message.pinned));
}

} // namespace zchat::gui
