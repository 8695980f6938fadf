// The name under which a file from somebody else may be saved on this machine.
//
// What a sender calls a file is a label. It may hold a path, hide or turn characters around, be a
// word that some system takes for a device, or begin like an option. Whoever saves a file uses the
// name that this makes of it and nothing else; the Python tools keep the same rules. Nothing here
// looks at a disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace zchat {

// One component of a path: at most 200 bytes, never empty, never hidden, without separators,
// control, bidirectional or invisible characters; an ending like ".txt" stays. Bad UTF-8 is left
// out.
[[nodiscard]] std::string safeFileName(std::string_view label);
// "photo.jpg" with number 2 is "photo (2).jpg"; number 1 is the name itself.
[[nodiscard]] std::string numberedFileName(std::string_view safeName, std::size_t number);

// "700 B", "1.5 KiB", "2 GiB": for sentences and progress.
[[nodiscard]] std::string sizeWords(std::uint64_t bytes);

} // namespace zchat
