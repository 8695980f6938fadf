// ChoiceBox: a box to choose one of several things from, with the arrow that says so.
//
// The style sheet takes the style's own arrow away and can load none in the colour of the words.
#pragma once

#include <QComboBox>

namespace zchat::gui {

class ChoiceBox final : public QComboBox {
    Q_OBJECT
public:
    using QComboBox::QComboBox;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace zchat::gui
