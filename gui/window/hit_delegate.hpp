// HitDelegate: paints one message that was found: where and by whom, when, and two lines of it.
#pragma once

#include <QAbstractItemDelegate>

#include "gui/look/look.hpp"
#include "gui/model/people.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::gui {

// What a hit's item holds for the delegate and for whoever opens it.
enum HitRole : std::uint16_t { // NOLINT: Qt's roles are plain ints
    hitRoom = Qt::UserRole,
    hitSeq,
    hitBy,
    hitWhere,
    hitTime,
    hitWords,
};

class HitDelegate final : public QAbstractItemDelegate {
public:
    HitDelegate(const People &people, const Theme &theme, QObject *parent);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    const People &people_;
    const Theme &theme_;
};

} // namespace zchat::gui
