// What an operator does with the data of a broker: back it up, export it, check it.
//
// Everything here only reads the store, on a connection of its own, and so may run beside a broker
// under load; each call sees one state of it. The shell's command line calls it and prints.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"

namespace zchat::store {

struct CheckReport {
    std::uint64_t rooms = 0;
    std::uint64_t entries = 0;
    std::uint64_t messages = 0;
    std::uint64_t files = 0; // distinct ones, looked at byte by byte
    std::uint64_t fileBytes = 0;
    std::uint64_t strays = 0; // files that nothing refers to: harmless
    // One sentence for each thing that is wrong, the first of them; `wrong` counts all.
    std::vector<std::string> findings;
    std::uint64_t wrong = 0;
    [[nodiscard]] bool sound() const { return wrong == 0; }
};
// The findings, what stands, and what to do about it: the lines to print.
[[nodiscard]] std::vector<std::string> sentencesOf(const CheckReport &report);

// Reads everything: SQLite's own integrity; seqs without a gap; each room's head and member count;
// each id and its entry; each folded message against its log; the numbers that counts rest on; the
// search index's sums; which message has which file; and, where their folder is given, every byte
// of them. A Fault where the file cannot be opened or is none of ours.
struct Progress {
    std::uint64_t doneBytes = 0;
    std::uint64_t allBytes = 0;
};
struct CheckRequest {
    std::filesystem::path database;
    std::optional<std::filesystem::path> blobs = {};
    std::function<void(Progress)> progress = {}; // now and then, of the files
};
[[nodiscard]] Result<CheckReport> check(const CheckRequest &request);

struct BackupRequest {
    std::filesystem::path database;
    std::vector<std::filesystem::path> keys; // copied under their own names, where they exist
    std::filesystem::path target;            // a folder that is not there yet, or empty
    std::filesystem::path blobs = {};        // the folder of files; copied under its own name
};
struct BackupReport {
    std::vector<std::pair<RoomName, Seq>> heads; // the backup holds each room up to its head here
    std::uint64_t entries = 0;
    std::uint64_t files = 0;
};
// Copies the store as of one moment with its files and the broker's keys, so that a broker started
// on the copy is the same server to every client. The copy is checked and synced before it gets its
// name: what is called `target` is a whole backup.
[[nodiscard]] Result<BackupReport> backup(const BackupRequest &request);

// One JSON object a line, each under the name of what it is: {"account": …}, then {"room": …},
// {"member": …} and {"entry": …} room by room, entries in order, as in docs/protocol.md. `write`
// gets one line without its end and says false where it cannot be written, which ends the export.
[[nodiscard]] Outcome exportLines(const std::filesystem::path &database,
                                  const std::function<bool(std::string_view)> &write);

} // namespace zchat::store
