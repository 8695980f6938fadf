#include "shared/base/private_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace zchat {

namespace {

// A descriptor that closes itself.
class Descriptor final {
public:
    explicit Descriptor(int fd)
        : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0)
            ::close(fd_);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

Fault failed(const char *what, const std::filesystem::path &path, int error) {
    return Fault{std::string(what) + ' ' + path.string() + ": " + std::strerror(error) + '.'};
}

bool writeAll(int fd, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::filesystem::path folderOf(const std::filesystem::path &path) {
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

} // namespace

Outcome syncFolder(const std::filesystem::path &folder) {
    const Descriptor names(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (names.get() < 0 || ::fsync(names.get()) != 0)
        return failed("Cannot sync the folder", folder, errno);
    return Done{};
}

Outcome makePrivateFolder(const std::filesystem::path &folder) {
    std::error_code ignored;
    if (folder.empty() || std::filesystem::is_directory(folder, ignored))
        return Done{};
    if (folder.has_parent_path() && folder.parent_path() != folder)
        if (Outcome above = makePrivateFolder(folder.parent_path()); !above)
            return above;
    if (::mkdir(folder.c_str(), 0700) != 0)
        return errno == EEXIST ? Outcome(Done{}) : failed("Cannot make the folder", folder, errno);
    return syncFolder(folderOf(folder));
}

Outcome writePrivateFile(const std::filesystem::path &file, std::string_view content) {
    const std::filesystem::path folder = folderOf(file);
    if (Outcome made = makePrivateFolder(folder); !made)
        return made;
    std::string beside = file.string() + ".XXXXXX";
    const Descriptor out(::mkostemp(beside.data(), O_CLOEXEC)); // mkostemp makes files 0600
    if (out.get() < 0)
        return failed("Cannot write beside", file, errno);
    if (!writeAll(out.get(), content) || ::fsync(out.get()) != 0 ||
        ::rename(beside.c_str(), file.c_str()) != 0) {
        const int error = errno;
        ::unlink(beside.c_str());
        return failed("Cannot write", file, error);
    }
    return syncFolder(folder);
}

Result<std::optional<std::string>> readSmallFile(const std::filesystem::path &file,
                                                 std::size_t mostBytes) {
    const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (in.get() < 0 && (errno == ENOENT || errno == ENOTDIR))
        return std::optional<std::string>();
    if (in.get() < 0)
        return failed("Cannot read", file, errno);
    std::string content;
    char buffer[4096];
    while (true) {
        const ssize_t got = ::read(in.get(), buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed("Cannot read", file, errno);
        if (got == 0)
            return std::optional<std::string>(std::move(content));
        content.append(buffer, static_cast<std::size_t>(got));
        if (content.size() > mostBytes)
            return Fault{file.string() + " is larger than what belongs there."};
    }
}

} // namespace zchat
