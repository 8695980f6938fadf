#include "tools/benchmark/vocabulary.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace zchat::bench {

namespace {

constexpr std::string_view consonants = "bcdfghjklmnpqrstvwxz";
constexpr std::string_view vowels = "aeiou";
constexpr std::uint64_t syllables = consonants.size() * vowels.size();

constexpr double shortestBytes = 16;
constexpr double longestBytes = 350;

} // namespace

double partBy(sim::Chance &chance) {
    return static_cast<double>(chance.next() >> 11U) * 0x1p-53;
}

std::string wordOfRank(std::uint64_t rank) {
    // Common words are the short ones.
    std::size_t length = 1;
    std::uint64_t ofThisLength = syllables;
    for (; rank >= ofThisLength; ofThisLength *= syllables, ++length)
        rank -= ofThisLength;
    std::string word;
    for (std::size_t i = 0; i < length; ++i, rank /= syllables) {
        word += consonants[rank % syllables / vowels.size()];
        word += vowels[rank % vowels.size()];
    }
    return word;
}

std::uint64_t rankBy(sim::Chance &chance) {
    static const double logOfAll = std::log(static_cast<double>(vocabularyWords));
    const auto place = static_cast<std::uint64_t>(std::exp(partBy(chance) * logOfAll));
    return std::min(place, vocabularyWords) - 1;
}

std::string sayingBy(sim::Chance &chance) {
    const double part = partBy(chance);
    return sayingBy(chance, static_cast<std::size_t>(shortestBytes +
                                                     (longestBytes - shortestBytes) * part * part));
}

std::string sayingBy(sim::Chance &chance, std::size_t bytes) {
    std::string text = wordOfRank(rankBy(chance));
    while (text.size() < bytes)
        text += ' ' + wordOfRank(rankBy(chance));
    return text;
}

} // namespace zchat::bench
