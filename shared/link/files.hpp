// Files: the thread that reads, hashes and writes what is transferred, so that neither a slow disk
// nor a large file holds up words.
//
// Orders of one id are carried out in order and each is answered once. Hashing goes in slices
// between the others, so that a large file that is being prepared does not stop one that is on its
// way. How many orders wait is bounded by the brain, which has few of them under way at a time.
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "shared/base/bounded_queue.hpp"
#include "shared/client/core.hpp"
#include "shared/link/part_file.hpp"
#include "shared/link/source_file.hpp"
#include "shared/net/poll.hpp"

namespace zchat::link {

using FileOrder =
    std::variant<client::HashFile, client::ReadSlice, client::FindPart, client::WriteSlice,
                 client::PlaceFile, client::DropFile, client::RemovePart>;

class Files final {
public:
    Files();
    // Ends after the order at hand; what waits is done after the next start, but for parts that
    // are to be removed.
    ~Files();
    Files(const Files &) = delete;
    Files &operator=(const Files &) = delete;

    // The caller's side, one thread.
    void order(FileOrder order);
    // Whether an order still waits to be handed over: call take() again soon.
    [[nodiscard]] bool isFull() const { return !untaken_.empty(); }
    [[nodiscard]] std::optional<client::Input> take();
    // Readable when an answer waits.
    [[nodiscard]] const net::Waker &answered() const { return waker_; }

private:
    struct Hashing {
        EntryId id;
        std::uint64_t attempt = 0;
        std::uint32_t tries = 0; // a source that changed while it was read is read anew
        std::uint64_t toldBytes = 0;
    };
    void handOver();

    // The thread's side.
    void run();
    void answer(client::Input input);
    void carryOut(FileOrder order);
    void carry(const client::HashFile &hash);
    void carry(const client::ReadSlice &read);
    void carry(const client::FindPart &find);
    void carry(const client::WriteSlice &write);
    void carry(const client::PlaceFile &place);
    void carry(const client::DropFile &drop);
    void carry(const client::RemovePart &remove);
    void hashSlice();
    [[nodiscard]] bool hashSource(Hashing &hashing, SourceFile &source);
    [[nodiscard]] bool hashPart(const Hashing &hashing, PartFile &part);
    void forget(const EntryId &id);

    net::Waker waker_;
    BoundedQueue<FileOrder> orders_;
    BoundedQueue<client::Input> answers_;
    std::deque<FileOrder> untaken_;   // the caller's: the queue is full
    std::deque<client::Input> taken_; // the caller's
    std::atomic<bool> ending_ = false;

    std::map<EntryId, SourceFile> sources_;
    std::map<EntryId, PartFile> parts_;
    std::deque<Hashing> hashing_;          // take turns, a slice each
    std::deque<client::Input> unanswered_; // the queue is full
    std::string buffer_;

    std::thread thread_; // last: it uses all of the above
};

} // namespace zchat::link
