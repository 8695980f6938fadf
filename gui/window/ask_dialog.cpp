#include "gui/window/ask_dialog.hpp"

#include <QHBoxLayout>

#include "gui/model/words.hpp"

namespace zchat::gui {

AskDialog::AskDialog(Desk &desk, const Theme & /*theme*/, const QString &title, const QString &yes,
                     QWidget *parent)
    : QDialog(parent)
    , desk_(desk)
    , body_(new QVBoxLayout)
    , trouble_(new QLabel(this))
    , yes_(new QPushButton(yes, this))
    , no_(new QPushButton(tr("Cancel"), this)) {
    setWindowTitle(title);
    setMinimumWidth(380);
    trouble_->setTextFormat(Qt::PlainText);
    trouble_->setWordWrap(true);
    trouble_->setProperty("rank", "warn");
    trouble_->hide();
    yes_->setProperty("primary", true);
    yes_->setDefault(true);
    no_->setAutoDefault(false);
    auto *head = new QLabel(title, this);
    head->setTextFormat(Qt::PlainText);
    head->setProperty("rank", "title");
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(no_);
    buttons->addWidget(yes_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(12);
    column->addWidget(head);
    column->addLayout(body_);
    column->addWidget(trouble_);
    column->addLayout(buttons);
    connect(no_, &QPushButton::clicked, this, &QDialog::reject);
    connect(yes_, &QPushButton::clicked, this, [this] { decide(); });
}

// The keys go to what is asked first, and to the buttons last, though these were made first.
void AskDialog::showEvent(QShowEvent *event) {
    const auto isButton = [this](const QWidget *widget) { return widget == yes_ || widget == no_; };
    QWidget *first = nullptr;
    QWidget *last = nullptr;
    for (QWidget *each = nextInFocusChain(); each != this; each = each->nextInFocusChain()) {
        if (isButton(each) || (each->focusPolicy() & Qt::TabFocus) == 0)
            continue;
        first = first == nullptr ? each : first;
        last = each;
    }
    if (last != nullptr) {
        setTabOrder(last, no_);
        setTabOrder(no_, yes_);
        if (focusWidget() == nullptr || isButton(focusWidget()))
            first->setFocus();
    }
    QDialog::showEvent(event);
}

void AskDialog::say(const QString &trouble) {
    trouble_->setText(trouble);
    trouble_->setVisible(!trouble.isEmpty());
}

void AskDialog::ask(wire::Request request) {
    say({});
    // Without a connection that is the answer; while one is being made, more is possible than
    // shows.
    yes_->setEnabled(false);
    desk_.ask(std::move(request), this, [this](const Answer &heard) { answer(heard); });
}

void AskDialog::answer(const Answer &answer) {
    yes_->setEnabled(true);
    if (const auto *refusal = std::get_if<Refusal>(&answer)) {
        say(oneLine(refusal->text));
        return;
    }
    const auto &reply = std::get<wire::Reply>(answer);
    if (const auto *room = std::get_if<wire::RoomReply>(&reply))
        Q_EMIT roomAnswered(room->room);
    accept();
}

} // namespace zchat::gui
