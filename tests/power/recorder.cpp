// Preloaded into a process: writes down, in order, all that it does to files below one folder.
//
// ZCHAT_RECORD_ROOT names the folder, ZCHAT_RECORD the file that takes the records (format:
// journal.hpp). A call and its record are one step under one lock, so the order of records is one
// in which the calls may have happened. Others append to the file, too: a client writes down what
// it heard acknowledged. What is mapped into memory (SQLite's -shm) is not recorded; no recovery
// needs it.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>

#include "tests/power/journal.hpp"

namespace {

using zchat::power::Head;
using zchat::power::Op;

template <class Function>
Function real(const char *name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

class Recorder final {
public:
    Recorder() {
        const char *root = std::getenv("ZCHAT_RECORD_ROOT");
        const char *file = std::getenv("ZCHAT_RECORD");
        if (root == nullptr || file == nullptr)
            return;
        root_ = root;
        out_ = static_cast<int>(
            ::syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
    }

    // Recursive: a hook may call what is hooked.
    std::recursive_mutex lock;

    // The part below the root; empty for what lies elsewhere.
    [[nodiscard]] std::string_view below(const char *path) const {
        const std::string_view whole = path == nullptr ? "" : path;
        if (out_ < 0 || whole.size() <= root_.size() + 1 || !whole.starts_with(root_) ||
            whole[root_.size()] != '/' || whole.ends_with("-shm"))
            return {};
        return whole.substr(root_.size() + 1);
    }
    [[nodiscard]] bool isRoot(const char *path) const {
        return out_ >= 0 && path != nullptr && root_ == path;
    }
    [[nodiscard]] std::uint64_t inodeOf(const char *path) const {
        struct stat status {};
        return ::lstat(path, &status) == 0 ? status.st_ino : 0;
    }
    // The inode of a descriptor that was opened below the root; 0 for any other.
    [[nodiscard]] std::uint64_t inodeOf(int descriptor) const {
        if (!isWatched(descriptor))
            return 0;
        struct stat status {};
        return ::fstat(descriptor, &status) == 0 ? status.st_ino : 0;
    }
    [[nodiscard]] bool isWatched(int descriptor) const {
        return descriptor >= 0 && static_cast<std::size_t>(descriptor) < watched_.size() &&
               watched_[static_cast<std::size_t>(descriptor)];
    }
    void watch(int descriptor, bool yes) {
        if (descriptor >= 0 && static_cast<std::size_t>(descriptor) < watched_.size())
            watched_[static_cast<std::size_t>(descriptor)] = yes;
    }

    void put(Op op, std::uint64_t inode, std::uint64_t number, std::string_view text,
             std::string_view data = {}) const {
        Head head{.op = op,
                  .inode = inode,
                  .number = number,
                  .textBytes = static_cast<std::uint32_t>(text.size()),
                  .dataBytes = static_cast<std::uint32_t>(data.size())};
        const std::array<iovec, 3> parts{
            iovec{.iov_base = &head, .iov_len = sizeof head},
            iovec{.iov_base = const_cast<char *>(text.data()), .iov_len = text.size()},
            iovec{.iov_base = const_cast<char *>(data.data()), .iov_len = data.size()}};
        const auto wanted = static_cast<ssize_t>(sizeof head + text.size() + data.size());
        if (::syscall(SYS_writev, out_, parts.data(), parts.size()) != wanted)
            std::abort(); // a journal with a hole proves nothing
    }

private:
    std::string root_;
    int out_ = -1;
    std::array<std::atomic<bool>, 65'536> watched_{};
};

Recorder &recorder() {
    static Recorder *const made = new Recorder; // for as long as anything may still be written
    return *made;
}

using Lock = std::lock_guard<std::recursive_mutex>;

template <class Call>
int opened(const char *path, bool mayMake, bool cuts, Call call) {
    Recorder &to = recorder();
    const std::string_view name = to.below(path);
    if (name.empty() && !to.isRoot(path))
        return call();
    const Lock lock(to.lock);
    const bool fresh = mayMake && to.inodeOf(path) == 0;
    const int descriptor = call();
    if (descriptor < 0)
        return descriptor;
    const int error = errno;
    to.watch(descriptor, true);
    if (fresh)
        to.put(Op::create, to.inodeOf(descriptor), 0, name);
    else if (cuts)
        to.put(Op::truncate, to.inodeOf(descriptor), 0, {});
    errno = error;
    return descriptor;
}

template <class Call>
auto written(int descriptor, const void *bytes, Call call) {
    Recorder &to = recorder();
    if (!to.isWatched(descriptor))
        return call(nullptr);
    const Lock lock(to.lock);
    std::uint64_t offset = 0;
    const ssize_t done = call(&offset);
    const int error = errno;
    if (done > 0)
        to.put(Op::write, to.inodeOf(descriptor), offset, {},
               {static_cast<const char *>(bytes), static_cast<std::size_t>(done)});
    errno = error;
    return done;
}

template <class Call>
int noted(int descriptor, Op op, std::uint64_t number, Call call) {
    Recorder &to = recorder();
    if (!to.isWatched(descriptor))
        return call();
    const Lock lock(to.lock);
    const int code = call();
    const int error = errno;
    if (code == 0)
        to.put(op, to.inodeOf(descriptor), number, {});
    errno = error;
    return code;
}

// A change of names. `then` writes it down.
template <class Call, class Then>
int named(const char *path, Call call, Then then) {
    Recorder &to = recorder();
    const std::string_view name = to.below(path);
    if (name.empty())
        return call();
    const Lock lock(to.lock);
    const int code = call();
    const int error = errno;
    if (code == 0)
        then(to, name);
    errno = error;
    return code;
}

mode_t modeFrom(int flags, va_list &more) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
}

} // namespace

extern "C" {

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = modeFrom(flags, more);
    va_end(more);
    return opened(path, (flags & O_CREAT) != 0, (flags & O_TRUNC) != 0, [&] {
        return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
    });
}

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = modeFrom(flags, more);
    va_end(more);
    return ::open(path, flags, mode);
}

int mkostemp64(char *pattern, int flags) {
    // The name is known only afterwards, so what it opens for itself is not seen.
    static const auto call = real<int (*)(char *, int)>("mkostemp64");
    Recorder &to = recorder();
    const Lock lock(to.lock);
    const int descriptor = call(pattern, flags);
    const int error = errno;
    if (const std::string_view name = to.below(pattern); descriptor >= 0 && !name.empty()) {
        to.watch(descriptor, true);
        to.put(Op::create, to.inodeOf(descriptor), 0, name);
    }
    errno = error;
    return descriptor;
}

int close(int descriptor) {
    recorder().watch(descriptor, false);
    return static_cast<int>(::syscall(SYS_close, descriptor));
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    return written(descriptor, bytes, [&](std::uint64_t *offset) {
        if (offset != nullptr)
            *offset = static_cast<std::uint64_t>(::lseek(descriptor, 0, SEEK_CUR));
        return static_cast<ssize_t>(::syscall(SYS_write, descriptor, bytes, count));
    });
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t at) {
    return written(descriptor, bytes, [&](std::uint64_t *offset) {
        if (offset != nullptr)
            *offset = static_cast<std::uint64_t>(at);
        return static_cast<ssize_t>(::syscall(SYS_pwrite64, descriptor, bytes, count, at));
    });
}

int ftruncate64(int descriptor, off64_t size) noexcept {
    return noted(descriptor, Op::truncate, static_cast<std::uint64_t>(size),
                 [&] { return static_cast<int>(::syscall(SYS_ftruncate, descriptor, size)); });
}

int fsync(int descriptor) {
    return noted(descriptor, Op::sync, 0,
                 [&] { return static_cast<int>(::syscall(SYS_fsync, descriptor)); });
}

int fdatasync(int descriptor) {
    return noted(descriptor, Op::sync, 0,
                 [&] { return static_cast<int>(::syscall(SYS_fdatasync, descriptor)); });
}

int mkdir(const char *path, mode_t mode) noexcept {
    return named(
        path, [&] { return static_cast<int>(::syscall(SYS_mkdir, path, mode)); },
        [&](Recorder &to, std::string_view name) {
            to.put(Op::makeFolder, to.inodeOf(path), 0, name);
        });
}

int link(const char *from, const char *path) noexcept {
    return named(
        path, [&] { return static_cast<int>(::syscall(SYS_link, from, path)); },
        [&](Recorder &to, std::string_view name) { to.put(Op::link, to.inodeOf(path), 0, name); });
}

int rename(const char *from, const char *path) noexcept {
    // Where both are names of one file the system leaves both.
    const bool same = recorder().inodeOf(from) == recorder().inodeOf(path);
    return named(
        path, [&] { return static_cast<int>(::syscall(SYS_rename, from, path)); },
        [&](Recorder &to, std::string_view name) {
            if (!same)
                to.put(Op::rename, 0, 0, to.below(from), name);
        });
}

int unlink(const char *path) noexcept {
    return named(
        path, [&] { return static_cast<int>(::syscall(SYS_unlink, path)); },
        [&](Recorder &to, std::string_view name) { to.put(Op::unlink, 0, 0, name); });
}

int rmdir(const char *path) noexcept {
    return named(
        path, [&] { return static_cast<int>(::syscall(SYS_rmdir, path)); },
        [&](Recorder &to, std::string_view name) { to.put(Op::unlink, 0, 0, name); });
}

int remove(const char *path) noexcept {
    struct stat status {};
    if (::lstat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return ::rmdir(path);
    return ::unlink(path);
}

} // extern "C"
