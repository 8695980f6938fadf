// What kind of file somebody sends, from its name and its first bytes: the media type, and of a
// picture its size, so that windows can keep room for it.
//
// A guess for showing only. Nothing is decoded: whoever shows a picture checks it for himself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zchat::cli {

// "image/png" for "x.png"; "application/octet-stream" for what is not known.
[[nodiscard]] std::string mediaOf(std::string_view fileName);

struct PictureSize {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    friend bool operator==(const PictureSize &, const PictureSize &) = default;
};
// Of PNG, GIF, JPEG and WebP, where these first bytes (some KiB) say so.
[[nodiscard]] std::optional<PictureSize> pictureSize(std::string_view bytes);

} // namespace zchat::cli
