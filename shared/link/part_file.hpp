// PartFile: a download that is half done, and how it becomes a file of the person's.
//
// It stands beside the place it will have, as `.zchat-<id>.part`, readable by its owner only and
// never executable, locked against a second program that downloads the same. Its hash grows with
// what is written; what an earlier run left is hashed anew in slices. place() gives the whole a
// safe name that nothing else has. The part stays beside it, as a second name of the same file,
// until remove(): a crash in between finds out that it was placed and does not place it twice. For
// files.cpp, on its thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/link/descriptor.hpp"

namespace zchat::link {

// Where a download goes: below a folder under a name of its own, or exactly there.
struct PartPlace {
    EntryId id;
    std::filesystem::path folder;
    std::optional<std::filesystem::path> saveAs;
};

class PartFile final {
public:
    // The part as it is, or an empty one; one of more than `mostBytes` is emptied. The folder is
    // made where there is none.
    [[nodiscard]] static Result<PartFile> open(const PartPlace &place, std::uint64_t mostBytes);
    // Removes the part of that place, open or not; one that another program holds stays.
    static void remove(const PartPlace &place);

    // Bytes that are hashed and written; the rest of what open() found is not hashed yet.
    [[nodiscard]] std::uint64_t sizeBytes() const { return sizeBytes_; }
    [[nodiscard]] bool isHashed() const { return sizeBytes_ == foundBytes_; }
    [[nodiscard]] Outcome hashSome(std::uint64_t bytes, std::string &buffer);
    // After the last byte. A write that fails leaves what was there before.
    [[nodiscard]] Outcome write(std::string_view bytes);

    // False where the bytes are not those; the hash is used up then.
    [[nodiscard]] bool verify(const Hash &hash);
    // Synced, named, the folder synced; the path.
    [[nodiscard]] Result<std::string> place(const std::string &label);
    void removePart();

private:
    PartFile(PartPlace place, std::filesystem::path path, Descriptor file)
        : place_(std::move(place))
        , path_(std::move(path))
        , file_(std::move(file)) {}
    [[nodiscard]] Result<std::string> placeInFolder(const std::string &label);
    [[nodiscard]] Fault trouble(const char *what, int error) const;
    [[nodiscard]] bool isThisFile(const std::filesystem::path &path) const;

    PartPlace place_;
    std::filesystem::path path_;
    Descriptor file_;
    crypto::Hasher hasher_;
    std::uint64_t sizeBytes_ = 0;
    std::uint64_t foundBytes_ = 0;
    std::uint64_t flushedBytes_ = 0; // their writing to the disk was begun
};

} // namespace zchat::link
