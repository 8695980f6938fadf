// RoomsModel: the sidebar's list: section heads, and below each the rooms that the account is in.
//
// It shows what summaries say and counts nothing itself: unread and mentions are computed by the
// broker and the brain from marker and log. Rooms that the account could join are kept apart, for
// the dialog that offers them.
#pragma once

#include <QAbstractListModel>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "gui/model/people.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::gui {

enum class Section : std::uint8_t { rooms, direct, programs };

struct SidebarRow {
    Section section = Section::rooms;
    std::optional<wire::RoomSummary> room; // absent: the section's head
};

class RoomsModel final : public QAbstractListModel {
    Q_OBJECT
public:
    explicit RoomsModel(const People &people, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

    [[nodiscard]] const SidebarRow &row(int number) const { return rows_[std::size_t(number)]; }
    [[nodiscard]] int rowOf(const RoomName &room) const; // -1: not shown
    [[nodiscard]] int rowOfHead(Section section) const;
    [[nodiscard]] const wire::RoomSummary *find(const RoomName &room) const;
    [[nodiscard]] std::optional<RoomName> firstRoom() const; // lobby, else the first one
    // Every room that the account is in, shown or folded away.
    [[nodiscard]] const std::map<RoomName, wire::RoomSummary> &all() const { return rooms_; }
    [[nodiscard]] bool isFolded(Section section) const { return folded_.contains(section); }
    [[nodiscard]] std::uint64_t mentionsInAll() const;
    // Of the rooms that are not muted.
    [[nodiscard]] std::uint64_t unreadInAll() const;
    // What a person calls the room: its name, or the people of a direct room.
    [[nodiscard]] QString shownName(const wire::RoomSummary &room) const;
    [[nodiscard]] QString spokenName(const wire::RoomSummary &room) const;

    void setMe(AccountName me) { me_ = std::move(me); }
    void list(const std::vector<wire::RoomSummary> &rooms);
    void hear(const wire::RoomSummary &room, bool isGone);
    void moveMarker(const RoomName &room, Seq seq, std::uint64_t unread, std::uint64_t mentions);
    void fold(Section section, bool isFolded);
    // As Preferences name them: "rooms", "direct", "programs"; others are of another version.
    void setFolded(const std::set<QString> &sections);
    [[nodiscard]] std::set<QString> folded() const;

private:
    void rebuild();
    [[nodiscard]] Section sectionOf(const wire::RoomSummary &room) const;

    const People &people_;
    AccountName me_;
    std::map<RoomName, wire::RoomSummary> rooms_;
    std::set<Section> folded_;
    std::vector<SidebarRow> rows_;
};

} // namespace zchat::gui
