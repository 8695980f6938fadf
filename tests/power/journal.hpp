// The records of recorder.cpp: what was done to files, in order, one after another in one file.
//
// Each is a Head, its text and its data. A client's record is an `acknowledged` of a line of text
// that it appends by one write once it has heard the answer.
#pragma once

#include <cstdint>

namespace zchat::power {

enum class Op : std::uint64_t {
    create = 1,     // inode under the name `text`
    makeFolder = 2, // likewise
    link = 3,       // one more name for inode
    rename = 4,     // from `text` to `data`
    unlink = 5,     // `text`
    write = 6,      // `data` at offset `number` of inode
    truncate = 7,   // inode to `number` bytes
    sync = 8,       // inode, a file or a folder
    acknowledged = 9
};

struct Head {
    Op op;
    std::uint64_t inode;
    std::uint64_t number;
    std::uint32_t textBytes;
    std::uint32_t dataBytes;
};
static_assert(sizeof(Head) == 32);

} // namespace zchat::power
