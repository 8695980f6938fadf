#include "shared/link/files.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "shared/base/background.hpp"
#include "shared/base/limits.hpp"
#include "shared/base/overloaded.hpp"

namespace zchat::link {

namespace {

constexpr std::size_t orderBound = 1'024;
constexpr std::size_t answerBound = 1'024;
constexpr std::size_t ordersAtOnce = 16;
// What is read to be hashed is still in the processor's own cache then: 783 MiB/s, and 558 with 1
// MiB.
constexpr std::size_t readBytes = 64 * limits::KiB;
constexpr std::uint64_t sliceBytes = 4 * limits::MiB; // hashed between two looks at the orders
constexpr std::uint64_t tellBytes = 16 * limits::MiB;
constexpr std::uint32_t mostTries = 3;

client::FileFailed failed(const EntryId &id, std::uint64_t attempt, std::string why) {
    return {.id = id, .attempt = attempt, .why = std::move(why)};
}

} // namespace

Files::Files()
    : orders_(orderBound)
    , answers_(answerBound, [this] { waker_.wake(); })
    , thread_([this] { run(); }) {}

Files::~Files() {
    ending_ = true;
    orders_.close();
    thread_.join();
}

void Files::order(FileOrder order) {
    untaken_.push_back(std::move(order));
    handOver();
}

void Files::handOver() {
    while (!untaken_.empty() && orders_.push(std::move(untaken_.front())))
        untaken_.pop_front();
}

std::optional<client::Input> Files::take() {
    handOver();
    if (taken_.empty()) {
        waker_.drain();
        for (client::Input &input : answers_.take())
            taken_.push_back(std::move(input));
    }
    if (taken_.empty())
        return std::nullopt;
    client::Input input = std::move(taken_.front());
    taken_.pop_front();
    return input;
}

void Files::run() {
    runInBackground();
    buffer_.resize(readBytes);
    while (!ending_) {
        while (!unanswered_.empty() && answers_.push(std::move(unanswered_.front())))
            unanswered_.pop_front();
        std::vector<FileOrder> orders;
        if (!unanswered_.empty())
            orders = orders_.wait(ordersAtOnce, std::chrono::milliseconds(10));
        else if (hashing_.empty())
            orders = orders_.wait(ordersAtOnce);
        else
            orders = orders_.take(ordersAtOnce);
        for (FileOrder &order : orders)
            carryOut(std::move(order));
        if (!hashing_.empty())
            hashSlice();
    }
    // Nobody would know of these parts at the next start.
    for (const FileOrder &order : orders_.take())
        if (const auto *remove = std::get_if<client::RemovePart>(&order))
            carry(*remove);
}

void Files::answer(client::Input input) {
    if (!unanswered_.empty() || !answers_.push(std::move(input)))
        unanswered_.push_back(std::move(input));
}

void Files::carryOut(FileOrder order) {
    std::visit([this](const auto &each) { carry(each); }, order);
}

void Files::forget(const EntryId &id) {
    sources_.erase(id);
    parts_.erase(id);
    std::erase_if(hashing_, [&](const Hashing &each) { return each.id == id; });
}

void Files::carry(const client::HashFile &hash) {
    forget(hash.id);
    auto source = SourceFile::open(hash.path);
    if (!source.ok()) {
        answer(failed(hash.id, hash.attempt, source.why()));
        return;
    }
    answer(client::FileHashing{
        .id = hash.id, .attempt = hash.attempt, .doneBytes = 0, .sizeBytes = source->sizeBytes()});
    sources_.emplace(hash.id, std::move(*source));
    hashing_.push_back(Hashing{.id = hash.id, .attempt = hash.attempt});
}

void Files::carry(const client::ReadSlice &read) {
    auto source = sources_.find(read.id);
    if (source == sources_.end()) {
        auto opened = SourceFile::open(read.path);
        if (!opened.ok()) {
            answer(failed(read.id, read.attempt, opened.why()));
            return;
        }
        source = sources_.emplace(read.id, std::move(*opened)).first;
    }
    const bool same = source->second.sizeBytes() == read.sizeBytes &&
                      source->second.modified() == read.modified && source->second.isUnchanged();
    auto data = same ? source->second.read(read.offset, read.bytes) : std::string();
    // Looked at again, since what was read in between may be half of one and half of another.
    if (!same || !source->second.isUnchanged()) {
        sources_.erase(source);
        answer(client::FileFailed{
            .id = read.id, .attempt = read.attempt, .why = "The file changed.", .changed = true});
    } else if (!data.ok()) {
        answer(failed(read.id, read.attempt, data.why()));
    } else {
        answer(client::SliceRead{.id = read.id,
                                 .attempt = read.attempt,
                                 .offset = read.offset,
                                 .data = std::move(*data)});
    }
}

void Files::carry(const client::FindPart &find) {
    forget(find.id);
    auto part = PartFile::open(
        PartPlace{.id = find.id, .folder = find.folder, .saveAs = find.saveAs}, find.sizeBytes);
    if (!part.ok()) {
        answer(failed(find.id, find.attempt, part.why()));
        return;
    }
    parts_.emplace(find.id, std::move(*part));
    hashing_.push_back(Hashing{.id = find.id, .attempt = find.attempt});
}

void Files::carry(const client::WriteSlice &write) {
    const auto part = parts_.find(write.id);
    if (part == parts_.end() || part->second.sizeBytes() != write.offset) {
        answer(failed(write.id, write.attempt, "The file could not be saved to its end."));
        return;
    }
    const Outcome written = part->second.write(write.data);
    if (written.ok()) {
        answer(client::SliceWritten{
            .id = write.id, .attempt = write.attempt, .offset = part->second.sizeBytes()});
    } else {
        parts_.erase(part);
        answer(failed(write.id, write.attempt, written.why()));
    }
}

void Files::carry(const client::PlaceFile &place) {
    const auto part = parts_.find(place.id);
    if (part == parts_.end()) {
        answer(failed(place.id, place.attempt, "The file could not be saved to its end."));
        return;
    }
    if (!part->second.verify(place.hash)) {
        part->second.removePart();
        parts_.erase(part);
        answer(client::FileFailed{.id = place.id,
                                  .attempt = place.attempt,
                                  .why = "What arrived is not the file that was sent. Try again.",
                                  .wrongHash = true});
        return;
    }
    auto path = part->second.place(place.name);
    if (path.ok()) {
        answer(
            client::FilePlaced{.id = place.id, .attempt = place.attempt, .path = std::move(*path)});
    } else {
        parts_.erase(part); // its hash is used up
        answer(failed(place.id, place.attempt, path.why()));
    }
}

void Files::carry(const client::DropFile &drop) {
    forget(drop.id);
}

void Files::carry(const client::RemovePart &remove) {
    forget(remove.id);
    PartFile::remove(PartPlace{.id = remove.id, .folder = remove.folder, .saveAs = remove.saveAs});
}

void Files::hashSlice() {
    Hashing hashing = hashing_.front();
    hashing_.pop_front();
    const auto source = sources_.find(hashing.id);
    const auto part = parts_.find(hashing.id);
    bool goesOn = false;
    if (source != sources_.end())
        goesOn = hashSource(hashing, source->second);
    else if (part != parts_.end())
        goesOn = hashPart(hashing, part->second);
    if (goesOn)
        hashing_.push_back(hashing);
}

bool Files::hashSource(Hashing &hashing, SourceFile &source) {
    const Outcome hashed = source.hashSome(sliceBytes, buffer_);
    const bool whole = hashed.ok() && source.hashedBytes() == source.sizeBytes();
    if (hashed.ok() && !whole) {
        if (source.hashedBytes() - hashing.toldBytes >= tellBytes) {
            hashing.toldBytes = source.hashedBytes();
            answer(client::FileHashing{.id = hashing.id,
                                       .attempt = hashing.attempt,
                                       .doneBytes = hashing.toldBytes,
                                       .sizeBytes = source.sizeBytes()});
        }
        return true;
    }
    if (whole && source.isUnchanged()) {
        answer(client::FileHashed{.id = hashing.id,
                                  .attempt = hashing.attempt,
                                  .sizeBytes = source.sizeBytes(),
                                  .hash = source.finishHash(),
                                  .modified = source.modified()});
        return false;
    }
    hashing.tries += 1;
    hashing.toldBytes = 0;
    auto fresh = source.openAgain();
    if (fresh.ok() && !source.isUnchanged() && hashing.tries < mostTries) {
        source = std::move(*fresh);
        return true;
    }
    std::string why = !hashed.ok() ? hashed.why() : "The file changes while it is read. Try again.";
    sources_.erase(hashing.id);
    answer(failed(hashing.id, hashing.attempt, std::move(why)));
    return false;
}

bool Files::hashPart(const Hashing &hashing, PartFile &part) {
    const Outcome hashed = part.hashSome(sliceBytes, buffer_);
    if (!hashed.ok()) {
        std::string why = hashed.why();
        parts_.erase(hashing.id);
        answer(failed(hashing.id, hashing.attempt, std::move(why)));
        return false;
    }
    if (!part.isHashed())
        return true;
    answer(client::PartFound{
        .id = hashing.id, .attempt = hashing.attempt, .sizeBytes = part.sizeBytes()});
    return false;
}

} // namespace zchat::link
