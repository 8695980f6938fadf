// The broker's data folder: one broker at a time, its keys, and where it can be found.
//
// Inside: chat.db, blobs (the bytes of files), broker.key (who this broker is), admin.key (the
// command line's key to the running broker), digest.key (the key of post digests), lock, and
// running (the front line while a broker runs). The folder is 0700 and every file 0600.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "shared/base/address.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/crypto/keys.hpp"

namespace zchat::shell {

struct DataPaths {
    explicit DataPaths(std::filesystem::path data)
        : folder(std::move(data)) {}
    std::filesystem::path folder;
    [[nodiscard]] std::filesystem::path database() const { return folder / "chat.db"; }
    [[nodiscard]] std::filesystem::path blobs() const { return folder / "blobs"; }
    [[nodiscard]] std::filesystem::path brokerKey() const { return folder / "broker.key"; }
    [[nodiscard]] std::filesystem::path adminKey() const { return folder / "admin.key"; }
    [[nodiscard]] std::filesystem::path digestKey() const { return folder / "digest.key"; }
    [[nodiscard]] std::filesystem::path lock() const { return folder / "lock"; }
    [[nodiscard]] std::filesystem::path running() const { return folder / "running"; }
};

struct DataKeys {
    crypto::KeyPair broker;
    crypto::KeyPair admin;
    crypto::DigestKey digest;
};

// Held for as long as the broker runs; the system lets go of it when the process ends, however it
// ends.
class DataFolder final {
public:
    // Makes the folder and what is missing in it. A second broker on the same folder is a fault
    // with a sentence that says so.
    [[nodiscard]] static Result<std::unique_ptr<DataFolder>> open(const DataPaths &paths);
    ~DataFolder();
    DataFolder(const DataFolder &) = delete;
    DataFolder &operator=(const DataFolder &) = delete;

    [[nodiscard]] const DataPaths &paths() const { return paths_; }
    [[nodiscard]] const DataKeys &keys() const { return keys_; }

    // Tells the command line where this broker listens; gone again when the folder is let go.
    [[nodiscard]] Outcome announce(const std::string &host, const FrontLine &line);

private:
    DataFolder(DataPaths paths, int lock, DataKeys keys)
        : paths_(std::move(paths))
        , lock_(lock)
        , keys_(keys) {}

    DataPaths paths_;
    int lock_;
    DataKeys keys_;
};

// Where the broker of this folder listens now. Refuses with a sentence that says what to do where
// none runs.
struct Running {
    std::string host;
    FrontLine line;
};
[[nodiscard]] Result<Running> findRunning(const DataPaths &paths);

} // namespace zchat::shell
