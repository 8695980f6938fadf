// A backup: copied into a folder without a name, checked, synced, and only then named.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "broker/store/maintenance.hpp"
#include "broker/store/room_rows.hpp"
#include "broker/store/schema.hpp"
#include "broker/store/tables.hpp"
#include "shared/base/private_file.hpp"

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

Outcome syncFolder(const std::filesystem::path &folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!synced)
        return failed("Could not sync", folder);
    return Done{};
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
    const Result<CheckReport> checked = check(copy);
    if (!checked)
        return checked.fault();
    if (!checked->sound())
        return Fault{.text = "The copy is not sound, so no backup was made: " +
                             checked->findings.front() + " Run `chat-broker check`."};
    Result<db::Database> opened = db::Database::openReadOnly(copy, schema());
    if (!opened)
        return opened.fault();
    Tables tables(std::move(*opened));
    BackupReport report{.heads = {}, .entries = checked->entries};
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
    {
        Result<db::Database> opened = db::Database::openReadOnly(request.database, schema());
        if (!opened)
            return opened.fault();
        if (Outcome copied = opened->copyTo(copy); !copied)
            return copied.fault();
    }
    if (Outcome copied = copyKeys(request, unnamed.path()); !copied)
        return copied.fault();
    Result<BackupReport> report = checkedCopy(copy);
    if (!report)
        return report;
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
