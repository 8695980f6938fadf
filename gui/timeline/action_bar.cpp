#include "gui/timeline/action_bar.hpp"

#include <QApplication>
#include <QHBoxLayout>

#include "gui/look/paint.hpp"

namespace zchat::gui {

ActionBar::ActionBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , theme_(theme)
    , react_(add(MessageAct::react, QString::fromUtf8("😀"), tr("React")))
    , reply_(add(MessageAct::reply, tr("Reply"), tr("Reply")))
    , edit_(add(MessageAct::edit, tr("Edit"), tr("Edit")))
    , more_(add(MessageAct::menu, {}, tr("More actions"))) {
    setObjectName("actionBar");
    setAccessibleName(tr("Actions of the message"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2, 1, 2, 1);
    row->setSpacing(0);
    for (QToolButton *button : {react_, reply_, edit_, more_})
        row->addWidget(button);
    connect(&theme, &Theme::changed, this, &ActionBar::dress);
    dress();
    hide();
}

QToolButton *ActionBar::add(MessageAct act, const QString &words, const QString &name) {
    auto *button = new QToolButton(this);
    button->setText(words);
    button->setAccessibleName(name);
    const QString key = keyWords(act);
    button->setToolTip(key.isEmpty() ? name : name + " (" + key + ")");
    button->setFocusPolicy(Qt::TabFocus);
    button->setAutoRaise(true);
    connect(button, &QToolButton::clicked, this, [this, act] { Q_EMIT wanted(act); });
    return button;
}

void ActionBar::dress() {
    more_->setIcon(makeIcon(Icon::more, theme_.look().tokens.dim));
}

void ActionBar::showFor(const TimelineModel &model, const Row &row) {
    react_->setVisible(allows(model, row, MessageAct::react));
    reply_->setVisible(allows(model, row, MessageAct::reply));
    edit_->setVisible(allows(model, row, MessageAct::edit));
    adjustSize();
    show();
    raise();
}

bool ActionBar::hasFocusInside() const {
    const QWidget *focused = QApplication::focusWidget();
    return focused != nullptr && isAncestorOf(focused);
}

QToolButton &ActionBar::button(MessageAct act) const {
    switch (act) {
    case MessageAct::react:
        return *react_;
    case MessageAct::reply:
        return *reply_;
    case MessageAct::edit:
        return *edit_;
    default:
        return *more_;
    }
}

} // namespace zchat::gui
