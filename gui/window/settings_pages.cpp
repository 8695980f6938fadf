#include "gui/window/settings_pages.hpp"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QTimeEdit>
#include <array>

#include "gui/model/language.hpp"
#include "gui/model/words.hpp"
#include "gui/window/choice_box.hpp"

namespace zchat::gui {

namespace {

constexpr std::array<int, 8> zooms{80, 90, 100, 110, 125, 150, 175, 200};

constexpr std::uint64_t MiB = 1024 * 1024;
constexpr std::array<std::pair<const char *, std::uint64_t>, 5> sizes{{
    {QT_TRANSLATE_NOOP("zchat::gui::DownloadsPage", "Never"), 0},
    {QT_TRANSLATE_NOOP("zchat::gui::DownloadsPage", "Up to 1 MiB"), 1 * MiB},
    {QT_TRANSLATE_NOOP("zchat::gui::DownloadsPage", "Up to 10 MiB"), 10 * MiB},
    {QT_TRANSLATE_NOOP("zchat::gui::DownloadsPage", "Up to 100 MiB"), 100 * MiB},
    {QT_TRANSLATE_NOOP("zchat::gui::DownloadsPage", "Of any size"), anySize},
}};

} // namespace

LookPage::LookPage(Desk &desk, QWidget *parent)
    : SettingsPage(desk, tr("Look"), parent) {
    addChoice(
        tr("Theme"),
        {{tr("As the system"), int(ThemeChoice::system)},
         {tr("Light"), int(ThemeChoice::light)},
         {tr("Dark"), int(ThemeChoice::dark)},
         {tr("High contrast"), int(ThemeChoice::highContrast)}},
        [](const Preferences &now) { return int(now.theme); },
        [](Preferences &now, const QVariant &value) { now.theme = ThemeChoice(value.toInt()); });
    addChoice(
        tr("Density"),
        {{tr("Comfortable"), int(Density::comfortable)}, {tr("Compact"), int(Density::compact)}},
        [](const Preferences &now) { return int(now.density); },
        [](Preferences &now, const QVariant &value) { now.density = Density(value.toInt()); });
    std::vector<Choice> steps;
    for (const int zoom : zooms)
        steps.push_back({tr("%1 %").arg(zoom), zoom});
    addChoice(
        tr("Zoom"), steps, [](const Preferences &now) { return now.zoomPercent; },
        [](Preferences &now, const QVariant &value) { now.zoomPercent = value.toInt(); });
    addHint(tr("Ctrl + and Ctrl − zoom from everywhere, Ctrl 0 goes back."));
    std::vector<Choice> languages{{tr("As the system"), QString()}};
    for (const Language &language : languagesSpoken())
        languages.push_back({language.ownName, language.code});
    addChoice(
        tr("Language"), languages, [](const Preferences &now) { return now.language; },
        [](Preferences &now, const QVariant &value) { now.language = value.toString(); });
    addHint(tr("Another language is spoken from the next start on; all else is in force at once."));
}

WritingPage::WritingPage(Desk &desk, QWidget *parent)
    : SettingsPage(desk, tr("Writing"), parent) {
    addChoice(
        tr("Send with"), {{tr("Enter"), true}, {tr("Ctrl+Enter"), false}},
        [](const Preferences &now) { return now.enterSends; },
        [](Preferences &now, const QVariant &value) { now.enterSends = value.toBool(); });
    addHint(tr("Shift+Enter always breaks the line. Where Ctrl+Enter sends, Enter breaks it too."));
}

MessagesPage::MessagesPage(Desk &desk, QWidget *parent)
    : SettingsPage(desk, tr("Messages"), parent)
    , ignored_(new QWidget(this)) {
    addToggle(tr("Show who comes and goes"), &Preferences::showsPresenceLines);
    addSection(tr("Ignored people"));
    addRow(ignored_);
    auto *column = new QVBoxLayout(ignored_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    follow([this](const Preferences &now) { showIgnored(now); });
}

void MessagesPage::showIgnored(const Preferences &now) {
    QLayout *column = ignored_->layout();
    const QList<QWidget *> old = ignored_->findChildren<QWidget *>(Qt::FindDirectChildrenOnly);
    for (QWidget *row : old) {
        column->removeWidget(row);
        row->hide();
        row->deleteLater(); // its button may be what was pressed
    }
    if (now.ignored.empty()) {
        auto *none = new QLabel(tr("Nobody. A person is ignored from their menu."), ignored_);
        none->setTextFormat(Qt::PlainText);
        none->setWordWrap(true);
        none->setProperty("rank", "hint");
        column->addWidget(none);
    }
    for (const AccountName &name : now.ignored) {
        auto *row = new QWidget(ignored_);
        auto *words = new QLabel(desk().people().shownName(name), row);
        words->setTextFormat(Qt::PlainText);
        auto *beside = new QLabel(desk().people().besideName(name), row);
        beside->setTextFormat(Qt::PlainText);
        beside->setProperty("rank", "tiny");
        auto *stop = new QPushButton(tr("Stop ignoring"), row);
        stop->setAccessibleName(tr("Stop ignoring %1").arg(words->text()));
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        words->setWordWrap(true);
        beside->setWordWrap(true);
        line->addWidget(words, 2);
        line->addWidget(beside, 1);
        line->addWidget(stop);
        column->addWidget(row);
        connect(stop, &QPushButton::clicked, this,
                [this, name] { change([&name](Preferences &held) { held.ignored.erase(name); }); });
    }
}

NotificationsPage::NotificationsPage(Desk &desk, QWidget *parent)
    : SettingsPage(desk, tr("Notifications"), parent) {
    addToggle(tr("Direct messages"), &Preferences::notifiesDirects);
    addToggle(tr("Mentions of me"), &Preferences::notifiesMentions);
    addKeywords();
    addHint(tr("Each room can differ from this: all messages, mentions, or none, in its menu."));
    addSection(tr("Do not disturb"));
    addToggle(tr("Now, until switched off"), &Preferences::doNotDisturb);
    addQuietHours();
    auto *test = new QPushButton(tr("Send a test"), this);
    auto *log = new QPushButton(tr("Notification log …"), this);
    auto *buttons = new QWidget(this);
    auto *row = new QVBoxLayout(buttons);
    row->setContentsMargins(0, 10, 0, 0);
    row->addWidget(test, 0, Qt::AlignLeft);
    row->addWidget(log, 0, Qt::AlignLeft);
    addRow(buttons);
    connect(test, &QPushButton::clicked, this, &NotificationsPage::testWanted);
    connect(log, &QPushButton::clicked, this, &NotificationsPage::logWanted);
}

void NotificationsPage::addKeywords() {
    auto *box = new QLineEdit(this);
    box->setPlaceholderText(tr("deploy, incident"));
    addRow(tr("Words that notify me"), box);
    follow([box](const Preferences &now) {
        if (!box->hasFocus())
            box->setText(now.keywords.join(", "));
    });
    connect(box, &QLineEdit::textEdited, this, [this](const QString &words) {
        QStringList keywords;
        const QStringList parts = words.split(',');
        for (const QString &part : parts)
            if (!part.trimmed().isEmpty())
                keywords << part.trimmed();
        change([&](Preferences &now) { now.keywords = keywords; });
    });
}

void NotificationsPage::addQuietHours() {
    auto *isOn = new QCheckBox(tr("Every day"), this);
    auto *from = new QTimeEdit(QTime(22, 0), this);
    auto *until = new QTimeEdit(QTime(7, 0), this);
    // Some languages add seconds even to their short form.
    const QString minutes = QLocale().timeFormat(QLocale::ShortFormat).remove(":ss");
    from->setDisplayFormat(minutes);
    until->setDisplayFormat(minutes);
    from->setAccessibleName(tr("Quiet from"));
    until->setAccessibleName(tr("Quiet until"));
    auto *row = new QWidget(this);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(new QLabel(tr("from"), row));
    line->addWidget(from);
    line->addWidget(new QLabel(tr("until"), row));
    line->addWidget(until);
    line->addStretch();
    for (QLabel *label : row->findChildren<QLabel *>())
        label->setTextFormat(Qt::PlainText);
    addRow(isOn);
    addRow(row);
    follow([isOn, from, until](const Preferences &now) {
        isOn->setChecked(now.quietHours.has_value());
        from->setEnabled(now.quietHours.has_value());
        until->setEnabled(now.quietHours.has_value());
        if (now.quietHours) {
            from->setTime(now.quietHours->first);
            until->setTime(now.quietHours->second);
        }
    });
    const auto keep = [this, isOn, from, until] {
        const std::pair hours(from->time(), until->time());
        change([&](Preferences &now) {
            now.quietHours = isOn->isChecked() ? std::optional(hours) : std::nullopt;
        });
    };
    connect(isOn, &QCheckBox::clicked, this, keep);
    connect(from, &QTimeEdit::editingFinished, this, keep);
    connect(until, &QTimeEdit::editingFinished, this, keep);
}

DownloadsPage::DownloadsPage(Desk &desk, QWidget *parent)
    : SettingsPage(desk, tr("Downloads"), parent)
    , pictures_(nullptr) {
    addSection(tr("Downloaded by themselves"));
    pictures_ = addSizes(tr("Pictures"), &DownloadChoices::imageBytes);
    (void)addSizes(tr("Other files"), &DownloadChoices::otherBytes);
    addHint(tr("A room can be left out in its menu."));
    addSection(tr("Folder"));
    auto *folder = new QLabel(this);
    folder->setTextFormat(Qt::PlainText);
    folder->setWordWrap(true);
    folder->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    folder->setAccessibleName(tr("Folder for downloads"));
    auto *buttons = new QWidget(this);
    auto *change = new QPushButton(tr("Save files in …"), buttons);
    auto *open = new QPushButton(tr("Open that folder"), buttons);
    auto *row = new QVBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(change, 0, Qt::AlignLeft);
    row->addWidget(open, 0, Qt::AlignLeft);
    addRow(folder);
    addRow(buttons);
    connect(change, &QPushButton::clicked, this, &DownloadsPage::folderChangeWanted);
    connect(open, &QPushButton::clicked, this, &DownloadsPage::folderOpenWanted);
    const auto show = [this, folder, open] {
        const QString place = this->desk().downloads().folder;
        // A path has no spaces to break at.
        folder->setText(QString(place).replace("/", "/\u200b"));
        open->setEnabled(QFileInfo(place).isDir());
    };
    connect(&desk, &Desk::downloadsChanged, this, show);
    show();
}

QComboBox *DownloadsPage::addSizes(const QString &name, std::uint64_t DownloadChoices::*which) {
    auto *box = new ChoiceBox(this);
    for (const auto &[words, bytes] : sizes)
        box->addItem(tr(words), qulonglong(bytes));
    addRow(name, box);
    const auto show = [this, box, which] {
        box->setCurrentIndex(box->findData(qulonglong(desk().downloads().*which)));
    };
    connect(&desk(), &Desk::downloadsChanged, this, show);
    connect(box, &QComboBox::activated, this, [this, box, which](int row) {
        DownloadChoices changed = desk().downloads();
        changed.*which = box->itemData(row).toULongLong();
        desk().setDownloads(changed);
    });
    show();
    return box;
}

WindowPage::WindowPage(Desk &desk, QWidget *parent)
    : SettingsPage(desk, tr("Window"), parent) {
    addToggle(tr("Close to the tray"), &Preferences::closesToTray);
    addHint(tr("The chat goes on when the window is closed. Where the desktop has no tray, closing "
               "quits."));
}

} // namespace zchat::gui
