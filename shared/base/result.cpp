#include "shared/base/result.hpp"

#include <array>
#include <string_view>

namespace zchat {

namespace {
constexpr std::array<const char *, 15> codeNames{
    "E_FRAME",   "E_DECODE",    "E_OP",        "E_AUTH",     "E_SCHEMA",
    "E_VERSION", "E_NAME",      "E_TOO_LARGE", "E_RATE",     "E_BUSY",
    "E_DENIED",  "E_NOT_FOUND", "E_GONE",      "E_CONFLICT", "E_STORAGE"};
}

const char *codeName(Code code) {
    return codeNames.at(static_cast<std::size_t>(code));
}

std::optional<Code> codeFromName(std::string_view name) {
    for (std::size_t i = 0; i < codeNames.size(); ++i)
        if (name == codeNames[i])
            return static_cast<Code>(i);
    return std::nullopt;
}

void invariantBroken(const char *what, const char *file, int line) {
    std::fprintf(stderr, "%s:%d: invariant broken: %s\n", file, line, what);
    std::abort();
}

} // namespace zchat
