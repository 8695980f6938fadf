#include "tools/benchmark/file_member.hpp"

#include <algorithm>

namespace zchat::bench {

namespace {

using client::TransferState;
constexpr std::chrono::seconds patience{600}; // for gigabytes on a slow disk
const RoomName room{"lobby"};

link::LinkConfig configOf(const RunningBroker &broker, const std::string &name,
                          const std::string &folder) {
    link::LinkConfig config;
    config.name = AccountName(name);
    config.address = Address{.host = "127.0.0.1", .port = broker.line.front.value_or(0)};
    config.client = "chat-bench";
    config.folder = folder;
    config.joinedRooms = false;
    config.keepCache = false;
    return config;
}

} // namespace

FileMember::FileMember(const RunningBroker &broker, const std::string &name,
                       const std::string &folder)
    : link_(configOf(broker, name, folder)) {}

void FileMember::observe(const client::Notice &notice) {
    if (const auto *changed = std::get_if<client::ConnectionChanged>(&notice)) {
        online_ = changed->state == client::Connection::online;
        trouble_ = changed->text;
    }
    if (const auto *transfer = std::get_if<client::TransferChanged>(&notice))
        if (const auto found = transfers_.find(transfer->id); found != transfers_.end())
            found->second = *transfer;
    if (const auto *draft = std::get_if<client::DraftChanged>(&notice))
        if (draft->state == client::DraftState::stored)
            redactions_[draft->id] = true;
}

Outcome FileMember::hear(std::chrono::milliseconds atMost) {
    const std::vector<client::Notice> notices =
        atMost.count() > 0 ? link_.wait(atMost) : link_.take();
    for (const client::Notice &notice : notices)
        observe(notice);
    for (const auto &[id, transfer] : transfers_)
        if (transfer.state == TransferState::failed)
            return Fault{.text = "A transfer failed: " + transfer.why};
    return Done{};
}

Outcome FileMember::signIn() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!online_) {
        if (std::chrono::steady_clock::now() > end)
            return Fault{.text = "The client does not come in: " + trouble_};
        if (const Outcome heard = hear(std::chrono::milliseconds(100)); !heard)
            return heard;
    }
    return Done{};
}

void FileMember::begin(const EntryId &id, client::Command command) {
    client::TransferChanged begun;
    begun.id = id;
    transfers_[id] = std::move(begun);
    INVARIANT(link_.push(std::move(command)), "the link takes no command");
}

void FileMember::beginUpload(const std::vector<std::string> &paths) {
    transfers_.clear();
    sent_.clear();
    for (const std::string &path : paths) {
        client::UploadFile upload;
        upload.id = link::Link::newId();
        upload.room = room;
        upload.path = path;
        upload.file.name = std::filesystem::path(path).filename();
        begin(upload.id, upload);
    }
}

void FileMember::beginDownload(const std::string &folder) {
    if (sent_.empty())
        for (const auto &[id, transfer] : transfers_)
            sent_.push_back(transfer);
    transfers_.clear();
    for (const client::TransferChanged &sent : sent_) {
        client::DownloadFile download;
        download.room = room;
        download.seq = sent.seq.value_or(Seq{});
        download.file = sent.file;
        download.folder = folder;
        begin(client::downloadId(room, download.seq), download);
    }
}

bool FileMember::allRun() const {
    return std::all_of(transfers_.begin(), transfers_.end(), [](const auto &each) {
        return each.second.state == TransferState::running;
    });
}

bool FileMember::allDone() const {
    return std::all_of(transfers_.begin(), transfers_.end(),
                       [](const auto &each) { return each.second.state == TransferState::done; });
}

Outcome FileMember::awaitAll() {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!allDone()) {
        if (std::chrono::steady_clock::now() > end)
            return Fault{.text = "A transfer does not end."};
        if (const Outcome heard = hear(std::chrono::milliseconds(100)); !heard)
            return heard;
    }
    return Done{};
}

Outcome FileMember::redactAll() {
    redactions_.clear();
    for (const client::TransferChanged &sent : sent_) {
        const EntryId id = link::Link::newId();
        redactions_[id] = false;
        const client::PostDraft draft{
            .id = id,
            .room = room,
            .content = wire::Redact{.of = sent.seq.value_or(Seq{}), .reason = std::nullopt}};
        INVARIANT(link_.push(draft), "the link takes no command");
    }
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::any_of(redactions_.begin(), redactions_.end(),
                       [](const auto &each) { return !each.second; })) {
        if (std::chrono::steady_clock::now() > end)
            return Fault{.text = "A file was not taken out of its room."};
        if (const Outcome heard = hear(std::chrono::milliseconds(100)); !heard)
            return heard;
    }
    return Done{};
}

} // namespace zchat::bench
