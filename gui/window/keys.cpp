#include "gui/window/keys.hpp"

#include <QCoreApplication>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace zchat::gui {

namespace {

QStringList sequencesOf(const KeyLine &line) {
    return QString::fromLatin1(line.keys).split(" / ");
}

QString translated(const char *words) {
    return QCoreApplication::translate("keys", words);
}

QString shownKeys(const KeyLine &line) {
    QStringList shown;
    for (const QString &keys : sequencesOf(line))
        shown << QKeySequence(keys).toString(QKeySequence::NativeText);
    // Nine keys of one kind are shown as the first and the last.
    if (shown.size() > 4)
        return shown.front() + " … " + shown.back();
    return shown.join(" / ");
}

} // namespace

const std::vector<KeyGroup> &keyTable() {
    static const std::vector<KeyGroup> table{
        {QT_TRANSLATE_NOOP("keys", "Finding"),
         {
             {"Ctrl+K", QT_TRANSLATE_NOOP("keys", "Jump to a room or person")},
             {"Ctrl+F", QT_TRANSLATE_NOOP("keys", "Search this room")},
             {"Ctrl+Shift+F", QT_TRANSLATE_NOOP("keys", "Search everywhere")},
             {"Ctrl+Shift+M", QT_TRANSLATE_NOOP("keys", "My mentions")},
         }},
        {QT_TRANSLATE_NOOP("keys", "Rooms"),
         {
             {"Alt+Up / Alt+Down", QT_TRANSLATE_NOOP("keys", "Room above, room below")},
             {"Alt+Shift+Up / Alt+Shift+Down",
              QT_TRANSLATE_NOOP("keys", "Unread room above, unread room below")},
             {"Ctrl+1 / Ctrl+2 / Ctrl+3 / Ctrl+4 / Ctrl+5 / Ctrl+6 / Ctrl+7 / Ctrl+8 / Ctrl+9",
              QT_TRANSLATE_NOOP("keys", "First to ninth room of the sidebar")},
             {"Ctrl+Tab", QT_TRANSLATE_NOOP("keys", "The room that was open before")},
             {"Ctrl+N", QT_TRANSLATE_NOOP("keys", "New room")},
             {"Ctrl+J", QT_TRANSLATE_NOOP("keys", "Join a room")},
             {"Ctrl+D", QT_TRANSLATE_NOOP("keys", "New direct chat")},
             {"Ctrl+I", QT_TRANSLATE_NOOP("keys", "About this room")},
             {"Ctrl+Shift+I", QT_TRANSLATE_NOOP("keys", "Members of this room")},
         }},
        {QT_TRANSLATE_NOOP("keys", "Messages"),
         {
             {"Return", QT_TRANSLATE_NOOP("keys", "Send (a setting can give it to Ctrl+Enter)")},
             {"Shift+Return", QT_TRANSLATE_NOOP("keys", "New line")},
             {"Up", QT_TRANSLATE_NOOP("keys", "In an empty box: edit the last own message")},
             {"Tab", QT_TRANSLATE_NOOP("keys", "Complete @, # and :")},
             {"Esc", QT_TRANSLATE_NOOP("keys", "Cancel; then mark as read and go to the end")},
             {"Shift+PgUp", QT_TRANSLATE_NOOP("keys", "Oldest unread message")},
             {"Ctrl+E", QT_TRANSLATE_NOOP("keys", "Pick an emoji")},
             {"Ctrl+O", QT_TRANSLATE_NOOP("keys", "Send files")},
             {"Ctrl+Shift+J", QT_TRANSLATE_NOOP("keys", "Transfers and files")},
         }},
        {QT_TRANSLATE_NOOP("keys", "The chosen message"),
         {
             {"Ctrl+R", QT_TRANSLATE_NOOP("keys", "Reply")},
             {"F2", QT_TRANSLATE_NOOP("keys", "Edit")},
             {"Del", QT_TRANSLATE_NOOP("keys", "Delete")},
             {"Ctrl+Shift+R", QT_TRANSLATE_NOOP("keys", "React")},
             {"Ctrl+C", QT_TRANSLATE_NOOP("keys", "Copy what is marked, else the message")},
             {"Ctrl+L", QT_TRANSLATE_NOOP("keys", "Copy a link to it")},
             {"Ctrl+U", QT_TRANSLATE_NOOP("keys", "Mark unread from here")},
             {"Ctrl+P", QT_TRANSLATE_NOOP("keys", "Pin or unpin")},
         }},
        {QT_TRANSLATE_NOOP("keys", "Window"),
         {
             {"F6 / Shift+F6", QT_TRANSLATE_NOOP("keys", "Next region of the window, and back")},
             {"Ctrl+,", QT_TRANSLATE_NOOP("keys", "Settings")},
             {"Ctrl++ / Ctrl+= / Ctrl+- / Ctrl+0",
              QT_TRANSLATE_NOOP("keys", "Larger, smaller, as it was")},
             {"Ctrl+/", QT_TRANSLATE_NOOP("keys", "These keys")},
             {"Ctrl+Q", QT_TRANSLATE_NOOP("keys", "Quit")},
         }},
    };
    return table;
}

bool isListed(const QKeySequence &sequence) {
    for (const KeyGroup &group : keyTable())
        for (const KeyLine &line : group.lines)
            for (const QString &keys : sequencesOf(line))
                if (QKeySequence(keys) == sequence)
                    return true;
    return false;
}

KeysDialog::KeysDialog(const Theme &theme, QWidget *parent)
    : QDialog(parent) {
    setWindowTitle(tr("Keys"));
    auto *page = new QWidget(this);
    auto *grid = new QGridLayout(page);
    grid->setContentsMargins(0, 0, 8, 0);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    const auto put = [&](const QString &words, const QFont &font, int row, int column) {
        auto *label = new QLabel(words, page);
        label->setTextFormat(Qt::PlainText);
        label->setFont(font);
        grid->addWidget(label, row, column);
        return label;
    };
    // Keys stand in one line where that leaves their words enough room.
    const bool isLarge = theme.look().zoom > 1.25;
    int row = 0;
    for (const KeyGroup &group : keyTable()) {
        put(translated(group.title), theme.look().label, row++, 0)->setProperty("rank", "dim");
        for (const KeyLine &line : group.lines) {
            put(shownKeys(line), theme.look().strong, row, 0)->setWordWrap(isLarge);
            put(translated(line.words), theme.look().body, row++, 1)->setWordWrap(true);
        }
        grid->setRowMinimumHeight(row++, 6);
    }
    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(page);
    area->setAccessibleName(tr("Keys"));
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (QWidget *behind : {area->viewport(), page})
        behind->setAutoFillBackground(false);
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    auto *head = new QLabel(tr("Keys"), this);
    head->setTextFormat(Qt::PlainText);
    head->setProperty("rank", "title");
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(12);
    column->addWidget(head);
    column->addWidget(area, 1);
    column->addWidget(close, 0, Qt::AlignRight);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    resize(theme.look().px(560), theme.look().px(600));
    if (parent != nullptr)
        resize(size().boundedTo(parent->size() - QSize(40, 40)));
}

} // namespace zchat::gui
