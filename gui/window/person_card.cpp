#include "gui/window/person_card.hpp"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include "gui/look/paint.hpp"
#include "gui/model/words.hpp"
#include "gui/window/wrap_layout.hpp"

namespace zchat::gui {

namespace {

constexpr int portraitSide = 64;

class Portrait final : public QWidget {
public:
    Portrait(const Desk &desk, const Theme &theme, AccountName name, QWidget *parent)
        : QWidget(parent)
        , desk_(desk)
        , theme_(theme)
        , name_(std::move(name)) {
        const auto fit = [this] {
            const int side = theme_.look().px(portraitSide);
            setFixedSize(side, side);
            update();
        };
        connect(&theme, &Theme::changed, this, fit);
        fit();
    }

protected:
    void paintEvent(QPaintEvent * /*event*/) override {
        QPainter painter(this);
        const Look &look = theme_.look();
        painter.scale(look.zoom, look.zoom);
        paintAvatar(painter, QRect(0, 0, portraitSide, portraitSide), look, name_.value,
                    desk_.people().shownName(name_));
    }

private:
    const Desk &desk_;
    const Theme &theme_;
    AccountName name_;
};

QLabel *fact(const QFont &font, const char *rank, QWidget *parent) {
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFont(font);
    label->setProperty("rank", rank);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

PersonCard::PersonCard(Desk &desk, const Theme &theme, const AccountName &name, QWidget *parent)
    : QDialog(parent)
    , desk_(desk)
    , name_(name)
    , title_(fact(theme.look().title, "body", this))
    , plainName_(fact(theme.look().small, "dim", this))
    , state_(fact(theme.look().small, "dim", this))
    , status_(fact(theme.look().body, "body", this))
    , seen_(fact(theme.look().small, "dim", this))
    , message_(new QPushButton(tr("Message"), this))
    , mention_(new QPushButton(tr("Mention"), this))
    , ignore_(new QPushButton(this)) {
    setMinimumWidth(400);
    message_->setProperty("primary", true);
    message_->setDefault(true);
    auto *close = new QPushButton(tr("Close"), this);
    for (QPushButton *button : {mention_, ignore_, close})
        button->setAutoDefault(false);
    auto *facts = new QVBoxLayout;
    facts->setSpacing(4);
    for (QLabel *label : {title_, plainName_, state_, status_, seen_})
        facts->addWidget(label);
    facts->addStretch();
    auto *top = new QHBoxLayout;
    top->setSpacing(16);
    top->addWidget(new Portrait(desk, theme, name, this), 0, Qt::AlignTop);
    top->addLayout(facts, 1);
    auto *buttons = new WrapLayout(1);
    buttons->addWidget(ignore_);
    buttons->addWidget(close);
    buttons->addWidget(mention_);
    buttons->addWidget(message_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(16);
    column->addLayout(top);
    column->addLayout(buttons);
    keepHighEnough(*this);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(message_, &QPushButton::clicked, this, [this] {
        Q_EMIT messageWanted(name_);
        accept();
    });
    connect(mention_, &QPushButton::clicked, this, [this] {
        Q_EMIT mentionWanted(QString::fromStdString(name_.value));
        accept();
    });
    connect(ignore_, &QPushButton::clicked, this, [this] {
        Preferences preferences = desk_.preferences();
        if (!preferences.ignored.erase(name_))
            preferences.ignored.insert(name_);
        desk_.setPreferences(preferences);
    });
    connect(&desk, &Desk::preferencesChanged, this, &PersonCard::refresh);
    connect(&desk.people(), &People::changed, this, &PersonCard::refresh);
    refresh();
    if (desk.isAdministrator())
        askSeen();
}

void PersonCard::refresh() {
    const People &people = desk_.people();
    const Person *person = people.find(name_);
    const bool isMe = desk_.name() == name_;
    const auto show = [](QLabel *label, const QString &words) {
        label->setText(words);
        label->setVisible(!words.isEmpty());
    };
    show(title_, people.shownName(name_));
    show(plainName_, people.besideName(name_));
    setWindowTitle(people.shownName(name_));
    QString state = presenceWord(person != nullptr ? person->state : wire::State::offline);
    if (person != nullptr && person->isProgram)
        state = tr("program, %1").arg(state);
    if (isMe)
        state = tr("this is you, %1").arg(state);
    show(state_, state);
    show(status_, person != nullptr ? oneLine(person->status.toStdString()) : QString());
    seen_->setVisible(!seen_->text().isEmpty());
    ignore_->setVisible(!isMe);
    ignore_->setText(desk_.preferences().ignored.contains(name_) ? tr("Stop ignoring")
                                                                 : tr("Ignore"));
    ignore_->setToolTip(tr("Folds this person's messages away on this machine"));
    mention_->setVisible(desk_.room().has_value());
}

void PersonCard::askSeen() {
    wire::Accounts request;
    request.query = name_.value;
    desk_.ask(std::move(request), this, [this](const Answer &answer) {
        const auto *reply = std::get_if<wire::Reply>(&answer);
        const auto *page = reply != nullptr ? std::get_if<wire::AccountsReply>(reply) : nullptr;
        if (page == nullptr)
            return;
        for (const wire::AccountRow &row : page->accounts)
            if (row.name == name_ && row.seen > 0)
                seen_->setText(tr("last here %1")
                                   .arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.seen),
                                                           QLocale::ShortFormat)));
        refresh();
    });
}

QString PersonCard::facts() const {
    QStringList lines;
    for (const QLabel *label : {title_, plainName_, state_, status_, seen_})
        if (!label->isHidden())
            lines << label->text();
    return lines.join('\n');
}

} // namespace zchat::gui
