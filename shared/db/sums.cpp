#include "shared/db/sums.hpp"

#include <bit>
#include <cstring>

namespace zchat::db {

namespace {

std::uint32_t swapped(std::uint32_t word) {
    return word >> 24 | (word >> 8 & 0xff00U) | (word << 8 & 0xff0000U) | word << 24;
}

constexpr bool bigEndianHere = std::endian::native == std::endian::big;

template <bool bigEndian>
std::uint32_t wordAt(const unsigned char *at) {
    std::uint32_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return bigEndian == bigEndianHere ? word : swapped(word);
}

// Over a whole number of pairs of words.
template <bool bigEndian>
Sums added(Sums sums, std::span<const unsigned char> bytes) {
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
        sums.first += wordAt<bigEndian>(bytes.data() + at) + sums.second;
        sums.second += wordAt<bigEndian>(bytes.data() + at + 4) + sums.first;
    }
    return sums;
}

Sums added(bool bigEndian, Sums sums, std::span<const unsigned char> bytes) {
    return bigEndian ? added<true>(sums, bytes) : added<false>(sums, bytes);
}

Sums sumsAt(const unsigned char *at) {
    return {.first = wordAt<true>(at), .second = wordAt<true>(at + 4)};
}

Sums ofPage(std::span<const unsigned char, pageBytes> page, std::int64_t number) {
    const auto wide = static_cast<std::uint64_t>(number);
    return added<false>({.first = static_cast<std::uint32_t>(wide),
                         .second = static_cast<std::uint32_t>(wide >> 32) + 1},
                        page.first<pageBytes - sumBytes>());
}

} // namespace

void sealPage(std::span<unsigned char, pageBytes> page, std::int64_t number) {
    const Sums sums = ofPage(page, number);
    unsigned char *at = page.data() + pageBytes - sumBytes;
    for (const std::uint32_t word : {sums.first, sums.second})
        for (int shift = 24; shift >= 0; shift -= 8)
            *at++ = static_cast<unsigned char>(word >> shift);
}

bool bearsItsSum(std::span<const unsigned char, pageBytes> page, std::int64_t number) {
    return sumsAt(page.data() + pageBytes - sumBytes) == ofPage(page, number);
}

std::optional<LogHeader> LogHeader::read(std::span<const unsigned char, logHeaderBytes> bytes) {
    constexpr std::uint32_t magic = 0x377f0682; // its last bit says how words are summed
    const std::uint32_t found = wordAt<true>(bytes.data());
    LogHeader header;
    header.bigEndian_ = (found & 1U) != 0;
    header.sums_ = sumsAt(bytes.data() + 24);
    std::memcpy(&header.salts_, bytes.data() + 16, sizeof header.salts_);
    if ((found & ~1U) != magic || wordAt<true>(bytes.data() + 8) != pageBytes ||
        added(header.bigEndian_, {}, bytes.first<24>()) != header.sums_)
        return std::nullopt;
    return header;
}

bool LogHeader::owns(std::span<const unsigned char, frameHeaderBytes> header) const {
    return std::memcmp(header.data() + 8, &salts_, sizeof salts_) == 0;
}

bool LogHeader::fits(std::span<const unsigned char, frameHeaderBytes> header,
                     std::span<const unsigned char, pageBytes> page, Sums before) const {
    const Sums ofHeader = added(bigEndian_, before, header.first<8>());
    return owns(header) && added(bigEndian_, ofHeader, page) == sumsIn(header);
}

Sums sumsIn(std::span<const unsigned char, frameHeaderBytes> header) {
    return sumsAt(header.data() + 16);
}

bool endsTransaction(std::span<const unsigned char, frameHeaderBytes> header) {
    return wordAt<true>(header.data() + 4) != 0;
}

} // namespace zchat::db
