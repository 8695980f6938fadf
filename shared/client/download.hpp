// Download: one attachment on its way from the broker into a file of the person's.
//
// FindPart tells what an earlier run left half done; then pieces are fetched, several at a time and
// in whatever order they come, and written in order; PlaceFile verifies and names the whole. How
// much is asked for, arrived and being written together has a bound, so a slow disk slows the
// network down and memory stays small. It decides nothing about whose turn it is; Transfers, its
// one owner, does.
#pragma once

#include <cstdint>
#include <map>

#include "shared/client/transfer_turn.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::client {

class Download final {
public:
    // Has its turn: finds what is there, or goes on where it waited.
    void begin(const Workbench &bench, std::uint64_t attempt);
    // Nothing that was asked of the broker will be answered.
    void lost();
    // Its turn is over and its file is closed by whoever says so: the next turn finds it again.
    void rest();
    // The person asks once more: what was tried in vain no longer counts.
    void forgive() { wrongHashes_ = 0; }

    [[nodiscard]] std::uint64_t attempt() const { return attempt_; }
    [[nodiscard]] bool isPreparing() const { return step_ == Step::finding; }
    [[nodiscard]] bool isMoving() const {
        return step_ == Step::fetching || step_ == Step::placing;
    }
    [[nodiscard]] bool wantsLine() const { return step_ == Step::fetching; }
    [[nodiscard]] std::uint64_t doneBytes() const { return writtenBytes_; }

    // Asks for what may be asked for now.
    [[nodiscard]] Turn pump(const Workbench &bench);

    [[nodiscard]] Turn found(const PartFound &part);
    [[nodiscard]] Turn written(const SliceWritten &slice);
    [[nodiscard]] Turn failed(const FileFailed &file);
    [[nodiscard]] Turn fetched(const Workbench &bench, const wire::Fetch &asked,
                               wire::FetchReply reply);
    [[nodiscard]] Turn refused(const wire::Fetch &asked, const Refusal &refusal);

private:
    enum class Step : std::uint8_t { resting, finding, fetching, placing };
    void write(const Workbench &bench);

    Step step_ = Step::resting;
    std::uint64_t attempt_ = 0;
    std::uint64_t plannedBytes_ = 0; // everything below was asked for, or is in missing_
    std::uint64_t handedBytes_ = 0;  // ordered to be written
    std::uint64_t writtenBytes_ = 0;
    std::map<std::uint64_t, std::uint64_t> missing_; // by offset: to be asked for again
    std::map<std::uint64_t, std::uint64_t> asked_;   // by offset: on their way
    std::map<std::uint64_t, wire::Bytes> arrived_;   // by offset: not yet in order
    std::uint32_t wrongHashes_ = 0;
};

} // namespace zchat::client
