// TimelineView: the list of messages that a person scrolls, points at and reads.
//
// A QListView, because each of its rows is there for screen readers. At the end it follows; away
// from it, it stands still by a ScrollAnchor whatever the model does. It asks the model for more
// before the edge is reached, and says what was clicked; what happens then is the window's affair.
#pragma once

#include <QListView>
#include <optional>

#include "gui/timeline/message_delegate.hpp"
#include "gui/timeline/scroll_anchor.hpp"

namespace zchat::gui {

class TimelineView final : public QListView {
    Q_OBJECT
public:
    TimelineView(TimelineModel &model, const People &people, const Theme &theme,
                 QWidget *parent = nullptr);

    [[nodiscard]] bool isFollowing() const { return following_; }
    [[nodiscard]] const MessageDelegate &delegate() const { return delegate_; }
    // Messages of others below what was in sight when the view stopped following.
    [[nodiscard]] std::size_t unseen() const;
    // Where the words of a row stand in the viewport; for tests of the anchor.
    [[nodiscard]] std::optional<int> wordsTop(const RowKey &key);

    void followEnd();
    void goTo(const RowKey &key);
    void doItemsLayout() override;
    void reset() override;

Q_SIGNALS:
    void followingChanged();
    void hit(const QModelIndex &index, const zchat::gui::Hit &what);
    void menuWanted(const QModelIndex &index, QPoint globalPosition);

protected:
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void settle();
    void standAtBottom();
    void land();
    void capture();
    void restore();
    void feed();
    void setFollowing(bool isFollowing);
    void point(const QModelIndex &index);
    [[nodiscard]] Hit hitAt(QPoint position, QModelIndex &index) const;

    TimelineModel &model_;
    MessageDelegate delegate_;
    std::optional<ScrollAnchor> anchor_;
    std::optional<Seq> seenTo_;
    QPersistentModelIndex hovered_;
    QPoint pressedAt_;
    bool following_ = true;
    bool laying_ = false;
    bool landing_ = false;
};

} // namespace zchat::gui
