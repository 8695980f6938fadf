// A made-up language of a million words, of which few are said often and most hardly ever.
//
// The word of rank r is said once where the first is said r times, as in the tongues of people: in
// ten million messages the commonest stands in most of them and the rarest in a dozen. A search
// that is measured over few and frequent words is none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/sim/chance.hpp"

namespace zchat::bench {

inline constexpr std::uint64_t vocabularyWords = 1'000'000;

// From 0 up to 1, which it never is.
[[nodiscard]] double partBy(sim::Chance &chance);
// Ranks count from 0; no two words are the same.
[[nodiscard]] std::string wordOfRank(std::uint64_t rank);
// A rank as often as its word is said.
[[nodiscard]] std::uint64_t rankBy(sim::Chance &chance);
// What somebody says: 16 to 350 bytes, 128 on average, short ones more often.
[[nodiscard]] std::string sayingBy(sim::Chance &chance);
// In whole words, of so many bytes or a few more.
[[nodiscard]] std::string sayingBy(sim::Chance &chance, std::size_t bytes);

} // namespace zchat::bench
