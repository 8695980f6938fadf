// A backup: copied into a folder without a name, checked, synced, and only then named.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "broker/store/check_files.hpp"
#include "broker/store/file_rows.hpp"
#include "broker/store/maintenance.hpp"
#include "broker/store/room_rows.hpp"
#include "broker/store/schema.hpp"
#include "broker/store/tables.hpp"
#include "shared/base/private_file.hpp"
#include "shared/base/text.hpp"
#include "shared/crypto/hash.hpp"

namespace zchat::store {

namespace {

// A folder beside the target that goes, with all in it, unless it was given the target's name.
class Unnamed final {
public:
    explicit Unnamed(const std::filesystem::path &target) {
        std::string pattern = target.string() + ".unfinished-XXXXXX";
        if (::mkdtemp(pattern.data()) != nullptr) // mode 0700
            path_ = pattern;
    }
    ~Unnamed() {
        std::error_code ignored;
        if (!path_.empty())
            std::filesystem::remove_all(path_, ignored);
    }
    Unnamed(const Unnamed &) = delete;
    Unnamed &operator=(const Unnamed &) = delete;
    [[nodiscard]] const std::filesystem::path &path() const { return path_; }
    void named() { path_.clear(); }

private:
    std::filesystem::path path_;
};

Fault failed(const std::string &what, const std::filesystem::path &path) {
    return Fault{.text = what + ' ' + path.string() + ": " + std::strerror(errno) + "."};
}

Outcome copyKeys(const BackupRequest &request, const std::filesystem::path &folder) {
    for (const std::filesystem::path &key : request.keys) {
        const Result<std::optional<std::string>> content = readSmallFile(key);
        if (!content)
            return Fault{.text = content.why()};
        if (!*content)
            continue;
        if (Outcome written = writePrivateFile(folder / key.filename(), **content); !written)
            return written;
    }
    return Done{};
}

// What the copy holds, once it was found sound.
Result<BackupReport> checkedCopy(const std::filesystem::path &copy) {
    const Result<CheckReport> checked = check({.database = copy});
    if (!checked)
        return checked.fault();
    if (!checked->sound())
        return Fault{.text = "The copy is not sound, so no backup was made: " +
                             checked->findings.front() + " Run `chat-broker check`."};
    Result<db::Database> opened = db::Database::openReadOnly(copy, schema());
    if (!opened)
        return opened.fault();
    Tables tables(std::move(*opened));
    BackupReport report{.heads = {}, .entries = checked->entries, .files = 0};
    for (const hub::RoomRecord &room : everyRoom(tables))
        report.heads.emplace_back(room.name, room.head);
    if (const std::optional<Fault> fault = tables.database.fault())
        return *fault;
    return report;
}

// SQLite's companions of a file that was only read; the copy needs none of them.
void removeCompanions(const std::filesystem::path &copy) {
    std::error_code ignored;
    std::filesystem::remove(copy.string() + "-wal", ignored);
    std::filesystem::remove(copy.string() + "-shm", ignored);
}

// Copies one file of a message, and looks at its bytes on the way.
Outcome copyBlob(const BlobFile &from, const Hash &hash, std::uint64_t sizeBytes,
                 const BlobFolder &into) {
    const std::filesystem::path path = into.blob(hash);
    if (Outcome made = makePrivateFolder(path.parent_path()); !made)
        return made;
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return failed("Could not make", path);
    BlobFile copy(descriptor);
    crypto::Hasher hasher;
    std::uint64_t at = 0;
    const Outcome copied = eachSlice(from, sizeBytes, [&](std::string_view slice) -> Outcome {
        hasher.add(slice);
        Outcome written = copy.write(at, slice);
        at += slice.size();
        return written;
    });
    if (!copied)
        return copied;
    if (hasher.finish() != hash)
        return Fault{"The file " + toHex(hash) +
                     " is damaged, so no backup was made: run "
                     "`chat-broker check`."};
    if (Outcome synced = copy.sync(); !synced)
        return synced;
    return syncFolder(path.parent_path());
}

// Copies what is not there yet. False: a file is gone, because its message was redacted since the
// store was copied.
Result<bool> copyBlobs(const BackupRequest &request, const std::map<Hash, std::uint64_t> &files,
                       const BlobFolder &into) {
    const BlobFolder from(request.blobs);
    for (const auto &[hash, size] : files) {
        std::error_code ignored;
        if (std::filesystem::exists(into.blob(hash), ignored))
            continue;
        const Result<std::optional<BlobFile>> file = from.openBlob(hash);
        if (!file)
            return file.fault();
        if (*file) {
            if (Outcome copied = copyBlob(**file, hash, size, into); !copied)
                return copied.fault();
            continue;
        }
        Result<db::Database> opened = db::Database::openReadOnly(request.database, schema());
        if (!opened)
            return opened.fault();
        Tables tables(std::move(*opened));
        if (references(tables, hash) > 0 || tables.database.fault())
            return Fault{"The file " + toHex(hash) +
                         " is missing, so no backup was made: run "
                         "`chat-broker check`."};
        return false;
    }
    return true;
}

Result<std::map<Hash, std::uint64_t>> filesIn(const std::filesystem::path &copy) {
    Result<db::Database> opened = db::Database::openReadOnly(copy, schema());
    if (!opened)
        return opened.fault();
    Tables tables(std::move(*opened));
    std::map<Hash, std::uint64_t> files = distinctFiles(tables);
    if (const std::optional<Fault> fault = tables.database.fault())
        return *fault;
    return files;
}

// The store as of one moment and every file that it knows. Where a file was redacted before it was
// copied, the moment is moved on, since a backup without it would not be whole.
Result<std::uint64_t> copyStore(const BackupRequest &request, const std::filesystem::path &copy) {
    constexpr int tries = 10;
    const std::filesystem::path shelves = copy.parent_path() / request.blobs.filename();
    const BlobFolder into(shelves);
    for (int i = 0; i < tries; ++i) {
        std::error_code ignored;
        std::filesystem::remove(copy, ignored);
        removeCompanions(copy);
        Result<db::Database> opened = db::Database::openReadOnly(request.database, schema());
        if (!opened)
            return opened.fault();
        if (Outcome copied = opened->copyTo(copy); !copied)
            return copied.fault();
        const Result<std::map<Hash, std::uint64_t>> files = filesIn(copy);
        if (!files)
            return files.fault();
        if (request.blobs.empty())
            return std::uint64_t{0};
        const Result<bool> whole = copyBlobs(request, *files, into);
        if (!whole)
            return whole.fault();
        if (!*whole)
            continue;
        for (int first = 0; first < 256; ++first) // of a moment before
            for (const Hash &hash : into.blobs(static_cast<std::uint8_t>(first)))
                if (!files->contains(hash))
                    static_cast<void>(into.removeBlob(hash));
        if (!files->empty())
            if (Outcome synced = syncFolder(shelves); !synced)
                return synced.fault();
        return files->size();
    }
    return Fault{"Files were removed faster than they could be copied, so no backup was made: try "
                 "again at a quieter time."};
}

} // namespace

Result<BackupReport> backup(const BackupRequest &request) {
    const std::filesystem::path target =
        request.target.has_filename() ? request.target : request.target.parent_path();
    std::error_code ignored;
    if (std::filesystem::exists(target, ignored) && !std::filesystem::is_empty(target, ignored))
        return Fault{.text = target.string() + " is there already: name a new folder."};
    if (Outcome made = makePrivateFolder(target.parent_path()); !made)
        return made.fault();
    Unnamed unnamed(target);
    if (unnamed.path().empty())
        return failed("Could not make a folder beside", target);
    const std::filesystem::path copy = unnamed.path() / request.database.filename();
    const Result<std::uint64_t> files = copyStore(request, copy);
    if (!files)
        return files.fault();
    if (Outcome copied = copyKeys(request, unnamed.path()); !copied)
        return copied.fault();
    Result<BackupReport> report = checkedCopy(copy);
    if (!report)
        return report;
    report->files = *files;
    removeCompanions(copy);
    if (Outcome synced = syncFolder(unnamed.path()); !synced)
        return synced.fault();
    if (::rename(unnamed.path().c_str(), target.c_str()) != 0)
        return failed("Could not name the backup", target);
    unnamed.named();
    const std::filesystem::path above = target.parent_path();
    if (Outcome synced = syncFolder(above.empty() ? std::filesystem::path(".") : above); !synced)
        return synced.fault();
    return report;
}

} // namespace zchat::store
