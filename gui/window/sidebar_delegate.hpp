// Paints the sidebar's rows: section heads with a plus, rooms with their state at the right.
#pragma once

#include <QAbstractItemDelegate>

#include "gui/look/look.hpp"
#include "gui/look/paint.hpp"
#include "gui/model/rooms_model.hpp"

namespace zchat::gui {

class SidebarDelegate final : public QAbstractItemDelegate {
    Q_OBJECT
public:
    SidebarDelegate(const RoomsModel &rooms, const People &people, const Theme &theme,
                    QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;
    void setOpenRoom(const std::optional<RoomName> &room) { openRoom_ = room; }
    // The room that files are held over.
    void setHeldOver(const QModelIndex &index) { heldOver_ = index; }
    // Where the plus of a section's head stands, for a row where the list shows it.
    [[nodiscard]] QRect plusPlace(const QRect &row, Qt::LayoutDirection direction) const;

private:
    void paintHead(QPainter &painter, const QRect &rect, const SidebarRow &row,
                   bool isPointed) const;
    void paintRoom(QPainter &painter, const QRect &rect, const wire::RoomSummary &room) const;
    void paintGround(QPainter &painter, const QRect &rect, const QStyleOptionViewItem &option,
                     const QModelIndex &index) const;
    [[nodiscard]] int paintBadge(QPainter &painter, const QRect &rect,
                                 const wire::RoomSummary &room) const;
    [[nodiscard]] int paintWaiting(QPainter &painter, const QRect &rect,
                                   const wire::RoomSummary &room) const;
    [[nodiscard]] wire::State bestState(const std::vector<AccountName> &names) const;

    const RoomsModel &rooms_;
    const People &people_;
    const Theme &theme_;
    QPersistentModelIndex heldOver_;
    std::optional<RoomName> openRoom_;
};

[[nodiscard]] Dot dotOf(wire::State state);

} // namespace zchat::gui
