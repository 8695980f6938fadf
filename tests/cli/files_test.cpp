#include "tests/support/catch.hpp"

#include "tools/cli/media.hpp"
#include "tools/cli/progress_line.hpp"

using namespace zchat;
using namespace zchat::cli;
using client::TransferState;

namespace {

std::string octets(std::initializer_list<int> values) {
    std::string bytes;
    for (const int value : values)
        bytes += static_cast<char>(value);
    return bytes;
}

client::TransferChanged transfer(const std::string &name, TransferState state,
                                 std::uint64_t doneBytes, std::uint64_t sizeBytes) {
    client::TransferChanged changed;
    changed.file.name = name;
    changed.file.size = sizeBytes;
    changed.state = state;
    changed.doneBytes = doneBytes;
    return changed;
}
EntryId idOf(std::uint8_t byte) {
    EntryId id;
    id.bytes.fill(byte);
    return id;
}

constexpr std::uint64_t MiB = 1024ULL * 1024;

} // namespace

TEST_CASE("files: the kind is told by the ending") {
    CHECK(mediaOf("x.PNG") == "image/png");
    CHECK(mediaOf("a.tar.gz") == "application/gzip");
    CHECK(mediaOf("Makefile") == "application/octet-stream");
    CHECK(mediaOf("x.") == "application/octet-stream");
    CHECK(mediaOf("x.zzz") == "application/octet-stream");
}

TEST_CASE("files: pictures tell their size in their first bytes") {
    CHECK(pictureSize(std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) +
                      octets({0, 0, 1, 0, 0, 0, 0, 200, 8})) ==
          PictureSize{.width = 256, .height = 200});
    CHECK(pictureSize("GIF89a" + octets({16, 1, 32, 0})) ==
          PictureSize{.width = 272, .height = 32});
    // A comment stands before the frame.
    CHECK(pictureSize(octets({0xff, 0xd8, 0xff, 0xfe, 0, 5, 'a', 'b', 'c', 0xff, 0xc2, 0, 17, 8, 0,
                              100, 1, 44})) == PictureSize{.width = 300, .height = 100});
    CHECK(pictureSize("RIFF" + octets({0, 0, 0, 0}) + "WEBPVP8X" +
                      octets({10, 0, 0, 0, 0, 0, 0, 0, 9, 1, 0, 19, 0, 0})) ==
          PictureSize{.width = 266, .height = 20});
}

TEST_CASE("files: what is no picture, or is cut off, has no size") {
    CHECK_FALSE(pictureSize(""));
    CHECK_FALSE(pictureSize("\x89PNG\r\n\x1a\n"));
    CHECK_FALSE(pictureSize(octets({0xff, 0xd8, 0xff, 0xe0})));
    CHECK_FALSE(pictureSize(octets({0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0})));
    CHECK_FALSE(pictureSize("GIF89a"));
    CHECK_FALSE(pictureSize("RIFF....WEBPVP8 "));
    CHECK_FALSE(pictureSize("<svg width=\"9\" height=\"9\"/>"));
}

TEST_CASE("files: progress is one line that fits") {
    std::map<EntryId, client::TransferChanged> transfers;
    CHECK(progressText(transfers, 80).empty());
    transfers[idOf(1)] = transfer("photo.jpg", TransferState::running, 1 * MiB, 4 * MiB);
    transfers[idOf(1)].bytesPerSecond = MiB / 2;
    CHECK(progressText(transfers, 80) == "photo.jpg  25%  1 MiB of 4 MiB  512 KiB/s  0:06 left");
    transfers[idOf(2)] = transfer("notes.txt", TransferState::waiting, 0, 4 * MiB);
    CHECK(progressText(transfers, 80) ==
          "photo.jpg (+1)  12%  1 MiB of 8 MiB  512 KiB/s  0:14 left");
    transfers[idOf(1)].state = TransferState::done;
    CHECK(progressText(transfers, 80) == "notes.txt  waiting");
    transfers[idOf(2)].why = "The disk is full.";
    CHECK(progressText(transfers, 80) == "notes.txt  waiting: The disk is full.");
    transfers[idOf(2)] = transfer("notes.txt", TransferState::preparing, 1 * MiB, 4 * MiB);
    CHECK(progressText(transfers, 80) == "notes.txt  reading 25%");
    transfers[idOf(2)].file.name = std::string(300, 'n') + "\x1b[2J";
    const std::string cut = progressText(transfers, 40);
    CHECK(cut.size() <= 42); // the sign of omission takes three bytes
    CHECK(cut.ends_with("reading 25%"));
    CHECK(cut.find('\x1b') == std::string::npos);
}
