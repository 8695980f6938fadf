#include "tools/benchmark/round.hpp"

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace zchat::bench {

Scratch::Scratch(const std::string &above) {
    std::string pattern = above + "/zchat-bench-XXXXXX";
    if (::mkdtemp(pattern.data()) != nullptr)
        path_ = pattern;
}

Scratch::~Scratch() {
    std::error_code ignored;
    if (!path_.empty())
        std::filesystem::remove_all(path_, ignored);
}

std::string Scratch::below(const std::string &name) const {
    std::filesystem::create_directory(path_ + "/" + name);
    return path_ + "/" + name;
}

std::uint64_t scaled(std::uint64_t work, double scale) {
    return std::max<std::uint64_t>(20,
                                   static_cast<std::uint64_t>(static_cast<double>(work) * scale));
}

} // namespace zchat::bench
