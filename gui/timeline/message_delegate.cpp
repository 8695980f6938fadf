#include "gui/timeline/message_delegate.hpp"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <vector>

#include "gui/look/paint.hpp"
#include "gui/timeline/paint_row.hpp"

namespace zchat::gui {

namespace {

constexpr std::size_t mostLayouts = 2 * TimelineModel::windowRows;

} // namespace

MessageDelegate::MessageDelegate(const TimelineModel &model, const People &people,
                                 const Theme &theme, QObject *parent)
    : QAbstractItemDelegate(parent)
    , model_(model)
    , people_(people)
    , theme_(theme)
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
    if (cached.layout.height == 0 || cached.width != width_ || cached.revision != row.revision) {
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
    return {width_, layout(index).height};
}

void MessageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const {
    const RowLayout &laid = layout(index);
    const bool isPointed = hovered_ == index;
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus) &&
                          option.state.testFlag(QStyle::State_KeyboardFocusChange);
    painter->save();
    painter->translate(option.rect.topLeft());
    paintRow(
        *painter, laid, model_.row(index.row()), theme_.look(),
        RowPainting{.width = option.rect.width(), .isPointed = isPointed, .hasFocus = hasFocus});
    painter->restore();
}

Hit MessageDelegate::hitTest(const QModelIndex &index, QPoint point) const {
    const RowLayout &laid = layout(index);
    for (std::size_t i = 0; i < laid.copies.size(); ++i)
        if (laid.copies[i].contains(point))
            return Hit{.target = Target::copy, .text = laid.text.codeCards[i].text};
    for (const Chip &chip : laid.chips)
        if (chip.rect.contains(point))
            return Hit{.target = Target::reaction,
                       .text = {},
                       .emoji = chip.emoji,
                       .isOwn = chip.isOwn,
                       .tip = chip.who};
    if (laid.quote.contains(point))
        return Hit{.target = Target::quote};
    if (laid.retry.contains(point))
        return Hit{.target = Target::retry};
    if (laid.drop.contains(point))
        return Hit{.target = Target::drop};
    if (laid.words.contains(point) && laid.text.document) {
        const QString link = linkAt(laid.text, point - laid.words.topLeft());
        if (!link.isEmpty())
            return Hit{
                .target = Target::link, .text = link, .emoji = {}, .isOwn = false, .tip = link};
    }
    if (laid.time.contains(point) || laid.system.contains(point)) {
        const QDateTime at =
            QDateTime::fromMSecsSinceEpoch(model_.row(index.row()).message.entry.at);
        return Hit{.target = Target::none,
                   .text = {},
                   .emoji = {},
                   .isOwn = false,
                   .tip = QLocale().toString(at, QLocale::LongFormat)};
    }
    return {};
}

} // namespace zchat::gui
