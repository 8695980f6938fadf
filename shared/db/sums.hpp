// Sums over pages, and over the frames of a write-ahead log: whether bytes are those that were
// written.
//
// SQLite sums the frames of its log, but looks at the sums only when it reads a log that a crash
// left, and keeps none of the pages in the file itself. So a page here ends with a sum of itself
// and of its number: a byte that flipped and a page at another's place are both found. The sum is
// the one that SQLite uses in its log: two running sums of 32 bits, which no change of a single
// word can hide from, half a microsecond for a page. It is no defence against one who can write the
// file, and is not meant as one. Private to shared/db.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace zchat::db {

inline constexpr std::size_t pageBytes = 4096;
inline constexpr std::size_t sumBytes = 8; // reserved by SQLite at the end of each page

// The page ends with its sum; `number` counts from 1.
void sealPage(std::span<unsigned char, pageBytes> page, std::int64_t number);
[[nodiscard]] bool bearsItsSum(std::span<const unsigned char, pageBytes> page, std::int64_t number);

// A log, as its file format says (sqlite.org/fileformat2.html#walformat): a header, then frames,
// each a header and the image of a page. The sum of a frame goes on from that of the one before.
inline constexpr std::size_t logHeaderBytes = 32;
inline constexpr std::size_t frameHeaderBytes = 24;
inline constexpr std::size_t frameBytes = frameHeaderBytes + pageBytes;

struct Sums {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    friend bool operator==(const Sums &, const Sums &) = default;
};

class LogHeader final {
public:
    // nullopt where its own sum does not fit.
    [[nodiscard]] static std::optional<LogHeader>
    read(std::span<const unsigned char, logHeaderBytes> bytes);

    [[nodiscard]] Sums sums() const { return sums_; }
    // Of this log, and not left by an earlier use of its file.
    [[nodiscard]] bool owns(std::span<const unsigned char, frameHeaderBytes> header) const;
    // Whether the frame is whole and follows on one that ends with `before`.
    [[nodiscard]] bool fits(std::span<const unsigned char, frameHeaderBytes> header,
                            std::span<const unsigned char, pageBytes> page, Sums before) const;

private:
    std::uint64_t salts_ = 0;
    Sums sums_;
    bool bigEndian_ = false; // how words are summed; all numbers in a log are big-endian
};

[[nodiscard]] Sums sumsIn(std::span<const unsigned char, frameHeaderBytes> header);
[[nodiscard]] bool endsTransaction(std::span<const unsigned char, frameHeaderBytes> header);

} // namespace zchat::db
