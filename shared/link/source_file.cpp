#include "shared/link/source_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>

#include "shared/base/text.hpp"

namespace zchat::link {

namespace {

TimeMs modifiedOf(const struct stat &facts) {
    return TimeMs{facts.st_mtim.tv_sec} * 1000 + facts.st_mtim.tv_nsec / 1'000'000;
}

Fault cannotRead(const std::string &path, int error) {
    return Fault{"The file " + escaped(path) + " cannot be read: " + std::strerror(error) + '.'};
}

// Everything that is there up to `bytes`; a file that ends before gives less.
std::optional<int> readFully(int file, char *into, std::uint64_t bytes, std::uint64_t offset,
                             std::uint64_t &got) {
    got = 0;
    while (got < bytes) {
        const ssize_t count =
            ::pread(file, into + got, bytes - got, static_cast<off_t>(offset + got));
        if (count == 0)
            break;
        if (count < 0 && errno != EINTR)
            return errno;
        got += static_cast<std::uint64_t>(std::max<ssize_t>(count, 0));
    }
    return std::nullopt;
}

} // namespace

Result<SourceFile> SourceFile::open(const std::string &path) {
    // Opening a pipe would wait for its writer.
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat facts {};
    if (!file.isOpen() || ::fstat(file.number(), &facts) != 0)
        return cannotRead(path, errno);
    if (!S_ISREG(facts.st_mode))
        return Fault{"Only files can be sent, and " + escaped(path) + " is none."};
    ::posix_fadvise(file.number(), 0, 0, POSIX_FADV_SEQUENTIAL);
    SourceFile source(path, std::move(file));
    source.sizeBytes_ = static_cast<std::uint64_t>(facts.st_size);
    source.modified_ = modifiedOf(facts);
    return source;
}

bool SourceFile::isUnchanged() const {
    struct stat facts {};
    return ::fstat(file_.number(), &facts) == 0 &&
           static_cast<std::uint64_t>(facts.st_size) == sizeBytes_ &&
           modifiedOf(facts) == modified_;
}

Outcome SourceFile::hashSome(std::uint64_t bytes, std::string &buffer) {
    const std::uint64_t until = std::min(sizeBytes_, hashedBytes_ + bytes);
    while (hashedBytes_ < until) {
        std::uint64_t got = 0;
        const std::uint64_t wanted = std::min<std::uint64_t>(buffer.size(), until - hashedBytes_);
        if (const auto error = readFully(file_.number(), buffer.data(), wanted, hashedBytes_, got))
            return cannotRead(path_, *error);
        if (got == 0)
            return Fault{"The file " + escaped(path_) + " became shorter while it was read."};
        hasher_.add(std::string_view(buffer).substr(0, got));
        hashedBytes_ += got;
    }
    return Done{};
}

Result<std::string> SourceFile::read(std::uint64_t offset, std::uint64_t bytes) const {
    std::string data(bytes, '\0');
    std::uint64_t got = 0;
    if (const auto error = readFully(file_.number(), data.data(), bytes, offset, got))
        return cannotRead(path_, *error);
    if (got != bytes)
        return Fault{"The file " + escaped(path_) + " became shorter while it was sent."};
    return data;
}

} // namespace zchat::link
