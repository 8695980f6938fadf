// Heap: how much memory this program holds, counted at operator new, so that a simulation that
// grows without a bound is seen (I9). Under a sanitizer it counts nothing.
#pragma once

#include <cstddef>

namespace zchat::sim {

// Bytes that are held now.
[[nodiscard]] std::size_t heapBytes();

} // namespace zchat::sim
