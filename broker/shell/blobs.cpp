#include "broker/shell/blobs.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "broker/shell/clock.hpp"
#include "shared/base/background.hpp"
#include "shared/base/limits.hpp"

namespace zchat::shell {

namespace {

// What the hub said, in its order; no session has this number.
constexpr SessionId hubsLane{};

// On a small machine a file keeps every processor busy with reading, encrypting, decrypting and
// writing it. So while words come in, a thread carries 32 MiB/s at most on two processors, and more
// on larger machines: beside four uploads a post took 3 times as long without (decision 7).
constexpr std::int64_t wordsLastMs = 50;
constexpr std::uint64_t bytesPerSecondAndProcessor = 16 * limits::MiB;

std::chrono::microseconds restAfter(std::uint64_t bytes) {
    static const std::uint64_t processors = std::max(1U, std::thread::hardware_concurrency());
    return std::chrono::microseconds(1'000'000 * bytes / (bytesPerSecondAndProcessor * processors));
}

std::uint64_t bytesOf(const BlobJob &job) {
    const auto *carried = std::get_if<CarryJob>(&job);
    if (carried == nullptr)
        return 0;
    if (const auto *chunk = std::get_if<wire::Chunk>(&carried->carry.request))
        return chunk->data.size();
    if (const auto *fetch = std::get_if<wire::Fetch>(&carried->carry.request))
        return std::min<std::uint64_t>(fetch->length, limits::fetchBytes);
    return 0;
}

SessionId laneOf(const BlobJob &job) {
    if (const auto *carried = std::get_if<CarryJob>(&job))
        return carried->carry.session;
    const auto *told = std::get_if<TellOffset>(&job);
    return told != nullptr ? told->session : hubsLane;
}

} // namespace

Blobs::Blobs(const store::BlobFolder &folder,
             std::vector<std::unique_ptr<store::SqliteReader>> readers,
             BoundedQueue<BlobDone> &done, Log &log)
    : folder_(folder)
    , done_(done)
    , log_(log) {
    for (std::unique_ptr<store::SqliteReader> &reader : readers) {
        workers_.push_back(std::make_unique<Worker>());
        workers_.back()->reader = std::move(reader);
    }
    for (const std::unique_ptr<Worker> &worker : workers_)
        worker->thread = std::thread([this, &worker = *worker] { run(worker); });
}

Blobs::~Blobs() {
    for (const std::unique_ptr<Worker> &worker : workers_)
        worker->queue.close();
    for (const std::unique_ptr<Worker> &worker : workers_)
        worker->thread.join();
}

void Blobs::run(Worker &worker) {
    runInBackground();
    BlobDesk desk(folder_, *worker.reader, log_);
    while (std::optional<BlobJob> job = worker.queue.wait()) {
        const std::uint64_t bytes = bytesOf(*job);
        BlobDesk::Step step = desk.take(std::move(*job));
        if (step.done)
            INVARIANT(done_.push(std::move(*step.done)),
                      "the queue of what blobs did holds all that is made");
        if (step.next) {
            const SessionId lane = laneOf(*step.next);
            // There is room: the job that this one follows has just left it.
            if (!worker.queue.push(lane, std::move(*step.next)))
                log_.warning("Work on a file was put off: too much waits.");
        }
        if (now().steadyMs - wordsMs_.load(std::memory_order_relaxed) < wordsLastMs)
            worker.queue.rest(restAfter(bytes));
    }
}

Blobs::Worker &Blobs::of(const Hash &hash) {
    return *workers_[hash.bytes.front() % workers_.size()];
}

// A transfer that is none is known by none of them; a fetch names a message, and any of them reads.
Blobs::Worker &Blobs::of(const wire::Request &request) {
    const auto *chunk = std::get_if<wire::Chunk>(&request);
    const auto *finish = std::get_if<wire::Finish>(&request);
    const auto *fetch = std::get_if<wire::Fetch>(&request);
    if (fetch != nullptr)
        return *workers_[fetch->seq.value % workers_.size()];
    const auto found = hashes_.find(chunk != nullptr    ? chunk->transfer
                                    : finish != nullptr ? finish->transfer
                                                        : 0);
    return found == hashes_.end() ? *workers_.front() : of(found->second);
}

bool Blobs::carry(live::Carry &&carry) {
    Worker &worker = of(carry.request);
    const SessionId session = carry.session;
    return worker.queue.push(session,
                             CarryJob{.carry = std::move(carry), .reserveBytes = reserveBytes_});
}

bool Blobs::open(const hub::TransferOpened &opened) {
    hashes_[opened.transfer] = opened.hash;
    return of(opened.hash).queue.push(hubsLane, opened);
}

void Blobs::end(const hub::TransferEnded &ended) {
    hashes_.erase(ended.transfer);
    if (!of(ended.hash).queue.push(hubsLane, ended))
        log_.warning("A file that ended stays until the next start: too much waits.");
    if (!ended.kept)
        closeElsewhere(ended.hash);
}

void Blobs::orphan(const hub::BlobOrphaned &orphaned) {
    if (!of(orphaned.hash).queue.push(hubsLane, orphaned))
        log_.warning("A file that was removed stays until the next start: too much waits.");
    closeElsewhere(orphaned.hash);
}

void Blobs::closeElsewhere(const Hash &hash) {
    for (const std::unique_ptr<Worker> &worker : workers_)
        if (worker.get() != &of(hash))
            static_cast<void>(worker->queue.push(hubsLane, CloseBlob{.hash = hash}));
}

void Blobs::sweep() {
    const auto step = static_cast<std::uint16_t>(workers_.size());
    for (std::uint16_t first = 0; first < step; ++first)
        if (!workers_[first]->queue.push(hubsLane, Sweep{.first = first, .step = step}))
            log_.warning("Nothing left behind was looked for: too much waits.");
}

} // namespace zchat::shell
