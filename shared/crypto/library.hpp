// Starts libsodium once, on first use, on any thread. For the sources of this folder alone.
#pragma once

namespace zchat::crypto {

void startLibrary();

} // namespace zchat::crypto
