#include "gui/window/wrap_layout.hpp"

#include <QEvent>
#include <QScreen>
#include <QWidget>
#include <algorithm>
#include <limits>

#include "gui/look/paint.hpp"

namespace zchat::gui {

namespace {

constexpr int usualGap = 6;

class HeightKeeper final : public QObject {
public:
    explicit HeightKeeper(QWidget &window)
        : QObject(&window) {
        window.installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override {
        auto *window = static_cast<QWidget *>(watched);
        const bool mayChange = event->type() == QEvent::Resize ||
                               event->type() == QEvent::LayoutRequest ||
                               event->type() == QEvent::Show;
        if (mayChange && window->layout() != nullptr)
            window->setMinimumHeight(
                std::min(window->layout()->totalMinimumHeightForWidth(window->width()),
                         window->screen()->availableSize().height()));
        return false;
    }
};

} // namespace

void keepHighEnough(QWidget &window) {
    new HeightKeeper(window);
}

WrapLayout::WrapLayout(std::size_t leading)
    : leading_(leading) {}

void WrapLayout::addItem(QLayoutItem *item) {
    items_.emplace_back(item);
}

QLayoutItem *WrapLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem *WrapLayout::takeAt(int index) {
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem *item = items_[static_cast<std::size_t>(index)].release();
    items_.erase(items_.begin() + index);
    return item;
}

int WrapLayout::gap() const {
    return spacing() >= 0 ? spacing() : usualGap;
}

QSize WrapLayout::sizeOf(std::size_t item, int most) const {
    const QSize size = items_[item]->sizeHint().expandedTo(items_[item]->minimumSize());
    return {std::min(size.width(), most), size.height()};
}

std::vector<WrapLayout::Line> WrapLayout::linesIn(int width) const {
    std::vector<Line> lines;
    for (std::size_t i = 0; i < items_.size(); ++i) {
        if (items_[i]->isEmpty())
            continue;
        const QSize size = sizeOf(i, width);
        if (lines.empty() || lines.back().width + gap() + size.width() > width)
            lines.push_back({});
        Line &line = lines.back();
        line.width += (line.items.empty() ? 0 : gap()) + size.width();
        line.height = std::max(line.height, size.height());
        line.items.push_back(i);
    }
    return lines;
}

int WrapLayout::heightForWidth(int width) const {
    int height = 0;
    for (const Line &line : linesIn(width))
        height += (height == 0 ? 0 : gap()) + line.height;
    return height;
}

QSize WrapLayout::sizeHint() const {
    const std::vector<Line> lines = linesIn(std::numeric_limits<int>::max() / 2);
    return lines.empty() ? QSize(0, 0) : QSize(lines.front().width, lines.front().height);
}

QSize WrapLayout::minimumSize() const {
    QSize least(0, 0);
    for (std::size_t i = 0; i < items_.size(); ++i)
        if (!items_[i]->isEmpty())
            least = least.expandedTo(sizeOf(i, std::numeric_limits<int>::max()));
    return least;
}

void WrapLayout::setGeometry(const QRect &rect) {
    QLayout::setGeometry(rect);
    const std::vector<Line> lines = linesIn(rect.width());
    int top = rect.top();
    for (const Line &line : lines) {
        place(line, rect, top, lines.size() == 1);
        top += line.height + gap();
    }
}

void WrapLayout::place(const Line &line, const QRect &rect, int top, bool isOnly) const {
    const auto direction =
        parentWidget() != nullptr ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    const bool startsAlone = line.items.back() < leading_;
    const int shift = rect.width() - line.width; // of what stands at the end
    int left = rect.left();
    for (const std::size_t item : line.items) {
        const QSize size = sizeOf(item, rect.width());
        const bool atStart = startsAlone || (isOnly && item < leading_);
        const QRect place(left + (atStart ? 0 : shift), top + (line.height - size.height()) / 2,
                          size.width(), size.height());
        items_[item]->setGeometry(visual(place, rect, direction));
        left += size.width() + gap();
    }
}

} // namespace zchat::gui
