#include "gui/window/directory_dialog.hpp"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

namespace zchat::gui {

DirectoryDialog::DirectoryDialog(Desk &desk, const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , desk_(desk)
    , count_(new QLabel(this))
    , people_(new PersonList(desk, theme, tr("People"), this))
    , profile_(new QPushButton(tr("Profile"), this))
    , message_(new QPushButton(tr("Message"), this)) {
    setWindowTitle(tr("People"));
    auto *head = new QLabel(tr("People"), this);
    head->setTextFormat(Qt::PlainText);
    head->setProperty("rank", "title");
    count_->setTextFormat(Qt::PlainText);
    count_->setProperty("rank", "dim");
    message_->setProperty("primary", true);
    auto *close = new QPushButton(tr("Close"), this);
    for (QPushButton *button : {profile_, message_, close})
        button->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(close);
    buttons->addStretch();
    buttons->addWidget(profile_);
    buttons->addWidget(message_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(12);
    column->addWidget(head);
    column->addWidget(count_);
    column->addWidget(people_, 1);
    column->addLayout(buttons);
    resize(theme.look().px(440), theme.look().px(520));
    if (parent != nullptr)
        resize(size().boundedTo(parent->size() - QSize(40, 40)));
    const auto choose = [this](auto signal) {
        return [this, signal] {
            if (const auto name = people_->current())
                Q_EMIT(this->*signal)(*name);
        };
    };
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(profile_, &QPushButton::clicked, this, choose(&DirectoryDialog::personWanted));
    connect(people_, &PersonList::chosen, this, choose(&DirectoryDialog::personWanted));
    connect(message_, &QPushButton::clicked, this, choose(&DirectoryDialog::messageWanted));
    connect(people_, &PersonList::currentChanged, this, [this] {
        const auto name = people_->current();
        profile_->setEnabled(name.has_value());
        message_->setEnabled(name.has_value() && desk_.name() != name);
    });
    connect(&desk.people(), &People::changed, this, &DirectoryDialog::fill);
    profile_->setEnabled(false);
    message_->setEnabled(false);
    fill();
    people_->filterBox().setFocus();
}

void DirectoryDialog::fill() {
    const People &people = desk_.people();
    std::size_t online = 0;
    std::vector<PersonLine> lines;
    for (const auto &[name, person] : people.all()) {
        online += person.state != wire::State::offline ? 1 : 0;
        QString note = person.isProgram ? tr("program") : QString();
        if (desk_.name() == name)
            note = tr("you");
        lines.push_back({.name = name, .note = note});
    }
    count_->setText(
        tr("%n people, %1 here now", nullptr, static_cast<int>(lines.size())).arg(online));
    // Presence moves once a second and is painted by the list itself; the order stays.
    if (lines.size() == shown_)
        return;
    shown_ = lines.size();
    std::stable_sort(lines.begin(), lines.end(), [&](const PersonLine &a, const PersonLine &b) {
        return people.shownName(a.name).compare(people.shownName(b.name), Qt::CaseInsensitive) < 0;
    });
    people_->setLines(std::move(lines));
}

} // namespace zchat::gui
