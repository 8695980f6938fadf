#include "shared/base/memory.hpp"

#include <malloc.h>

namespace zchat {

void keepFreedMemory() {
    mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 32 * 1024 * 1024);
}

} // namespace zchat
