// What the loop may do to connections that libzmq owns: tell whether one still stands, and shut it.
//
// Descriptors are reused and the peer's address has no port, so a connection is known by its
// descriptor and the inode that was first seen on it. It is never closed here: libzmq notices the
// shutdown and closes it itself.
#pragma once

#include <cstdint>
#include <optional>
#include <sys/types.h>

namespace zchat::shell {

struct Wire {
    int descriptor = -1;
    ino_t inode = 0;
    friend bool operator==(const Wire &, const Wire &) = default;
};

// The connection behind a descriptor as it is now; inode 0 where there is none.
[[nodiscard]] Wire wireOf(int descriptor);
[[nodiscard]] bool stillStands(const Wire &wire);
void shut(const Wire &wire);
// Whether the other side's system has everything that was written so far; a connection that is gone
// has all that it will get.
[[nodiscard]] bool deliveredAll(const Wire &wire);

// How many bytes the other side's system has taken on this connection, ever; nullopt where this one
// does not tell.
[[nodiscard]] std::optional<std::uint64_t> takenBytes(const Wire &wire);

// As many descriptors as the system lets this process have; returns how many.
long raiseDescriptorLimit();

} // namespace zchat::shell
