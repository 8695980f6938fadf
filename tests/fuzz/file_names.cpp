// What a sender calls a file, and the name under which it may be saved here.
#include "shared/base/file_name.hpp"
#include "shared/base/text.hpp"
#include "tests/fuzz/target.hpp"

using namespace zchat;

namespace {

void checkSafe(const std::string &name) {
    constexpr std::size_t longestComponent = 255;
    INVARIANT(!name.empty() && name.size() <= longestComponent, "a name fits a file system");
    INVARIANT(name.find_first_of("/\\:") == std::string::npos, "a name is no path");
    INVARIANT(name.front() != '.' && name.front() != '-', "a name is not hidden and no option");
    INVARIANT(name.back() != '.' && name.back() != ' ', "no system cuts its end off");
    INVARIANT(isUtf8(name) && !hasUnsafeCharacter(name), "a name reads as it is stored");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string safe = safeFileName(fuzz::textOf(data, size));
    checkSafe(safe);
    INVARIANT(safe.size() <= 200, "a name leaves room for a number");
    INVARIANT(safeFileName(safe) == safe, "a safe name stays the same");
    INVARIANT(numberedFileName(safe, 1) == safe, "the first has no number");
    const std::string second = numberedFileName(safe, 2);
    INVARIANT(second != safe, "the second is another");
    checkSafe(second);
    return 0;
}
