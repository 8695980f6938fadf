// A file that lives in memory, for parsers that take a path.
#pragma once

#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/result.hpp"

namespace zchat::fuzz {

class MemoryFile final {
public:
    explicit MemoryFile(std::string_view content)
        : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
        INVARIANT(descriptor_ >= 0 && ::fchmod(descriptor_, 0600) == 0, "memory for a file");
        INVARIANT(::write(descriptor_, content.data(), content.size()) ==
                      static_cast<ssize_t>(content.size()),
                  "memory for a file");
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile &) = delete;
    MemoryFile &operator=(const MemoryFile &) = delete;

    [[nodiscard]] std::string path() const {
        return "/proc/self/fd/" + std::to_string(descriptor_);
    }

private:
    int descriptor_;
};

} // namespace zchat::fuzz
