#include "gui/window/room_dialog.hpp"

#include <QHBoxLayout>
#include <QMessageBox>
#include <algorithm>

#include "gui/model/notifier.hpp"
#include "gui/model/words.hpp"
#include "gui/window/choice_box.hpp"
#include "gui/window/members_panel.hpp"
#include "shared/base/text.hpp"

namespace zchat::gui {

namespace {

QString kindSentence(const wire::RoomSummary &room) {
    switch (room.kind) {
    case wire::RoomKind::publicRoom:
        return RoomDialog::tr("Public: everybody on this server may read and join.");
    case wire::RoomKind::privateRoom:
        return RoomDialog::tr("Private: only members see it, by invitation.");
    case wire::RoomKind::direct:
        return RoomDialog::tr("A direct chat: only the people in it see it.");
    }
    return {};
}

} // namespace

RoomDialog::RoomDialog(Desk &desk, Mutes &mutes, const Theme &theme, const RoomName &room,
                       QWidget *parent)
    : AskDialog(desk, theme, tr("About this room"), tr("Save"), parent)
    , mutes_(mutes)
    , room_(room)
    , title_(new QLineEdit(this))
    , topic_(new QLineEdit(this))
    , archived_(new QCheckBox(tr("Archived: it can be read, not written"), this))
    , notify_(new ChoiceBox(this))
    , people_(new PersonList(desk, theme, tr("Members"), this))
    , role_(new ChoiceBox(this))
    , remove_(new QPushButton(tr("Remove …"), this))
    , invite_(new QPushButton(tr("Invite people …"), this)) {
    if (const wire::RoomSummary *summary = desk.rooms().find(room))
        before_ = *summary;
    // Administrators are owners of every public room, and nothing in private ones.
    const bool administers = desk.isAdministrator() && before_.kind == wire::RoomKind::publicRoom;
    owns_ = administers || before_.role == wire::Role::owner;
    moderates_ = owns_ || before_.role == wire::Role::moderator;
    setMinimumWidth(480);
    addFields(before_);
    addMembers(before_);
    if (parent != nullptr)
        resize(sizeHint().boundedTo(parent->size() - QSize(20, 20)));
    load();
}

void RoomDialog::addFields(const wire::RoomSummary &room) {
    const bool isDirect = room.kind == wire::RoomKind::direct;
    auto *kind = new QLabel(desk_.rooms().shownName(room) + " · " + kindSentence(room), this);
    kind->setTextFormat(Qt::PlainText);
    kind->setWordWrap(true);
    kind->setProperty("rank", "dim");
    title_->setText(QString::fromStdString(room.title));
    title_->setMaxLength(static_cast<int>(limits::titleCharacters));
    topic_->setText(QString::fromStdString(room.topic));
    archived_->setChecked(room.archived);
    for (QWidget *field : std::initializer_list<QWidget *>{title_, topic_, archived_}) {
        field->setEnabled(moderates_ && !isDirect);
        field->setVisible(!isDirect);
    }
    notify_->addItem(tr("Everything"), int(wire::Notify::all));
    notify_->addItem(tr("Mentions"), int(wire::Notify::mentions));
    notify_->addItem(tr("Nothing (mute)"), int(wire::Notify::none));
    notify_->setCurrentIndex(notify_->findData(int(notifyModeOf(room, desk_.preferences()))));
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft);
    if (!isDirect) {
        form->addRow(tr("&Title"), title_);
        form->addRow(tr("To&pic"), topic_);
        form->addRow(QString(), archived_);
    }
    form->addRow(tr("&Notify me of"), notify_);
    body().addWidget(kind);
    body().addLayout(form);
}

void RoomDialog::addMembers(const wire::RoomSummary &room) {
    const bool isDirect = room.kind == wire::RoomKind::direct;
    role_->addItem(tr("Member"), int(wire::Role::member));
    role_->addItem(tr("Moderator"), int(wire::Role::moderator));
    role_->addItem(tr("Owner"), int(wire::Role::owner));
    role_->setAccessibleName(tr("Role of the chosen member"));
    people_->setMinimumHeight(110);
    auto *profile = new QPushButton(tr("Profile"), this);
    remove_->setProperty("danger", true);
    for (QPushButton *button : {profile, remove_, invite_})
        button->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->addWidget(invite_);
    row->addStretch();
    row->addWidget(profile);
    row->addWidget(role_);
    row->addWidget(remove_);
    body().addWidget(people_, 1);
    body().addLayout(row);
    invite_->setVisible(!isDirect);
    role_->setVisible(!isDirect);
    remove_->setVisible(!isDirect);
    const auto openProfile = [this] {
        if (const auto name = people_->current())
            Q_EMIT personWanted(*name);
    };
    connect(profile, &QPushButton::clicked, this, openProfile);
    connect(people_, &PersonList::chosen, this, openProfile);
    connect(people_, &PersonList::currentChanged, this, &RoomDialog::showCurrent);
    connect(invite_, &QPushButton::clicked, this, [this] { Q_EMIT inviteWanted(room_); });
    connect(role_, &QComboBox::activated, this, [this] {
        if (const wire::MemberRow *member = current())
            change(wire::SetRole{.room = room_,
                                 .who = member->name,
                                 .role = static_cast<wire::Role>(role_->currentData().toInt())});
    });
    connect(remove_, &QPushButton::clicked, this, [this] {
        const wire::MemberRow *member = current();
        if (member == nullptr)
            return;
        auto *question = new QMessageBox(
            QMessageBox::Question, tr("Remove"),
            tr("Remove %1 from %2?")
                .arg(desk_.people().fullName(member->name), QString::fromStdString(room_.value)),
            QMessageBox::Yes | QMessageBox::Cancel, this);
        question->setTextFormat(Qt::PlainText);
        question->setAttribute(Qt::WA_DeleteOnClose);
        connect(question, &QMessageBox::accepted, this,
                [this, who = member->name] { change(wire::Remove{.room = room_, .who = who}); });
        question->open();
    });
    // Somebody was invited or left while this stands open.
    connect(&desk_.rooms(), &QAbstractItemModel::dataChanged, this, [this] {
        const wire::RoomSummary *now = desk_.rooms().find(room_);
        if (now != nullptr && now->members != before_.members) {
            before_.members = now->members;
            load();
        }
    });
    showCurrent();
}

void RoomDialog::load() {
    loadMembers(desk_, room_, this,
                [this](const std::vector<wire::MemberRow> &rows, const QString &trouble) {
                    if (!trouble.isEmpty()) {
                        say(trouble);
                        return;
                    }
                    members_ = rows;
                    std::vector<PersonLine> lines;
                    for (const wire::MemberRow &row : rows)
                        lines.push_back({.name = row.name, .note = roleNote(row.role)});
                    people_->setLines(std::move(lines));
                    showCurrent();
                });
}

const wire::MemberRow *RoomDialog::current() const {
    const std::optional<AccountName> name = people_->current();
    const auto found = std::find_if(members_.begin(), members_.end(),
                                    [&](const wire::MemberRow &row) { return name == row.name; });
    return found == members_.end() ? nullptr : &*found;
}

void RoomDialog::showCurrent() {
    const wire::MemberRow *member = current();
    role_->setEnabled(owns_ && member != nullptr);
    remove_->setEnabled(moderates_ && member != nullptr && desk_.name() != member->name &&
                        room_.value != "lobby");
    if (member != nullptr)
        role_->setCurrentIndex(role_->findData(int(member->role)));
}

void RoomDialog::change(wire::Request request) {
    say({});
    desk_.ask(std::move(request), this, [this](const Answer &answer) {
        if (const auto *refusal = std::get_if<Refusal>(&answer))
            say(oneLine(refusal->text));
        load();
    });
}

void RoomDialog::decide() {
    const auto notify = static_cast<wire::Notify>(notify_->currentData().toInt());
    wire::Room request;
    request.room = room_;
    const std::string title = title_->text().trimmed().toStdString();
    const std::string topic = topic_->text().trimmed().toStdString();
    if (!isTitle(title)) {
        say(tr("A title has up to %1 characters of ordinary text.").arg(limits::titleCharacters));
        return;
    }
    if (topic.size() > limits::topicBytes) {
        say(tr("This topic is too long: %1 bytes at most.").arg(limits::topicBytes));
        return;
    }
    if (title != before_.title)
        request.title = title;
    if (topic != before_.topic)
        request.topic = topic;
    if (archived_->isChecked() != before_.archived)
        request.archived = archived_->isChecked();
    if (notify != notifyModeOf(before_, desk_.preferences()))
        mutes_.set(room_, notify);
    if (request.title || request.topic || request.archived)
        ask(std::move(request));
    else
        accept();
}

} // namespace zchat::gui
