#include "broker/hub/files.hpp"

#include <array>

#include "broker/hub/posts.hpp"

namespace zchat::hub {

namespace {

// Others of one's own must end first, which takes longer than a turn.
constexpr std::uint64_t fullRetryMs = 5'000;

// "2 GiB", "1.5 MiB": cut to one decimal, never rounded up past a bound that it names.
std::string inWords(std::uint64_t bytes) {
    constexpr std::array<const char *, 5> units{"bytes", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    std::uint64_t tenths = 0;
    while (bytes >= 1024 && unit + 1 < units.size()) {
        tenths = bytes % 1024 * 10 / 1024;
        bytes /= 1024;
        ++unit;
    }
    return std::to_string(bytes) + (tenths > 0 ? "." + std::to_string(tenths) : "") + ' ' +
           units[unit];
}

Refusal noTransfer() {
    return refuse(Code::notFound, "You have no such upload under way; offer the file again.");
}

// Whether `size` more would pass the bound; written so that nothing wraps around.
bool passes(const std::optional<std::uint64_t> &bound, std::uint64_t used, std::uint64_t size) {
    return bound && (used > *bound || size > *bound - used);
}

// Whether this account may read these very bytes already, so that none need to be sent.
bool isHeld(Work &work, const AccountRecord &account, const wire::File &file) {
    const auto rooms = account.scope ? account.scope->rooms : std::nullopt;
    return work.store().mayReadFile(account.name, rooms, file);
}

std::optional<Refusal> tooLarge(Work &work, const FileBounds &bounds, const AccountRecord &account,
                                const wire::File &file) {
    if (file.size > bounds.fileBytes)
        return refuse(Code::tooLarge, "This server takes files of up to " +
                                          inWords(bounds.fileBytes) + "; this one has " +
                                          inWords(file.size) + ".");
    // The sums are asked for where there is a bound to hold against them.
    const std::uint64_t own = bounds.accountBytes ? work.store().fileBytes(account.name) : 0;
    if (passes(bounds.accountBytes, own, file.size))
        return refuse(Code::tooLarge, "Your files take " + inWords(own) + " of the " +
                                          inWords(*bounds.accountBytes) +
                                          " that an account may have here, and this one has " +
                                          inWords(file.size) + ".");
    const std::uint64_t all = bounds.diskBytes ? work.store().fileBytes(std::nullopt) : 0;
    if (passes(bounds.diskBytes, all, file.size) && !isHeld(work, account, file))
        return refuse(Code::tooLarge, "The files here take " + inWords(all) + " of the " +
                                          inWords(*bounds.diskBytes) +
                                          " set aside for them, and this one has " +
                                          inWords(file.size) + ".");
    return std::nullopt;
}

std::optional<Refusal> tooMany(Work &work, const AccountName &account) {
    if (work.store().transfersOf(account) < limits::transfersPerAccount)
        return std::nullopt;
    Refusal refusal =
        refuse(Code::busy, "You have " + std::to_string(limits::transfersPerAccount) +
                               " uploads under way; finish or cancel one of them first.");
    refusal.retryMs = fullRetryMs;
    return refusal;
}

std::optional<Refusal> diskFull(const FileBounds &bounds, const wire::File &file) {
    if (!bounds.freeBytes || file.size <= *bounds.freeBytes)
        return std::nullopt;
    return refuse(Code::storage, "The server's disk has room for " + inWords(*bounds.freeBytes) +
                                     " more, and this file has " + inWords(file.size) +
                                     "; try again later.");
}

// Whatever comes before the asker's rights in the protocol's order, once the id is not done.
std::optional<Refusal> refusedEarly(Work &work, const Envelope &envelope, const Speaker &speaker,
                                    const wire::Offer &request,
                                    const std::optional<TransferRecord> &open) {
    const AccountRecord &account = speaker.account;
    if (open && open->digest != *envelope.digest)
        return refuse(Code::conflict, "This id belongs to another upload; take a fresh one.");
    if (!open)
        if (std::optional<Refusal> refusal = tooLarge(work, envelope.files, account, request.file))
            return refusal;
    if (envelope.overRateMs)
        return tooFast(*envelope.overRateMs);
    if (std::optional<Refusal> busy = heldUp(work, speaker, request.room, request.prev))
        return busy;
    if (!open)
        if (std::optional<Refusal> busy = tooMany(work, account.name))
            return busy;
    return outsideScope(account, request);
}

void end(Work &work, const TransferRecord &transfer) {
    work.store().removeTransfer(transfer.number);
    work.change(TransferEnded{.transfer = transfer.number,
                              .hash = transfer.file.hash,
                              .kept = work.store().references(transfer.file.hash) > 0});
}

// The message of a transfer whose bytes are there: everything is looked at as if it came now.
Ruling message(Work &work, const Envelope &envelope, const Speaker &speaker,
               const TransferRecord &transfer) {
    if (std::optional<Ruling> first = firstAnswer(work, speaker, transfer.id, transfer.digest))
        return std::move(*first);
    const wire::Offer offer{
        .room = transfer.room, .id = transfer.id, .file = transfer.file, .prev = {}};
    if (std::optional<Refusal> outside = outsideScope(speaker.account, offer))
        return std::move(*outside);
    return say(work, speaker,
               Saying{.room = transfer.room,
                      .content = transfer.file,
                      .id = transfer.id,
                      .digest = transfer.digest,
                      .at = envelope.at});
}

Result<wire::File> readable(ReadStore &store, const Asker &asker, const wire::Fetch &request) {
    const Result<Speaker> speaker = speakerOf(store, asker.device);
    if (!speaker)
        return speaker.refusal();
    if (std::optional<Refusal> outside = outsideScope(speaker->account, request))
        return std::move(*outside);
    const Result<Place> place = placeOf(store, speaker->account.name, request.room);
    if (!place)
        return place.refusal();
    const std::optional<wire::Entry> entry = store.entry(request.room, request.seq);
    const wire::File *file = entry ? std::get_if<wire::File>(&entry->content) : nullptr;
    if (file == nullptr)
        return refuse(Code::notFound, "There is no file " + std::to_string(request.seq.value) +
                                          " in " + request.room.value + '.');
    if (entry->redacted)
        return refuse(Code::gone, "That file was removed.");
    return *file;
}

} // namespace

Ruling offer(Work &work, const Envelope &envelope, const Speaker &speaker,
             const wire::Offer &request) {
    const AccountName &self = speaker.account.name;
    if (std::optional<Ruling> first = firstAnswer(work, speaker, request.id, envelope.digest))
        return std::move(*first);
    std::optional<TransferRecord> transfer = work.store().transferOf(self, request.id);
    if (std::optional<Refusal> refusal = refusedEarly(work, envelope, speaker, request, transfer))
        return std::move(*refusal);
    if (std::optional<Refusal> refusal = unsayable(work, speaker, request.room, request.file))
        return std::move(*refusal);
    if (!transfer) {
        if (isHeld(work, speaker.account, request.file))
            return say(work, speaker,
                       Saying{.room = request.room,
                              .content = request.file,
                              .id = request.id,
                              .digest = *envelope.digest,
                              .at = envelope.at});
        if (std::optional<Refusal> full = diskFull(envelope.files, request.file))
            return std::move(*full);
        transfer = TransferRecord{.number = work.store().nextTransfer(),
                                  .account = self,
                                  .id = request.id,
                                  .digest = *envelope.digest,
                                  .room = request.room,
                                  .file = request.file,
                                  .offered = 0};
    }
    transfer->offered = envelope.at;
    work.store().put(*transfer);
    work.change(TransferOpened{.session = envelope.session,
                               .re = envelope.re,
                               .transfer = transfer->number,
                               .account = self,
                               .sizeBytes = transfer->file.size,
                               .hash = transfer->file.hash});
    return wire::Reply{wire::OfferReply{.transfer = transfer->number}};
}

Ruling cancelTransfer(Work &work, const Speaker &speaker, const wire::Cancel &request) {
    const std::optional<TransferRecord> transfer = work.store().transfer(request.transfer);
    if (!transfer || transfer->account != speaker.account.name)
        return noTransfer();
    end(work, *transfer);
    return wire::Reply{wire::OkReply{}};
}

Ruling settle(Work &work, const Envelope &envelope, const BlobSealed &sealed) {
    const Result<Speaker> speaker = speakerOf(work.rows(), envelope.device);
    const std::optional<TransferRecord> transfer = work.store().transfer(sealed.transfer);
    if (!transfer || (speaker.ok() && transfer->account != speaker->account.name))
        return noTransfer();
    Ruling ruling = refuse(Code::conflict, "What was sent is not what was offered: its hash is "
                                           "another. Send the file again.");
    if (!speaker)
        ruling = speaker.refusal();
    else if (sealed.ok)
        ruling = message(work, envelope, *speaker, *transfer);
    end(work, *transfer);
    return ruling;
}

void sweepTransfers(Work &work, TimeMs now) {
    for (;;) {
        const std::vector<TransferRecord> page =
            work.store().transfersBefore(now - limits::transferHoldsMs, limits::pageEntries);
        for (const TransferRecord &transfer : page)
            end(work, transfer);
        if (page.empty() || work.store().fault())
            return;
    }
}

Result<wire::File> fileToFetch(ReadStore &store, const Asker &asker, const wire::Fetch &request) {
    Result<wire::File> found = readable(store, asker, request);
    if (store.fault())
        return refuse(Code::storage,
                      "The server could not read this from its disk; try again later.");
    return found;
}

} // namespace zchat::hub
