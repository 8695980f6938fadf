// A disk, as a journal tells of it, and the disks that a power loss at this moment could leave.
//
// What was synced stands. Of what was not, any part may have arrived, in any order: all, nothing,
// a beginning, or sectors here and there. A sector holds what it held after some one of the writes
// to it, never a mixture. The name of a file is durable only by a sync of its folder. This is
// harsher than any one file system: what survives it survives them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/power/journal.hpp"

namespace zchat::power {

struct Record {
    Head head;
    std::string_view text;
    std::string_view data;
};

class Disk final {
public:
    Disk();
    void apply(const Record &record);
    // Writes what a power loss now could leave below an empty folder.
    void leaveTo(const std::filesystem::path &folder, std::mt19937_64 &random) const;

private:
    using Number = std::uint64_t;

    struct Change { // of a file: bytes written at an offset, or its size cut or grown
        std::uint64_t offset = 0;
        std::string bytes;
        bool cuts = false;
    };
    struct File {
        std::string durable;
        std::vector<Change> pending;
    };
    using Names = std::map<std::string, Number>;
    struct NameChange { // nullopt: the name goes
        std::string name;
        std::optional<Number> to;
        std::string instead; // a name that goes in the same step
    };
    struct Folder {
        Names now;
        Names durable;
        std::vector<NameChange> pending;
    };

    struct Place {
        Folder &folder;
        std::string name;
    };
    [[nodiscard]] Place placeOf(std::string_view path);
    void change(std::string_view path, std::optional<Number> to, std::string instead = {});
    void sync(Number number);
    [[nodiscard]] static std::string left(const File &file, std::mt19937_64 &random);
    [[nodiscard]] static Names left(const Folder &folder, std::mt19937_64 &random);
    void leave(const Folder &folder, const std::filesystem::path &at,
               std::mt19937_64 &random) const;

    std::map<Number, File> files_;
    std::map<Number, Folder> folders_;
    std::map<std::uint64_t, Number> numbers_; // inodes are given again, numbers are not
    Number last_ = 0;
};

// Applies one change to the content of a file.
void applyTo(std::string &content, std::uint64_t offset, std::string_view bytes, bool cuts);

} // namespace zchat::power
