#include "gui/window/notification_log.hpp"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "gui/model/words.hpp"

namespace zchat::gui {

namespace {

QString outcomeOf(const Judged &judged) {
    if (notifies(judged.why) && !judged.isShown)
        return NotificationLog::tr("Not, since this desktop shows none: %1")
            .arg(sentenceOf(judged.why));
    if (judged.isSummed)
        return NotificationLog::tr("In the summary: %1").arg(sentenceOf(judged.why));
    return notifies(judged.why) ? NotificationLog::tr("Notified: %1").arg(sentenceOf(judged.why))
                                : NotificationLog::tr("Not: %1").arg(sentenceOf(judged.why));
}

QLabel *plainLabel(const QString &words, QWidget *parent) {
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(words);
    label->setWordWrap(true);
    return label;
}

} // namespace

NotificationLog::NotificationLog(Notifications &notifications, Desk &desk, QWidget *parent)
    : QDialog(parent)
    , notifications_(notifications)
    , desk_(desk)
    , state_(plainLabel({}, this))
    , list_(new QTreeWidget(this))
    , empty_(plainLabel(tr("No message has come in yet. Each one that does is listed here, with "
                           "the reason why it did or did not notify."),
                        this))
    , test_(new QPushButton(tr("Send a test"), this))
    , disturb_(new QCheckBox(tr("Do not disturb"), this)) {
    setWindowTitle(tr("Notifications"));
    resize(900, 480);
    auto *head = plainLabel(tr("Why messages did or did not notify"), this);
    head->setProperty("rank", "title");
    state_->setProperty("rank", "warn");
    list_->setAccessibleName(tr("The last messages, and why they did or did not notify"));
    list_->setHeaderLabels({tr("When"), tr("Where"), tr("Who"), tr("Message"), tr("Why")});
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setAllColumnsShowFocus(true);
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->header()->setStretchLastSection(true);
    empty_->setProperty("rank", "dim");
    empty_->setAlignment(Qt::AlignCenter);
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(test_);
    buttons->addWidget(disturb_);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(12);
    column->addWidget(head);
    column->addWidget(state_);
    column->addWidget(list_, 1);
    column->addWidget(empty_, 1);
    column->addLayout(buttons);
    later_.setSingleShot(true);
    later_.setInterval(0);
    connect(&later_, &QTimer::timeout, this, &NotificationLog::fill);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(test_, &QPushButton::clicked, &notifications_, &Notifications::sendTest);
    connect(disturb_, &QCheckBox::toggled, this, [this](bool isOn) {
        Preferences changed = desk_.preferences();
        changed.doNotDisturb = isOn;
        desk_.setPreferences(changed);
    });
    connect(&notifications_, &Notifications::logged, this, [this] { later_.start(); });
    connect(&desk_, &Desk::preferencesChanged, this, &NotificationLog::refresh);
    refresh();
    fill();
}

// As many letters wide as each usually needs, so that columns grow with the zoom.
void NotificationLog::sizeColumns() {
    list_->ensurePolished();
    const int letter = QFontMetrics(list_->font()).averageCharWidth();
    const int letters[]{9, 15, 17, 28};
    for (int i = 0; i < 4; ++i)
        list_->setColumnWidth(i, letters[i] * letter);
}

bool NotificationLog::event(QEvent *event) {
    const bool isHandled = QDialog::event(event);
    if (event->type() == QEvent::Polish || event->type() == QEvent::FontChange)
        sizeColumns();
    return isHandled;
}

void NotificationLog::refresh() {
    disturb_->setChecked(desk_.preferences().doNotDisturb);
    state_->setText(notifications_.stateWords());
    state_->setVisible(!state_->text().isEmpty());
}

void NotificationLog::fill() {
    const int at = list_->indexOfTopLevelItem(list_->currentItem());
    list_->clear();
    QList<QTreeWidgetItem *> items;
    for (const Judged &judged : notifications_.log()) {
        items << new QTreeWidgetItem(
            QStringList{timeWords(judged.at), oneLine(judged.room.toStdString()),
                        oneLine(judged.who.toStdString()), judged.words, outcomeOf(judged)});
        for (int column = 0; column < items.back()->columnCount(); ++column)
            items.back()->setToolTip(column, plainTip(items.back()->text(column)));
    }
    list_->addTopLevelItems(items);
    list_->setVisible(!items.isEmpty());
    empty_->setVisible(items.isEmpty());
    if (at >= 0 && at < list_->topLevelItemCount())
        list_->setCurrentItem(list_->topLevelItem(at));
}

} // namespace zchat::gui
