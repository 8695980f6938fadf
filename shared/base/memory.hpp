// How this process keeps the memory that it has freed. Called once, first thing in main, by the
// programs that carry files.
#pragma once

namespace zchat {

// Chunks and pieces of files come and go by the thousand. With malloc's own thresholds each of them
// gave its pages back to the system and took fresh ones, which cost more than all that was done
// with it (measured in the broker: 0.9 ms for a chunk of 128 KiB instead of 0.2). From here on up
// to 32 MiB of freed memory stay with the process; what they need at most is bounded by limits.hpp.
void keepFreedMemory();

} // namespace zchat
