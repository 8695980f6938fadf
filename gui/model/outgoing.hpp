// Outgoing: a file that somebody picked, dropped or pasted, looked at before it is sent.
//
// What cannot be sent is refused here with the sentence that says why and what would do, long
// before anything is read whole: folders, what cannot be read, and what this server does not take.
#pragma once

#include <QImage>
#include <QString>
#include <cstdint>
#include <functional>
#include <optional>

#include "shared/base/result.hpp"
#include "shared/wire/entry.hpp"

namespace zchat::gui {

struct Outgoing {
    QString path;
    wire::File file; // name, media, and of a picture width and height
    std::uint64_t bytes = 0;
};

[[nodiscard]] Result<Outgoing> lookAt(const QString &path, std::optional<std::uint64_t> limit);

// Where pasted pictures wait until they are sent: below the application's own data, readable by
// this person alone.
[[nodiscard]] QString pasteFolder();
// Writes a pasted picture there under the time as its name.
[[nodiscard]] Result<QString> savePasted(const QImage &image);
// Removes a pasted picture that was not sent after all; leaves every other file alone.
void dropPasted(const QString &path);
// Removes those that are older than a month, but for those that `isNeeded` speaks for: what was
// sent can be had from the server, and what a crash left in a preview is missed by nobody.
void dropOldPasted(const std::function<bool(const QString &path)> &isNeeded);

} // namespace zchat::gui
