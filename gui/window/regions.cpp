#include "gui/window/regions.hpp"

#include <QApplication>
#include <QKeyEvent>

namespace zchat::gui {

namespace {

class LeaveToWindow final : public QObject {
public:
    LeaveToWindow(QWidget &box, const QKeySequence &keys)
        : QObject(&box)
        , keys_(keys) {
        box.installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override {
        if (event->type() == QEvent::ShortcutOverride) {
            const auto *pressed = static_cast<QKeyEvent *>(event);
            if (keys_.matches(QKeySequence(pressed->keyCombination())) ==
                QKeySequence::ExactMatch) {
                event->ignore();
                return true;
            }
        }
        return QObject::eventFilter(watched, event);
    }

private:
    QKeySequence keys_;
};

} // namespace

void stepRegion(const std::vector<QWidget *> &regions, int direction) {
    const QWidget *focused = QApplication::focusWidget();
    const int count = static_cast<int>(regions.size());
    int at = direction > 0 ? -1 : count;
    for (int i = 0; i < count; ++i) {
        const QWidget *region = regions[static_cast<std::size_t>(i)];
        if (focused != nullptr && (region == focused || region->isAncestorOf(focused)))
            at = i;
    }
    for (int tried = 0; tried < count; ++tried) {
        at = (at + direction + count) % count;
        QWidget *next = regions[static_cast<std::size_t>(at)];
        if (next->isVisible() && next->isEnabled()) {
            next->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
}

void leaveToWindow(QWidget &box, const QKeySequence &keys) {
    new LeaveToWindow(box, keys);
}

} // namespace zchat::gui
