#include "broker/store/blob_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "shared/base/private_file.hpp"
#include "shared/base/text.hpp"

namespace zchat::store {

namespace {

constexpr std::string_view partialFolder = "partial";
// Beside a blob, under its hash, for the moment before it takes its name.
constexpr std::string_view unsealed = ".sealing";

Fault failed(const std::string &what, const std::filesystem::path &path) {
    return Fault{.text = what + ' ' + path.string() + ": " + std::strerror(errno) + "."};
}

Fault failed(const std::string &what) {
    return Fault{.text = what + ": " + std::strerror(errno) + "."};
}

Outcome removeFile(const std::filesystem::path &file) {
    if (::unlink(file.c_str()) != 0 && errno != ENOENT)
        return failed("Could not remove", file);
    return Done{};
}

template <class Visit>
void eachName(const std::filesystem::path &folder, Visit visit) {
    std::error_code ignored;
    for (std::filesystem::directory_iterator at(folder, ignored), end; !ignored && at != end;
         at.increment(ignored))
        visit(at->path().filename().string());
}

} // namespace

BlobFile::~BlobFile() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

Result<std::uint64_t> BlobFile::sizeBytes() const {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0)
        return failed("Could not look at a file");
    return static_cast<std::uint64_t>(status.st_size);
}

Outcome BlobFile::write(std::uint64_t offset, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failed("Could not write a file");
        bytes.remove_prefix(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
    return Done{};
}

Outcome BlobFile::cut(std::uint64_t sizeBytes) {
    if (::ftruncate(descriptor_, static_cast<off_t>(sizeBytes)) != 0)
        return failed("Could not cut a file");
    return Done{};
}

Outcome BlobFile::read(std::uint64_t offset, std::span<char> into) const {
    while (!into.empty()) {
        const ssize_t got =
            ::pread(descriptor_, into.data(), into.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed("Could not read a file");
        if (got == 0)
            return Fault{.text = "A file is shorter than it was."};
        into = into.subspan(static_cast<std::size_t>(got));
        offset += static_cast<std::uint64_t>(got);
    }
    return Done{};
}

void BlobFile::startWriting(std::uint64_t offset, std::uint64_t bytes) {
    // A hint: what it does not do, sync() does.
    static_cast<void>(::sync_file_range(descriptor_, static_cast<off_t>(offset),
                                        static_cast<off_t>(bytes), SYNC_FILE_RANGE_WRITE));
}

Outcome BlobFile::sync() {
    if (::fsync(descriptor_) != 0)
        return failed("Could not sync a file");
    return Done{};
}

std::optional<std::uint64_t> BlobFile::freeBytes() const {
    struct statvfs disk {};
    if (::fstatvfs(descriptor_, &disk) != 0)
        return std::nullopt;
    return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

Outcome BlobFolder::make() const {
    return makePrivateFolder(folder_ / partialFolder);
}

std::filesystem::path BlobFolder::partial(std::uint64_t transfer) const {
    return folder_ / partialFolder / std::to_string(transfer);
}

std::filesystem::path BlobFolder::shelf(std::uint8_t first) const {
    return folder_ / toHex(std::span(&first, 1));
}

std::filesystem::path BlobFolder::blob(const Hash &hash) const {
    return shelf(hash.bytes.front()) / toHex(hash);
}

Result<BlobFile> BlobFolder::openPartial(std::uint64_t transfer) const {
    const std::filesystem::path path = partial(transfer);
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return failed("Could not open", path);
    return BlobFile(descriptor);
}

Result<std::optional<BlobFile>> BlobFolder::openBlob(const Hash &hash) const {
    const std::filesystem::path path = blob(hash);
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0 && errno == ENOENT)
        return std::optional<BlobFile>();
    if (descriptor < 0)
        return failed("Could not open", path);
    return std::optional<BlobFile>(BlobFile(descriptor));
}

Outcome BlobFolder::seal(std::uint64_t transfer, const Hash &hash) const {
    const std::filesystem::path place = shelf(hash.bytes.front());
    if (::mkdir(place.c_str(), 0700) != 0 && errno != EEXIST)
        return failed("Could not make the folder", place);
    const std::filesystem::path name = blob(hash);
    const std::filesystem::path beside = name.string() + std::string(unsealed);
    if (Outcome removed = removeFile(beside); !removed)
        return removed;
    if (::link(partial(transfer).c_str(), beside.c_str()) != 0)
        return failed("Could not link", beside);
    if (::rename(beside.c_str(), name.c_str()) != 0)
        return failed("Could not name", name);
    // Where both names are of one file already, rename() leaves the other one.
    return removeFile(beside);
}

Outcome BlobFolder::syncSeal(const Hash &hash) const {
    // The folder's own name, too: a broker that was killed may have made it and not synced it.
    if (Outcome synced = syncFolder(folder_); !synced)
        return synced;
    return syncFolder(shelf(hash.bytes.front()));
}

Outcome BlobFolder::removePartial(std::uint64_t transfer) const {
    return removeFile(partial(transfer));
}

Outcome BlobFolder::removeBlob(const Hash &hash) const {
    return removeFile(blob(hash));
}

std::vector<std::uint64_t> BlobFolder::partials() const {
    std::vector<std::uint64_t> found;
    eachName(folder_ / partialFolder, [&found](const std::string &name) {
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
        if (error == std::errc() && end == name.data() + name.size())
            found.push_back(number);
    });
    return found;
}

std::vector<Hash> BlobFolder::blobs(std::uint8_t first) const {
    std::vector<Hash> found;
    eachName(shelf(first), [&](const std::string &name) {
        const std::optional<Hash> hash = fromHex<Hash>(name);
        if (hash && hash->bytes.front() == first)
            found.push_back(*hash);
    });
    return found;
}

void BlobFolder::removeUnsealed(std::uint8_t first) const {
    const std::filesystem::path place = shelf(first);
    eachName(place, [&](const std::string &name) {
        if (name.ends_with(unsealed))
            static_cast<void>(removeFile(place / name));
    });
}

} // namespace zchat::store
