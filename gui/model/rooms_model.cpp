#include "gui/model/rooms_model.hpp"

#include <QStringList>
#include <algorithm>

#include "gui/model/words.hpp"

namespace zchat::gui {

namespace {

QString headWord(Section section) {
    switch (section) {
    case Section::rooms:
        return RoomsModel::tr("Rooms");
    case Section::direct:
        return RoomsModel::tr("Direct");
    case Section::programs:
        return RoomsModel::tr("Programs");
    }
    return {};
}

QString keptWord(Section section) {
    switch (section) {
    case Section::rooms:
        return "rooms";
    case Section::direct:
        return "direct";
    case Section::programs:
        return "programs";
    }
    return {};
}

} // namespace

RoomsModel::RoomsModel(const People &people, QObject *parent)
    : QAbstractListModel(parent)
    , people_(people) {
    connect(&people, &People::changed, this, &RoomsModel::rebuild);
    rebuild();
}

int RoomsModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant RoomsModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const SidebarRow &shown = row(index.row());
    const bool wantsWords = role == Qt::DisplayRole || role == Qt::AccessibleTextRole;
    if (!shown.room && role == Qt::AccessibleTextRole && isFolded(shown.section))
        return tr("%1, folded").arg(headWord(shown.section));
    if (!shown.room)
        return wantsWords ? headWord(shown.section) : QVariant();
    const QString name = shownName(*shown.room);
    if (role == Qt::DisplayRole)
        return name;
    if (role == Qt::AccessibleTextRole) {
        QStringList words{spokenName(*shown.room)};
        if (shown.room->mentions > 0)
            words << (shown.room->mentions == 1
                          ? tr("1 mention")
                          : tr("%n mentions", nullptr, static_cast<int>(shown.room->mentions)));
        if (shown.room->unread > 0)
            words << tr("%1 unread").arg(shown.room->unread);
        if (shown.room->notify == wire::Notify::none)
            words << tr("muted");
        const Person *other =
            shown.room->with.size() == 1 ? people_.find(shown.room->with.front()) : nullptr;
        if (other != nullptr)
            words << presenceWord(other->state);
        return words.join(", ");
    }
    if (role == Qt::ToolTipRole && shown.room->kind == wire::RoomKind::direct)
        return plainTip(spokenName(*shown.room));
    if (role == Qt::ToolTipRole && !shown.room->topic.empty())
        return plainTip(oneLine(shown.room->topic));
    return {};
}

Qt::ItemFlags RoomsModel::flags(const QModelIndex &index) const {
    if (!index.isValid() || !row(index.row()).room)
        return Qt::ItemIsEnabled;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

int RoomsModel::rowOf(const RoomName &room) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const SidebarRow &shown) {
        return shown.room && shown.room->room == room;
    });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int RoomsModel::rowOfHead(Section section) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const SidebarRow &shown) {
        return !shown.room && shown.section == section;
    });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

const wire::RoomSummary *RoomsModel::find(const RoomName &room) const {
    const auto found = rooms_.find(room);
    return found == rooms_.end() ? nullptr : &found->second;
}

std::optional<RoomName> RoomsModel::firstRoom() const {
    if (rooms_.contains(RoomName("lobby")))
        return RoomName("lobby");
    for (const SidebarRow &shown : rows_)
        if (shown.room)
            return shown.room->room;
    return std::nullopt;
}

std::uint64_t RoomsModel::mentionsInAll() const {
    std::uint64_t sum = 0;
    for (const auto &[name, room] : rooms_)
        sum += room.mentions;
    return sum;
}

std::uint64_t RoomsModel::unreadInAll() const {
    std::uint64_t sum = 0;
    for (const auto &[name, room] : rooms_)
        if (room.notify != wire::Notify::none)
            sum += room.unread;
    return sum;
}

QString RoomsModel::shownName(const wire::RoomSummary &room) const {
    if (room.kind != wire::RoomKind::direct)
        return QString::fromStdString(room.room.value);
    QStringList names;
    for (const AccountName &other : room.with)
        names << people_.tellingName(other);
    return names.isEmpty() ? tr("Notes to myself") : names.join(", ");
}

// Where there is room for it, everybody by title and name.
QString RoomsModel::spokenName(const wire::RoomSummary &room) const {
    QStringList names;
    if (room.kind == wire::RoomKind::direct)
        for (const AccountName &other : room.with)
            names << people_.fullName(other);
    return names.isEmpty() ? shownName(room) : names.join(", ");
}

void RoomsModel::list(const std::vector<wire::RoomSummary> &rooms) {
    rooms_.clear();
    for (const wire::RoomSummary &room : rooms)
        if (room.role || room.kind == wire::RoomKind::direct)
            rooms_[room.room] = room;
    rebuild();
}

void RoomsModel::hear(const wire::RoomSummary &room, bool isGone) {
    if (isGone || (!room.role && room.kind != wire::RoomKind::direct)) {
        rooms_.erase(room.room);
        rebuild();
        return;
    }
    const int shown = rowOf(room.room);
    rooms_[room.room] = room;
    if (shown < 0) {
        rebuild();
        return;
    }
    rows_[std::size_t(shown)].room = room;
    Q_EMIT dataChanged(index(shown), index(shown));
}

void RoomsModel::moveMarker(const RoomName &room, Seq seq, std::uint64_t unread,
                            std::uint64_t mentions) {
    const auto found = rooms_.find(room);
    if (found == rooms_.end())
        return;
    wire::RoomSummary moved = found->second;
    moved.read = seq;
    moved.unread = unread;
    moved.mentions = mentions;
    hear(moved, false);
}

void RoomsModel::fold(Section section, bool isFolded) {
    if (isFolded)
        folded_.insert(section);
    else
        folded_.erase(section);
    rebuild();
}

void RoomsModel::setFolded(const std::set<QString> &sections) {
    std::set<Section> wanted;
    for (const Section section : {Section::rooms, Section::direct, Section::programs})
        if (sections.contains(keptWord(section)))
            wanted.insert(section);
    if (wanted == folded_)
        return;
    folded_ = std::move(wanted);
    rebuild();
}

std::set<QString> RoomsModel::folded() const {
    std::set<QString> sections;
    for (const Section section : folded_)
        sections.insert(keptWord(section));
    return sections;
}

Section RoomsModel::sectionOf(const wire::RoomSummary &room) const {
    if (room.kind != wire::RoomKind::direct)
        return Section::rooms;
    const Person *other = room.with.size() == 1 ? people_.find(room.with.front()) : nullptr;
    return other != nullptr && other->isProgram ? Section::programs : Section::direct;
}

void RoomsModel::rebuild() {
    std::vector<SidebarRow> rows;
    for (const Section section : {Section::rooms, Section::direct, Section::programs}) {
        std::vector<wire::RoomSummary> members;
        for (const auto &[name, room] : rooms_)
            if (sectionOf(room) == section)
                members.push_back(room);
        if (section == Section::programs && members.empty())
            continue;
        std::stable_sort(members.begin(), members.end(), [this](const auto &a, const auto &b) {
            const bool first = a.room.value == "lobby";
            const bool second = b.room.value == "lobby";
            if (first != second)
                return first;
            return shownName(a).compare(shownName(b), Qt::CaseInsensitive) < 0;
        });
        rows.push_back(SidebarRow{.section = section, .room = std::nullopt});
        for (wire::RoomSummary &room : members)
            // What waits to be read stays in sight even where its section is folded.
            if (!isFolded(section) || room.unread > 0)
                rows.push_back(SidebarRow{.section = section, .room = std::move(room)});
    }
    const auto sameRow = [](const SidebarRow &a, const SidebarRow &b) {
        return a.section == b.section && a.room.has_value() == b.room.has_value() &&
               (!a.room || a.room->room == b.room->room);
    };
    // Presence changes once a second: the same rows only repaint, and keep selection and scroll.
    if (std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(), sameRow)) {
        rows_ = std::move(rows);
        if (!rows_.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

} // namespace zchat::gui
