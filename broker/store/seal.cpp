#include "broker/store/seal.hpp"

#include <array>

namespace zchat::store {

namespace {

constexpr std::size_t sealBytes = 4;
constexpr std::size_t slices = 8;
using Table = std::array<std::array<std::uint32_t, 256>, slices>;

// CRC-32 (the polynomial of zip), eight bytes a step: a page of 200 entries must cost little beside
// reading it.
constexpr Table makeTable() {
    Table table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1U) != 0 ? 0xedb88320U : 0U);
        table[0][byte] = value;
    }
    for (std::size_t slice = 1; slice < slices; ++slice)
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t before = table[slice - 1][byte];
            table[slice][byte] = (before >> 8) ^ table[0][before & 0xffU];
        }
    return table;
}
constexpr Table table = makeTable();

std::uint32_t byteAt(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

std::uint32_t checksum(std::uint32_t value, std::string_view bytes) {
    std::size_t at = 0;
    for (; at + slices <= bytes.size(); at += slices) {
        const std::uint32_t low =
            value ^ (byteAt(bytes, at) | byteAt(bytes, at + 1) << 8 | byteAt(bytes, at + 2) << 16 |
                     byteAt(bytes, at + 3) << 24);
        value = table[7][low & 0xffU] ^ table[6][(low >> 8) & 0xffU] ^
                table[5][(low >> 16) & 0xffU] ^ table[4][low >> 24] ^
                table[3][byteAt(bytes, at + 4)] ^ table[2][byteAt(bytes, at + 5)] ^
                table[1][byteAt(bytes, at + 6)] ^ table[0][byteAt(bytes, at + 7)];
    }
    for (; at < bytes.size(); ++at)
        value = (value >> 8) ^ table[0][(value ^ byteAt(bytes, at)) & 0xffU];
    return value;
}

std::array<char, sealBytes> sealOf(Sealed what, std::int64_t key, std::string_view bytes) {
    std::array<char, sizeof(key) + 1> place{};
    place[0] = static_cast<char>(what);
    for (std::size_t i = 0; i < sizeof(key); ++i)
        place[i + 1] = static_cast<char>(static_cast<std::uint64_t>(key) >> (8 * i));
    std::uint32_t value = checksum(0xffffffffU, {place.data(), place.size()});
    value = ~checksum(value, bytes);
    std::array<char, sealBytes> seal{};
    for (std::size_t i = 0; i < sealBytes; ++i)
        seal[i] = static_cast<char>(value >> (8 * i));
    return seal;
}

} // namespace

std::string sealed(Sealed what, std::int64_t key, std::string_view bytes) {
    const std::array<char, sealBytes> seal = sealOf(what, key, bytes);
    std::string value;
    value.reserve(sealBytes + bytes.size());
    value.append(seal.data(), seal.size());
    value.append(bytes);
    return value;
}

std::optional<std::string_view> unsealed(Sealed what, std::int64_t key, std::string_view value) {
    if (value.size() < sealBytes)
        return std::nullopt;
    const std::string_view bytes = value.substr(sealBytes);
    const std::array<char, sealBytes> seal = sealOf(what, key, bytes);
    if (value.substr(0, sealBytes) != std::string_view(seal.data(), seal.size()))
        return std::nullopt;
    return bytes;
}

} // namespace zchat::store
