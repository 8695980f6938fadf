// TimelinePane: the timeline with what floats on it: the way to the newest, and words where it is
// empty.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "gui/model/desk.hpp"
#include "gui/timeline/timeline_view.hpp"

namespace zchat::gui {

class TimelinePane final : public QWidget {
    Q_OBJECT
public:
    TimelinePane(Desk &desk, const Theme &theme, Pictures &pictures, QWidget *parent = nullptr);

    [[nodiscard]] TimelineView &view() { return *view_; }
    [[nodiscard]] QPushButton &newest() { return *newest_; }
    [[nodiscard]] QString emptyWords() const {
        return empty_->isHidden() ? QString() : empty_->text();
    }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void place();

    Desk &desk_;
    TimelineView *view_;
    QPushButton *newest_;
    QLabel *empty_;
};

} // namespace zchat::gui
