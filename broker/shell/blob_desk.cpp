#include "broker/shell/blob_desk.hpp"

#include <algorithm>
#include <utility>

#include "broker/hub/files.hpp"
#include "shared/base/limits.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::shell {

namespace {

// A transfer that had to make room is as after a restart: its client offers again and goes on.
constexpr std::size_t partialsOpen = 128;
constexpr std::size_t readingsOpen = 16;
constexpr std::uint64_t pushEveryBytes = 4 * limits::MiB;
// Some milliseconds of hashing, after which others get their turn.
constexpr std::size_t sliceBytes = 2 * limits::MiB;
constexpr std::uint16_t shelves = 256;

Refusal refuse(Code code, std::string text) {
    return Refusal{.code = code, .text = std::move(text), .retryMs = {}, .versions = {}};
}

Refusal noTransfer() {
    return refuse(Code::notFound, "You have no such upload under way; offer the file again.");
}

std::string ofAll(std::uint64_t part, std::uint64_t all) {
    return std::to_string(part) + " of " + std::to_string(all) + " bytes";
}

template <class Held>
auto longestUnused(Held &held) {
    return std::min_element(held.begin(), held.end(), [](const auto &a, const auto &b) {
        return a.second.used < b.second.used;
    });
}

BlobAnswer answerOf(const live::Carry &carry, Result<wire::Reply> reply) {
    return BlobAnswer{.session = carry.session, .re = carry.re, .body = std::move(reply)};
}

// Of an offer.
BlobAnswer answerOf(SessionId session, std::optional<std::uint64_t> re, Result<wire::Reply> reply) {
    return BlobAnswer{.session = session, .re = re, .body = std::move(reply), .ofCarry = false};
}

} // namespace

BlobDesk::Step BlobDesk::take(BlobJob &&job) {
    ++jobs_;
    return std::visit([this](auto &&each) { return take(std::forward<decltype(each)>(each)); },
                      std::move(job));
}

BlobDesk::Step BlobDesk::take(const hub::TransferOpened &offered) {
    const Result<Partial *> partial = opened(offered);
    if (!partial)
        return {.done = answerOf(offered.session, offered.re,
                                 failed("An upload could not be opened.", partial.fault())),
                .next = {}};
    return {.done = {},
            .next = TellOffset{
                .session = offered.session, .re = offered.re, .transfer = offered.transfer}};
}

BlobDesk::Step BlobDesk::take(const TellOffset &job) {
    const auto found = partials_.find(job.transfer);
    if (found == partials_.end())
        return {.done = answerOf(job.session, job.re, noTransfer()), .next = {}};
    const Partial &partial = found->second;
    Step step;
    step.done = answerOf(
        job.session, job.re,
        wire::Reply(wire::OfferReply{.transfer = job.transfer, .offset = partial.storedBytes}));
    if (partial.hashedBytes < partial.storedBytes)
        step.next = CatchUp{.transfer = job.transfer};
    return step;
}

Result<BlobDesk::Partial *> BlobDesk::opened(const hub::TransferOpened &offered) {
    if (const auto found = partials_.find(offered.transfer); found != partials_.end()) {
        found->second.used = jobs_;
        return &found->second;
    }
    Result<store::BlobFile> file = folder_.openPartial(offered.transfer);
    if (!file)
        return file.fault();
    Result<std::uint64_t> size = file->sizeBytes();
    if (!size)
        return size.fault();
    if (*size > offered.sizeBytes) {
        if (Outcome cut = file->cut(0); !cut)
            return cut.fault();
        size = std::uint64_t{0};
    }
    makeRoom();
    const auto [made, fresh] =
        partials_.emplace(offered.transfer, Partial{.transfer = offered.transfer,
                                                    .account = offered.account,
                                                    .hash = offered.hash,
                                                    .sizeBytes = offered.sizeBytes,
                                                    .file = std::move(*file),
                                                    .storedBytes = *size,
                                                    .pushedBytes = *size,
                                                    .used = jobs_});
    return &made->second;
}

// What is sealed stays: the hub is about to say what becomes of it.
void BlobDesk::makeRoom() {
    if (partials_.size() < partialsOpen)
        return;
    auto longest = partials_.end();
    for (auto at = partials_.begin(); at != partials_.end(); ++at)
        if (!at->second.sealed &&
            (longest == partials_.end() || at->second.used < longest->second.used))
            longest = at;
    if (longest != partials_.end())
        partials_.erase(longest);
}

BlobDesk::Step BlobDesk::take(const hub::TransferEnded &ended) {
    partials_.erase(ended.transfer);
    complain(folder_.removePartial(ended.transfer));
    if (!ended.kept)
        removeBlob(ended.hash);
    return {};
}

BlobDesk::Step BlobDesk::take(const hub::BlobOrphaned &orphaned) {
    removeBlob(orphaned.hash);
    return {};
}

BlobDesk::Step BlobDesk::take(CarryJob &&job) {
    if (const auto *asked = std::get_if<wire::Chunk>(&job.carry.request))
        return {.done = answerOf(job.carry, chunk(job, *asked)), .next = {}};
    if (const auto *asked = std::get_if<wire::Fetch>(&job.carry.request))
        return {.done = fetch(job.carry, *asked), .next = {}};
    const auto *asked = std::get_if<wire::Finish>(&job.carry.request);
    INVARIANT(asked != nullptr, "what is no chunk, finish or fetch came to the files");
    return finish(std::move(job), asked->transfer);
}

Result<wire::Reply> BlobDesk::chunk(const CarryJob &job, const wire::Chunk &chunk) {
    Partial *partial = mine(job.carry, chunk.transfer);
    if (partial == nullptr)
        return noTransfer();
    if (chunk.offset != partial->storedBytes)
        return refuse(Code::conflict, "This chunk begins at " + std::to_string(chunk.offset) +
                                          ", but " +
                                          ofAll(partial->storedBytes, partial->sizeBytes) +
                                          " are here; go on from there.");
    if (chunk.data.size() > partial->sizeBytes - partial->storedBytes)
        return refuse(Code::conflict, "This chunk goes past the " +
                                          std::to_string(partial->sizeBytes) +
                                          " bytes that were offered.");
    const Outcome stored =
        chunk.data.empty() ? Outcome(Done{}) : store(*partial, chunk, job.reserveBytes);
    if (!stored)
        return failed("A chunk could not be stored.", stored.fault());
    return wire::Reply{wire::ChunkReply{.offset = partial->storedBytes}};
}

Outcome BlobDesk::store(Partial &partial, const wire::Chunk &chunk, std::uint64_t reserveBytes) {
    const std::uint64_t bytes = chunk.data.size();
    const std::optional<std::uint64_t> free = partial.file.freeBytes();
    if (free && *free < reserveBytes + bytes)
        return Fault{"The disk has no more than its reserve left."};
    if (Outcome written = partial.file.write(partial.storedBytes, chunk.data); !written) {
        complain(partial.file.cut(partial.storedBytes));
        return written;
    }
    if (partial.hashedBytes == partial.storedBytes) {
        partial.hasher.add(chunk.data);
        partial.hashedBytes += bytes;
    }
    partial.storedBytes += bytes;
    if (partial.storedBytes - partial.pushedBytes >= pushEveryBytes) {
        partial.file.startWriting(partial.pushedBytes, partial.storedBytes - partial.pushedBytes);
        partial.pushedBytes = partial.storedBytes;
    }
    return Done{};
}

BlobDesk::Step BlobDesk::take(const CatchUp &job) {
    const auto found = partials_.find(job.transfer);
    if (found == partials_.end() || found->second.hashedBytes == found->second.storedBytes)
        return {};
    const Outcome hashed = hashSome(found->second);
    complain(hashed);
    return {.done = {}, .next = hashed ? std::optional<BlobJob>(job) : std::nullopt};
}

Outcome BlobDesk::hashSome(Partial &partial) {
    std::string slice(
        std::min<std::uint64_t>(sliceBytes, partial.storedBytes - partial.hashedBytes), '\0');
    if (Outcome read = partial.file.read(partial.hashedBytes, slice); !read)
        return read;
    partial.hasher.add(slice);
    partial.hashedBytes += slice.size();
    return Done{};
}

BlobDesk::Step BlobDesk::finish(CarryJob &&job, std::uint64_t transfer) {
    const live::Carry &carry = job.carry;
    Partial *partial = mine(carry, transfer);
    const auto refused = [&carry](Refusal refusal) {
        return Step{.done = answerOf(carry, std::move(refusal)), .next = {}};
    };
    if (partial == nullptr)
        return refused(noTransfer());
    if (partial->storedBytes < partial->sizeBytes)
        return refused(refuse(Code::conflict, "Only " +
                                                  ofAll(partial->storedBytes, partial->sizeBytes) +
                                                  " are here; send the rest first."));
    if (partial->hashedBytes < partial->storedBytes) {
        if (const Outcome hashed = hashSome(*partial); !hashed)
            return refused(failed("An upload could not be read back.", hashed.fault()));
        return {.done = {}, .next = std::move(job)};
    }
    if (!partial->found)
        partial->found = partial->hasher.finish();
    const bool right = *partial->found == partial->hash;
    if (right && !partial->sealed)
        if (std::optional<Refusal> refusal = seal(*partial)) {
            BlobAnswer answer = answerOf(carry, std::move(*refusal));
            answer.broken = broken_;
            return {.done = std::move(answer), .next = {}};
        }
    return {.done = BlobLookedAt{.session = carry.session,
                                 .re = carry.re,
                                 .device = carry.device,
                                 .seal = {.transfer = transfer, .ok = right}},
            .next = {}};
}

std::optional<Refusal> BlobDesk::seal(Partial &partial) {
    if (broken_)
        return failed("An upload was not sealed.", Fault{"The disk failed before."});
    if (const Outcome synced = partial.file.sync(); !synced) {
        // After a sync that failed nobody knows which of the bytes are on the disk, and a second
        // one may say yes without them. So none counts, and all are sent again.
        broken_ = true;
        Refusal refusal = failed("An upload could not be made durable.", synced.fault());
        complain(partial.file.cut(0));
        partials_.erase(partial.transfer);
        return refusal;
    }
    if (const Outcome sealed = folder_.seal(partial.transfer, partial.hash); !sealed)
        return failed("An upload could not be sealed.", sealed.fault());
    if (const Outcome synced = folder_.syncSeal(partial.hash); !synced) {
        broken_ = true;
        return failed("The name of an upload could not be made durable.", synced.fault());
    }
    readings_.erase(partial.hash); // an older file of these bytes may have been a damaged one
    partial.sealed = true;
    return std::nullopt;
}

BlobAnswer BlobDesk::fetch(const live::Carry &carry, const wire::Fetch &asked) {
    store_.clearFault();
    const Result<wire::File> file = [&] {
        const db::Snapshot snapshot = store_.snapshot();
        return hub::fileToFetch(store_, hub::Asker{.device = carry.device, .folderKey = false},
                                asked);
    }();
    if (!file) {
        if (const std::optional<Fault> fault = store_.fault())
            complain(*fault);
        return answerOf(carry, file.refusal());
    }
    const std::uint64_t left = file->size - std::min(file->size, asked.offset);
    const auto dataBytes =
        static_cast<std::size_t>(std::min<std::uint64_t>({left, asked.length, limits::fetchBytes}));
    auto body =
        std::make_shared<wire::Bytes>(wire::encodeFetchHead(carry.re, file->size, dataBytes));
    const std::size_t head = body->size();
    body->resize(head + dataBytes);
    const std::span into(body->data() + head, dataBytes);
    if (const Outcome read = this->read(file->hash, file->size, asked.offset, into); !read)
        return answerOf(carry, failed("A file could not be read.", read.fault()));
    return BlobAnswer{
        .session = carry.session, .re = carry.re, .body = live::SharedBytes(std::move(body))};
}

Outcome BlobDesk::read(const Hash &hash, std::uint64_t sizeBytes, std::uint64_t offset,
                       std::span<char> into) {
    auto found = readings_.find(hash);
    if (found == readings_.end()) {
        Result<std::optional<store::BlobFile>> file = folder_.openBlob(hash);
        if (!file)
            return file.fault();
        if (!*file)
            return Fault{"The bytes of a message are missing: run `chat-broker check`."};
        const Result<std::uint64_t> size = (*file)->sizeBytes();
        if (!size)
            return size.fault();
        if (*size != sizeBytes)
            return Fault{"The bytes of a message have another size: run `chat-broker check`."};
        if (readings_.size() >= readingsOpen)
            readings_.erase(longestUnused(readings_));
        found = readings_.emplace(hash, Reading{.file = std::move(**file)}).first;
    }
    found->second.used = jobs_;
    Outcome read = found->second.file.read(offset, into);
    if (!read)
        readings_.erase(found); // it may be replaced by a whole one
    return read;
}

BlobDesk::Step BlobDesk::take(const CloseBlob &job) {
    readings_.erase(job.hash);
    return {};
}

BlobDesk::Step BlobDesk::take(const Sweep &job) {
    if (job.first == 0)
        for (const std::uint64_t transfer : folder_.partials()) {
            store_.clearFault();
            const bool known = store_.transfer(transfer).has_value();
            if (!known && !store_.fault())
                complain(folder_.removePartial(transfer));
        }
    const auto first = static_cast<std::uint8_t>(job.first);
    folder_.removeUnsealed(first);
    for (const Hash &hash : folder_.blobs(first)) {
        store_.clearFault();
        const bool wanted = store_.references(hash) > 0;
        if (!wanted && !store_.fault())
            removeBlob(hash);
    }
    const auto next = static_cast<std::uint16_t>(job.first + job.step);
    if (next >= shelves)
        return {};
    return {.done = {}, .next = Sweep{.first = next, .step = job.step}};
}

BlobDesk::Partial *BlobDesk::mine(const live::Carry &carry, std::uint64_t transfer) {
    const auto found = partials_.find(transfer);
    if (found == partials_.end() || found->second.account != carry.account)
        return nullptr;
    found->second.used = jobs_;
    return &found->second;
}

bool BlobDesk::isSealed(const Hash &hash) const {
    return std::any_of(partials_.begin(), partials_.end(), [&hash](const auto &row) {
        return row.second.sealed && row.second.hash == hash;
    });
}

// Unless an upload of the same bytes is sealed and waits for the hub, which decides then.
void BlobDesk::removeBlob(const Hash &hash) {
    if (isSealed(hash))
        return;
    readings_.erase(hash);
    complain(folder_.removeBlob(hash));
}

void BlobDesk::complain(const Outcome &outcome) {
    if (!outcome)
        log_.error("Something went wrong with the files.", {{"why", outcome.why()}});
}

Refusal BlobDesk::failed(std::string_view during, const Fault &fault) {
    log_.error(during, {{"why", fault.text}});
    return refuse(Code::storage, "The server could not do this with its disk; try again later.");
}

} // namespace zchat::shell
