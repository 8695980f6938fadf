// MessageDelegate: paints rows, measures them, and says what is under a point; all by one layout().
//
// Layouts are kept by (row key, width, revision): a row is laid out once and used until something
// that it shows has changed. The cache is bounded; what was not asked for lately goes first.
#pragma once

#include <QAbstractItemDelegate>
#include <map>
#include <memory>

#include "gui/look/look.hpp"
#include "gui/model/timeline_model.hpp"
#include "gui/timeline/row_layout.hpp"

namespace zchat::gui {

enum class Target : std::uint8_t { none, link, copy, reaction, quote, retry, drop };

struct Hit {
    Target target = Target::none;
    QString text{};      // the address, or the code to copy
    std::string emoji{}; // of a reaction
    bool isOwn = false;  // own reaction
    QString tip{};       // what a tooltip may add, as plain text
};

class MessageDelegate final : public QAbstractItemDelegate {
    Q_OBJECT
public:
    MessageDelegate(const TimelineModel &model, const People &people, const Theme &theme,
                    QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

    void setWidth(int width) { width_ = width; }
    void setHovered(const QModelIndex &index) { hovered_ = index; }
    [[nodiscard]] const RowLayout &layout(const QModelIndex &index) const;
    // `point` is counted from the row's top left corner.
    [[nodiscard]] Hit hitTest(const QModelIndex &index, QPoint point) const;
    [[nodiscard]] std::size_t cachedLayouts() const { return cache_.size(); }
    // How many rows were laid out since the start; for tests of the cache.
    [[nodiscard]] std::uint64_t layoutsMade() const { return layoutsMade_; }

private:
    struct Cached {
        int width = 0;
        std::uint64_t revision = 0;
        std::uint64_t usedAt = 0;
        RowLayout layout;
    };

    void shrink() const;

    const TimelineModel &model_;
    const People &people_;
    const Theme &theme_;
    int width_ = 0;
    QPersistentModelIndex hovered_;
    // Painting is const in Qt, and fills the cache all the same.
    mutable std::map<RowKey, Cached> cache_;
    mutable std::uint64_t uses_ = 0;
    mutable std::uint64_t layoutsMade_ = 0;
    mutable QDate today_;
};

} // namespace zchat::gui
