// What the words on the command line ask the window to do. Pure: no window, no network.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>

#include "shared/base/address.hpp"
#include "shared/base/result.hpp"

namespace zchat::gui {

// Who to be, and where. With a name or an invite link the window connects at once; without, it
// asks.
struct StartRequest {
    std::optional<AccountName> name;
    Address address{.host = "localhost", .port = defaultPort};
    std::optional<InviteLink> invite;
    std::optional<MessageLink> message; // go there once signed in
};

// At most one word: NAME, NAME@HOST[:PORT], an invite link or a link to a message.
[[nodiscard]] Result<StartRequest> parseStart(const QStringList &words);

} // namespace zchat::gui
