// What a person asks of Transfers, and what the files answer.
#include <algorithm>
#include <utility>

#include "shared/base/text.hpp"
#include "shared/client/bounds.hpp"
#include "shared/client/sentences.hpp"
#include "shared/client/transfers.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::client {

namespace {

std::string lastComponent(const std::string &path) {
    return path.substr(path.rfind('/') + 1); // npos + 1 is the begin
}

// What the broker would refuse in any case: the codec that reads the offer there reads it here.
std::optional<std::string> refusedHere(const KeptTransfer &kept) {
    const wire::Incoming read = wire::decodeRequest(wire::encodeRequest(
        1, wire::Offer{.room = kept.room, .id = kept.id, .file = kept.file, .prev = std::nullopt}));
    return read.request.refused() ? std::optional(read.request.refusal().text) : std::nullopt;
}

} // namespace

EntryId downloadId(const RoomName &room, Seq seq) {
    const Hash hash = crypto::hash(room.value + '/' + std::to_string(seq.value));
    EntryId id;
    std::copy_n(hash.bytes.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

void Transfers::start(const std::map<EntryId, KeptTransfer> &kept, std::int64_t nowMs,
                      Effects &effects) {
    std::vector<const KeptTransfer *> inOrder;
    for (const auto &[id, transfer] : kept)
        inOrder.push_back(&transfer);
    std::sort(inOrder.begin(), inOrder.end(),
              [](const KeptTransfer *a, const KeptTransfer *b) { return a->order < b->order; });
    for (const KeptTransfer *transfer : inOrder) {
        lastOrder_ = std::max(lastOrder_, transfer->order);
        Item &item = add(*transfer);
        item.why = transfer->why;
        if (!transfer->why.empty())
            move(item, Stage::failed);
        else if (transfer->paused)
            move(item, Stage::paused);
        tell(item, nowMs, effects);
    }
}

Transfers::Item &Transfers::add(KeptTransfer kept) {
    const EntryId id = kept.id;
    const bool upload = kept.upload;
    Item &item =
        items_
            .insert_or_assign(
                id, Item{.kept = std::move(kept),
                         .work = upload ? std::variant<Upload, Download>(Upload()) : Download()})
            .first->second;
    notDone_ += 1;
    std::erase(done_, id);
    move(item, Stage::queued);
    return item;
}

void Transfers::upload(UploadFile wanted, Effects &effects) {
    if (items_.contains(wanted.id))
        return; // asked twice for the same
    KeptTransfer kept;
    kept.id = wanted.id;
    kept.upload = true;
    kept.room = std::move(wanted.room);
    kept.path = std::move(wanted.path);
    kept.file = std::move(wanted.file);
    kept.file.size = 0;
    kept.file.hash = {};
    if (kept.file.name.empty())
        kept.file.name = lastComponent(kept.path);
    std::optional<std::string> no = refusedHere(kept);
    if (notDone_ >= bounds::transfers)
        no = sentences::tooManyTransfers();
    lastOrder_ += 1;
    kept.order = lastOrder_;
    Item &item = add(std::move(kept));
    if (no)
        fail(item, Fails{.why = *no}, effects);
    else
        effects.keep(KeepTransfer{.transfer = item.kept});
}

void Transfers::download(DownloadFile wanted, Effects &effects) {
    const EntryId id = downloadId(wanted.room, wanted.seq);
    if (Item *known = find(id)) {
        const bool runs = known->stage == Stage::queued || known->stage == Stage::active ||
                          known->stage == Stage::later;
        const bool elsewhere =
            known->kept.folder != wanted.folder || known->kept.saveAs != wanted.saveAs;
        if (runs && !elsewhere)
            return;
        if (known->stage != Stage::done) {
            if (elsewhere)
                closeFile(*known, true, effects);
            notDone_ -= 1;
            move(*known, Stage::done); // out of the queues
        }
    }
    KeptTransfer kept;
    kept.id = id;
    kept.room = std::move(wanted.room);
    kept.seq = wanted.seq;
    kept.file = std::move(wanted.file);
    kept.folder = std::move(wanted.folder);
    kept.saveAs = std::move(wanted.saveAs);
    lastOrder_ += 1;
    kept.order = lastOrder_;
    const bool tooMany = notDone_ >= bounds::transfers;
    Item &item = add(std::move(kept));
    if (tooMany)
        fail(item, Fails{.why = sentences::tooManyTransfers()}, effects);
    else
        effects.keep(KeepTransfer{.transfer = item.kept});
}

void Transfers::pause(const EntryId &id, Effects &effects) {
    Item *item = find(id);
    if (item == nullptr || item->stage == Stage::paused || item->stage == Stage::failed ||
        item->stage == Stage::done)
        return;
    item->why.clear();
    item->kept.paused = true;
    effects.keep(KeepTransfer{.transfer = item->kept});
    closeFile(*item, false, effects);
    move(*item, Stage::paused);
}

void Transfers::resume(const EntryId &id, Effects &effects) {
    Item *item = find(id);
    if (item == nullptr || (item->stage != Stage::paused && item->stage != Stage::failed))
        return;
    if (item->kept.upload)
        if (std::optional<std::string> no = refusedHere(item->kept)) {
            fail(*item, Fails{.why = *no}, effects);
            return;
        }
    item->why.clear();
    item->kept.why.clear();
    item->kept.paused = false;
    std::visit([](auto &work) { work.forgive(); }, item->work);
    effects.keep(KeepTransfer{.transfer = item->kept});
    move(*item, Stage::queued);
}

void Transfers::cancel(const EntryId &id, Effects &effects) {
    Item *item = find(id);
    if (item == nullptr)
        return;
    const bool done = item->stage == Stage::done;
    if (!done) {
        if (item->kept.transfer)
            cancels_.push_back(*item->kept.transfer);
        closeFile(*item, true, effects);
        effects.keep(ForgetTransfer{.id = id});
        notDone_ -= 1;
    }
    TransferChanged notice = changed(*item, 0);
    notice.state = TransferState::cancelled;
    effects.tell(std::move(notice));
    std::erase(done_, id);
    move(*item, Stage::done); // out of the queues
    items_.erase(id);
}

void Transfers::entriesAdded(const EntriesAdded &added, const AccountName &me, Effects &effects) {
    if (!rule_ || rule_->exceptRooms.contains(added.room))
        return;
    for (const wire::Entry &entry : added.entries) {
        const wire::File *file = std::get_if<wire::File>(&entry.content);
        if (file == nullptr || entry.redacted || entry.by == me)
            continue;
        const std::uint64_t most =
            file->media.starts_with("image/") ? rule_->imageBytes : rule_->otherBytes;
        if (most == 0 || file->size > most || items_.contains(downloadId(added.room, entry.seq)))
            continue;
        download(DownloadFile{.room = added.room,
                              .seq = entry.seq,
                              .file = *file,
                              .folder = rule_->folder,
                              .saveAs = std::nullopt},
                 effects);
    }
}

void Transfers::fileSays(const FileHashing &file, std::int64_t nowMs, Effects &effects) {
    if (Item *item = find(file.id, file.attempt))
        if (Upload *work = std::get_if<Upload>(&item->work))
            apply(*item, work->hashing(bench(*item, nowMs, effects), file), nowMs, effects);
}

void Transfers::fileSays(const FileHashed &file, std::int64_t nowMs, Effects &effects) {
    if (Item *item = find(file.id, file.attempt))
        if (Upload *work = std::get_if<Upload>(&item->work))
            apply(*item, work->hashed(bench(*item, nowMs, effects), file), nowMs, effects);
}

void Transfers::fileSays(SliceRead slice, std::int64_t nowMs, Effects &effects) {
    if (Item *item = find(slice.id, slice.attempt))
        if (Upload *work = std::get_if<Upload>(&item->work))
            apply(*item, work->read(std::move(slice)), nowMs, effects);
}

void Transfers::fileSays(const PartFound &part, std::int64_t nowMs, Effects &effects) {
    if (Item *item = find(part.id, part.attempt))
        if (Download *work = std::get_if<Download>(&item->work))
            apply(*item, work->found(part), nowMs, effects);
}

void Transfers::fileSays(const SliceWritten &slice, std::int64_t nowMs, Effects &effects) {
    if (Item *item = find(slice.id, slice.attempt))
        if (Download *work = std::get_if<Download>(&item->work))
            apply(*item, work->written(slice), nowMs, effects);
}

void Transfers::fileSays(const FilePlaced &file, std::int64_t nowMs, Effects &effects) {
    if (Item *item = find(file.id, file.attempt))
        apply(*item, Finishes{.seq = item->kept.seq, .path = file.path}, nowMs, effects);
}

void Transfers::fileSays(const FileFailed &file, std::int64_t nowMs, Effects &effects) {
    Item *item = find(file.id, file.attempt);
    if (item == nullptr)
        return;
    Turn turn;
    if (Upload *upload = std::get_if<Upload>(&item->work))
        turn = upload->failed(bench(*item, nowMs, effects), file);
    else
        turn = std::get<Download>(item->work).failed(file);
    apply(*item, turn, nowMs, effects);
}

} // namespace zchat::client
