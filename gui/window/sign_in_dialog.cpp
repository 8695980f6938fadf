#include "gui/window/sign_in_dialog.hpp"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QThread>
#include <QVBoxLayout>
#include <memory>

#include "gui/model/words.hpp"
#include "shared/base/text.hpp"

namespace zchat::gui {

namespace {

QLabel *plainLabel(const QString &words, QWidget *parent) {
    auto *label = new QLabel(words, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

SignInDialog::SignInDialog(AskDoor askDoor, const Theme & /*theme*/, QWidget *parent)
    : QDialog(parent)
    , askDoor_(std::move(askDoor))
    , pages_(new QStackedWidget(this)) {
    setWindowTitle(tr("Sign in"));
    setMinimumWidth(420);
    pages_->addWidget(makeForm());
    pages_->addWidget(makeKeyPage());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->addWidget(pages_);
}

QWidget *SignInDialog::makeForm() {
    auto *page = new QWidget(this);
    auto *title = plainLabel(tr("Sign in"), page);
    title->setProperty("rank", "title");
    auto *hint = plainLabel(tr("A new name makes a new account. A name that you have used on this "
                               "machine finds your account again."),
                            page);
    hint->setProperty("rank", "dim");
    name_ = new QLineEdit(page);
    name_->setPlaceholderText(tr("alice"));
    address_ = new QLineEdit("localhost", page);
    address_->setPlaceholderText(tr("host, host:port or an invite link"));
    trouble_ = plainLabel({}, page);
    trouble_->setProperty("rank", "warn");
    trouble_->hide();
    connect_ = new QPushButton(tr("Connect"), page);
    connect_->setProperty("primary", true);
    connect_->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"), page);
    cancel->setAutoDefault(false);
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft);
    form->setVerticalSpacing(10);
    form->addRow(tr("&Name"), name_);
    form->addRow(tr("&Server"), address_);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(connect_);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(title);
    column->addWidget(hint);
    column->addLayout(form);
    column->addWidget(trouble_);
    column->addStretch();
    column->addLayout(buttons);
    connect(connect_, &QPushButton::clicked, this, &SignInDialog::tryToConnect);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    return page;
}

QWidget *SignInDialog::makeKeyPage() {
    auto *page = new QWidget(this);
    auto *title = plainLabel(tr("First contact"), page);
    title->setProperty("rank", "title");
    keyWords_ = plainLabel({}, page);
    fingerprint_ = plainLabel({}, page);
    fingerprint_->setProperty("rank", "code");
    fingerprint_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    fingerprint_->setAccessibleName(tr("Fingerprint of the server's key"));
    auto *advice = plainLabel(tr("Compare it with what the administrator tells you. From now on "
                                 "this machine accepts no other key at this address."),
                              page);
    advice->setProperty("rank", "dim");
    trust_ = new QPushButton(tr("Trust and connect"), page);
    trust_->setProperty("primary", true);
    auto *back = new QPushButton(tr("Back"), page);
    back->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(back);
    buttons->addWidget(trust_);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(title);
    column->addWidget(keyWords_);
    column->addWidget(fingerprint_);
    column->addWidget(advice);
    column->addStretch();
    column->addLayout(buttons);
    connect(back, &QPushButton::clicked, this, [this] { pages_->setCurrentIndex(0); });
    connect(trust_, &QPushButton::clicked, this, [this] {
        signIn_.shownKey = offered_;
        accept();
    });
    return page;
}

void SignInDialog::prefill(const StartRequest &request, const QString &why) {
    if (request.name)
        name_->setText(QString::fromStdString(request.name->value));
    const Address &address = request.address;
    address_->setText(
        QString::fromStdString(address.port == defaultPort ? address.host : toString(address)));
    if (request.invite)
        address_->setText(QString::fromStdString(toString(*request.invite)));
    say(why);
    name_->setFocus();
    name_->selectAll();
}

void SignInDialog::say(const QString &trouble) {
    trouble_->setText(trouble);
    trouble_->setVisible(!trouble.isEmpty());
}

void SignInDialog::setBusy(bool isBusy) {
    name_->setEnabled(!isBusy);
    address_->setEnabled(!isBusy);
    connect_->setEnabled(!isBusy);
    connect_->setText(isBusy ? tr("Asking …") : tr("Connect"));
}

void SignInDialog::tryToConnect() {
    say({});
    const std::string nameWords = name_->text().trimmed().toStdString();
    const std::string where = address_->text().trimmed().toStdString();
    signIn_ = SignIn{};
    signIn_.invite = parseInviteLink(where);
    if (!nameWords.empty())
        signIn_.name = parseAccountName(nameWords);
    // A link may name the account itself; without one there must be a name.
    if (!signIn_.name && (!nameWords.empty() || !signIn_.invite)) {
        say(nameWords.empty() ? tr("Type a name first.")
                              : tr("A name has 1 to 32 of a-z, 0-9, “.”, “_” and “-”, and begins "
                                   "and ends with a letter or digit."));
        name_->setFocus();
        return;
    }
    if (signIn_.invite) {
        signIn_.address = signIn_.invite->address;
        accept();
        return;
    }
    const auto address = parseAddress(where);
    if (!address) {
        say(where.starts_with("zchat:")
                ? tr("This is not a whole invite link. Copy it again from where it came.")
                : tr("This is not an address. Type host or host:port, or paste an invite link."));
        address_->setFocus();
        return;
    }
    signIn_.address = *address;
    knock();
}

void SignInDialog::knock() {
    setBusy(true);
    auto answer = std::make_shared<std::optional<Result<Door>>>();
    QThread *thread = QThread::create(
        [ask = askDoor_, address = signIn_.address, answer] { answer->emplace(ask(address)); });
    connect(thread, &QThread::finished, this, [this, answer] { hear(**answer); });
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
}

void SignInDialog::hear(const Result<Door> &answer) {
    setBusy(false);
    if (!answer) {
        say(oneLine(answer.why()));
        return;
    }
    const QString where = QString::fromStdString(toString(signIn_.address));
    if (answer->pinnedFingerprint && *answer->pinnedFingerprint != answer->fingerprint) {
        say(tr("The key of %1 is not the one that this machine knows.\nKnown: %2\nOffered: %3\n"
               "Ask its administrator for a new invite link: that is the one way on.")
                .arg(where, *answer->pinnedFingerprint, answer->fingerprint));
        return;
    }
    if (answer->pinnedFingerprint) {
        accept();
        return;
    }
    offered_ = answer->key;
    keyWords_->setText(tr("This machine has not met %1 at %2 before. The fingerprint of its key is")
                           .arg(oneLine(answer->serverName.toStdString()), where));
    fingerprint_->setText(answer->fingerprint);
    pages_->setCurrentIndex(1);
    trust_->setDefault(true);
    trust_->setFocus();
}

} // namespace zchat::gui
