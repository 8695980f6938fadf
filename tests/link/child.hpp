// A client that is killed: another process of this very program, so that kill -9 is a real one.
#pragma once

#include <filesystem>
#include <string>

#include "shared/base/address.hpp"

namespace zchat::tests {

// Runs one of the hidden cases until it says that it is where it should be, and kills it.
void runAndKill(const std::string &which, const Address &address,
                const std::filesystem::path &home);

// For such a case.
[[nodiscard]] Address addressFromEnvironment();
[[nodiscard]] std::filesystem::path homeFromEnvironment();
// Says that it got where it is to be killed, on its standard output, and stays there.
[[noreturn]] void stay();

} // namespace zchat::tests
