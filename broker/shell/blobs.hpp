// The blob threads: attachments in and out, beside everything else.
//
// Each has a desk and a read-only connection of its own, and takes its jobs from a queue that is
// fair to sessions. What writes or removes the bytes of one hash goes to one thread: the hub's
// outputs in their order, and the rest in its session's. The loop owns this object and hears what
// came of the jobs by its queue. While one thread waits for a disk in a seal, its other transfers
// wait as well; the other thread's go on.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

#include "broker/shell/blob_desk.hpp"
#include "broker/shell/fair_queue.hpp"
#include "shared/base/bounded_queue.hpp"

namespace zchat::shell {

inline constexpr std::size_t blobThreads = 2;
// For each thread; what is over it is refused, or removed at the next start.
inline constexpr std::size_t blobJobsWaiting = 65'536;
// Holds all that the loop lets be under way, an answer to each offer included.
inline constexpr std::size_t blobAnswersUnderWay = blobThreads * (blobJobsWaiting + 1);

class Blobs final {
public:
    // One thread for each reader.
    Blobs(const store::BlobFolder &folder,
          std::vector<std::unique_ptr<store::SqliteReader>> readers, BoundedQueue<BlobDone> &done,
          Log &log);
    ~Blobs();
    Blobs(const Blobs &) = delete;
    Blobs &operator=(const Blobs &) = delete;

    // False: too much waits, and nothing was taken.
    [[nodiscard]] bool carry(live::Carry &&carry);
    [[nodiscard]] bool open(const hub::TransferOpened &opened);
    void end(const hub::TransferEnded &ended);
    void orphan(const hub::BlobOrphaned &orphaned);
    // Removes what an earlier broker left behind, in the background.
    void sweep();
    void keepFree(std::uint64_t reserveBytes) { reserveBytes_ = reserveBytes; }
    // Somebody said something: for a while the threads rest between the pieces of files.
    void giveWay(std::int64_t steadyMs) { wordsMs_.store(steadyMs, std::memory_order_relaxed); }

private:
    struct Worker {
        std::unique_ptr<store::SqliteReader> reader;
        FairQueue<BlobJob> queue{blobJobsWaiting};
        std::thread thread;
    };

    void run(Worker &worker);
    [[nodiscard]] Worker &of(const Hash &hash);
    // Which worker a carried request is for, by what it names.
    [[nodiscard]] Worker &of(const wire::Request &request);
    void closeElsewhere(const Hash &hash);

    const store::BlobFolder folder_;
    BoundedQueue<BlobDone> &done_;
    Log &log_;
    std::uint64_t reserveBytes_ = limits::diskReserveBytes;
    std::atomic<std::int64_t> wordsMs_ = std::numeric_limits<std::int32_t>::min(); // of the last
    // Which hash an open transfer is about; a chunk names its number only.
    std::unordered_map<std::uint64_t, Hash> hashes_;
    std::vector<std::unique_ptr<Worker>> workers_;
};

} // namespace zchat::shell
