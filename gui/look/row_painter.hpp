// RowPainter: one row of a list, painted in unzoomed pixels as if it stood at the painter's corner,
// and the other way round where the list is read from the right.
//
// Places are counted from the left, as in a language that is written from there; at() turns them.
#pragma once

#include <QStyleOptionViewItem>

#include "gui/look/paint.hpp"

namespace zchat::gui {

class RowPainter final {
public:
    RowPainter(QPainter &painter, const QStyleOptionViewItem &option, const Look &look);
    ~RowPainter();
    RowPainter(const RowPainter &) = delete;
    RowPainter &operator=(const RowPainter &) = delete;

    [[nodiscard]] const QRect &rect() const { return rect_; }
    [[nodiscard]] QRect at(const QRect &place) const;
    // Behind a row that is chosen or pointed at.
    void ground(const QStyleOptionViewItem &option, const QRect &place);
    void avatar(const QRect &place, const std::string &name, const QString &shown);
    void dot(QPoint centre, Dot dot);
    void icon(const QRect &place, Icon icon, const QColor &color);
    void words(const QRect &place, const QFont &font, const QColor &color, const QString &words);
    void lines(const QRect &place, const QFont &font, const QColor &color, const QString &words);
    // With its right edge there; gives where it begins.
    int wordsBefore(int right, const QRect &row, const QFont &font, const QColor &color,
                    const QString &words);
    // A name, and in the second rank what stands beside it, as far as there is room.
    void named(const QRect &place, const QFont &font, const QString &name, const QString &beside);

private:
    QPainter &painter_;
    const Look &look_;
    QRect rect_;
};

} // namespace zchat::gui
