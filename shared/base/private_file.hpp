// Small files that only their owner may read: keys, pins, ready and run files.
//
// A file is written beside its place, synced, and renamed into it, so that a reader finds the old
// one or the new one and never half of either. Files are 0600, folders made on the way 0700.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace zchat {

// Makes the names in this folder durable.
[[nodiscard]] Outcome syncFolder(const std::filesystem::path &folder);
// Makes the folder and those above it that are missing, durably; an existing one keeps its mode.
[[nodiscard]] Outcome makePrivateFolder(const std::filesystem::path &folder);
[[nodiscard]] Outcome writePrivateFile(const std::filesystem::path &file, std::string_view content);
// nullopt where there is no such file; one over `mostBytes` is a fault.
[[nodiscard]] Result<std::optional<std::string>> readSmallFile(const std::filesystem::path &file,
                                                               std::size_t mostBytes = 64 * 1024);

} // namespace zchat
