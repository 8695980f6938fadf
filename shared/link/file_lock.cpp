#include "shared/link/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace zchat::link {

namespace {
int openLock(const std::filesystem::path &file) {
    return ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}
} // namespace

std::optional<FileLock> FileLock::tryTake(const std::filesystem::path &file) {
    FileLock lock(openLock(file));
    if (lock.descriptor_ < 0 || ::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0)
        return std::nullopt;
    return lock;
}

FileLock FileLock::wait(const std::filesystem::path &file) {
    FileLock lock(openLock(file));
    if (lock.descriptor_ >= 0)
        (void)::flock(lock.descriptor_, LOCK_EX);
    return lock;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

FileLock::FileLock(FileLock &&other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock &FileLock::operator=(FileLock &&other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

} // namespace zchat::link
