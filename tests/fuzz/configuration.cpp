// The broker's TOML file: a command to run, or one sentence and the status of wrong usage.
#include <array>

#include "broker/shell/config.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/target.hpp"

using namespace zchat;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const fuzz::MemoryFile file(fuzz::textOf(data, size));
    const std::string path = file.path();
    const std::array<const char *, 3> words{"chat-broker", "--config", path.c_str()};
    const shell::Command command =
        shell::parseCommandLine(static_cast<int>(words.size()), words.data());
    if (const auto *print = std::get_if<shell::PrintCommand>(&command)) {
        INVARIANT(!print->text.empty(), "whoever wrote the file is told something");
        INVARIANT(print->status == shell::exitOk || print->status == shell::exitUsage,
                  "a file that does not parse is wrong usage");
    }
    if (const auto *serve = std::get_if<shell::ServeCommand>(&command)) {
        INVARIANT(!serve->bind.empty(), "a broker listens somewhere");
        INVARIANT(!serve->data.empty(), "a broker has a folder");
    }
    return 0;
}
