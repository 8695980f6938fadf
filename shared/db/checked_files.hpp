// Files that are looked at as they are read: SQLite's own way to its files, with sums.
//
// A page of the database gets its sum when it is written and is compared when it is read. A frame
// of the write-ahead log is compared with the sum that SQLite gave it, which SQLite itself does
// only after a crash; and where a log that a crash left is damaged in its midst, reading it fails.
// SQLite alone would take the first damaged frame for the end of the log and drop what was
// committed after it without a word. What does not fit is SQLITE_IOERR_DATA and never served.
//
// A SQLite that knows nothing of this can read such a file, but must not write it: its pages would
// bear no sums. Private to shared/db.
#pragma once

#include <sqlite3.h>

namespace zchat::db {

// The name to open by; made known to SQLite at the first call. nullptr: this SQLite has no files.
[[nodiscard]] const char *checkedFiles();

// Whether pages of this connection's file have room for a sum. Reads the first page, so a fault may
// hide behind "no".
[[nodiscard]] bool hasRoomForSums(sqlite3 *handle);
// What the connection writes first, or rewrites by VACUUM, has room for sums.
void makeRoomForSums(sqlite3 *handle);
// From here on pages get their sums and are compared. A file that was opened with a first page that
// has room for sums begins so.
void useSums(sqlite3 *handle);

} // namespace zchat::db
