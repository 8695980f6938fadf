// What a person may do with one message: by the buttons that float on it, its menu, or a key.
//
// The view says which was wanted; the window does it. Which of them a row allows is said here once.
#pragma once

#include <QKeyEvent>
#include <QString>
#include <optional>

#include "gui/model/timeline_model.hpp"

namespace zchat::gui {

enum class MessageAct : std::uint8_t {
    react,
    reply,
    edit,
    remove,
    copyText,
    copyLink,
    markUnread,
    pin,
    fold,
    menu,
};

[[nodiscard]] bool allows(const TimelineModel &model, const Row &row, MessageAct act);
// What a key asks for while the timeline has the focus.
[[nodiscard]] std::optional<MessageAct> actOf(const QKeyEvent &pressed);
// The key as a menu shows it: "Ctrl+R"; empty where there is none.
[[nodiscard]] QString keyWords(MessageAct act);

} // namespace zchat::gui
