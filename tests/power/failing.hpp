// What failing.cpp, preloaded, does to the calls of this thread: the n-th of a kind fails.
#pragma once

namespace zchat::power {

enum class Failing : int {
    write,      // EIO
    space,      // a write: ENOSPC
    half,       // a write that writes half of it; no failure, but seldom seen
    sync,       // EIO
    open,       // EMFILE
    allocation, // of SQLite: no memory
    kinds
};

struct Calls {
    long seen = 0;          // of the kind, since arm()
    long repeatedSyncs = 0; // of a file or folder whose sync had failed, since arm()
};

// nth counts from 1; 0: nothing fails, and calls are counted.
using Arm = void (*)(Failing kind, long nth);
using Disarm = Calls (*)();

} // namespace zchat::power
