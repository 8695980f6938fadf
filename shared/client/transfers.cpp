#include "shared/client/transfers.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/overloaded.hpp"
#include "shared/client/bounds.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::client {

namespace {

std::uint64_t sizeOf(const Upload &work, const KeptTransfer &kept) {
    return work.sizeBytes(kept);
}
std::uint64_t sizeOf(const Download &, const KeptTransfer &kept) {
    return kept.file.size;
}

} // namespace

Turn turnOf(const Refusal &refusal) {
    const auto wait = [&](std::int64_t otherwiseMs) {
        const std::int64_t ms =
            refusal.retryMs
                ? static_cast<std::int64_t>(std::min<std::uint64_t>(*refusal.retryMs, 60'000))
                : otherwiseMs;
        return Waits{.why = refusal.text, .ms = std::max<std::int64_t>(ms, 1)};
    };
    if (refusal.code == Code::busy || refusal.code == Code::rate)
        return wait(bounds::retryMs);
    if (refusal.code == Code::storage || refusal.code == Code::auth)
        return wait(bounds::storageRetryMs);
    return Fails{.why = refusal.text};
}

Turn again() {
    return Waits{.why = {}, .ms = 0};
}

Transfers::Item *Transfers::find(const EntryId &id) {
    const auto found = items_.find(id);
    return found == items_.end() ? nullptr : &found->second;
}

Transfers::Item *Transfers::find(const EntryId &id, std::uint64_t attempt) {
    Item *item = find(id);
    if (item == nullptr || (item->stage != Stage::active && item->stage != Stage::later &&
                            item->stage != Stage::queued))
        return nullptr;
    const std::uint64_t current =
        std::visit([](const auto &work) { return work.attempt(); }, item->work);
    return current == attempt ? item : nullptr;
}

Workbench Transfers::bench(Item &item, std::int64_t nowMs, Effects &effects) {
    std::uint64_t running = 0;
    for (const EntryId &id : active_)
        if (items_.at(id).work.index() == item.work.index())
            running += 1;
    return Workbench{.kept = item.kept,
                     .line = line_,
                     .effects = effects,
                     .nowMs = nowMs,
                     .limitBytes = limitBytes_,
                     .running = std::max<std::uint64_t>(running, 1)};
}

void Transfers::move(Item &item, Stage stage) {
    const EntryId &id = item.kept.id;
    switch (item.stage) {
    case Stage::queued:
        queue_.erase(item.kept.order);
        break;
    case Stage::active:
        std::erase(active_, id);
        break;
    case Stage::later:
        later_.erase({item.laterMs, id});
        break;
    case Stage::paused:
    case Stage::failed:
    case Stage::done:
        break;
    }
    item.stage = stage;
    if (stage == Stage::queued)
        queue_.emplace(item.kept.order, id);
    else if (stage == Stage::active)
        active_.push_back(id);
    else if (stage == Stage::later)
        later_.emplace(item.laterMs, id);
    touched_.insert(id);
}

void Transfers::apply(Item &item, const Turn &turn, std::int64_t nowMs, Effects &effects) {
    std::visit(Overloaded{
                   [](const GoesOn &) {},
                   [&](const Waits &waits) {
                       if (Upload *upload = std::get_if<Upload>(&item.work))
                           upload->rest();
                       move(item, Stage::queued); // leaves an earlier time behind
                       item.why = waits.why;
                       item.laterMs = nowMs + waits.ms;
                       if (waits.ms > 0)
                           move(item, Stage::later);
                   },
                   [&](const Fails &fails) { fail(item, fails, effects); },
                   [&](const Finishes &finishes) { finish(item, finishes, effects); },
               },
               turn);
}

void Transfers::fail(Item &item, const Fails &fails, Effects &effects) {
    item.why = fails.why;
    item.kept.why = fails.why;
    if (fails.startOver && item.kept.upload) {
        if (item.kept.transfer)
            cancels_.push_back(*item.kept.transfer);
        item.kept.transfer.reset();
        item.kept.file.size = 0;
        item.kept.file.hash = {};
    }
    closeFile(item, fails.startOver, effects);
    effects.keep(KeepTransfer{.transfer = item.kept});
    move(item, Stage::failed);
}

void Transfers::finish(Item &item, const Finishes &finishes, Effects &effects) {
    item.why.clear();
    item.finished = finishes;
    effects.keep(ForgetTransfer{.id = item.kept.id});
    closeFile(item, true, effects);
    move(item, Stage::done);
    notDone_ -= 1;
    done_.push_back(item.kept.id);
}

void Transfers::closeFile(Item &item, bool removePart, Effects &effects) {
    std::visit([](auto &work) { work.rest(); }, item.work);
    if (removePart && !item.kept.upload)
        effects.order(
            RemovePart{.id = item.kept.id, .folder = item.kept.folder, .saveAs = item.kept.saveAs});
    else
        effects.order(DropFile{.id = item.kept.id});
}

void Transfers::connected(std::uint16_t port, const PublicKey &broker, std::uint64_t limitBytes,
                          std::int64_t nowMs) {
    limitBytes_ = limitBytes;
    line_.allow(port, broker, nowMs);
}

void Transfers::heard(std::string_view body, std::int64_t nowMs, Effects &effects) {
    auto heard = wire::decodeHeard(body);
    if (!heard.ok()) {
        line_.down(nowMs, effects); // whatever it answered is asked again
        return;
    }
    wire::AnswerHeard *answer = std::get_if<wire::AnswerHeard>(&*heard);
    if (answer == nullptr || !answer->re)
        return;
    const std::optional<TransferLine::Asked> asked = line_.answered(*answer->re, nowMs);
    Item *item = asked ? find(asked->purpose.id, asked->purpose.attempt) : nullptr;
    if (item != nullptr)
        apply(*item, answered(*item, *asked, std::move(answer->body), nowMs, effects), nowMs,
              effects);
}

Turn Transfers::answered(Item &item, const TransferLine::Asked &asked,
                         std::variant<wire::Map, Refusal> body, std::int64_t nowMs,
                         Effects &effects) {
    const Workbench at = bench(item, nowMs, effects);
    const auto refused = [&](const Refusal &refusal) {
        return std::visit(
            Overloaded{[&](Upload &work) { return work.refused(at, asked.request, refusal); },
                       [&](Download &work) {
                           return work.refused(std::get<wire::Fetch>(asked.request), refusal);
                       }},
            item.work);
    };
    if (const Refusal *refusal = std::get_if<Refusal>(&body))
        return refused(*refusal);
    auto reply = wire::readReply(asked.request, std::get<wire::Map>(std::move(body)));
    if (!reply.ok())
        return refused(Refusal{.code = Code::busy,
                               .text = "The broker's answer could not be read.",
                               .retryMs = std::nullopt,
                               .versions = {}});
    return std::visit(Overloaded{[&](Upload &work) { return work.answered(at, *reply); },
                                 [&](Download &work) {
                                     return work.fetched(
                                         at, std::get<wire::Fetch>(asked.request),
                                         std::get<wire::FetchReply>(std::move(*reply)));
                                 }},
                      item.work);
}

void Transfers::lineLost(std::int64_t nowMs, Effects &effects) {
    for (auto &[id, item] : items_) {
        if (Download *download = std::get_if<Download>(&item.work)) {
            download->lost();
        } else if (item.stage == Stage::active) {
            lastAttempt_ += 1;
            std::get<Upload>(item.work).lost(bench(item, nowMs, effects), lastAttempt_);
        }
    }
}

void Transfers::pump(std::int64_t nowMs, Effects &effects) {
    if (line_.takeLost())
        lineLost(nowMs, effects);
    while (!later_.empty() && later_.begin()->first <= nowMs)
        move(items_.at(later_.begin()->second), Stage::queued);
    // One that ends in its turn leaves its place to the next.
    bool ended = true;
    while (givePlaces(nowMs, effects) || ended)
        ended = pumpActive(nowMs, effects);
    const bool wanted =
        !cancels_.empty() || std::any_of(active_.begin(), active_.end(), [&](const EntryId &id) {
            return std::visit([](const auto &work) { return work.wantsLine(); },
                              items_.at(id).work);
        });
    line_.tend(wanted, nowMs, effects);
    sendCancels(nowMs, effects);
    for (const EntryId &id : active_)
        tell(items_.at(id), nowMs, effects);
    for (const EntryId &id : std::exchange(touched_, {}))
        if (Item *item = find(id))
            tell(*item, nowMs, effects);
    while (done_.size() > bounds::transfersDone) {
        items_.erase(done_.front());
        done_.pop_front();
    }
}

bool Transfers::givePlaces(std::int64_t nowMs, Effects &effects) {
    bool given = false;
    while (active_.size() < bounds::transfersRunning && !queue_.empty()) {
        Item &item = items_.at(queue_.begin()->second);
        move(item, Stage::active);
        given = true;
        lastAttempt_ += 1;
        const Workbench at = bench(item, nowMs, effects);
        std::visit([&](auto &work) { work.begin(at, lastAttempt_); }, item.work);
    }
    return given;
}

bool Transfers::pumpActive(std::int64_t nowMs, Effects &effects) {
    bool ended = false;
    for (const EntryId &id : std::vector(active_)) {
        Item &item = items_.at(id);
        const Workbench at = bench(item, nowMs, effects);
        const Turn turn = std::visit([&](auto &work) { return work.pump(at); }, item.work);
        ended = ended || !std::holds_alternative<GoesOn>(turn);
        apply(item, turn, nowMs, effects);
    }
    return ended;
}

void Transfers::sendCancels(std::int64_t nowMs, Effects &effects) {
    if (!line_.isOpen())
        return;
    for (const std::uint64_t transfer : std::exchange(cancels_, {}))
        line_.send(wire::Cancel{.transfer = transfer}, {}, nowMs, effects);
}

TransferState Transfers::stateOf(const Item &item) const {
    switch (item.stage) {
    case Stage::queued:
    case Stage::later:
        return TransferState::waiting;
    case Stage::active:
        break;
    case Stage::paused:
        return TransferState::paused;
    case Stage::failed:
        return TransferState::failed;
    case Stage::done:
        return TransferState::done;
    }
    return std::visit(
        [&](const auto &work) {
            if (work.isPreparing())
                return TransferState::preparing;
            const bool cut = work.wantsLine() && !line_.isOpen();
            return work.isMoving() && !cut ? TransferState::running : TransferState::waiting;
        },
        item.work);
}

TransferChanged Transfers::changed(const Item &item, std::int64_t nowMs) const {
    TransferChanged notice{.id = item.kept.id,
                           .upload = item.kept.upload,
                           .room = item.kept.room,
                           .seq = std::nullopt,
                           .file = item.kept.file,
                           .path = item.kept.path,
                           .state = stateOf(item),
                           .doneBytes = 0,
                           .bytesPerSecond = 0,
                           .leftMs = std::nullopt,
                           .why = item.why};
    std::visit(
        [&](const auto &work) {
            notice.file.size = sizeOf(work, item.kept);
            notice.doneBytes = work.doneBytes();
        },
        item.work);
    if (!item.kept.upload)
        notice.seq = item.kept.seq;
    if (notice.state == TransferState::running) {
        notice.bytesPerSecond = item.progress.bytesPerSecond(nowMs);
        notice.leftMs = item.progress.leftMs(notice.file.size, nowMs);
    } else if (notice.state == TransferState::done) {
        notice.doneBytes = notice.file.size;
        if (item.kept.upload)
            notice.seq = item.finished.seq;
        else
            notice.path = item.finished.path;
    }
    return notice;
}

// A change of state is told at once, progress at most every so often; while nothing moves, once a
// second, so that the rate is seen to fall.
void Transfers::tell(Item &item, std::int64_t nowMs, Effects &effects) {
    const TransferState state = stateOf(item);
    if (state == TransferState::running)
        item.why.clear(); // what it waited for has passed
    const std::uint64_t doneBytes =
        std::visit([](const auto &work) { return work.doneBytes(); }, item.work);
    const bool other = !item.told || item.told->state != state || item.told->why != item.why;
    if (other)
        item.progress.begin(doneBytes, nowMs);
    else
        item.progress.moved(doneBytes, nowMs);
    const std::int64_t pauseMs =
        item.told && item.told->doneBytes == doneBytes ? 1'000 : bounds::tellProgressMs;
    if (!other && (item.stage != Stage::active || nowMs - item.told->atMs < pauseMs))
        return;
    item.told = Told{.state = state, .why = item.why, .doneBytes = doneBytes, .atMs = nowMs};
    effects.tell(changed(item, nowMs));
}

std::optional<std::int64_t> Transfers::nextDueMs() const {
    std::optional<std::int64_t> due = line_.nextDueMs();
    const auto sooner = [&](std::int64_t at) { due = std::min(due.value_or(at), at); };
    if (!later_.empty())
        sooner(later_.begin()->first);
    for (const EntryId &id : active_) {
        const Item &item = items_.at(id);
        const std::uint64_t doneBytes =
            std::visit([](const auto &work) { return work.doneBytes(); }, item.work);
        if (item.told && item.told->doneBytes != doneBytes)
            sooner(item.told->atMs + bounds::tellProgressMs);
    }
    return due;
}

} // namespace zchat::client
