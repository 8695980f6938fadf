#include "gui/window/settings_dialog.hpp"

#include <QHBoxLayout>
#include <QScreen>
#include <QScrollArea>
#include <algorithm>

#include "gui/look/paint.hpp"

namespace zchat::gui {

SettingsDialog::SettingsDialog(Desk &desk, const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , theme_(theme)
    , list_(new QListWidget(this))
    , pages_(new QStackedWidget(this))
    , notifications_(new NotificationsPage(desk))
    , downloads_(new DownloadsPage(desk)) {
    setObjectName("settings");
    setWindowTitle(tr("Settings"));
    list_->setObjectName("settingsList");
    list_->setAccessibleName(tr("Pages of the settings"));
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    add(new LookPage(desk), int(Icon::palette));
    add(new WritingPage(desk), int(Icon::pen));
    add(new MessagesPage(desk), int(Icon::message));
    add(notifications_, int(Icon::bell));
    add(downloads_, int(Icon::download));
    add(new WindowPage(desk), int(Icon::window));
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    auto *hairline = new QFrame(this);
    hairline->setProperty("hairline", true);
    hairline->setFixedWidth(1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(24, 8, 24, 16);
    foot->addStretch();
    foot->addWidget(close);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(pages_, 1);
    right->addLayout(foot);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(list_);
    row->addWidget(hairline);
    row->addLayout(right, 1);
    connect(list_, &QListWidget::currentRowChanged, pages_, &QStackedWidget::setCurrentIndex);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(&theme, &Theme::changed, this, &SettingsDialog::fit);
    list_->setCurrentRow(0);
    resize(QSize(theme.look().px(660), theme.look().px(470))
               .boundedTo(screen()->availableSize() - QSize(20, 40)));
    fit();
}

void SettingsDialog::add(SettingsPage *page, int icon) {
    auto *area = new QScrollArea(pages_);
    area->setObjectName("settingsArea");
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(page);
    pages_->addWidget(area);
    auto *item = new QListWidgetItem(page->title(), list_);
    item->setData(Qt::UserRole, icon);
}

SettingsPage &SettingsDialog::page(int at) {
    return *static_cast<SettingsPage *>(static_cast<QScrollArea *>(pages_->widget(at))->widget());
}

void SettingsDialog::showPage(int at) {
    list_->setCurrentRow(at);
}

void SettingsDialog::resizeEvent(QResizeEvent *event) {
    QDialog::resizeEvent(event);
    fit();
}

// The list takes what its words need, and gives way to the page where the window is narrow: then
// the icons stand alone, their names in tooltips.
void SettingsDialog::fit() {
    const Look &look = theme_.look();
    list_->setIconSize(QSize(look.px(measure::icon), look.px(measure::icon)));
    const bool isNarrow = width() < look.px(480);
    for (int i = 0; i < list_->count(); ++i) {
        QListWidgetItem *item = list_->item(i);
        item->setIcon(makeIcon(Icon(item->data(Qt::UserRole).toInt()), look.tokens.dim));
        item->setText(isNarrow ? QString() : page(i).title());
        item->setData(Qt::AccessibleTextRole, page(i).title());
        item->setToolTip(isNarrow ? page(i).title() : QString());
    }
    list_->setFixedWidth(
        isNarrow ? look.px(56) : std::max(look.px(150), list_->sizeHintForColumn(0) + look.px(24)));
}

} // namespace zchat::gui
