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
    // Where the plus of a section's head stands in its row.
    [[nodiscard]] static QRect plusRect(const QRect &row);

private:
    void paintHead(QPainter &painter, const QRect &rect, const SidebarRow &row,
                   bool isPointed) const;
    void paintRoom(QPainter &painter, const QRect &rect, const wire::RoomSummary &room) const;
    [[nodiscard]] int paintBadge(QPainter &painter, const QRect &rect,
                                 const wire::RoomSummary &room) const;

    const RoomsModel &rooms_;
    const People &people_;
    const Theme &theme_;
};

[[nodiscard]] Dot dotOf(wire::State state);

} // namespace zchat::gui
