// The half of a check that is about files: which message has which, what they take together, and
// whether their bytes are what their names say. Private to broker/store.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "broker/store/blob_folder.hpp"
#include "broker/store/maintenance.hpp"
#include "broker/store/tables.hpp"

namespace zchat::store {

using Finding = std::function<void(const std::string &sentence)>;

// What the log says of files, gathered message by message and compared with the rows of it.
class FileRows final {
public:
    // Whether the row of this message's file says the same.
    [[nodiscard]] bool agrees(Tables &tables, std::int64_t key, const AccountName &by,
                              const wire::File &file);
    void compareSums(Tables &tables, const Finding &finding);

private:
    std::uint64_t count_ = 0;
    std::map<std::string, std::uint64_t> bytes_; // by account; of all under the empty name
    std::map<Hash, std::uint64_t> distinct_;
};

// Reads every file that a message has. One that a running broker removed meanwhile, because its
// message was redacted, is no finding.
void checkBlobs(Tables &tables, const std::filesystem::path &folder,
                const std::function<void(Progress)> &progress, CheckReport &report,
                const Finding &finding);

// The distinct files that messages have, and their sizes.
[[nodiscard]] std::map<Hash, std::uint64_t> distinctFiles(Tables &tables);

// Reads a file to its end in slices; a Fault of `take` ends it early.
[[nodiscard]] Outcome eachSlice(const BlobFile &file, std::uint64_t sizeBytes,
                                const std::function<Outcome(std::string_view)> &take);

} // namespace zchat::store
