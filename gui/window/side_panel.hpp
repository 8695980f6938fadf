// PanelArea: the room, and at its right the panel that is open beside it, if any; and SidePanel,
// what stands there: a title, a way to close it, and something to show.
//
// Where the window is narrow the panel lies over the room instead of squeezing it. One panel is
// open at a time. Escape closes it.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/look/look.hpp"

namespace zchat::gui {

class SidePanel : public QFrame {
    Q_OBJECT
public:
    SidePanel(const Theme &theme, const QString &title, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    [[nodiscard]] QString title() const { return title_->text(); }
    [[nodiscard]] QToolButton &closeButton() { return *close_; }
    // As wide as it likes to be, and what must be left for the room beside it; both zoomed.
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] int roomWidth() const;

Q_SIGNALS:
    void closeWanted();

protected:
    // Where a derived panel puts what it shows.
    [[nodiscard]] QVBoxLayout &body() { return *body_; }
    void keyPressEvent(QKeyEvent *event) override;

private:
    const Theme &theme_;
    QLabel *title_;
    QToolButton *close_;
    QVBoxLayout *body_;
};

class PanelArea final : public QWidget {
    Q_OBJECT
public:
    PanelArea(QWidget *main, QWidget *parent);
    // The panel becomes a child of this area, and lives as long.
    void showPanel(SidePanel *panel);
    void closePanel();
    [[nodiscard]] SidePanel *panel() const { return panel_; }
    // The panel lies over the room.
    [[nodiscard]] bool isNarrow() const;

Q_SIGNALS:
    void panelShown();
    void panelClosed();

protected:
    // A panel that has grown or shrunk with the zoom asks for its place anew.
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void place();

    QWidget *main_;
    SidePanel *panel_ = nullptr;
};

} // namespace zchat::gui
