// Work that can wait, beside work that cannot.
#pragma once

namespace zchat {

// The calling thread gives way from now on to every thread of usual priority, of this process and
// of others, wherever both want the processor (Linux: the nice value 19). A thread that carries
// files says so of itself, since the next word of somebody matters more than the next chunk.
void runInBackground();

} // namespace zchat
