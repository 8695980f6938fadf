#include "tools/cli/media.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace zchat::cli {

namespace {

using Row = std::pair<std::string_view, std::string_view>;
constexpr std::array<Row, 32> kinds{{
    {"7z", "application/x-7z-compressed"},
    {"bz2", "application/x-bzip2"},
    {"c", "text/x-csrc"},
    {"cpp", "text/x-c++src"},
    {"csv", "text/csv"},
    {"flac", "audio/flac"},
    {"gif", "image/gif"},
    {"gz", "application/gzip"},
    {"html", "text/html"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"json", "application/json"},
    {"log", "text/plain"},
    {"md", "text/markdown"},
    {"mkv", "video/x-matroska"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"ogg", "audio/ogg"},
    {"patch", "text/x-patch"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"py", "text/x-python"},
    {"sh", "application/x-sh"},
    {"svg", "image/svg+xml"},
    {"tar", "application/x-tar"},
    {"txt", "text/plain"},
    {"webm", "video/webm"},
    {"webp", "image/webp"},
    {"xml", "application/xml"},
    {"xz", "application/x-xz"},
    {"zip", "application/zip"},
}};

enum class Order : std::uint8_t { bigEndian, littleEndian };

// The number in `count` bytes at `at`; 0 where they are not there, which no picture measures.
std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t count, Order order) {
    if (at + count > bytes.size())
        return 0;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t place = order == Order::bigEndian ? i : count - 1 - i;
        value = value << 8U | static_cast<unsigned char>(bytes[at + place]);
    }
    return value;
}

PictureSize jpegSize(std::string_view bytes) {
    // Segments, each with its length, up to the one that begins a frame.
    for (std::size_t at = 2; number(bytes, at, 1, Order::bigEndian) == 0xff;) {
        const std::uint64_t marker = number(bytes, at + 1, 1, Order::bigEndian);
        const bool frame =
            marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame)
            return {.width = number(bytes, at + 7, 2, Order::bigEndian),
                    .height = number(bytes, at + 5, 2, Order::bigEndian)};
        at += 2 + number(bytes, at + 2, 2, Order::bigEndian);
    }
    return {};
}

PictureSize webpSize(std::string_view bytes) {
    const std::string_view kind = bytes.substr(12, 4);
    if (kind == "VP8X")
        return {.width = number(bytes, 24, 3, Order::littleEndian) + 1,
                .height = number(bytes, 27, 3, Order::littleEndian) + 1};
    if (kind == "VP8 ")
        return {.width = number(bytes, 26, 2, Order::littleEndian) & 0x3fffU,
                .height = number(bytes, 28, 2, Order::littleEndian) & 0x3fffU};
    if (kind == "VP8L") {
        const std::uint64_t packed = number(bytes, 21, 4, Order::littleEndian);
        return {.width = (packed & 0x3fffU) + 1, .height = (packed >> 14U & 0x3fffU) + 1};
    }
    return {};
}

PictureSize anySize(std::string_view bytes) {
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"))
        return {.width = number(bytes, 16, 4, Order::bigEndian),
                .height = number(bytes, 20, 4, Order::bigEndian)};
    if (bytes.starts_with("GIF8"))
        return {.width = number(bytes, 6, 2, Order::littleEndian),
                .height = number(bytes, 8, 2, Order::littleEndian)};
    if (bytes.starts_with("\xff\xd8"))
        return jpegSize(bytes);
    if (bytes.size() >= 30 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP")
        return webpSize(bytes);
    return {};
}

} // namespace

std::string mediaOf(std::string_view fileName) {
    const std::size_t dot = fileName.rfind('.');
    if (dot == std::string_view::npos)
        return "application/octet-stream";
    std::string ending(fileName.substr(dot + 1));
    for (char &c : ending)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const Row &row) { return row.first == ending; });
    return std::string(found == kinds.end() ? "application/octet-stream" : found->second);
}

std::optional<PictureSize> pictureSize(std::string_view bytes) {
    const PictureSize size = anySize(bytes);
    return size.width > 0 && size.height > 0 ? std::optional(size) : std::nullopt;
}

} // namespace zchat::cli
