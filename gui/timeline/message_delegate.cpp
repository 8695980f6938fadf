#include "gui/timeline/message_delegate.hpp"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "gui/look/paint.hpp"
#include "gui/timeline/paint_row.hpp"
#include "gui/timeline/row_words.hpp"

namespace zchat::gui {

namespace {

constexpr std::size_t mostLayouts = 2 * TimelineModel::windowRows;

Hit hitAttachment(const AttachmentLayout &laid, QPoint point) {
    Hit hit;
    for (const FileButton &button : laid.buttons)
        if (button.rect.contains(point)) {
            hit.target = Target::file;
            hit.act = button.act;
            return hit;
        }
    if (laid.isPicture && !laid.place.isEmpty() && !laid.strip.contains(point)) {
        hit.target = Target::file;
        hit.act = FileAct::view;
    }
    hit.tip = laid.titleWords;
    if (!laid.wholeDetail.isEmpty())
        hit.tip += "\n" + laid.wholeDetail;
    return hit;
}

} // namespace

MessageDelegate::MessageDelegate(const TimelineModel &model, const People &people,
                                 const Theme &theme, Pictures &pictures, QObject *parent)
    : QAbstractItemDelegate(parent)
    , model_(model)
    , people_(people)
    , theme_(theme)
    , pictures_(pictures)
    , today_(QDate::currentDate()) {
    connect(&theme, &Theme::changed, this, [this] { cache_.clear(); });
}

const RowLayout &MessageDelegate::layout(const QModelIndex &index) const {
    const Row &row = model_.row(index.row());
    if (const QDate now = QDate::currentDate(); now != today_) {
        today_ = now; // "Today" became "Yesterday" in every row
        cache_.clear();
    }
    Cached &cached = cache_[row.key];
    cached.usedAt = ++uses_;
    if (!cached.isLaid || cached.width != width_ || cached.revision != row.revision) {
        cached.isLaid = true;
        cached.width = width_;
        cached.revision = row.revision;
        cached.layout = layRow(row, model_, people_, theme_.look(), width_, today_);
        ++layoutsMade_;
        if (cache_.size() > mostLayouts)
            shrink(); // never touches this one: it was used last
    }
    return cached.layout;
}

void MessageDelegate::shrink() const {
    std::vector<std::uint64_t> used;
    used.reserve(cache_.size());
    for (const auto &[key, cached] : cache_)
        used.push_back(cached.usedAt);
    const auto middle = used.begin() + static_cast<std::ptrdiff_t>(used.size() / 2);
    std::nth_element(used.begin(), middle, used.end());
    std::erase_if(cache_, [&](const auto &entry) { return entry.second.usedAt < *middle; });
}

QSize MessageDelegate::sizeHint(const QStyleOptionViewItem & /*option*/,
                                const QModelIndex &index) const {
    return {shown(width_), shown(layout(index).height)};
}

void MessageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const {
    const RowLayout &laidOut = layout(index);
    const double zoom = theme_.look().zoom;
    painter->save();
    painter->translate(option.rect.topLeft());
    painter->scale(zoom, zoom);
    paintRow(*painter, laidOut, model_.row(index.row()), theme_.look(), pictures_,
             RowPainting{.width = width_,
                         .isPointed = hovered_ == index,
                         .hasFocus = current_ == index,
                         .isTarget = target_ == index,
                         .selected = selection_ != nullptr
                                         ? selection_->rangeIn(model_, index.row())
                                         : std::nullopt});
    painter->restore();
}

void MessageDelegate::setWidth(int shownWidth) {
    width_ = static_cast<int>(shownWidth / theme_.look().zoom);
}

int MessageDelegate::shown(int pixels) const {
    return static_cast<int>(std::ceil(pixels * theme_.look().zoom));
}

QPoint MessageDelegate::laid(QPoint shownPoint) const {
    const double zoom = theme_.look().zoom;
    return {static_cast<int>(shownPoint.x() / zoom), static_cast<int>(shownPoint.y() / zoom)};
}

TextPlace MessageDelegate::placeAt(const QModelIndex &index, QPoint point) const {
    const RowLayout &laidOut = layout(index);
    const RowKey &key = model_.row(index.row()).key;
    if (!laidOut.text.document)
        return {key, point.y() < laidOut.height / 2 ? 0 : endOfRow};
    if (point.y() < laidOut.words.top())
        return {key, 0};
    if (point.y() > laidOut.words.bottom())
        return {key, endOfRow};
    return {key, characterAt(laidOut.text, point - laidOut.words.topLeft())};
}

Hit MessageDelegate::hitTest(const QModelIndex &index, QPoint point) const {
    const RowLayout &laidOut = layout(index);
    for (std::size_t i = 0; i < laidOut.copies.size(); ++i)
        if (laidOut.copies[i].contains(point))
            return Hit{.target = Target::copy, .text = laidOut.text.codeCards[i].text};
    for (const Chip &chip : laidOut.chips)
        if (chip.rect.contains(point))
            return Hit{.target = Target::reaction,
                       .emoji = chip.emoji,
                       .isOwn = chip.isOwn,
                       .tip = chip.who};
    if (laidOut.attachment.box.contains(point))
        return hitAttachment(laidOut.attachment, point);
    const std::array<std::pair<const QRect *, Target>, 7> plain{{
        {&laidOut.addChip, Target::addReaction},
        {&laidOut.quote, Target::quote},
        {&laidOut.retry, Target::retry},
        {&laidOut.rewrite, Target::rewrite},
        {&laidOut.drop, Target::drop},
        {&laidOut.foldAct, Target::fold},
        {laidOut.foldWords.isEmpty() ? nullptr : &laidOut.system, Target::fold},
    }};
    for (const auto &[rect, target] : plain)
        if (rect != nullptr && rect->contains(point))
            return Hit{.target = target};
    if (laidOut.words.contains(point) && laidOut.text.document) {
        const QString link = linkAt(laidOut.text, point - laidOut.words.topLeft());
        if (!link.isEmpty())
            return Hit{.target = Target::link, .text = link, .tip = link};
    }
    if (laidOut.notes.contains(point))
        return Hit{.tip = laidOut.notesTip};
    if (laidOut.state.contains(point))
        return Hit{.tip = laidOut.stateTip};
    if (laidOut.time.contains(point) || laidOut.gutterTime.contains(point) ||
        laidOut.system.contains(point))
        return Hit{.tip = longTime(model_.row(index.row()).message.entry.at)};
    return {};
}

} // namespace zchat::gui
