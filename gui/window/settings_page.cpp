#include "gui/window/settings_page.hpp"

#include <QHBoxLayout>

#include "gui/window/choice_box.hpp"

namespace zchat::gui {

SettingsPage::SettingsPage(Desk &desk, const QString &title, QWidget *parent)
    : QWidget(parent)
    , desk_(desk)
    , title_(title)
    , column_(new QVBoxLayout) {
    setObjectName("settingsPage");
    auto *head = new QLabel(title, this);
    head->setTextFormat(Qt::PlainText);
    head->setProperty("rank", "title");
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(24, 18, 24, 18);
    whole->setSpacing(12);
    whole->addWidget(head);
    column_->setSpacing(10);
    whole->addLayout(column_);
    whole->addStretch();
}

void SettingsPage::addSection(const QString &words) {
    auto *label = new QLabel(words, this);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("rank", "section");
    label->setContentsMargins(0, 10, 0, 0);
    column_->addWidget(label);
}

void SettingsPage::addHint(const QString &words) {
    auto *label = new QLabel(words, this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("rank", "hint");
    column_->addWidget(label);
}

void SettingsPage::addRow(QWidget *row) {
    column_->addWidget(row);
}

void SettingsPage::addRow(const QString &name, QWidget *field) {
    auto *label = new QLabel(name, this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setBuddy(field);
    if (field->accessibleName().isEmpty())
        field->setAccessibleName(name);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(label, 2);
    row->addWidget(field, 3);
    column_->addLayout(row);
}

QCheckBox *SettingsPage::addToggle(const QString &words, bool Preferences::*field) {
    auto *box = new QCheckBox(words, this);
    column_->addWidget(box);
    follow([box, field](const Preferences &now) { box->setChecked(now.*field); });
    connect(box, &QCheckBox::toggled, this,
            [this, field](bool isOn) { change([&](Preferences &now) { now.*field = isOn; }); });
    return box;
}

QComboBox *
SettingsPage::addChoice(const QString &name, const std::vector<Choice> &choices,
                        const std::function<QVariant(const Preferences &)> &now,
                        const std::function<void(Preferences &, const QVariant &)> &set) {
    auto *box = new ChoiceBox(this);
    for (const Choice &choice : choices)
        box->addItem(choice.words, choice.value);
    addRow(name, box);
    follow([box, now](const Preferences &held) { box->setCurrentIndex(box->findData(now(held))); });
    connect(box, &QComboBox::activated, this, [this, box, set](int row) {
        change([&](Preferences &held) { set(held, box->itemData(row)); });
    });
    return box;
}

void SettingsPage::follow(const std::function<void(const Preferences &)> &show) {
    connect(&desk_, &Desk::preferencesChanged, this, [this, show] { show(desk_.preferences()); });
    show(desk_.preferences());
}

void SettingsPage::change(const std::function<void(Preferences &)> &set) {
    Preferences changed = desk_.preferences();
    set(changed);
    desk_.setPreferences(changed);
}

} // namespace zchat::gui
