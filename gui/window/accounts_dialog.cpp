#include "gui/window/accounts_dialog.hpp"

#include <QDateTime>
#include <QHeaderView>
#include <QLocale>
#include <QMessageBox>
#include <QVBoxLayout>

#include "gui/model/words.hpp"
#include "gui/window/wrap_layout.hpp"
#include "shared/base/limits.hpp"

namespace zchat::gui {

namespace {

constexpr int pauseMs = 300;
enum Column : std::uint8_t {
    nameColumn,
    titleColumn,
    roleColumn,
    deviceColumn,
    seenColumn,
    stateColumn,
    columns
};

QString roleOf(const wire::AccountRow &row) {
    if (row.bot)
        return AccountsDialog::tr("program");
    return row.role == wire::AccountRole::admin ? AccountsDialog::tr("administrator")
                                                : AccountsDialog::tr("member");
}

QString seenOf(const wire::AccountRow &row) {
    return row.seen <= 0
               ? AccountsDialog::tr("never")
               : QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.seen), QLocale::ShortFormat);
}

} // namespace

AccountsDialog::AccountsDialog(Desk &desk, QWidget *parent)
    : QDialog(parent)
    , desk_(desk)
    , query_(new QLineEdit(this))
    , table_(new QTableWidget(0, columns, this))
    , state_(new QLabel(this))
    , more_(new QPushButton(tr("More"), this))
    , suspend_(new QPushButton(tr("Suspend …"), this))
    , role_(new QPushButton(tr("Make administrator"), this))
    , device_(new QPushButton(tr("Device link …"), this))
    , remove_(new QPushButton(tr("Remove …"), this)) {
    build();
    pause_.setSingleShot(true);
    pause_.setInterval(pauseMs);
    connect(&pause_, &QTimer::timeout, this, &AccountsDialog::reload);
    connect(query_, &QLineEdit::textEdited, &pause_, qOverload<>(&QTimer::start));
    connect(query_, &QLineEdit::returnPressed, this, &AccountsDialog::reload);
    connect(table_, &QTableWidget::itemSelectionChanged, this, &AccountsDialog::showCurrent);
    connect(more_, &QPushButton::clicked, this, &AccountsDialog::loadMore);
    connect(suspend_, &QPushButton::clicked, this, [this] {
        const wire::AccountRow *row = current();
        if (row == nullptr)
            return;
        wire::Account request;
        request.who = row->name;
        request.disabled = !row->disabled;
        if (row->disabled)
            change(std::move(request));
        else
            confirm(tr("Suspend %1? Every device of this account is signed out at once, until the "
                       "account is enabled again.")
                        .arg(QString::fromStdString(row->name.value)),
                    std::move(request));
    });
    connect(role_, &QPushButton::clicked, this, [this] {
        const wire::AccountRow *row = current();
        if (row == nullptr)
            return;
        wire::Account request;
        request.who = row->name;
        const bool isAdmin = row->role == wire::AccountRole::admin;
        request.role = isAdmin ? wire::AccountRole::member : wire::AccountRole::admin;
        confirm((isAdmin ? tr("Make %1 a member like others?")
                         : tr("Make %1 an administrator? Administrators may do all that you may."))
                    .arg(QString::fromStdString(row->name.value)),
                std::move(request));
    });
    connect(device_, &QPushButton::clicked, this, [this] {
        if (const wire::AccountRow *row = current())
            Q_EMIT deviceLinkWanted(row->name);
    });
    connect(remove_, &QPushButton::clicked, this, [this] {
        const wire::AccountRow *row = current();
        if (row == nullptr)
            return;
        wire::Account request;
        request.who = row->name;
        request.removed = true;
        confirm(tr("Remove %1 for good? Its devices end and nobody can have the name again; what "
                   "was said stays.")
                    .arg(QString::fromStdString(row->name.value)),
                std::move(request));
    });
    reload();
}

void AccountsDialog::build() {
    setWindowTitle(tr("Accounts"));
    auto *head = new QLabel(tr("Accounts"), this);
    head->setTextFormat(Qt::PlainText);
    head->setProperty("rank", "title");
    query_->setPlaceholderText(tr("Find an account"));
    query_->setAccessibleName(tr("Find an account"));
    query_->setClearButtonEnabled(true);
    table_->setAccessibleName(tr("Accounts"));
    table_->setHorizontalHeaderLabels(
        {tr("Name"), tr("Title"), tr("Role"), tr("Devices"), tr("Last here"), tr("State")});
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setShowGrid(false);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(titleColumn, QHeaderView::Stretch);
    state_->setTextFormat(Qt::PlainText);
    state_->setWordWrap(true);
    state_->setProperty("rank", "dim");
    suspend_->setProperty("danger", true);
    remove_->setProperty("danger", true);
    auto *invite = new QPushButton(tr("Invite a person …"), this);
    invite->setProperty("primary", true);
    auto *close = new QPushButton(tr("Close"), this);
    for (QPushButton *button : {more_, suspend_, role_, device_, remove_, invite, close})
        button->setAutoDefault(false);
    auto *acts = new WrapLayout(4);
    acts->setSpacing(4);
    for (QPushButton *button : {role_, device_, suspend_, remove_})
        acts->addWidget(button);
    auto *buttons = new WrapLayout(1);
    buttons->addWidget(close);
    buttons->addWidget(more_);
    buttons->addWidget(invite);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 12, 20, 12);
    column->setSpacing(8);
    table_->setMinimumHeight(40);
    column->addWidget(head);
    column->addWidget(query_);
    column->addWidget(table_, 1);
    column->addLayout(acts);
    column->addWidget(state_);
    column->addLayout(buttons);
    resize(760, 520);
    if (parentWidget() != nullptr)
        resize(size().boundedTo(parentWidget()->size() - QSize(20, 20)));
    keepHighEnough(*this);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(invite, &QPushButton::clicked, this, &AccountsDialog::inviteWanted);
}

void AccountsDialog::reload() {
    pause_.stop();
    ++run_;
    accounts_.clear();
    table_->setRowCount(0);
    showCurrent();
    loadMore();
}

void AccountsDialog::loadMore() {
    wire::Accounts request;
    if (const QString typed = query_->text().trimmed(); !typed.isEmpty())
        request.query = typed.toStdString();
    if (!accounts_.empty())
        request.after = accounts_.back().name;
    request.limit = limits::defaultLimit;
    more_->setEnabled(false);
    desk_.ask(std::move(request), this, [this, run = run_](const Answer &answer) {
        if (run != run_)
            return;
        if (const auto *refusal = std::get_if<Refusal>(&answer)) {
            state_->setText(oneLine(refusal->text));
            return;
        }
        if (const auto *page = std::get_if<wire::AccountsReply>(&std::get<wire::Reply>(answer)))
            add(page->accounts);
    });
}

void AccountsDialog::add(const std::vector<wire::AccountRow> &rows) {
    for (const wire::AccountRow &row : rows) {
        const int at = table_->rowCount();
        table_->insertRow(at);
        const auto put = [&](int column, const QString &words) {
            table_->setItem(at, column, new QTableWidgetItem(words));
        };
        put(nameColumn, QString::fromStdString(row.name.value));
        put(titleColumn, oneLine(row.title));
        put(roleColumn, roleOf(row));
        put(deviceColumn, QString::number(row.devices));
        put(seenColumn, seenOf(row));
        put(stateColumn, row.disabled ? tr("suspended") : tr("enabled"));
        accounts_.push_back(row);
    }
    // Only an empty page is the end, and a page that is not full rarely has another.
    more_->setEnabled(!rows.empty());
    more_->setVisible(rows.size() >= limits::defaultLimit);
    state_->setText(accounts_.empty() ? tr("No account fits.")
                    : accounts_.size() == 1
                        ? tr("1 account")
                        : tr("%n accounts", nullptr, static_cast<int>(accounts_.size())));
}

const wire::AccountRow *AccountsDialog::current() const {
    const QList<QTableWidgetItem *> chosen = table_->selectedItems();
    if (chosen.isEmpty())
        return nullptr;
    const auto at = static_cast<std::size_t>(chosen.front()->row());
    return at < accounts_.size() ? &accounts_[at] : nullptr;
}

void AccountsDialog::showCurrent() {
    const wire::AccountRow *row = current();
    const bool isOther = row != nullptr && desk_.name() != row->name;
    suspend_->setEnabled(isOther);
    remove_->setEnabled(isOther);
    role_->setEnabled(row != nullptr && !row->bot);
    device_->setEnabled(row != nullptr && !row->bot && !row->disabled);
    suspend_->setText(row != nullptr && row->disabled ? tr("Enable") : tr("Suspend …"));
    role_->setText(row != nullptr && row->role == wire::AccountRole::admin
                       ? tr("Make member …")
                       : tr("Make administrator …"));
}

void AccountsDialog::confirm(const QString &words, wire::Account request) {
    auto *question = new QMessageBox(QMessageBox::Warning, windowTitle(), words,
                                     QMessageBox::Yes | QMessageBox::Cancel, this);
    question->setTextFormat(Qt::PlainText);
    question->setDefaultButton(QMessageBox::Cancel);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QMessageBox::accepted, this, [this, request] { change(request); });
    question->open();
}

void AccountsDialog::change(wire::Account request) {
    desk_.ask(std::move(request), this, [this](const Answer &answer) {
        if (const auto *refusal = std::get_if<Refusal>(&answer))
            state_->setText(oneLine(refusal->text));
        else
            reload();
    });
}

} // namespace zchat::gui
