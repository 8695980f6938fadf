// Upload: one file on its way to the broker, from reading and hashing it to the entry's seq.
//
// HashFile → offer → chunks within the broker's window, read ahead by as many → finish. Whatever
// ends in between, the same offer under the same id tells where to go on: at a reconnect, after a
// refusal that passes, at the next start. It decides nothing about whose turn it is; Transfers, its
// one owner, does.
#pragma once

#include <cstdint>
#include <deque>

#include "shared/client/transfer_turn.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::client {

class Upload final {
public:
    // Has its turn: reads the source where it was not read yet, else offers. What was ordered or
    // asked under an earlier attempt must not be handed in any more.
    void begin(const Workbench &bench, std::uint64_t attempt);
    // Nothing that was asked of the broker will be answered.
    void lost(const Workbench &bench, std::uint64_t attempt);
    // Its turn is over; files are closed by whoever says so.
    void rest() { step_ = Step::resting; }
    // The person asks once more: what was tried in vain no longer counts.
    void forgive();

    [[nodiscard]] std::uint64_t attempt() const { return attempt_; }
    [[nodiscard]] bool isPreparing() const {
        return step_ == Step::hashing || step_ == Step::looking;
    }
    [[nodiscard]] bool isMoving() const {
        return step_ == Step::sending || step_ == Step::finishing;
    }
    [[nodiscard]] bool wantsLine() const { return step_ != Step::resting && !isPreparing(); }
    // Stored by the broker, or hashed while it is prepared.
    [[nodiscard]] std::uint64_t doneBytes() const { return doneBytes_; }
    // The size as soon as it is known.
    [[nodiscard]] std::uint64_t sizeBytes(const KeptTransfer &kept) const;

    // Sends what may be sent now.
    [[nodiscard]] Turn pump(const Workbench &bench);

    [[nodiscard]] Turn hashing(const Workbench &bench, const FileHashing &file);
    [[nodiscard]] Turn hashed(const Workbench &bench, const FileHashed &file);
    [[nodiscard]] Turn read(SliceRead slice);
    [[nodiscard]] Turn failed(const Workbench &bench, const FileFailed &file);
    [[nodiscard]] Turn answered(const Workbench &bench, const wire::Reply &reply);
    [[nodiscard]] Turn refused(const Workbench &bench, const wire::Request &asked,
                               const Refusal &refusal);

private:
    enum class Step : std::uint8_t {
        resting,
        hashing,
        looking,
        ready,
        offering,
        sending,
        finishing
    };
    void ready(std::uint64_t attempt);
    [[nodiscard]] Turn offer(const Workbench &bench);
    [[nodiscard]] Turn offered(const Workbench &bench, const wire::OfferReply &reply);
    void readAhead(const Workbench &bench);
    void sendChunks(const Workbench &bench);
    void send(const Workbench &bench, wire::Request request) const;
    void cameFurther();
    [[nodiscard]] Turn offerAgain(const Refusal &refusal);
    [[nodiscard]] Turn wrongHash(const Workbench &bench, const Refusal &refusal);

    Step step_ = Step::resting;
    std::uint64_t attempt_ = 0;
    bool sourceSeen_ = false; // in this run: the source is what the kept hash was made of
    std::uint64_t sizeSeen_ = 0;
    std::uint64_t doneBytes_ = 0;

    // Of the offer that stands.
    std::uint64_t transfer_ = 0;
    std::uint64_t chunkBytes_ = 0;
    std::uint64_t window_ = 0;
    std::uint64_t readOffset_ = 0; // ordered so far
    std::uint64_t sentOffset_ = 0;
    std::uint64_t reads_ = 0; // on their way
    std::uint64_t chunks_ = 0;
    std::deque<wire::Bytes> slices_; // read, not yet sent

    std::uint32_t vainOffers_ = 0; // one after the other, without a chunk stored
    std::uint64_t furthest_ = 0;   // that was ever stored
    std::uint32_t wrongHashes_ = 0;
};

} // namespace zchat::client
