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
#include "gui/picture/pictures.hpp"
#include "gui/timeline/row_layout.hpp"
#include "gui/timeline/text_selection.hpp"

namespace zchat::gui {

enum class Target : std::uint8_t {
    none,
    link,
    copy,
    reaction,
    addReaction,
    quote,
    file,
    retry,
    rewrite,
    drop,
    fold,
};

struct Hit {
    Target target = Target::none;
    QString text{};      // the address, or the code to copy
    std::string emoji{}; // of a reaction
    bool isOwn = false;  // own reaction
    FileAct act = FileAct::download;
    QString tip{}; // what a tooltip may add, as plain text
};

class MessageDelegate final : public QAbstractItemDelegate {
    Q_OBJECT
public:
    MessageDelegate(const TimelineModel &model, const People &people, const Theme &theme,
                    Pictures &pictures, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

    // Rows are laid out and hit in pixels of the look, and shown scaled by its zoom.
    void setWidth(int shownWidth);
    [[nodiscard]] int shown(int pixels) const;
    [[nodiscard]] QPoint laid(QPoint shownPoint) const;
    void setHovered(const QModelIndex &index) { hovered_ = index; }
    // The row that keys act on; invalid where no key was used.
    void setCurrent(const QModelIndex &index) { current_ = index; }
    // The row that was jumped to.
    void setTarget(const QModelIndex &index) { target_ = index; }
    void setSelection(const TextSelection &selection) { selection_ = &selection; }
    [[nodiscard]] const RowLayout &layout(const QModelIndex &index) const;
    // `point` is counted from the row's top left corner, as the row was laid out.
    [[nodiscard]] Hit hitTest(const QModelIndex &index, QPoint point) const;
    // The place in the words that is nearest to such a point.
    [[nodiscard]] TextPlace placeAt(const QModelIndex &index, QPoint point) const;
    [[nodiscard]] std::size_t cachedLayouts() const { return cache_.size(); }
    // How many rows were laid out since the start; for tests of the cache.
    [[nodiscard]] std::uint64_t layoutsMade() const { return layoutsMade_; }

private:
    struct Cached {
        int width = 0;
        std::uint64_t revision = 0;
        std::uint64_t usedAt = 0;
        bool isLaid = false;
        RowLayout layout;
    };

    void shrink() const;

    const TimelineModel &model_;
    const People &people_;
    const Theme &theme_;
    Pictures &pictures_;
    int width_ = 0;
    QPersistentModelIndex hovered_;
    QPersistentModelIndex current_;
    QPersistentModelIndex target_;
    const TextSelection *selection_ = nullptr;
    // Painting is const in Qt, and fills the cache all the same.
    mutable std::map<RowKey, Cached> cache_;
    mutable std::uint64_t uses_ = 0;
    mutable std::uint64_t layoutsMade_ = 0;
    mutable QDate today_;
};

} // namespace zchat::gui
