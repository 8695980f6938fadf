// upload and download: asks the link, and stays until each transfer is done or cannot go on.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <utility>

#include "shared/base/log.hpp"
#include "shared/base/text.hpp"
#include "shared/client/commands.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/media.hpp"
#include "tools/cli/progress_line.hpp"
#include "tools/cli/render.hpp"

namespace zchat::cli {

namespace {

using client::TransferChanged;
using client::TransferState;

constexpr Manner manner{.transfers = true};

class Carrier final {
public:
    Carrier(const Place &place, std::optional<bool> progress)
        : place_(place)
        , progress_(progress)
        , session_(place.common, manner, place.signals, [this, say = place.say](const auto &text) {
            progress_.clear();
            say(text);
        }) {}

    Session &session() { return session_; }
    // Reads what the link tells before it connects: transfers that an earlier start left.
    [[nodiscard]] std::optional<ExitCode> learn();
    [[nodiscard]] const std::map<EntryId, TransferChanged> &left() const { return left_; }

    void expect(const EntryId &id) {
        TransferChanged nothing;
        nothing.id = id;
        nothing.state = TransferState::waiting;
        mine_[id] = nothing;
    }
    // `tell` prints what is to be known of one that is done.
    ExitCode run(const std::function<void(const TransferChanged &)> &tell);

private:
    void hear(const TransferChanged &changed,
              const std::function<void(const TransferChanged &)> &tell);
    ExitCode leave(ExitCode code);
    void drop(const EntryId &id);
    [[nodiscard]] bool moves() const;

    const Place &place_;
    ProgressLine progress_;
    std::map<EntryId, TransferChanged> left_;
    std::map<EntryId, TransferChanged> mine_;
    std::set<EntryId> open_; // of mine_, those that are not at their end
    Clock::time_point moved_ = Clock::now();
    bool failed_ = false;
    Session session_; // last: it says what it has to say through the others
};

std::optional<ExitCode> Carrier::learn() {
    const Until limit = session_.deadline();
    while (!session_.ended()) {
        const Session::Happening happening = session_.next(limit);
        if (std::holds_alternative<Session::Interrupted>(happening))
            return ExitCode::interrupted;
        if (std::holds_alternative<Session::Late>(happening))
            return session_.giveUp();
        const auto *notice = std::get_if<client::Notice>(&happening);
        if (notice == nullptr)
            continue;
        if (const auto *changed = std::get_if<TransferChanged>(notice))
            left_[changed->id] = *changed;
        else if (std::holds_alternative<client::ConnectionChanged>(*notice))
            return std::nullopt;
    }
    return session_.ended();
}

ExitCode Carrier::run(const std::function<void(const TransferChanged &)> &tell) {
    for (const auto &[id, changed] : mine_)
        open_.insert(id);
    moved_ = Clock::now();
    while (!open_.empty()) {
        if (session_.ended())
            return leave(*session_.ended());
        // While something moves, or is being synced at its end, silence is no end.
        const auto timeout = place_.common.timeout;
        const Until limit = timeout.count() == 0 || moves() ? Until() : Until(moved_ + timeout);
        const Session::Happening happening = session_.next(limit);
        if (std::holds_alternative<Session::Interrupted>(happening))
            return leave(ExitCode::interrupted);
        if (std::holds_alternative<Session::Late>(happening) && limit && Clock::now() >= *limit)
            return leave(session_.giveUp());
        const auto *notice = std::get_if<client::Notice>(&happening);
        const auto *changed = notice ? std::get_if<TransferChanged>(notice) : nullptr;
        if (changed != nullptr && open_.contains(changed->id))
            hear(*changed, tell);
    }
    progress_.clear();
    return failed_ ? ExitCode::refused : ExitCode::done;
}

bool Carrier::moves() const {
    return std::any_of(open_.begin(), open_.end(), [this](const EntryId &id) {
        const TransferState state = mine_.at(id).state;
        return state == TransferState::running || state == TransferState::preparing;
    });
}

void Carrier::hear(const TransferChanged &changed,
                   const std::function<void(const TransferChanged &)> &tell) {
    if (changed.doneBytes != mine_.at(changed.id).doneBytes ||
        changed.state != mine_.at(changed.id).state)
        moved_ = Clock::now();
    mine_[changed.id] = changed;
    switch (changed.state) {
    case TransferState::preparing:
    case TransferState::waiting:
    case TransferState::running:
    case TransferState::paused:
        break;
    case TransferState::done:
        open_.erase(changed.id);
        progress_.clear();
        tell(changed);
        static_cast<void>(place_.output.flush()); // told at the end of the command
        break;
    case TransferState::failed:
        failed_ = true;
        session_.say(shown(changed.file.name) + ": " + shown(changed.why));
        drop(changed.id);
        break;
    case TransferState::cancelled:
        open_.erase(changed.id);
        break;
    }
    progress_.show(mine_);
}

// A script that tries again begins anew; nothing fails again at every later start.
void Carrier::drop(const EntryId &id) {
    session_.push(client::CancelTransfer{.id = id});
    open_.erase(id);
    mine_.erase(id);
}

ExitCode Carrier::leave(ExitCode code) {
    progress_.clear();
    for (const EntryId &id : open_)
        if (const std::string &why = mine_.at(id).why; !why.empty())
            session_.say(shown(mine_.at(id).file.name) + ": " + shown(why));
    if (!open_.empty())
        session_.say(std::to_string(open_.size()) +
                     (open_.size() == 1 ? " transfer goes" : " transfers go") +
                     " on from there when the same is asked again, and with the next `talk`, "
                     "`upload`, `download` or window of this account.");
    return code;
}

std::string firstBytes(const std::filesystem::path &path) {
    std::string bytes(64 * limits::KiB, '\0');
    std::ifstream in(path, std::ios::binary);
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    return bytes;
}

// Absolute, since another start may have another working folder.
std::string absolutePath(const std::string &path) {
    return std::filesystem::absolute(path).lexically_normal().string();
}

client::UploadFile uploadOf(const std::string &path) {
    client::UploadFile upload;
    upload.id = link::Link::newId();
    upload.path = absolutePath(path);
    upload.file.name = std::filesystem::path(upload.path).filename().string();
    upload.file.media = mediaOf(upload.file.name);
    if (upload.file.media.starts_with("image/"))
        if (const auto size = pictureSize(firstBytes(upload.path))) {
            upload.file.width = size->width;
            upload.file.height = size->height;
        }
    return upload;
}

// An earlier start of the same, which was interrupted.
const TransferChanged *sameLeft(const std::map<EntryId, TransferChanged> &left,
                                const client::UploadFile &upload) {
    for (const auto &[id, changed] : left)
        if (changed.upload && changed.room == upload.room && changed.path == upload.path &&
            changed.file.body == upload.file.body && changed.file.reply == upload.file.reply)
            return &changed;
    return nullptr;
}

} // namespace

ExitCode runUpload(const Place &place, const UploadOptions &options) {
    for (const std::string &file : options.files) {
        std::error_code error;
        const bool plain = std::filesystem::is_regular_file(file, error);
        const std::ifstream readable(file, std::ios::binary);
        if (!plain || !readable) {
            place.say("'" + escaped(file) + "' is not a file that can be read" +
                      (error ? ": " + error.message() : std::string()) + ".");
            return ExitCode::localFailure;
        }
    }
    Carrier carrier(place, options.progress);
    if (auto end = carrier.learn())
        return *end;
    Got<RoomName> room = carrier.session().resolve(options.room);
    if (!room)
        return room.end();
    for (const std::string &file : options.files) {
        client::UploadFile upload = uploadOf(file);
        upload.room = *room;
        if (&file == &options.files.front()) {
            upload.file.body = options.caption;
            upload.file.reply = options.reply;
        }
        if (const TransferChanged *same = sameLeft(carrier.left(), upload)) {
            carrier.expect(same->id);
            carrier.session().push(client::ResumeTransfer{.id = same->id});
        } else {
            carrier.expect(upload.id);
            carrier.session().push(std::move(upload));
        }
    }
    return carrier.run([&](const TransferChanged &done) {
        if (place.common.json)
            place.output.line("{\"room\":" + jsonString(done.room.value) +
                              ",\"seq\":" + std::to_string(done.seq.value_or(Seq{}).value) +
                              ",\"name\":" + jsonString(done.file.name) +
                              ",\"size\":" + std::to_string(done.file.size) + ",\"hash\":\"" +
                              toHex(done.file.hash) + "\",\"id\":\"" + toHex(done.id) + "\"}");
        else if (options.printSeq)
            place.output.line(std::to_string(done.seq.value_or(Seq{}).value));
    });
}

ExitCode runDownload(const Place &place, const DownloadOptions &options) {
    Carrier carrier(place, options.progress);
    if (auto end = carrier.learn())
        return *end;
    Session &session = carrier.session();
    Got<RoomName> room = session.resolve(options.room);
    if (!room)
        return room.end();
    Got<wire::EntriesReply> reply = session.ask<wire::EntriesReply>(
        wire::Entries{.room = *room, .after = Seq{options.seq.value - 1}, .limit = 1});
    if (!reply)
        return reply.end();
    const wire::File *file = reply->entries.empty() || reply->entries[0].seq != options.seq
                                 ? nullptr
                                 : std::get_if<wire::File>(&reply->entries[0].content);
    if (file == nullptr || reply->entries[0].redacted) {
        session.say("Message " + std::to_string(options.seq.value) +
                    (file ? " was deleted." : " has no file."));
        return ExitCode::refused;
    }
    client::DownloadFile download{.room = *room,
                                  .seq = options.seq,
                                  .file = *file,
                                  .folder = absolutePath(options.folder),
                                  .saveAs = std::nullopt};
    if (options.output)
        download.saveAs = absolutePath(*options.output);
    const EntryId id = client::downloadId(*room, options.seq);
    carrier.expect(id);
    session.push(std::move(download));
    return carrier.run([&](const TransferChanged &done) {
        if (place.common.json)
            place.output.line("{\"room\":" + jsonString(done.room.value) +
                              ",\"seq\":" + std::to_string(options.seq.value) +
                              ",\"path\":" + jsonString(done.path) +
                              ",\"size\":" + std::to_string(done.file.size) + "}");
        else
            place.output.line(done.path);
    });
}

} // namespace zchat::cli
