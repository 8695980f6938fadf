// MessageActions: what the window does with one message: its menu, its reactions, and each act.
//
// The timeline says what was wanted of which row; this turns it into words for the Desk, the
// clipboard or the composer. It refuses what the row does not allow, and keeps no state.
#pragma once

#include <QMenu>
#include <QObject>
#include <QPoint>
#include <functional>

#include "gui/model/desk.hpp"
#include "gui/timeline/timeline_view.hpp"
#include "shared/base/address.hpp"

namespace zchat::gui {

class MessageActions final : public QObject {
    Q_OBJECT
public:
    // `here` is the address that links to messages name.
    MessageActions(Desk &desk, TimelineView &view, Address here, QWidget *window);

    using AddMore = std::function<void(QMenu &, const Row &)>;
    // What the row's menu holds besides, as for its attachment.
    void setMore(AddMore addMore) { addMore_ = std::move(addMore); }
    // Where the menu and the reactions open is a place on the screen.
    void run(const Row &row, MessageAct act, QPoint at);
    void runHit(const Row &row, Target target);

    void react(zchat::Seq of, const std::string &emoji);

Q_SIGNALS:
    // What a click into the message would do.
    void hitWanted(const QModelIndex &index, const zchat::gui::Hit &what);
    // Another reaction than those at hand.
    void emojiWanted(zchat::Seq of);
    void replyWanted(zchat::Seq of, const QString &who);
    void editWanted(zchat::Seq of, const QString &words);
    // A refused message comes back to the box; what it replied to, if it did.
    void rewriteWanted(const QString &words, std::optional<zchat::Seq> reply);
    void said(const QString &sentence);

private:
    void fill(QMenu &menu, const Row &row);
    void fillReactions(QMenu &menu, const Row &row);
    void addParts(QMenu &menu, const Row &row);
    void addPerson(QMenu &menu, const AccountName &name);
    void add(QMenu &menu, const Row &row, MessageAct act, const QString &words);
    void rewrite(const Row &row);
    void confirmRemove(Seq of);
    void copyLink(Seq of);
    void pin(const Row &row);
    void setIgnored(const AccountName &name, bool isIgnored);
    void check(bool isTaken);
    void openMenu(QMenu *menu, QPoint at);

    Desk &desk_;
    TimelineView &view_;
    Address here_;
    QWidget *window_;
    AddMore addMore_;
};

} // namespace zchat::gui
