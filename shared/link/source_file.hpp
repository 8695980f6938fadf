// SourceFile: a file that is being sent: read once to be hashed, then slice by slice.
//
// It stays open from the first reading to the end of the upload, so that an editor that replaces it
// by another one changes nothing; one that is written to in place is noticed by its size or time.
// For files.cpp, on its thread.
#pragma once

#include <cstdint>
#include <string>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/link/descriptor.hpp"

namespace zchat::link {

class SourceFile final {
public:
    // A plain file; folders, devices and pipes are refused with a sentence.
    [[nodiscard]] static Result<SourceFile> open(const std::string &path);

    [[nodiscard]] Result<SourceFile> openAgain() const { return open(path_); }

    [[nodiscard]] std::uint64_t sizeBytes() const { return sizeBytes_; }
    [[nodiscard]] TimeMs modified() const { return modified_; }
    // Whether it still has the size and time that it had when it was opened.
    [[nodiscard]] bool isUnchanged() const;

    // Hashes at most that much more of it, `buffer` being what to read with.
    [[nodiscard]] Outcome hashSome(std::uint64_t bytes, std::string &buffer);
    [[nodiscard]] std::uint64_t hashedBytes() const { return hashedBytes_; }
    [[nodiscard]] Hash finishHash() { return hasher_.finish(); }

    // Exactly these bytes, or the sentence why not.
    [[nodiscard]] Result<std::string> read(std::uint64_t offset, std::uint64_t bytes) const;

private:
    SourceFile(std::string path, Descriptor file)
        : path_(std::move(path))
        , file_(std::move(file)) {}

    std::string path_;
    Descriptor file_;
    std::uint64_t sizeBytes_ = 0;
    TimeMs modified_ = 0;
    crypto::Hasher hasher_;
    std::uint64_t hashedBytes_ = 0;
};

} // namespace zchat::link
