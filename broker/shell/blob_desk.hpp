// The work of one blob thread: chunks into partial files, hashes, seals, and pieces out of blobs.
//
// It has no thread, queue or socket: blobs.cpp gives it jobs one after another and tells the loop
// what came of them. Whatever takes long is done in slices, each its own job, so that the uploads
// and downloads of others get their turn in between. It decides no right: an offer was judged by
// the hub, a finish will be, and a fetch is looked up by the hub's rule on a reader of its own.
//
// All that writes or removes the bytes of one hash comes to one desk, in the hub's order, so
// nothing here races: not a seal with the removal of the same bytes, nor two uploads of them with
// one another. Any desk reads.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <variant>

#include "broker/live/live.hpp"
#include "broker/store/blob_folder.hpp"
#include "broker/store/sqlite_reader.hpp"
#include "shared/base/log.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::shell {

// From live; the reserve as it was when it came.
struct CarryJob {
    live::Carry carry;
    std::uint64_t reserveBytes = 0;
};
// Tells where an upload goes on, behind the chunks that its session sent before it offered again:
// they are stored first, or the offset would be wrong when it is read.
struct TellOffset {
    SessionId session;
    std::optional<std::uint64_t> re;
    std::uint64_t transfer = 0;
};
// Hashes a slice of what an earlier process wrote.
struct CatchUp {
    std::uint64_t transfer = 0;
};
// Lets go of a blob that another desk removes, or its bytes would stay on the disk.
struct CloseBlob {
    Hash hash;
};
// At the start: removes what nothing refers to, one folder of blobs a time.
struct Sweep {
    std::uint16_t first = 0; // of the folder; a desk has every nth
    std::uint16_t step = 1;
};
using BlobJob = std::variant<hub::TransferOpened, hub::TransferEnded, hub::BlobOrphaned, CarryJob,
                             TellOffset, CatchUp, CloseBlob, Sweep>;

struct BlobAnswer {
    SessionId session;
    std::optional<std::uint64_t> re;
    std::variant<Result<wire::Reply>, live::SharedBytes> body;
    bool ofCarry = true; // false: of an offer
    bool broken = false; // a sync failed: nothing more may be acknowledged
};
// A finish that the hub is to settle.
struct BlobLookedAt {
    SessionId session;
    std::optional<std::uint64_t> re;
    PublicKey device;
    hub::BlobSealed seal;
};
using BlobDone = std::variant<BlobAnswer, BlobLookedAt>;

class BlobDesk final {
public:
    BlobDesk(store::BlobFolder folder, store::SqliteReader &store, Log &log)
        : folder_(std::move(folder))
        , store_(store)
        , log_(log) {}

    struct Step {
        std::optional<BlobDone> done;
        std::optional<BlobJob> next; // behind what waits already
    };
    [[nodiscard]] Step take(BlobJob &&job);

private:
    struct Partial {
        std::uint64_t transfer = 0;
        AccountName account;
        Hash hash; // that was offered
        std::uint64_t sizeBytes = 0;
        store::BlobFile file;
        std::uint64_t storedBytes = 0;
        std::uint64_t hashedBytes = 0;
        std::uint64_t pushedBytes = 0; // their way to the disk has begun
        crypto::Hasher hasher = {};
        std::optional<Hash> found = {}; // the hash of all of it
        bool sealed = false;            // as a blob; until the hub has settled it
        std::uint64_t used = 0;         // when, in jobs
    };

    [[nodiscard]] Step take(const hub::TransferOpened &opened);
    [[nodiscard]] Step take(const hub::TransferEnded &ended);
    [[nodiscard]] Step take(const hub::BlobOrphaned &orphaned);
    [[nodiscard]] Step take(CarryJob &&job);
    [[nodiscard]] Step take(const TellOffset &job);
    [[nodiscard]] Step take(const CatchUp &job);
    [[nodiscard]] Step take(const CloseBlob &job);
    [[nodiscard]] Step take(const Sweep &job);

    [[nodiscard]] Result<Partial *> opened(const hub::TransferOpened &opened);
    [[nodiscard]] Result<wire::Reply> chunk(const CarryJob &job, const wire::Chunk &chunk);
    [[nodiscard]] Outcome store(Partial &partial, const wire::Chunk &chunk,
                                std::uint64_t reserveBytes);
    [[nodiscard]] Step finish(CarryJob &&job, std::uint64_t transfer);
    [[nodiscard]] std::optional<Refusal> seal(Partial &partial);
    [[nodiscard]] BlobAnswer fetch(const live::Carry &carry, const wire::Fetch &asked);
    [[nodiscard]] Outcome read(const Hash &hash, std::uint64_t sizeBytes, std::uint64_t offset,
                               std::span<char> into);

    // The account's transfer that is open here; nullptr where there is none such.
    [[nodiscard]] Partial *mine(const live::Carry &carry, std::uint64_t transfer);
    [[nodiscard]] bool isSealed(const Hash &hash) const;
    [[nodiscard]] static Outcome hashSome(Partial &partial);
    void makeRoom();
    void removeBlob(const Hash &hash);
    void complain(const Outcome &outcome);
    [[nodiscard]] Refusal failed(std::string_view during, const Fault &fault);

    store::BlobFolder folder_;
    store::SqliteReader &store_;
    Log &log_;
    std::map<std::uint64_t, Partial> partials_;
    std::uint64_t jobs_ = 0;
    bool broken_ = false; // a sync failed; none is tried again, and the broker ends
    // The blobs read last, since opening one anew for each piece would lose its read-ahead.
    struct Reading {
        store::BlobFile file;
        std::uint64_t used = 0;
    };
    std::map<Hash, Reading> readings_;
};

} // namespace zchat::shell
