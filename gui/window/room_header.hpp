// RoomHeader: the open room's name, topic and size, with its menu at the right.
#pragma once

#include <QToolButton>
#include <QWidget>

#include "gui/look/look.hpp"
#include "gui/model/desk.hpp"

namespace zchat::gui {

class RoomHeader final : public QWidget {
    Q_OBJECT
public:
    RoomHeader(Desk &desk, const Theme &theme, QWidget *parent = nullptr);
    [[nodiscard]] QToolButton &menuButton() { return *menu_; }
    [[nodiscard]] QString title() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    Desk &desk_;
    const Theme &theme_;
    QToolButton *menu_;
};

} // namespace zchat::gui
