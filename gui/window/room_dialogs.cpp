#include "gui/window/room_dialogs.hpp"

#include <algorithm>
#include <utility>

#include "gui/model/words.hpp"
#include "shared/base/limits.hpp"
#include "shared/base/text.hpp"

namespace zchat::gui {

namespace {

constexpr int nameRole = Qt::UserRole;

// While something is looked for, the first that is found is the chosen one, so that Enter takes it.
void narrowList(QListWidget &list, const QString &filter) {
    const QString words = filter.trimmed();
    QListWidgetItem *first = nullptr;
    for (int i = 0; i < list.count(); ++i) {
        QListWidgetItem *item = list.item(i);
        item->setHidden(!item->text().contains(words, Qt::CaseInsensitive));
        if (first == nullptr && !item->isHidden())
            first = item;
    }
    const QListWidgetItem *chosen = list.currentItem();
    if (!words.isEmpty() && (chosen == nullptr || chosen->isHidden()))
        list.setCurrentItem(first);
}

QListWidget *boxedList(QWidget *parent, const QString &name) {
    auto *list = new QListWidget(parent);
    list->setProperty("boxed", true);
    list->setAccessibleName(name);
    list->setMinimumHeight(140);
    return list;
}

QLineEdit *filterBox(QWidget *parent, const QString &words) {
    auto *box = new QLineEdit(parent);
    box->setPlaceholderText(words);
    box->setAccessibleName(words);
    box->setClearButtonEnabled(true);
    return box;
}

} // namespace

CreateRoomDialog::CreateRoomDialog(Desk &desk, const Theme &theme, QWidget *parent)
    : AskDialog(desk, theme, tr("New room"), tr("Create"), parent)
    , name_(new QLineEdit(this))
    , topic_(new QLineEdit(this))
    , isPrivate_(new QCheckBox(tr("Private: only members see it, by invitation"), this)) {
    name_->setPlaceholderText(tr("release-planning"));
    name_->setMaxLength(static_cast<int>(limits::nameBytes));
    topic_->setPlaceholderText(tr("What it is for (may be empty)"));
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft);
    form->addRow(tr("Name"), name_);
    form->addRow(tr("Topic"), topic_);
    body().addLayout(form);
    body().addWidget(isPrivate_);
    name_->setFocus();
}

void CreateRoomDialog::decide() {
    const auto room = parseRoomName(name_->text().trimmed().toStdString());
    if (!room || isDirectName(*room)) {
        say(tr("A room's name has 1 to 32 of a-z, 0-9, “.”, “_” and “-”, and begins and ends with "
               "a letter or digit."));
        return;
    }
    const std::string topic = topic_->text().trimmed().toStdString();
    if (topic.size() > limits::topicBytes) {
        say(tr("This topic is too long: %1 bytes at most.").arg(limits::topicBytes));
        return;
    }
    wire::Create request;
    request.room = *room;
    request.kind =
        isPrivate_->isChecked() ? wire::RoomKind::privateRoom : wire::RoomKind::publicRoom;
    if (!topic.empty())
        request.topic = topic;
    ask(std::move(request));
}

JoinRoomDialog::JoinRoomDialog(Desk &desk, const Theme &theme, QWidget *parent)
    : AskDialog(desk, theme, tr("Join a room"), tr("Join"), parent)
    , filter_(filterBox(this, tr("Find a room")))
    , list_(boxedList(this, tr("Public rooms")))
    , empty_(new QLabel(tr("Looking for public rooms …"), this)) {
    empty_->setTextFormat(Qt::PlainText);
    empty_->setProperty("rank", "dim");
    body().addWidget(filter_);
    body().addWidget(list_);
    body().addWidget(empty_);
    connect(filter_, &QLineEdit::textChanged, this, &JoinRoomDialog::narrow);
    // Who types a name and Enter does not wait for the list. With a room chosen the button decides.
    connect(filter_, &QLineEdit::returnPressed, this, [this] {
        isWanted_ = isLoading_ && list_->currentItem() == nullptr && !filter_->text().isEmpty();
    });
    connect(list_, &QListWidget::itemActivated, this, [this] { decide(); });
    yesButton().setEnabled(false);
    connect(list_, &QListWidget::itemSelectionChanged, this,
            [this] { yesButton().setEnabled(list_->currentItem() != nullptr); });
    load(std::nullopt);
}

void JoinRoomDialog::load(std::optional<RoomName> after) {
    wire::Rooms request;
    request.after = std::move(after);
    request.limit = limits::pageEntries;
    desk_.ask(std::move(request), this, [this](const Answer &answer) {
        if (const auto *refusal = std::get_if<Refusal>(&answer)) {
            empty_->setText(tr("The list did not come: %1").arg(oneLine(refusal->text)));
            return;
        }
        const auto *page = std::get_if<wire::RoomsReply>(&std::get<wire::Reply>(answer));
        if (page == nullptr)
            return;
        offer(page->rooms);
        if (list_->currentItem() != nullptr && std::exchange(isWanted_, false))
            decide();
        if (!page->rooms.empty()) {
            load(page->rooms.back().room);
            return;
        }
        isLoading_ = false;
        empty_->setVisible(list_->count() == 0);
        empty_->setText(tr("There is no public room that you are not in. Create one."));
    });
}

void JoinRoomDialog::offer(const std::vector<wire::RoomSummary> &rooms) {
    for (const wire::RoomSummary &room : rooms) {
        if (room.role || room.kind != wire::RoomKind::publicRoom)
            continue;
        const QString name = QString::fromStdString(room.room.value);
        QString words = name;
        if (!room.topic.empty())
            words += "  ·  " + oneLine(room.topic).left(80);
        auto *item = new QListWidgetItem(words, list_);
        item->setData(nameRole, name);
    }
    narrow();
}

void JoinRoomDialog::narrow() {
    narrowList(*list_, filter_->text());
}

void JoinRoomDialog::decide() {
    const QListWidgetItem *item = list_->currentItem();
    if (item == nullptr) {
        say(tr("Choose a room first."));
        return;
    }
    ask(wire::Join{.room = RoomName(item->data(nameRole).toString().toStdString())});
}

PeopleDialog::PeopleDialog(Desk &desk, const Theme &theme, std::optional<RoomName> room,
                           QWidget *parent)
    : AskDialog(desk, theme,
                room ? tr("Invite to %1").arg(QString::fromStdString(room->value))
                     : tr("New direct chat"),
                room ? tr("Invite") : tr("Open"), parent)
    , room_(std::move(room))
    , filter_(filterBox(this, tr("Find a person")))
    , list_(boxedList(this, tr("People"))) {
    body().addWidget(filter_);
    body().addWidget(list_);
    connect(filter_, &QLineEdit::textChanged, this, &PeopleDialog::narrow);
    fill();
}

void PeopleDialog::fill() {
    for (const auto &[name, person] : desk_.people().all()) {
        if (desk_.name() == name)
            continue;
        QString words = desk_.people().shownName(name);
        if (const QString beside = desk_.people().besideName(name); !beside.isEmpty())
            words += "  " + beside;
        auto *item = new QListWidgetItem(words, list_);
        item->setData(nameRole, QString::fromStdString(name.value));
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Unchecked);
    }
    // A click anywhere on the row picks the person; the box alone is a small target.
    connect(list_, &QListWidget::itemActivated, this, [](QListWidgetItem *item) {
        item->setCheckState(item->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked);
    });
}

void PeopleDialog::narrow() {
    narrowList(*list_, filter_->text());
}

std::vector<AccountName> PeopleDialog::picked() const {
    std::vector<AccountName> names;
    for (int i = 0; i < list_->count(); ++i) {
        const QListWidgetItem *item = list_->item(i);
        if (item->checkState() == Qt::Checked)
            names.emplace_back(item->data(nameRole).toString().toStdString());
    }
    // One person is chosen often enough that the highlighted row counts as picked.
    if (names.empty() && list_->currentItem() != nullptr && !list_->currentItem()->isHidden())
        names.emplace_back(list_->currentItem()->data(nameRole).toString().toStdString());
    return names;
}

void PeopleDialog::decide() {
    const std::vector<AccountName> names = picked();
    if (names.empty()) {
        say(tr("Choose somebody first."));
        return;
    }
    if (room_) {
        toInvite_ = names;
        inviteNext();
        return;
    }
    if (names.size() >= limits::directMembers) {
        say(tr("A direct chat has at most %1 people with you. Make a private room for more.")
                .arg(limits::directMembers));
        return;
    }
    ask(wire::Direct{.with = names});
}

void PeopleDialog::inviteNext() {
    const AccountName who = toInvite_.back();
    toInvite_.pop_back();
    if (toInvite_.empty()) {
        ask(wire::Invite{.room = *room_, .who = who});
        return;
    }
    desk_.ask(wire::Invite{.room = *room_, .who = who}, this, [this](const Answer &answer) {
        if (const auto *refusal = std::get_if<Refusal>(&answer))
            say(oneLine(refusal->text));
        else
            inviteNext();
    });
}

} // namespace zchat::gui
