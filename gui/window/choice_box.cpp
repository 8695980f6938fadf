#include "gui/window/choice_box.hpp"

#include "gui/look/paint.hpp"

namespace zchat::gui {

void ChoiceBox::paintEvent(QPaintEvent *event) {
    QComboBox::paintEvent(event);
    const int side = fontMetrics().height();
    const QRect arrow(width() - side - side / 2, 0, side, height());
    QPainter painter(this);
    paintIcon(painter, visual(arrow, rect(), layoutDirection()), Icon::down,
              palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled,
                              QPalette::PlaceholderText),
              side);
}

} // namespace zchat::gui
