// TimelineView: the list of messages that a person scrolls, points at and reads.
//
// A QListView, because each of its rows is there for screen readers. At the end it follows; away
// from it, it stands still by a ScrollAnchor whatever the model does. It asks the model for more
// before the edge is reached. Words are marked across messages by mouse and keys; one message is
// the current one for keys. It says what was clicked or wanted of a message; what happens then is
// the window's affair.
#pragma once

#include <QElapsedTimer>
#include <QListView>
#include <QTimer>
#include <optional>

#include "gui/timeline/action_bar.hpp"
#include "gui/timeline/message_delegate.hpp"
#include "gui/timeline/scroll_anchor.hpp"
#include "gui/timeline/text_selection.hpp"
#include "gui/timeline/timeline_accessible.hpp"

namespace zchat::gui {

// Of others, below what was in sight.
struct Unseen {
    std::size_t messages = 0;
    std::size_t mentions = 0;
};

class TimelineView final : public QListView {
    Q_OBJECT
public:
    TimelineView(TimelineModel &model, const People &people, const Theme &theme, Pictures &pictures,
                 QWidget *parent = nullptr);

    [[nodiscard]] bool isFollowing() const { return following_; }
    [[nodiscard]] const TimelineModel &timeline() const { return model_; }
    [[nodiscard]] const MessageDelegate &delegate() const { return delegate_; }
    // Since the view stopped following.
    [[nodiscard]] Unseen unseen() const;
    // Where the words of a row stand in the viewport; for tests of the anchor.
    [[nodiscard]] std::optional<int> wordsTop(const RowKey &key);

    void followEnd();
    // Brings the row into sight, and shows for a moment which it is.
    void goTo(const RowKey &key);
    void goToOldestUnread();
    [[nodiscard]] ActionBar &actionBar() { return *bar_; }
    [[nodiscard]] const TextSelection &selection() const { return selection_; }
    // What Copy would put on the clipboard; empty where nothing is marked.
    [[nodiscard]] QString selectedText() const;
    void selectAllLoaded();
    void doItemsLayout() override;
    void reset() override;

Q_SIGNALS:
    void followingChanged();
    void hit(const QModelIndex &index, const zchat::gui::Hit &what);
    // Its bytes are not on this machine, and nothing fetches them.
    void pictureInSight(zchat::Seq of);
    // The menu and the reactions open at that place.
    void actWanted(const QModelIndex &index, zchat::gui::MessageAct act, QPoint globalPosition);
    void escaped();

protected:
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;
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
    void lookForPictures();
    void setFollowing(bool isFollowing);
    void point(const QModelIndex &index);
    [[nodiscard]] Hit hitAt(QPoint position, QModelIndex &index) const;
    [[nodiscard]] std::optional<TextPlace> placeAt(QPoint position) const;
    void startSelection(QPoint position, bool extends);
    void dragTo(QPoint position);
    void extendTo(QPoint position);
    void scrollWhileDragging();
    void selectMessage(QPoint position);
    void copySelection();
    void act(const QModelIndex &index, MessageAct what);
    [[nodiscard]] bool hasKeyboard() const;
    void showCurrent(const QModelIndex &index);
    void stepCurrent(int direction);
    void ensureCurrent();
    void bringIntoSight(const QModelIndex &index);
    [[nodiscard]] bool moveKey(int key);
    void refreshCurrent();
    void placeBar();
    void markTarget(const QModelIndex &index);

    TimelineModel &model_;
    const People &people_;
    MessageDelegate delegate_;
    std::optional<ScrollAnchor> anchor_;
    std::optional<Seq> seenTo_;
    QPersistentModelIndex hovered_;
    ActionBar *bar_;
    Announcer *announcer_;
    TextSelection selection_;
    QTimer dragScroll_;
    QTimer targetEnds_;
    QElapsedTimer doubleClicked_;
    std::optional<std::pair<TextPlace, TextPlace>> firstWord_; // of a selection by words
    QPoint pressedAt_;
    QPoint draggedTo_;
    bool dragging_ = false;
    bool byKeys_ = false; // the current row is shown as such
    bool following_ = true;
    bool laying_ = false;
    bool landing_ = false;
};

} // namespace zchat::gui
