#include "tests/sim/heap.hpp"

#include <cstdlib>
#include <new>

#include <malloc.h>

// gcc says by a macro that a sanitizer counts on an operator new of its own, clang by a question.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ZCHAT_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ZCHAT_SANITIZED
#endif
#endif

#ifndef ZCHAT_SANITIZED

namespace {

std::size_t held = 0; // the simulator has one thread

} // namespace

void *operator new(std::size_t bytes) {
    void *memory = std::malloc(bytes == 0 ? 1 : bytes);
    if (memory == nullptr)
        throw std::bad_alloc();
    held += malloc_usable_size(memory);
    return memory;
}
void operator delete(void *memory) noexcept {
    held -= malloc_usable_size(memory);
    std::free(memory);
}
void operator delete(void *memory, std::size_t) noexcept {
    operator delete(memory);
}

namespace zchat::sim {

std::size_t heapBytes() {
    return held;
}

} // namespace zchat::sim

#else

namespace zchat::sim {

std::size_t heapBytes() {
    return 0;
}

} // namespace zchat::sim

#endif
