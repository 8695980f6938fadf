#include "gui/window/ticket_dialog.hpp"

#include <QApplication>
#include <QClipboard>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QStyle>
#include <QVBoxLayout>
#include <array>

#include "gui/model/words.hpp"
#include "gui/window/choice_box.hpp"
#include "shared/base/text.hpp"

namespace zchat::gui {

namespace {

struct Lifetime {
    const char *words;
    std::uint64_t seconds;
};
constexpr std::uint64_t hourS = 3600;
constexpr std::uint64_t dayS = 24 * hourS;
constexpr std::array<Lifetime, 4> lifetimes{{
    {QT_TRANSLATE_NOOP("zchat::gui::TicketDialog", "an hour"), hourS},
    {QT_TRANSLATE_NOOP("zchat::gui::TicketDialog", "a day"), dayS},
    {QT_TRANSLATE_NOOP("zchat::gui::TicketDialog", "a week"), 7 * dayS},
    {QT_TRANSLATE_NOOP("zchat::gui::TicketDialog", "30 days"), 30 * dayS},
}};
constexpr int mostUses = 1000;

QLabel *plainLabel(const QString &words, QWidget *parent) {
    auto *label = new QLabel(words, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QString titleOf(const TicketWish &wish) {
    if (wish.purpose == wire::Purpose::account)
        return TicketDialog::tr("Invite a person");
    return wish.name ? TicketDialog::tr("Add a device for %1")
                           .arg(QString::fromStdString(wish.name->value))
                     : TicketDialog::tr("Add a device");
}

QString adviceOf(const TicketWish &wish) {
    return wish.purpose == wire::Purpose::account
               ? TicketDialog::tr("The link makes an account on this server. Send it to that "
                                  "person alone: whoever has it gets in.")
               : TicketDialog::tr("Open the link on the other device. It signs in there as the "
                                  "same person, so show it to nobody else.");
}

} // namespace

QString reachableLink(const std::string &link, const Address &used) {
    auto parsed = parseInviteLink(link);
    if (!parsed)
        return QString::fromStdString(link);
    for (const char *local : {"127.0.0.1", "0.0.0.0", "::", "::1", "localhost"})
        if (parsed->address.host == local) {
            parsed->address = used;
            break;
        }
    return QString::fromStdString(toString(*parsed));
}

TicketDialog::TicketDialog(Desk &desk, const TicketWish &wish, const Address &address,
                           QWidget *parent)
    : QDialog(parent)
    , desk_(desk)
    , wish_(wish)
    , address_(address)
    , name_(new QLineEdit(this))
    , expires_(new ChoiceBox(this))
    , uses_(new QSpinBox(this))
    , fields_(new QWidget(this))
    , make_(new QPushButton(tr("Make a link"), this))
    , made_(new QWidget(this))
    , code_(new QrView(made_))
    , link_(new QLineEdit(made_))
    , copy_(new QPushButton(tr("Copy"), made_))
    , withdraw_(new QPushButton(tr("Withdraw"), made_))
    , state_(plainLabel({}, this)) {
    build();
    connect(make_, &QPushButton::clicked, this, &TicketDialog::make);
    connect(copy_, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(link_->text());
        say(tr("Copied."), false);
    });
    connect(withdraw_, &QPushButton::clicked, this, &TicketDialog::withdraw);
}

void TicketDialog::build() {
    const bool isAccount = wish_.purpose == wire::Purpose::account;
    setWindowTitle(titleOf(wish_));
    setMinimumWidth(440);
    auto *head = plainLabel(titleOf(wish_), this);
    head->setProperty("rank", "title");
    auto *advice = plainLabel(adviceOf(wish_), this);
    advice->setProperty("rank", "dim");
    name_->setPlaceholderText(tr("any (they choose it)"));
    name_->setMaxLength(static_cast<int>(limits::nameBytes));
    uses_->setRange(1, mostUses);
    for (const Lifetime &life : lifetimes)
        expires_->addItem(tr(life.words), qulonglong(life.seconds));
    expires_->setCurrentIndex(isAccount ? 2 : 0);
    auto *form = new QFormLayout(fields_);
    form->setContentsMargins(0, 0, 0, 0);
    form->setLabelAlignment(Qt::AlignLeft);
    if (isAccount) {
        form->addRow(tr("&Name"), name_);
        form->addRow(tr("For how many &people"), uses_);
    }
    form->addRow(tr("&Good for"), expires_);
    name_->setVisible(isAccount);
    uses_->setVisible(isAccount);
    link_->setReadOnly(true);
    link_->setAccessibleName(tr("Invite link"));
    code_->setAccessibleName(tr("The link as a QR code"));
    make_->setProperty("primary", true);
    make_->setDefault(true);
    withdraw_->setProperty("danger", true);
    state_->hide();
    auto *linkRow = new QHBoxLayout;
    linkRow->addWidget(link_, 1);
    linkRow->addWidget(copy_);
    linkRow->addWidget(withdraw_);
    auto *madeColumn = new QVBoxLayout(made_);
    madeColumn->setContentsMargins(0, 0, 0, 0);
    madeColumn->setSpacing(12);
    madeColumn->addWidget(code_, 0, Qt::AlignHCenter);
    madeColumn->addLayout(linkRow);
    made_->hide();
    auto *close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(make_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 8, 20, 8);
    column->setSpacing(6);
    column->addWidget(head);
    column->addWidget(advice);
    column->addWidget(fields_);
    column->addWidget(made_);
    column->addWidget(state_);
    column->addLayout(buttons);
}

void TicketDialog::make() {
    // Where a link stands there, the button asks for the form that makes the next one.
    if (!link_->text().isEmpty()) {
        showLink({});
        return;
    }
    if (!desk_.isOnline()) {
        say(tr("There is no connection to the server. Try again once it is back."), true);
        return;
    }
    wire::Ticket request;
    request.purpose = wish_.purpose;
    request.name = wish_.name;
    request.expiresS = expires_->currentData().toULongLong();
    if (wish_.purpose == wire::Purpose::account) {
        const std::string typed = name_->text().trimmed().toStdString();
        if (!typed.empty()) {
            request.name = parseAccountName(typed);
            if (!request.name) {
                say(tr("A name has 1 to 32 of a-z, 0-9, “.”, “_” and “-”, and begins and ends "
                       "with a letter or digit."),
                    true);
                return;
            }
        }
        request.uses = static_cast<std::uint64_t>(uses_->value());
        if (request.name && *request.uses > 1) {
            say(tr("A name is for one person. Leave it empty, or invite one."), true);
            return;
        }
    }
    make_->setEnabled(false);
    desk_.ask(std::move(request), this, [this](const Answer &answer) { hear(answer); });
}

void TicketDialog::hear(const Answer &answer) {
    make_->setEnabled(true);
    if (const auto *refusal = std::get_if<Refusal>(&answer)) {
        say(oneLine(refusal->text), true);
        return;
    }
    const auto *reply = std::get_if<wire::TicketReply>(&std::get<wire::Reply>(answer));
    if (reply == nullptr)
        return;
    ticket_ = reply->ticket;
    showLink(reachableLink(reply->link, address_));
    say({}, false);
}

// The form gives way to what it made, so that both fit a small screen.
void TicketDialog::showLink(const QString &link) {
    link_->setText(link);
    link_->setCursorPosition(0);
    code_->setWords(link.toStdString());
    made_->setVisible(!link.isEmpty());
    fields_->setVisible(link.isEmpty());
    make_->setText(link.isEmpty() ? tr("Make a link") : tr("Make another"));
    adjustSize();
}

void TicketDialog::withdraw() {
    if (!ticket_)
        return;
    desk_.ask(wire::Revoke{.device = std::nullopt, .ticket = ticket_}, this,
              [this](const Answer &answer) {
                  if (const auto *refusal = std::get_if<Refusal>(&answer)) {
                      say(oneLine(refusal->text), true);
                      return;
                  }
                  ticket_.reset();
                  showLink({});
                  say(tr("The link is withdrawn: it lets nobody in any more."), false);
              });
}

void TicketDialog::say(const QString &sentence, bool isWarning) {
    state_->setProperty("rank", isWarning ? "warn" : "dim");
    style()->unpolish(state_);
    style()->polish(state_);
    state_->setText(sentence);
    state_->setVisible(!sentence.isEmpty());
}

} // namespace zchat::gui
