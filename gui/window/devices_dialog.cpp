#include "gui/window/devices_dialog.hpp"

#include <QDateTime>
#include <QLocale>
#include <QMessageBox>
#include <QVBoxLayout>

#include "gui/model/words.hpp"
#include "gui/window/wrap_layout.hpp"
#include "shared/base/text.hpp"

namespace zchat::gui {

namespace {

QString momentWords(TimeMs at) {
    return at <= 0 ? DevicesDialog::tr("never")
                   : QLocale().toString(QDateTime::fromMSecsSinceEpoch(at), QLocale::ShortFormat);
}

QString labelOf(const wire::DeviceRow &device) {
    return device.label.empty() ? DevicesDialog::tr("Device %1")
                                      .arg(QString::fromStdString(toHex(device.device)).left(8))
                                : oneLine(device.label);
}

} // namespace

DevicesDialog::DevicesDialog(Desk &desk, QWidget *parent)
    : QDialog(parent)
    , desk_(desk)
    , list_(new QListWidget(this))
    , state_(new QLabel(tr("Asking for your devices …"), this))
    , revoke_(new QPushButton(tr("Revoke …"), this))
    , add_(new QPushButton(tr("Add a device …"), this)) {
    setWindowTitle(tr("My devices"));
    auto *head = new QLabel(tr("My devices"), this);
    head->setTextFormat(Qt::PlainText);
    head->setProperty("rank", "title");
    state_->setTextFormat(Qt::PlainText);
    state_->setWordWrap(true);
    state_->setProperty("rank", "dim");
    list_->setProperty("boxed", true);
    list_->setAccessibleName(tr("My devices"));
    list_->setWordWrap(true);
    revoke_->setProperty("danger", true);
    revoke_->setEnabled(false);
    add_->setProperty("primary", true);
    auto *close = new QPushButton(tr("Close"), this);
    for (QPushButton *button : {revoke_, add_, close})
        button->setAutoDefault(false);
    auto *buttons = new WrapLayout(1);
    buttons->addWidget(close);
    buttons->addWidget(revoke_);
    buttons->addWidget(add_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(12);
    column->addWidget(head);
    column->addWidget(list_, 1);
    column->addWidget(state_);
    column->addLayout(buttons);
    resize(460, 380);
    keepHighEnough(*this);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(add_, &QPushButton::clicked, this, &DevicesDialog::addWanted);
    connect(revoke_, &QPushButton::clicked, this, &DevicesDialog::askRevoke);
    connect(list_, &QListWidget::itemSelectionChanged, this,
            [this] { revoke_->setEnabled(list_->currentRow() >= 0); });
    load();
}

void DevicesDialog::load() {
    desk_.ask(wire::Devices{}, this, [this](const Answer &answer) {
        if (const auto *refusal = std::get_if<Refusal>(&answer)) {
            state_->setText(tr("The list did not come: %1").arg(oneLine(refusal->text)));
            return;
        }
        if (const auto *page = std::get_if<wire::DevicesReply>(&std::get<wire::Reply>(answer)))
            showRows(page->devices);
    });
}

void DevicesDialog::showRows(const std::vector<wire::DeviceRow> &devices) {
    devices_ = devices;
    list_->clear();
    for (const wire::DeviceRow &device : devices) {
        QString words = labelOf(device);
        if (device.current)
            words += tr(" (this one)");
        list_->addItem(
            words + "\n" +
            tr("added %1 · last here %2").arg(momentWords(device.added), momentWords(device.seen)));
    }
    state_->setText(devices.size() == 1 ? tr("One device can read and write as you.")
                                        : tr("%n devices can read and write as you.", nullptr,
                                             static_cast<int>(devices.size())));
}

void DevicesDialog::askRevoke() {
    const auto at = static_cast<std::size_t>(list_->currentRow());
    if (at >= devices_.size())
        return;
    const wire::DeviceRow device = devices_[at];
    auto *question = new QMessageBox(
        QMessageBox::Warning, tr("Revoke"),
        device.current
            ? tr("Revoke the device that you are using now? You are signed out at once, and only "
                 "a link from another device or an administrator brings you back.")
            : tr("Revoke %1? It is signed out at once, and what it sends is refused.")
                  .arg(labelOf(device)),
        QMessageBox::Yes | QMessageBox::Cancel, this);
    question->setTextFormat(Qt::PlainText);
    question->setDefaultButton(QMessageBox::Cancel);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::accepted, this, [this, key = device.device] { revoke(key); });
    question->open();
}

void DevicesDialog::revoke(const PublicKey &device) {
    desk_.ask(wire::Revoke{.device = device, .ticket = std::nullopt}, this,
              [this](const Answer &answer) {
                  if (const auto *refusal = std::get_if<Refusal>(&answer))
                      state_->setText(oneLine(refusal->text));
                  else
                      load();
              });
}

} // namespace zchat::gui
