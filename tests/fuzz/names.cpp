// Words that somebody else chose: names, titles, text for a terminal, escapes of addresses.
#include "shared/base/limits.hpp"
#include "shared/base/text.hpp"
#include "tests/fuzz/target.hpp"

using namespace zchat;

namespace {

void checkName(const std::string &name) {
    INVARIANT(!name.empty() && name.size() <= limits::nameBytes, "a name has 1 to 32 characters");
    for (const char character : name)
        INVARIANT((character >= 'a' && character <= 'z') ||
                      (character >= '0' && character <= '9') || character == '.' ||
                      character == '_' || character == '-' || character == '~',
                  "a name has nothing that a terminal or a path would take for its own");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view text = fuzz::textOf(data, size);
    if (const auto name = parseAccountName(text)) {
        checkName(name->value);
        INVARIANT(name->value.front() != '~', "no account looks like a direct room");
        INVARIANT(parseAccountName(name->value) == name, "a name stays the same");
    }
    if (const auto name = parseRoomName(text)) {
        checkName(name->value);
        INVARIANT(parseRoomName(name->value) == name, "a name stays the same");
    }
    if (isTitle(text))
        INVARIANT(isUtf8(text) && !hasUnsafeCharacter(text) &&
                      countCharacters(text) <= limits::titleCharacters,
                  "a title can be shown as it is");
    const std::string shown = escaped(text);
    INVARIANT(isUtf8(shown) && !hasUnsafeCharacter(shown), "what was escaped can be printed");
    INVARIANT(percentDecoded(percentEncoded(text)) == std::string(text), "escapes come back");
    if (const auto decoded = percentDecoded(text))
        INVARIANT(percentDecoded(percentEncoded(*decoded)) == decoded, "escapes come back");
    return 0;
}
