// The floor of files: the same bytes copied by bare libzmq, a DEALER to a ROUTER under CURVE, in
// messages of 128 KiB of which 8 are under way for each file, written to disk and synced.
//
// No account, no resuming: what any transfer on this engine and this disk pays. The server is a
// process of its own, as the broker is. On request both sides hash the bytes, the sender all of
// them before the first is sent: what any transfer pays that names its file by a hash.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "tools/benchmark/raw_zmq.hpp"

namespace zchat::bench {

inline constexpr const char *copyWord = "raw-copy";

// What that word runs, until its standard input ends: it keeps files in `folder` by number.
[[nodiscard]] int runRawCopy(const std::string &folder);

class FileFloor final {
public:
    // `folder` is the server's.
    [[nodiscard]] static Result<std::unique_ptr<FileFloor>> start(const std::string &program,
                                                                  const std::string &folder);
    ~FileFloor();
    FileFloor(const FileFloor &) = delete;
    FileFloor &operator=(const FileFloor &) = delete;

    enum class Hashing : std::uint8_t { none, bothSides };
    // Copies the files to the server, all at once; returns when every byte is synced there.
    [[nodiscard]] Outcome up(const std::vector<std::string> &paths, Hashing hashing);
    // Copies what was last sent up back, to as many paths, and syncs it here.
    [[nodiscard]] Outcome down(const std::vector<std::string> &paths);

private:
    struct Copy;
    explicit FileFloor(RawServer server);
    [[nodiscard]] Outcome run(std::vector<Copy> copies, char verb);
    [[nodiscard]] bool request(const Copy &copy, char verb, std::uint64_t offset,
                               std::size_t bytes);
    [[nodiscard]] bool receive(std::vector<Copy> &copies);

    RawServer server_;
    void *context_;
    void *socket_;
    std::vector<std::uint64_t> sizes_; // of what was last sent up
};

} // namespace zchat::bench
