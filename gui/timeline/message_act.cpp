#include "gui/timeline/message_act.hpp"

#include <QKeySequence>
#include <array>
#include <utility>

namespace zchat::gui {

namespace {

struct Key {
    int key;
    MessageAct act;
};

// No bare letter among them: those land in the box where one writes.
constexpr std::array<Key, 8> keys{{
    {int(Qt::CTRL) | int(Qt::SHIFT) | int(Qt::Key_R), MessageAct::react},
    {int(Qt::CTRL) | int(Qt::Key_R), MessageAct::reply},
    {int(Qt::Key_F2), MessageAct::edit},
    {int(Qt::Key_Delete), MessageAct::remove},
    {int(Qt::CTRL) | int(Qt::Key_C), MessageAct::copyText},
    {int(Qt::CTRL) | int(Qt::Key_L), MessageAct::copyLink},
    {int(Qt::CTRL) | int(Qt::Key_U), MessageAct::markUnread},
    {int(Qt::CTRL) | int(Qt::Key_P), MessageAct::pin},
}};

bool isRefusedDraft(const Row &row) {
    return row.draft && row.draft->state == client::DraftState::refused;
}

} // namespace

bool allows(const TimelineModel &model, const Row &row, MessageAct act) {
    const wire::Entry &entry = row.message.entry;
    const bool isQuiet = isSystemLine(row) || row.fold != Fold::none;
    const bool isThere = !isQuiet && !row.draft && !entry.redacted;
    const bool isMine = entry.by == model.me();
    const bool isText = std::holds_alternative<wire::Text>(entry.content);
    switch (act) {
    case MessageAct::react:
    case MessageAct::reply:
    case MessageAct::pin:
        return isThere;
    case MessageAct::edit:
        return isText && ((isThere && isMine) || isRefusedDraft(row));
    case MessageAct::remove:
        return (isThere && isMine) || isRefusedDraft(row);
    case MessageAct::copyText:
        return !isQuiet && !entry.redacted;
    case MessageAct::copyLink:
        return !row.draft && !isQuiet;
    case MessageAct::markUnread:
        return !isQuiet && !row.draft && !isMine;
    case MessageAct::fold:
    case MessageAct::menu:
        return true;
    }
    return false;
}

std::optional<MessageAct> actOf(const QKeyEvent &pressed) {
    const int wanted = pressed.key() | int(pressed.modifiers() & ~Qt::KeypadModifier);
    for (const Key &key : keys)
        if (key.key == wanted)
            return key.act;
    return std::nullopt;
}

QString keyWords(MessageAct act) {
    for (const Key &key : keys)
        if (key.act == act)
            return QKeySequence(key.key).toString(QKeySequence::NativeText);
    return {};
}

} // namespace zchat::gui
