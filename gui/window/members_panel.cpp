#include "gui/window/members_panel.hpp"

#include <algorithm>
#include <memory>

#include "gui/model/words.hpp"
#include "shared/base/limits.hpp"

namespace zchat::gui {

namespace {

using Rows = std::vector<wire::MemberRow>;
using HearRows = std::function<void(const Rows &, const QString &)>;

void sortRows(Rows &rows, const People &people) {
    std::stable_sort(rows.begin(), rows.end(), [&](const auto &a, const auto &b) {
        if (a.role != b.role)
            return a.role > b.role;
        return people.shownName(a.name).compare(people.shownName(b.name), Qt::CaseInsensitive) < 0;
    });
}

void loadPage(Desk &desk, const RoomName &room, QObject *receiver,
              const std::shared_ptr<Rows> &rows, HearRows hear) {
    wire::Members request;
    request.room = room;
    if (!rows->empty())
        request.after = rows->back().name;
    request.limit = limits::pageEntries;
    desk.ask(std::move(request), receiver,
             [&desk, room, receiver, rows, hear = std::move(hear)](const Answer &answer) {
                 if (const auto *refusal = std::get_if<Refusal>(&answer)) {
                     hear({}, oneLine(refusal->text));
                     return;
                 }
                 const auto *page = std::get_if<wire::MembersReply>(&std::get<wire::Reply>(answer));
                 if (page != nullptr && !page->members.empty()) {
                     rows->insert(rows->end(), page->members.begin(), page->members.end());
                     loadPage(desk, room, receiver, rows, hear);
                     return;
                 }
                 sortRows(*rows, desk.people());
                 hear(*rows, {});
             });
}

} // namespace

QString roleNote(wire::Role role) {
    switch (role) {
    case wire::Role::member:
        return {};
    case wire::Role::moderator:
        return MembersPanel::tr("moderator");
    case wire::Role::owner:
        return MembersPanel::tr("owner");
    }
    return {};
}

void loadMembers(Desk &desk, const RoomName &room, QObject *receiver, HearRows hear) {
    loadPage(desk, room, receiver, std::make_shared<Rows>(), std::move(hear));
}

MembersPanel::MembersPanel(Desk &desk, const Theme &theme, QWidget *parent)
    : SidePanel(theme, tr("Members"), parent)
    , desk_(desk)
    , people_(new PersonList(desk, theme, tr("Members"), this))
    , trouble_(new QLabel(this))
    , invite_(new QPushButton(tr("Invite people …"), this)) {
    trouble_->setTextFormat(Qt::PlainText);
    trouble_->setWordWrap(true);
    trouble_->setProperty("rank", "dim");
    trouble_->hide();
    body().addWidget(people_, 1);
    body().addWidget(trouble_);
    body().addWidget(invite_);
    setFocusProxy(&people_->filterBox());
    people_->list().setObjectName("memberList");
    connect(people_, &PersonList::chosen, this, &MembersPanel::personWanted);
    connect(&people_->list(), &QListWidget::itemClicked, this, [this] {
        if (const auto name = people_->current())
            Q_EMIT personWanted(*name);
    });
    connect(invite_, &QPushButton::clicked, this, [this] {
        if (desk_.room())
            Q_EMIT inviteWanted(*desk_.room());
    });
    const auto refresh = [this] {
        if (isVisible())
            load();
    };
    connect(&desk, &Desk::roomOpened, this, refresh);
    connect(&desk, &Desk::roomChanged, this, refresh);
    connect(&desk, &Desk::connectionChanged, this, refresh);
}

void MembersPanel::showEvent(QShowEvent *event) {
    SidePanel::showEvent(event);
    loaded_.reset();
    load();
}

void MembersPanel::load() {
    const wire::RoomSummary *room = desk_.openSummary();
    if (room == nullptr)
        return;
    // A summary changes with every message; who is in the room, far less often.
    const std::pair<RoomName, std::uint64_t> wanted{room->room, room->members};
    if (loaded_ == wanted)
        return;
    if (!loaded_ || loaded_->first != wanted.first)
        people_->setLines({});
    loaded_ = wanted;
    setTitle(room->members == 1 ? tr("1 member")
                                : tr("%n members", nullptr, static_cast<int>(room->members)));
    invite_->setVisible(room->kind != wire::RoomKind::direct);
    loadMembers(desk_, room->room, this,
                [this, name = room->room](const Rows &rows, const QString &trouble) {
                    if (!loaded_ || loaded_->first != name)
                        return;
                    trouble_->setText(tr("Who is here is not known now: %1").arg(trouble));
                    trouble_->setVisible(!trouble.isEmpty());
                    if (!trouble.isEmpty()) {
                        loaded_.reset();
                        return;
                    }
                    std::vector<PersonLine> lines;
                    for (const wire::MemberRow &row : rows)
                        lines.push_back({.name = row.name, .note = roleNote(row.role)});
                    people_->setLines(std::move(lines));
                });
}

} // namespace zchat::gui
