#include "shared/db/checked_files.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <new>

#include "shared/db/sums.hpp"

namespace zchat::db {

namespace {

constexpr sqlite3_int64 never = std::numeric_limits<sqlite3_int64>::max();
constexpr std::size_t reservedAt = 20; // in the header of a database
constexpr int smallestPage = 512;

using FrameHeader = std::array<unsigned char, frameHeaderBytes>;

// What SQLite holds in its place for an open file; the file of the system follows it in memory.
struct CheckedFile {
    sqlite3_file base;
    bool isLog;
    // Of a database.
    bool sums;
    std::array<unsigned char, pageBytes> written; // a page on its way to the disk
    // Of a log. A large transaction may write a page again into the frame that it has; the sums of
    // that frame and of those after it are right again when it commits.
    sqlite3_int64 headerAt; // of the last frame header that was written
    sqlite3_int64 restless; // where frames whose sums are not right yet begin

    [[nodiscard]] sqlite3_file *below() { return reinterpret_cast<sqlite3_file *>(this + 1); }
    [[nodiscard]] bool readAt(sqlite3_int64 offset, std::span<unsigned char> into) {
        return below()->pMethods->xRead(below(), into.data(), static_cast<int>(into.size()),
                                        offset) == SQLITE_OK;
    }
};

CheckedFile &checked(sqlite3_file *file) {
    return *reinterpret_cast<CheckedFile *>(file);
}

int damaged(const CheckedFile &file, sqlite3_int64 offset) {
    sqlite3_log(SQLITE_IOERR_DATA, "wrong sum in the %s at %lld", file.isLog ? "log" : "file",
                offset);
    return SQLITE_IOERR_DATA;
}

// --- pages

int lookAtPage(CheckedFile &file, const unsigned char *bytes, int amount, sqlite3_int64 offset) {
    if (!file.sums || amount < smallestPage)
        return SQLITE_OK;
    constexpr auto size = static_cast<sqlite3_int64>(pageBytes);
    const bool isPage = amount == size && offset % size == 0;
    if (isPage &&
        bearsItsSum(std::span<const unsigned char, pageBytes>(bytes, pageBytes), offset / size + 1))
        return SQLITE_OK;
    return damaged(file, offset);
}

int writePage(CheckedFile &file, const void *bytes, int amount, sqlite3_int64 offset) {
    constexpr auto size = static_cast<sqlite3_int64>(pageBytes);
    if (!file.sums || amount != size || offset % size != 0)
        return file.below()->pMethods->xWrite(file.below(), bytes, amount, offset);
    std::memcpy(file.written.data(), bytes, pageBytes);
    sealPage(file.written, offset / size + 1);
    return file.below()->pMethods->xWrite(file.below(), file.written.data(), amount, offset);
}

// --- the log

constexpr sqlite3_int64 firstFrame = logHeaderBytes;
constexpr sqlite3_int64 frameStep = frameBytes;

bool startsFrame(sqlite3_int64 offset) {
    return offset >= firstFrame && (offset - firstFrame) % frameStep == 0;
}

// One frame after another, as they lie in the file.
class FrameWalk final {
public:
    explicit FrameWalk(CheckedFile &file)
        : file_(file) {
        std::array<unsigned char, logHeaderBytes> bytes{};
        if (file.readAt(0, bytes))
            log_ = LogHeader::read(bytes);
    }
    [[nodiscard]] bool isLog() const { return log_.has_value(); }

    // Whether this frame, of which header and page are given, is whole and follows on the one
    // before it.
    [[nodiscard]] bool fits(sqlite3_int64 offset, const FrameHeader &header,
                            std::span<const unsigned char, pageBytes> page) {
        Sums before = log_->sums();
        FrameHeader above{};
        if (offset > firstFrame) {
            if (!file_.readAt(offset - frameStep, above))
                return false;
            before = sumsIn(above);
        }
        return log_->fits(header, page, before);
    }

    // Whether a transaction was begun behind one that ended at or after `offset`. Each is synced
    // before the next one begins, so then nothing there can be the torn end of a log that a power
    // loss left: bytes changed that were durable.
    [[nodiscard]] bool wentOnBehind(sqlite3_int64 offset) {
        FrameHeader header{};
        std::array<unsigned char, pageBytes> page{};
        for (bool ended = false; file_.readAt(offset, header); offset += frameStep) {
            if (ended &&
                file_.readAt(offset + static_cast<sqlite3_int64>(frameHeaderBytes), page) &&
                fits(offset, header, page))
                return true;
            ended = log_->owns(header) && endsTransaction(header);
        }
        return false;
    }

private:
    CheckedFile &file_;
    std::optional<LogHeader> log_;
};

// What is asked for one frame and has no header yet, or header and page together: SQLite reads so
// when it looks for the end of a log that a crash left.
int lookAtLog(CheckedFile &file, const unsigned char *bytes, int amount, sqlite3_int64 offset) {
    constexpr auto ahead = static_cast<sqlite3_int64>(frameHeaderBytes);
    if (offset >= file.restless)
        return SQLITE_OK;
    if (offset == 0 && amount == static_cast<int>(logHeaderBytes)) {
        const std::span<const unsigned char, logHeaderBytes> header(bytes, logHeaderBytes);
        const bool empty =
            std::all_of(header.begin(), header.end(), [](unsigned char byte) { return byte == 0; });
        return empty || LogHeader::read(header) ? SQLITE_OK : damaged(file, offset);
    }
    const bool whole = amount == frameStep && startsFrame(offset);
    const bool page = amount == static_cast<int>(pageBytes) && startsFrame(offset - ahead);
    if (!whole && !page)
        return SQLITE_OK;
    FrameWalk walk(file);
    FrameHeader header{};
    const sqlite3_int64 at = whole ? offset : offset - ahead;
    if (whole)
        std::memcpy(header.data(), bytes, header.size());
    else if (!file.readAt(at, header))
        return damaged(file, at);
    const std::span<const unsigned char, pageBytes> image(bytes + (whole ? frameHeaderBytes : 0),
                                                          pageBytes);
    if (walk.isLog() && walk.fits(at, header, image))
        return SQLITE_OK;
    if (whole && (!walk.isLog() || !walk.wentOnBehind(at)))
        return SQLITE_OK; // the end of the log
    return damaged(file, at);
}

void noteLogWrite(CheckedFile &file, int amount, sqlite3_int64 offset) {
    constexpr auto ahead = static_cast<sqlite3_int64>(frameHeaderBytes);
    if (amount == static_cast<int>(frameHeaderBytes)) {
        file.headerAt = offset;
    } else if (amount == static_cast<int>(pageBytes) && offset - ahead != file.headerAt) {
        file.restless = std::min(file.restless, offset - ahead);
    } else if (amount == static_cast<int>(pageBytes) && offset - ahead <= file.restless) {
        file.restless = never; // what was there is being written over
    }
}

// --- what SQLite calls

int closeFile(sqlite3_file *file) {
    CheckedFile &self = checked(file);
    const int code = self.below()->pMethods->xClose(self.below());
    self.~CheckedFile();
    return code;
}

int readFile(sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset) {
    CheckedFile &self = checked(file);
    const int code = self.below()->pMethods->xRead(self.below(), bytes, amount, offset);
    // SQLite would fill up a page that ends too early with zeros.
    if (code == SQLITE_IOERR_SHORT_READ && self.sums && amount >= smallestPage)
        return damaged(self, offset);
    if (code != SQLITE_OK)
        return code;
    const auto *found = static_cast<const unsigned char *>(bytes);
    return self.isLog ? lookAtLog(self, found, amount, offset)
                      : lookAtPage(self, found, amount, offset);
}

int writeFile(sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset) {
    CheckedFile &self = checked(file);
    if (!self.isLog)
        return writePage(self, bytes, amount, offset);
    noteLogWrite(self, amount, offset);
    return self.below()->pMethods->xWrite(self.below(), bytes, amount, offset);
}

int truncateFile(sqlite3_file *file, sqlite3_int64 size) {
    return checked(file).below()->pMethods->xTruncate(checked(file).below(), size);
}

int syncFile(sqlite3_file *file, int flags) {
    checked(file).restless = never; // a transaction ends: its sums are right
    return checked(file).below()->pMethods->xSync(checked(file).below(), flags);
}

int fileSize(sqlite3_file *file, sqlite3_int64 *size) {
    return checked(file).below()->pMethods->xFileSize(checked(file).below(), size);
}

int lockFile(sqlite3_file *file, int level) {
    return checked(file).below()->pMethods->xLock(checked(file).below(), level);
}

int unlockFile(sqlite3_file *file, int level) {
    return checked(file).below()->pMethods->xUnlock(checked(file).below(), level);
}

int isReserved(sqlite3_file *file, int *result) {
    return checked(file).below()->pMethods->xCheckReservedLock(checked(file).below(), result);
}

int controlFile(sqlite3_file *file, int what, void *argument) {
    return checked(file).below()->pMethods->xFileControl(checked(file).below(), what, argument);
}

int sectorSize(sqlite3_file *file) {
    return checked(file).below()->pMethods->xSectorSize(checked(file).below());
}

int traitsOf(sqlite3_file *file) {
    return checked(file).below()->pMethods->xDeviceCharacteristics(checked(file).below());
}

int mapShared(sqlite3_file *file, int region, int size, int extend, void volatile **at) {
    return checked(file).below()->pMethods->xShmMap(checked(file).below(), region, size, extend,
                                                    at);
}

int lockShared(sqlite3_file *file, int offset, int count, int flags) {
    return checked(file).below()->pMethods->xShmLock(checked(file).below(), offset, count, flags);
}

void shareBarrier(sqlite3_file *file) {
    checked(file).below()->pMethods->xShmBarrier(checked(file).below());
}

int unmapShared(sqlite3_file *file, int remove) {
    return checked(file).below()->pMethods->xShmUnmap(checked(file).below(), remove);
}

// Of version 2, which has no mapping of the file itself: mapped bytes would not be looked at.
constexpr sqlite3_io_methods methods{.iVersion = 2,
                                     .xClose = closeFile,
                                     .xRead = readFile,
                                     .xWrite = writeFile,
                                     .xTruncate = truncateFile,
                                     .xSync = syncFile,
                                     .xFileSize = fileSize,
                                     .xLock = lockFile,
                                     .xUnlock = unlockFile,
                                     .xCheckReservedLock = isReserved,
                                     .xFileControl = controlFile,
                                     .xSectorSize = sectorSize,
                                     .xDeviceCharacteristics = traitsOf,
                                     .xShmMap = mapShared,
                                     .xShmLock = lockShared,
                                     .xShmBarrier = shareBarrier,
                                     .xShmUnmap = unmapShared,
                                     .xFetch = nullptr,
                                     .xUnfetch = nullptr};

sqlite3_vfs *ofSystem() {
    static sqlite3_vfs *const found = sqlite3_vfs_find(nullptr);
    return found;
}

int openFile(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *flagsOut) {
    sqlite3_vfs *system = ofSystem();
    const bool isLog = (flags & SQLITE_OPEN_WAL) != 0;
    if (!isLog && (flags & SQLITE_OPEN_MAIN_DB) == 0) // what dies with the process or the turn
        return system->xOpen(system, name, file, flags, flagsOut);
    auto *self = new (file) CheckedFile{.base = {.pMethods = nullptr},
                                        .isLog = isLog,
                                        .sums = false,
                                        .written = {},
                                        .headerAt = -1,
                                        .restless = never};
    const int code = system->xOpen(system, name, self->below(), flags, flagsOut);
    if (code != SQLITE_OK) // closes what it opened itself
        return code;
    self->base.pMethods = &methods;
    if (!isLog) {
        std::array<unsigned char, reservedAt + 1> head{};
        self->sums = self->readAt(0, head) && head[reservedAt] == sumBytes;
    }
    return SQLITE_OK;
}

CheckedFile *fileOf(sqlite3 *handle) {
    sqlite3_file *file = nullptr;
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return file != nullptr && file->pMethods == &methods ? &checked(file) : nullptr;
}

} // namespace

const char *checkedFiles() {
    constexpr const char *name = "zchat-checked";
    static const bool known = [] {
        if (ofSystem() == nullptr)
            return false;
        // All but opening is the system's, with its own data behind it.
        static sqlite3_vfs vfs = *ofSystem();
        vfs.zName = name;
        vfs.pNext = nullptr;
        vfs.szOsFile = static_cast<int>(sizeof(CheckedFile)) + ofSystem()->szOsFile;
        vfs.xOpen = openFile;
        return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
    }();
    return known ? name : nullptr;
}

bool hasRoomForSums(sqlite3 *handle) {
    int reserved = -1; // asks and changes nothing
    return sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved) ==
               SQLITE_OK &&
           reserved == static_cast<int>(sumBytes);
}

void makeRoomForSums(sqlite3 *handle) {
    int reserved = static_cast<int>(sumBytes);
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
}

void useSums(sqlite3 *handle) {
    if (CheckedFile *file = fileOf(handle))
        file->sums = true;
}

} // namespace zchat::db
