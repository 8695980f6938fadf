// chat-cli: zchat from the shell. Reads the command line and the environment, and runs one command.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include <pwd.h>
#include <unistd.h>

#include "shared/base/memory.hpp"
#include "tools/cli/commands.hpp"

namespace {

using namespace zchat;
using namespace zchat::cli;

std::string loginName() {
    if (const passwd *entry = ::getpwuid(::getuid()))
        return entry->pw_name;
    const char *user = std::getenv("USER");
    return user ? user : "";
}

Surroundings surroundings() {
    const char *as = std::getenv("ZCHAT_AS");
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    return {.as = as && *as ? std::optional<std::string>(as) : std::nullopt,
            .loginName = loginName(),
            .now = now.count()};
}

} // namespace

int main(int argc, char *argv[]) {
    keepFreedMemory();
    const Signals signals; // before the first thread
    const auto parsed = parseOptions({argv + 1, argv + argc}, surroundings());
    if (const auto *saying = std::get_if<Saying>(&parsed)) {
        const bool fine = saying->code == ExitCode::done;
        std::fprintf(fine ? stdout : stderr, "%s%s\n",
                     fine ? "" : "chat-cli: ", saying->text.c_str());
        return static_cast<int>(saying->code);
    }
    Output output(STDOUT_FILENO);
    return static_cast<int>(run(std::get<Invocation>(parsed), signals, output));
}
