#include "shared/client/download.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/limits.hpp"
#include "shared/client/bounds.hpp"
#include "shared/client/sentences.hpp"

namespace zchat::client {

void Download::begin(const Workbench &bench, std::uint64_t attempt) {
    if (step_ != Step::resting)
        return;
    step_ = Step::finding;
    attempt_ = attempt;
    bench.effects.order(FindPart{.id = bench.kept.id,
                                 .attempt = attempt,
                                 .folder = bench.kept.folder,
                                 .saveAs = bench.kept.saveAs,
                                 .sizeBytes = bench.kept.file.size});
}

void Download::lost() {
    missing_.merge(asked_);
    asked_.clear();
}

void Download::rest() {
    step_ = Step::resting;
    missing_.clear();
    asked_.clear();
    arrived_.clear();
}

Turn Download::found(const PartFound &part) {
    if (step_ != Step::finding)
        return GoesOn{};
    step_ = Step::fetching;
    plannedBytes_ = part.sizeBytes;
    handedBytes_ = part.sizeBytes;
    writtenBytes_ = part.sizeBytes;
    return GoesOn{};
}

Turn Download::pump(const Workbench &bench) {
    if (step_ != Step::fetching)
        return GoesOn{};
    const std::uint64_t size = bench.kept.file.size;
    if (writtenBytes_ >= size) {
        step_ = Step::placing;
        bench.effects.order(PlaceFile{.id = bench.kept.id,
                                      .attempt = attempt_,
                                      .hash = bench.kept.file.hash,
                                      .name = bench.kept.file.name});
        return GoesOn{};
    }
    const std::uint64_t most = std::max<std::uint64_t>(bounds::fetchesInFlight / bench.running, 1);
    while (bench.line.isOpen() && asked_.size() < most) {
        if (missing_.empty()) {
            if (plannedBytes_ >= size || plannedBytes_ - writtenBytes_ >= bounds::downloadBytesHeld)
                break;
            const std::uint64_t bytes =
                std::min<std::uint64_t>(limits::fetchBytes, size - plannedBytes_);
            missing_.emplace(plannedBytes_, bytes);
            plannedBytes_ += bytes;
        }
        const auto [offset, bytes] = *missing_.begin();
        missing_.erase(missing_.begin());
        asked_.emplace(offset, bytes);
        bench.line.send(
            wire::Fetch{
                .room = bench.kept.room, .seq = bench.kept.seq, .offset = offset, .length = bytes},
            {.id = bench.kept.id, .attempt = attempt_}, bench.nowMs, bench.effects);
    }
    return GoesOn{};
}

Turn Download::fetched(const Workbench &bench, const wire::Fetch &asked, wire::FetchReply reply) {
    if (asked_.erase(asked.offset) == 0)
        return GoesOn{};
    const std::uint64_t got = reply.data.size();
    if (reply.size != bench.kept.file.size || got == 0 || got > asked.length)
        return Fails{.why = sentences::brokerMakesNoSense(), .startOver = true};
    if (got < asked.length)
        missing_.emplace(asked.offset + got, asked.length - got);
    arrived_.emplace(asked.offset, std::move(reply.data));
    write(bench);
    return GoesOn{};
}

void Download::write(const Workbench &bench) {
    for (auto next = arrived_.find(handedBytes_); next != arrived_.end();
         next = arrived_.find(handedBytes_)) {
        const std::uint64_t bytes = next->second.size();
        bench.effects.order(WriteSlice{.id = bench.kept.id,
                                       .attempt = attempt_,
                                       .offset = handedBytes_,
                                       .data = std::move(next->second)});
        arrived_.erase(next);
        handedBytes_ += bytes;
    }
}

Turn Download::written(const SliceWritten &slice) {
    writtenBytes_ = std::max(writtenBytes_, slice.offset);
    return GoesOn{};
}

Turn Download::failed(const FileFailed &file) {
    if (!file.wrongHash)
        return Fails{.why = file.why};
    // A part that a power cut left half written looks whole and is not: once more from the start.
    writtenBytes_ = 0;
    wrongHashes_ += 1;
    if (wrongHashes_ > 1)
        return Fails{.why = file.why, .startOver = true};
    rest();
    return again();
}

Turn Download::refused(const wire::Fetch &asked, const Refusal &refusal) {
    if (asked_.erase(asked.offset) > 0)
        missing_.emplace(asked.offset, asked.length);
    Turn turn = turnOf(refusal);
    if (Fails *fails = std::get_if<Fails>(&turn))
        fails->startOver = refusal.code == Code::gone || refusal.code == Code::notFound;
    return turn;
}

} // namespace zchat::client
