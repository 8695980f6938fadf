#include "shared/link/part_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "shared/base/file_name.hpp"
#include "shared/base/limits.hpp"
#include "shared/base/private_file.hpp"
#include "shared/base/text.hpp"

namespace zchat::link {

namespace fs = std::filesystem;

namespace {

constexpr mode_t ownersOnly = 0600;
constexpr std::size_t mostNumbers = 10'000;
// So much is handed to the disk at a time, so that the sync at the end does not wait for it all.
constexpr std::uint64_t flushBytes = 8 * limits::MiB;

fs::path folderOf(const PartPlace &place) {
    if (!place.saveAs)
        return place.folder;
    const fs::path folder = place.saveAs->parent_path();
    return folder.empty() ? fs::path(".") : folder;
}

fs::path pathOf(const PartPlace &place) {
    return folderOf(place) / (".zchat-" + toHex(place.id) + ".part");
}

bool syncFolder(const fs::path &folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return opened.isOpen() && ::fsync(opened.number()) == 0;
}

bool sameFile(const struct stat &a, const struct stat &b) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

} // namespace

Fault PartFile::trouble(const char *what, int error) const {
    return Fault{"The file cannot be " + std::string(what) + " in " +
                 escaped(folderOf(place_).string()) + ": " + std::strerror(error) + '.'};
}

Result<PartFile> PartFile::open(const PartPlace &place, std::uint64_t mostBytes) {
    if (const Outcome made = makePrivateFolder(folderOf(place)); !made.ok())
        return Fault{made.why()};
    const fs::path path = pathOf(place);
    // Never through a link that somebody put there, and never into a pipe or device.
    PartFile part(
        place, path,
        Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                          ownersOnly)));
    struct stat facts {};
    if (!part.file_.isOpen() || ::fstat(part.file_.number(), &facts) != 0)
        return part.trouble("saved", errno);
    // One of several names: it was placed before a crash, or somebody made it a name of another
    // file. It is read at most, never written to.
    if (facts.st_nlink > 1 && static_cast<std::uint64_t>(facts.st_size) != mostBytes) {
        if (::unlink(path.c_str()) != 0)
            return part.trouble("saved", errno);
        return open(place, mostBytes);
    }
    if (!S_ISREG(facts.st_mode) || ::flock(part.file_.number(), LOCK_EX | LOCK_NB) != 0)
        return Fault{"Another program on this machine is saving the same file."};
    if (!part.isThisFile(path)) // it was just placed by that other program
        return Fault{"Another program on this machine has saved the same file."};
    ::fchmod(part.file_.number(), ownersOnly);
    part.foundBytes_ = static_cast<std::uint64_t>(facts.st_size);
    if (part.foundBytes_ > mostBytes) {
        if (::ftruncate(part.file_.number(), 0) != 0)
            return part.trouble("saved", errno);
        part.foundBytes_ = 0;
    }
    return part;
}

bool PartFile::isThisFile(const fs::path &path) const {
    struct stat here {};
    struct stat there {};
    return ::fstat(file_.number(), &here) == 0 && ::lstat(path.c_str(), &there) == 0 &&
           sameFile(here, there);
}

void PartFile::remove(const PartPlace &place) {
    const fs::path path = pathOf(place);
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file.isOpen() && ::flock(file.number(), LOCK_EX | LOCK_NB) == 0)
        ::unlink(path.c_str());
}

void PartFile::removePart() {
    if (isThisFile(path_))
        ::unlink(path_.c_str());
}

Outcome PartFile::hashSome(std::uint64_t bytes, std::string &buffer) {
    const std::uint64_t until = std::min(foundBytes_, sizeBytes_ + bytes);
    while (sizeBytes_ < until) {
        const ssize_t count = ::pread(file_.number(), buffer.data(),
                                      std::min<std::uint64_t>(buffer.size(), until - sizeBytes_),
                                      static_cast<off_t>(sizeBytes_));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return trouble("read", count < 0 ? errno : EIO);
        hasher_.add(std::string_view(buffer).substr(0, static_cast<std::size_t>(count)));
        sizeBytes_ += static_cast<std::uint64_t>(count);
    }
    flushedBytes_ = sizeBytes_;
    return Done{};
}

Outcome PartFile::write(std::string_view bytes) {
    std::uint64_t written = 0;
    while (written < bytes.size()) {
        const ssize_t count =
            ::pwrite(file_.number(), bytes.data() + written, bytes.size() - written,
                     static_cast<off_t>(sizeBytes_ + written));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            const int error = count < 0 ? errno : ENOSPC;
            (void)!::ftruncate(file_.number(), static_cast<off_t>(sizeBytes_));
            return trouble("saved", error);
        }
        written += static_cast<std::uint64_t>(count);
    }
    hasher_.add(bytes);
    sizeBytes_ += written;
    foundBytes_ = sizeBytes_;
    if (sizeBytes_ - flushedBytes_ >= flushBytes) {
        ::sync_file_range(file_.number(), static_cast<off_t>(flushedBytes_),
                          static_cast<off_t>(sizeBytes_ - flushedBytes_), SYNC_FILE_RANGE_WRITE);
        flushedBytes_ = sizeBytes_;
    }
    return Done{};
}

bool PartFile::verify(const Hash &hash) {
    return hasher_.finish() == hash;
}

Result<std::string> PartFile::place(const std::string &label) {
    if (::fsync(file_.number()) != 0)
        return trouble("saved", errno);
    Result<std::string> placed = std::string();
    if (!place_.saveAs)
        placed = placeInFolder(label);
    else if (::rename(path_.c_str(), place_.saveAs->c_str()) == 0)
        placed = place_.saveAs->string();
    else
        placed = trouble("saved", errno);
    if (placed.ok() && !syncFolder(folderOf(place_)))
        return trouble("saved", errno);
    return placed;
}

// A link, and not a rename, since it never goes over what came there meanwhile.
Result<std::string> PartFile::placeInFolder(const std::string &label) {
    const std::string name = safeFileName(label);
    for (std::size_t number = 1; number <= mostNumbers; ++number) {
        const fs::path path = place_.folder / numberedFileName(name, number);
        if (::link(path_.c_str(), path.c_str()) == 0)
            return path.string();
        if (errno == EEXIST) {
            if (isThisFile(path))
                return path.string(); // placed before a crash
            continue;
        }
        // A file system without links.
        if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0)
            return path.string();
        if (errno == EEXIST)
            continue;
        // Nor that: the name is claimed first, then the claim is written over.
        const Descriptor claim(
            ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, ownersOnly));
        if (claim.isOpen() && ::rename(path_.c_str(), path.c_str()) == 0)
            return path.string();
        if (claim.isOpen() || errno != EEXIST)
            return trouble("saved", errno);
    }
    return Fault{"There are too many files called " + name + " in " +
                 escaped(place_.folder.string()) + "."};
}

} // namespace zchat::link
