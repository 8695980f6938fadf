// ActionBar: the small row of buttons that floats at the right of a message.
//
// It belongs to the timeline's viewport and acts on the row that the view gave it last. It decides
// nothing but which of its buttons that row allows.
#pragma once

#include <QFrame>
#include <QPushButton>
#include <QToolButton>

#include "gui/look/look.hpp"
#include "gui/timeline/message_act.hpp"

namespace zchat::gui {

class ActionBar final : public QFrame {
    Q_OBJECT
public:
    ActionBar(const Theme &theme, QWidget *parent);

    void showFor(const TimelineModel &model, const Row &row);
    [[nodiscard]] bool hasFocusInside() const;
    [[nodiscard]] QToolButton &button(MessageAct act) const;

Q_SIGNALS:
    void wanted(zchat::gui::MessageAct act);

private:
    [[nodiscard]] QToolButton *add(MessageAct act, const QString &words, const QString &name);
    void dress();

    const Theme &theme_;
    QToolButton *react_;
    QToolButton *reply_;
    QToolButton *edit_;
    QToolButton *more_;
};

} // namespace zchat::gui
