// The part of MainWindow that joins the timeline's messages to the composer and the pinned list.
#include <QCursor>

#include "gui/window/main_window.hpp"
#include "gui/window/navigator.hpp"

namespace zchat::gui {

void MainWindow::wireMessages() {
    messageActions_ = new MessageActions(desk_, pane_->view(), signIn_.address, this);
    messageActions_->setMore([this](QMenu &menu, const Row &row) {
        addFileActions(menu, row);
        menu.addAction(tr("Profile …"), this,
                       [this, by = row.message.entry.by] { navigator_->showPerson(by); });
    });
    connect(messageActions_, &MessageActions::hitWanted, this,
            qOverload<const QModelIndex &, const Hit &>(&MainWindow::hear));
    connect(messageActions_, &MessageActions::replyWanted, this, &MainWindow::startReply);
    connect(messageActions_, &MessageActions::editWanted, this, &MainWindow::startEdit);
    connect(messageActions_, &MessageActions::emojiWanted, this, [this](Seq of) {
        pickEmoji(QCursor::pos(), [this, of](const QString &emoji) {
            messageActions_->react(of, emoji.toStdString());
        });
    });
    connect(messageActions_, &MessageActions::said, this,
            [this](const QString &sentence) { info_->say(sentence, tr("Close"), true); });
    connect(messageActions_, &MessageActions::rewriteWanted, this,
            [this](const QString &words, std::optional<Seq> reply) {
                endMode();
                const QString there = composer_->words();
                composer_->setWords(there.trimmed().isEmpty() ? words : there + "\n" + words);
                composer_->flush();
                if (reply)
                    startReply(*reply, replyName(*reply));
                composer_->box().setFocus();
            });
    connect(&pane_->view(), &TimelineView::escaped, composer_, &Composer::cancelled);
    pinned_ = new PinnedPanel(desk_, theme_, this);
    connect(&header_->pinnedButton(), &QPushButton::clicked, this,
            [this] { pinned_->openBelow(header_->pinnedButton()); });
    connect(pinned_, &PinnedPanel::chosen, this, [this](const RoomName &room, Seq seq) {
        if (desk_.room() == room && desk_.timeline().rowOf(seq))
            pane_->view().goTo(seq);
        else
            goTo(room, seq);
        pane_->view().setFocus();
    });
}

QString MainWindow::replyName(Seq of) const {
    const TimelineModel &timeline = pane_->view().timeline();
    const auto at = timeline.rowOf(of);
    return at ? desk_.people().fullName(timeline.row(*at).message.entry.by)
              : tr("an earlier message");
}

} // namespace zchat::gui
