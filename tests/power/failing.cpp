// Preloaded into a test: makes the n-th write, sync, open or allocation fail, on the thread that
// asked for it and until it says stop. The system below is the real one.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <set>
#include <utility>

#include "tests/power/failing.hpp"

using zchat::power::Calls;
using zchat::power::Failing;

namespace {

struct State {
    bool armed = false;
    Failing kind = Failing::write;
    long nth = 0;
    Calls calls;
};
thread_local State state;

using Inode = std::pair<dev_t, ino_t>;
std::set<Inode> &failedSyncs() {
    thread_local std::set<Inode> inodes;
    return inodes;
}

// Whether this call is the one.
bool isDue(Failing kind) {
    return state.armed && state.kind == kind && ++state.calls.seen == state.nth;
}

Inode inodeOf(int descriptor) {
    struct stat status {};
    ::fstat(descriptor, &status);
    return {status.st_dev, status.st_ino};
}

template <class Call>
int synced(int descriptor, Call call) {
    if (state.armed && failedSyncs().contains(inodeOf(descriptor)))
        ++state.calls.repeatedSyncs;
    if (!isDue(Failing::sync))
        return call();
    failedSyncs().insert(inodeOf(descriptor));
    errno = EIO;
    return -1;
}

// Bytes that are really to be written; -1 where the call fails.
ssize_t mayWrite(size_t count) {
    if (isDue(Failing::write))
        errno = EIO;
    else if (isDue(Failing::space))
        errno = ENOSPC;
    else
        return static_cast<ssize_t>(isDue(Failing::half) && count > 1 ? count / 2 : count);
    return -1;
}

bool isOfSqlite(const void *caller) {
    Dl_info found{};
    return ::dladdr(caller, &found) != 0 && found.dli_fname != nullptr &&
           std::strstr(found.dli_fname, "libsqlite3") != nullptr;
}

// dladdr() is slow and may itself allocate: only where allocations are what fails.
bool failsAllocation(const void *caller) {
    if (!state.armed || state.kind != Failing::allocation)
        return false;
    state.armed = false;
    const bool counts = isOfSqlite(caller);
    state.armed = true;
    return counts && isDue(Failing::allocation);
}

} // namespace

extern "C" {

void zchatArm(Failing kind, long nth) {
    failedSyncs().clear();
    state = {.armed = true, .kind = kind, .nth = nth, .calls = {}};
}

Calls zchatDisarm() {
    state.armed = false;
    return state.calls;
}

void *__libc_malloc(size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size) noexcept {
    if (failsAllocation(__builtin_return_address(0))) {
        errno = ENOMEM;
        return nullptr;
    }
    return __libc_malloc(size);
}

void *realloc(void *old, size_t size) noexcept {
    if (failsAllocation(__builtin_return_address(0))) {
        errno = ENOMEM;
        return nullptr;
    }
    return __libc_realloc(old, size);
}

int open(const char *path, int flags, ...) {
    mode_t mode = 0;
    if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
        va_list more;
        va_start(more, flags);
        mode = va_arg(more, mode_t);
        va_end(more);
    }
    if (isDue(Failing::open)) {
        errno = EMFILE;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

int open64(const char *path, int flags, ...) {
    mode_t mode = 0;
    if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
        va_list more;
        va_start(more, flags);
        mode = va_arg(more, mode_t);
        va_end(more);
    }
    return ::open(path, flags, mode);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    const ssize_t some = mayWrite(count);
    return some < 0 ? some : static_cast<ssize_t>(::syscall(SYS_write, descriptor, bytes, some));
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t at) {
    const ssize_t some = mayWrite(count);
    return some < 0 ? some
                    : static_cast<ssize_t>(::syscall(SYS_pwrite64, descriptor, bytes, some, at));
}

int fsync(int descriptor) {
    return synced(descriptor, [&] { return static_cast<int>(::syscall(SYS_fsync, descriptor)); });
}

int fdatasync(int descriptor) {
    return synced(descriptor,
                  [&] { return static_cast<int>(::syscall(SYS_fdatasync, descriptor)); });
}

} // extern "C"
