// The files of blobs: where they lie, and the few things that are done to them.
//
// A blob is a file named by the BLAKE2b-256 of its bytes, `<first two digits>/<64 digits>`; a
// partial file is an upload under way, `partial/<transfer>`. A blob gets its name only once its
// bytes are durable, so what has such a name is whole. Nothing is decided here and nothing is
// hashed: the broker's blob threads, and check and backup, say what is to be done. Each file is
// written by one thread. Folders are 0700, files 0600.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"

namespace zchat::store {

// An open file, closed with its owner.
class BlobFile final {
public:
    explicit BlobFile(int descriptor)
        : descriptor_(descriptor) {}
    ~BlobFile();
    BlobFile(BlobFile &&other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)) {}
    BlobFile &operator=(BlobFile &&other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }

    [[nodiscard]] Result<std::uint64_t> sizeBytes() const;
    // All of it or a Fault; what was written of it before may then stand in the file.
    [[nodiscard]] Outcome write(std::uint64_t offset, std::string_view bytes);
    [[nodiscard]] Outcome cut(std::uint64_t sizeBytes);
    // All of `into` or a Fault, at the end of the file too.
    [[nodiscard]] Outcome read(std::uint64_t offset, std::span<char> into) const;
    // Asks the system to begin writing that range to the disk, so that sync() finds little to wait
    // for: without it, sealing 2 GiB waits for all of them.
    void startWriting(std::uint64_t offset, std::uint64_t bytes);
    [[nodiscard]] Outcome sync();
    // Free bytes on its disk; nullopt where the system does not tell.
    [[nodiscard]] std::optional<std::uint64_t> freeBytes() const;

private:
    int descriptor_;
};

class BlobFolder final {
public:
    explicit BlobFolder(std::filesystem::path folder)
        : folder_(std::move(folder)) {}

    // Makes the folders that are missing.
    [[nodiscard]] Outcome make() const;
    [[nodiscard]] std::filesystem::path partial(std::uint64_t transfer) const;
    [[nodiscard]] std::filesystem::path blob(const Hash &hash) const;

    // Makes it where there is none.
    [[nodiscard]] Result<BlobFile> openPartial(std::uint64_t transfer) const;
    // nullopt: there is none.
    [[nodiscard]] Result<std::optional<BlobFile>> openBlob(const Hash &hash) const;
    // Gives a synced partial file the name of its hash as well. It keeps its own, until its message
    // is in the log: a broker that is killed in between finds the upload whole again.
    [[nodiscard]] Outcome seal(std::uint64_t transfer, const Hash &hash) const;
    // Makes that name durable. As with any sync, one that failed is never tried again.
    [[nodiscard]] Outcome syncSeal(const Hash &hash) const;
    // One that is not there is no fault.
    [[nodiscard]] Outcome removePartial(std::uint64_t transfer) const;
    [[nodiscard]] Outcome removeBlob(const Hash &hash) const;

    [[nodiscard]] std::vector<std::uint64_t> partials() const;
    // Of the hashes that begin with this byte, in no order.
    [[nodiscard]] std::vector<Hash> blobs(std::uint8_t first) const;
    // What a seal that never ended left there.
    void removeUnsealed(std::uint8_t first) const;

private:
    [[nodiscard]] std::filesystem::path shelf(std::uint8_t first) const;

    std::filesystem::path folder_;
};

} // namespace zchat::store
