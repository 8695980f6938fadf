#include "gui/window/side_panel.hpp"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <algorithm>

#include "gui/look/paint.hpp"

namespace zchat::gui {

namespace {

constexpr int panelWidth = 340;
constexpr int leastRoom = 420;

} // namespace

SidePanel::SidePanel(const Theme &theme, const QString &title, QWidget *parent)
    : QFrame(parent)
    , theme_(theme)
    , title_(new QLabel(title, this))
    , close_(new QToolButton(this))
    , body_(new QVBoxLayout) {
    setObjectName("sidePanel");
    setProperty("mirrored", isRightToLeft());
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(title);
    title_->setTextFormat(Qt::PlainText);
    title_->setProperty("rank", "section");
    close_->setAccessibleName(tr("Close"));
    close_->setToolTip(tr("Close (Esc)"));
    const auto draw = [this, &theme] {
        close_->setIcon(makeIcon(Icon::cross, theme.look().tokens.dim));
        updateGeometry();
    };
    connect(&theme, &Theme::changed, this, draw);
    draw();
    auto *head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(close_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 10, 10, 12);
    column->setSpacing(8);
    column->addLayout(head);
    column->addLayout(body_, 1);
    body_->setSpacing(8);
    connect(close_, &QToolButton::clicked, this, &SidePanel::closeWanted);
}

void SidePanel::setTitle(const QString &title) {
    title_->setText(title);
    setAccessibleName(title);
}

QSize SidePanel::sizeHint() const {
    return {theme_.look().px(panelWidth), QFrame::sizeHint().height()};
}

int SidePanel::roomWidth() const {
    return theme_.look().px(leastRoom);
}

void SidePanel::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeWanted();
    else
        QFrame::keyPressEvent(event);
}

PanelArea::PanelArea(QWidget *main, QWidget *parent)
    : QWidget(parent)
    , main_(main) {
    main_->setParent(this);
}

void PanelArea::showPanel(SidePanel *panel) {
    if (panel_ != nullptr && panel_ != panel)
        panel_->hide();
    if (panel->parentWidget() != this)
        panel->setParent(this);
    connect(panel, &SidePanel::closeWanted, this, &PanelArea::closePanel, Qt::UniqueConnection);
    panel_ = panel;
    // A panel hands the keyboard on to its first box, and Tab passes over what stands before that.
    for (QWidget *part : panel->findChildren<QWidget *>(Qt::FindDirectChildrenOnly))
        if ((part->focusPolicy() & Qt::TabFocus) != 0 && part != &panel->closeButton())
            QWidget::setTabOrder(part, &panel->closeButton());
    panel_->show();
    place();
    Q_EMIT panelShown();
}

void PanelArea::closePanel() {
    if (panel_ == nullptr)
        return;
    panel_->hide();
    panel_ = nullptr;
    place();
    Q_EMIT panelClosed();
}

bool PanelArea::isNarrow() const {
    return panel_ != nullptr && width() < panel_->sizeHint().width() + panel_->roomWidth();
}

bool PanelArea::event(QEvent *event) {
    if (event->type() == QEvent::LayoutRequest)
        place();
    return QWidget::event(event);
}

void PanelArea::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    place();
}

void PanelArea::place() {
    const int wide = panel_ == nullptr ? 0 : std::min(panel_->sizeHint().width(), width());
    const QRect room(0, 0, isNarrow() ? width() : width() - wide, height());
    main_->setGeometry(visual(room, rect(), layoutDirection()));
    if (panel_ == nullptr)
        return;
    const QRect beside(width() - wide, 0, wide, height());
    panel_->setGeometry(visual(beside, rect(), layoutDirection()));
    panel_->raise();
}

} // namespace zchat::gui
