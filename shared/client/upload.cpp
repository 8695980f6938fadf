#include "shared/client/upload.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "shared/base/limits.hpp"
#include "shared/client/bounds.hpp"
#include "shared/client/sentences.hpp"

namespace zchat::client {

void Upload::begin(const Workbench &bench, std::uint64_t attempt) {
    ready(attempt);
    if (bench.kept.file.hash == Hash{}) {
        step_ = Step::hashing;
        doneBytes_ = 0;
        bench.effects.order(
            HashFile{.id = bench.kept.id, .attempt = attempt, .path = bench.kept.path});
    } else if (!sourceSeen_ && !bench.kept.transfer) {
        // Kept from an earlier start, and nothing was offered yet: another source is just read
        // anew. What was offered may be stored already, whatever became of the source since.
        step_ = Step::looking;
        bench.effects.order(ReadSlice{.id = bench.kept.id,
                                      .attempt = attempt,
                                      .path = bench.kept.path,
                                      .offset = 0,
                                      .bytes = 0,
                                      .sizeBytes = bench.kept.file.size,
                                      .modified = bench.kept.modified});
    }
}

void Upload::ready(std::uint64_t attempt) {
    step_ = Step::ready;
    attempt_ = attempt;
    reads_ = 0;
    chunks_ = 0;
    slices_.clear();
}

void Upload::lost(const Workbench &, std::uint64_t attempt) {
    if (wantsLine())
        ready(attempt);
}

void Upload::forgive() {
    vainOffers_ = 0;
    wrongHashes_ = 0;
    furthest_ = 0;
}

std::uint64_t Upload::sizeBytes(const KeptTransfer &kept) const {
    return kept.file.hash == Hash{} ? sizeSeen_ : kept.file.size;
}

Turn Upload::pump(const Workbench &bench) {
    if (!bench.line.isOpen())
        return GoesOn{};
    if (step_ == Step::ready)
        return offer(bench);
    if (step_ != Step::sending)
        return GoesOn{};
    readAhead(bench);
    sendChunks(bench);
    if (doneBytes_ >= bench.kept.file.size && chunks_ == 0) {
        step_ = Step::finishing;
        send(bench, wire::Finish{.transfer = transfer_});
    }
    return GoesOn{};
}

void Upload::send(const Workbench &bench, wire::Request request) const {
    bench.line.send(std::move(request), {.id = bench.kept.id, .attempt = attempt_}, bench.nowMs,
                    bench.effects);
}

Turn Upload::hashing(const Workbench &bench, const FileHashing &file) {
    if (step_ != Step::hashing)
        return GoesOn{};
    sizeSeen_ = file.sizeBytes;
    doneBytes_ = file.doneBytes;
    if (file.sizeBytes > bench.limitBytes)
        return Fails{.why = sentences::fileTooLarge(file.sizeBytes, bench.limitBytes)};
    return GoesOn{};
}

Turn Upload::hashed(const Workbench &bench, const FileHashed &file) {
    if (step_ != Step::hashing)
        return GoesOn{};
    bench.kept.file.size = file.sizeBytes;
    bench.kept.file.hash = file.hash;
    bench.kept.modified = file.modified;
    bench.effects.keep(KeepTransfer{.transfer = bench.kept});
    sourceSeen_ = true;
    doneBytes_ = 0;
    step_ = Step::ready;
    return GoesOn{};
}

Turn Upload::offer(const Workbench &bench) {
    if (bench.kept.file.size > bench.limitBytes)
        return Fails{.why = sentences::fileTooLarge(bench.kept.file.size, bench.limitBytes)};
    step_ = Step::offering;
    send(bench, wire::Offer{.room = bench.kept.room,
                            .id = bench.kept.id,
                            .file = bench.kept.file,
                            .prev = std::nullopt});
    return GoesOn{};
}

Turn Upload::offered(const Workbench &bench, const wire::OfferReply &reply) {
    constexpr std::uint64_t highest = std::numeric_limits<std::int64_t>::max();
    if (reply.transfer > highest || reply.offset > bench.kept.file.size || reply.chunk == 0 ||
        reply.window == 0)
        return Fails{.why = sentences::brokerMakesNoSense()};
    if (bench.kept.transfer != reply.transfer) {
        bench.kept.transfer = reply.transfer;
        bench.effects.keep(KeepTransfer{.transfer = bench.kept});
    }
    transfer_ = reply.transfer;
    chunkBytes_ = std::min<std::uint64_t>(reply.chunk, limits::binBytes);
    window_ = reply.window;
    readOffset_ = reply.offset;
    sentOffset_ = reply.offset;
    doneBytes_ = reply.offset;
    cameFurther();
    step_ = Step::sending;
    return GoesOn{};
}

void Upload::readAhead(const Workbench &bench) {
    const std::uint64_t ahead = std::min<std::uint64_t>(window_, limits::windowChunks);
    while (readOffset_ < bench.kept.file.size && reads_ + slices_.size() < ahead) {
        const std::uint64_t bytes = std::min(chunkBytes_, bench.kept.file.size - readOffset_);
        bench.effects.order(ReadSlice{.id = bench.kept.id,
                                      .attempt = attempt_,
                                      .path = bench.kept.path,
                                      .offset = readOffset_,
                                      .bytes = bytes,
                                      .sizeBytes = bench.kept.file.size,
                                      .modified = bench.kept.modified});
        readOffset_ += bytes;
        reads_ += 1;
    }
}

// Each upload that runs gets the same share of what may be on its way in all.
void Upload::sendChunks(const Workbench &bench) {
    const std::uint64_t share = bounds::chunkBytesInFlight / chunkBytes_ / bench.running;
    const std::uint64_t most = std::clamp<std::uint64_t>(share, 1, window_);
    while (!slices_.empty() && chunks_ < most) {
        const std::uint64_t offset = sentOffset_;
        sentOffset_ += slices_.front().size();
        chunks_ += 1;
        send(bench, wire::Chunk{.transfer = transfer_,
                                .offset = offset,
                                .data = std::move(slices_.front())});
        slices_.pop_front();
    }
}

Turn Upload::read(SliceRead slice) {
    if (step_ == Step::looking) {
        sourceSeen_ = true;
        step_ = Step::ready;
    } else if (step_ == Step::sending) {
        reads_ -= 1;
        slices_.push_back(std::move(slice.data));
    }
    return GoesOn{};
}

Turn Upload::failed(const Workbench &bench, const FileFailed &file) {
    if (!file.changed)
        return Fails{.why = file.why};
    if (step_ != Step::looking)
        return Fails{.why = sentences::fileChanged(), .startOver = true};
    bench.kept.file.size = 0;
    bench.kept.file.hash = {};
    return again();
}

Turn Upload::answered(const Workbench &bench, const wire::Reply &reply) {
    if (const auto *done = std::get_if<wire::PostReply>(&reply))
        return Finishes{.seq = done->seq, .path = {}};
    if (const auto *offer = std::get_if<wire::OfferReply>(&reply))
        return step_ == Step::offering ? offered(bench, *offer) : Turn(GoesOn{});
    if (const auto *chunk = std::get_if<wire::ChunkReply>(&reply)) {
        chunks_ -= std::min<std::uint64_t>(chunks_, 1);
        doneBytes_ = std::clamp(chunk->offset, doneBytes_, bench.kept.file.size);
        cameFurther();
    }
    return GoesOn{};
}

void Upload::cameFurther() {
    if (doneBytes_ <= furthest_)
        return;
    furthest_ = doneBytes_;
    vainOffers_ = 0;
}

Turn Upload::refused(const Workbench &bench, const wire::Request &asked, const Refusal &refusal) {
    if (step_ == Step::resting)
        return GoesOn{}; // of several chunks that were on their way, the first refusal counts
    const bool unknown = refusal.code == Code::notFound;
    const bool conflict = refusal.code == Code::conflict;
    if (std::holds_alternative<wire::Chunk>(asked) && (unknown || conflict))
        return offerAgain(refusal);
    if (std::holds_alternative<wire::Finish>(asked) && unknown)
        return offerAgain(refusal);
    if (std::holds_alternative<wire::Finish>(asked) && conflict)
        return wrongHash(bench, refusal);
    return turnOf(refusal);
}

// The transfer ended or stands elsewhere than was thought: the offer tells.
Turn Upload::offerAgain(const Refusal &refusal) {
    vainOffers_ += 1;
    if (vainOffers_ > bounds::offersWithoutProgress)
        return Fails{.why = refusal.text};
    return again();
}

// What arrived is not what was hashed: read and sent once more from the start, since a source may
// change without its time of change showing it.
Turn Upload::wrongHash(const Workbench &bench, const Refusal &refusal) {
    wrongHashes_ += 1;
    if (wrongHashes_ > 1)
        return Fails{.why = refusal.text, .startOver = true};
    bench.kept.file.size = 0;
    bench.kept.file.hash = {};
    bench.kept.transfer.reset();
    bench.effects.keep(KeepTransfer{.transfer = bench.kept});
    return again();
}

} // namespace zchat::client
