#include "tools/cli/commands.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <utility>

#include <unistd.h>

#include "shared/base/log.hpp"
#include "shared/base/text.hpp"
#include "tools/cli/json.hpp"
#include "tools/cli/pieces.hpp"

namespace zchat::cli {

namespace {

// Posts of this command that are not stored yet. More than that and stdin has to wait: a pipe
// that is faster than the broker is slowed down and not collected in memory.
constexpr std::size_t mostUnstored = 64;

// What turns text into content; absent where the text cannot be meant, its sentence told.
using MakeContents = std::function<std::optional<std::vector<wire::Content>>(std::string_view)>;

struct Job {
    const Place &place;
    Target to;
    std::vector<wire::Content> contents; // to post at once
    bool readStdin = false;
    MakeContents make; // of all of stdin
    std::optional<Batcher> batcher;
    bool printSeq = false;
    bool keep = false;
};

// Sender: puts drafts into the outbox and stays until each is stored or refused.
class Sender final {
public:
    explicit Sender(Job job)
        : job_(std::move(job))
        , session_(job_.place.common, {}, job_.place.signals, job_.place.say)
        , reading_(job_.readStdin) {}

    ExitCode run();

private:
    std::optional<ExitCode> post(std::vector<wire::Content> contents);
    std::optional<ExitCode> readInput();
    std::optional<ExitCode> endInput();
    std::optional<ExitCode> postDue();
    std::optional<ExitCode> hear(const client::Notice &notice);
    std::optional<ExitCode> interrupt();
    ExitCode abandon(ExitCode code);
    [[nodiscard]] Until giveUpAt() const;
    [[nodiscard]] Until wakeAt() const;

    Job job_;
    Session session_;
    bool reading_;
    std::string input_;
    std::optional<RoomName> room_;
    std::map<EntryId, bool> unstored_; // whether it was ever on its way
    Clock::time_point progress_ = Clock::now();
    bool wasOnline_ = false;
    bool interrupted_ = false;
};

std::vector<wire::Content> textContents(std::vector<std::string> texts) {
    std::vector<wire::Content> contents;
    for (std::string &text : texts)
        contents.emplace_back(
            wire::Text{.body = std::move(text), .reply = std::nullopt, .mentions = {}});
    return contents;
}

ExitCode Sender::run() {
    if (auto end = post(std::exchange(job_.contents, {})))
        return *end;
    while (reading_ || !unstored_.empty()) {
        if (session_.ended())
            return abandon(*session_.ended());
        const bool room = unstored_.size() < mostUnstored;
        const Session::Happening happening =
            session_.next(wakeAt(), reading_ && room ? std::optional(STDIN_FILENO) : std::nullopt);
        std::optional<ExitCode> end;
        if (std::holds_alternative<Session::Interrupted>(happening))
            end = interrupt();
        else if (std::holds_alternative<Session::InputReady>(happening))
            end = readInput();
        else if (const auto *notice = std::get_if<client::Notice>(&happening))
            end = hear(*notice);
        if (!end)
            end = postDue();
        if (end)
            return *end;
        if (const Until limit = giveUpAt(); limit && Clock::now() >= *limit)
            return abandon(session_.giveUp());
    }
    return interrupted_ ? ExitCode::interrupted : ExitCode::done;
}

std::optional<ExitCode> Sender::post(std::vector<wire::Content> contents) {
    if (contents.empty())
        return std::nullopt;
    if (!room_) {
        Got<RoomName> room = session_.resolve(job_.to);
        if (!room)
            return room.end();
        room_ = *room;
    }
    if (unstored_.empty())
        progress_ = Clock::now();
    for (wire::Content &content : contents) {
        const EntryId id = link::Link::newId();
        unstored_.emplace(id, false);
        session_.push(client::PostDraft{.id = id, .room = *room_, .content = std::move(content)});
    }
    return std::nullopt;
}

std::optional<ExitCode> Sender::readInput() {
    std::array<char, 64 * limits::KiB> bytes; // NOLINT: read() fills it
    const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return std::nullopt;
    if (count < 0) {
        session_.say("stdin cannot be read.");
        return abandon(ExitCode::localFailure);
    }
    if (count == 0)
        return endInput();
    const std::string_view read(bytes.data(), static_cast<std::size_t>(count));
    if (job_.batcher)
        job_.batcher->add(read, Clock::now());
    else
        input_ += read;
    return std::nullopt;
}

std::optional<ExitCode> Sender::endInput() {
    reading_ = false;
    if (job_.batcher)
        return post(textContents(job_.batcher->finish()));
    auto contents = job_.make(input_);
    return contents ? post(std::move(*contents)) : ExitCode::usage;
}

std::optional<ExitCode> Sender::postDue() {
    if (!job_.batcher || !reading_)
        return std::nullopt;
    return post(textContents(job_.batcher->take(Clock::now())));
}

std::optional<ExitCode> Sender::hear(const client::Notice &notice) {
    if (session_.online() && !std::exchange(wasOnline_, true))
        progress_ = Clock::now();
    const auto *draft = std::get_if<client::DraftChanged>(&notice);
    const auto mine = draft ? unstored_.find(draft->id) : unstored_.end();
    if (mine == unstored_.end())
        return std::nullopt; // an older draft that was left in the outbox
    switch (draft->state) {
    case client::DraftState::queued:
        break;
    case client::DraftState::sent:
        mine->second = true;
        break;
    case client::DraftState::stored:
        unstored_.erase(mine);
        progress_ = Clock::now();
        if (job_.place.common.json)
            job_.place.output.line("{\"room\":" + jsonString(draft->room.value) +
                                   ",\"seq\":" + std::to_string(draft->seq.value) +
                                   ",\"at\":" + std::to_string(draft->at) + ",\"id\":\"" +
                                   toHex(draft->id) + "\"}");
        else if (job_.printSeq)
            job_.place.output.line(std::to_string(draft->seq.value));
        static_cast<void>(job_.place.output.flush()); // told at the end of the command
        break;
    case client::DraftState::refused:
        return abandon(session_.refuse(draft->refusal.value_or(Refusal{})));
    case client::DraftState::dropped:
        unstored_.erase(mine);
        break;
    }
    return std::nullopt;
}

// The first interruption of a pipe ends its input, since Ctrl-C reaches both sides of it and what
// the other side said last should still be told; the second one ends the command.
std::optional<ExitCode> Sender::interrupt() {
    if (!job_.batcher || interrupted_)
        return abandon(ExitCode::interrupted);
    interrupted_ = true;
    return endInput();
}

// Takes back what never went out, so that a script that tries again does not say it twice. What
// may have been received stays in the outbox and is made certain at the next start.
ExitCode Sender::abandon(ExitCode code) {
    std::size_t kept = 0;
    for (const auto &[id, sent] : unstored_) {
        const bool refused = code == ExitCode::refused;
        if (!refused && (sent || job_.keep))
            kept += 1;
        else
            session_.push(client::DropDraft{.id = id});
    }
    if (kept > 0)
        session_.say(std::to_string(kept) + (kept == 1 ? " message stays" : " messages stay") +
                     " in the outbox and will be sent once by the next command as this account.");
    const Until limit = Clock::now() + std::chrono::seconds(1);
    while (unstored_.size() > kept) {
        const Session::Happening happening = session_.next(limit);
        if (std::holds_alternative<Session::Late>(happening))
            break;
        const auto *notice = std::get_if<client::Notice>(&happening);
        const auto *draft = notice ? std::get_if<client::DraftChanged>(notice) : nullptr;
        if (draft && (draft->state == client::DraftState::dropped ||
                      draft->state == client::DraftState::stored))
            unstored_.erase(draft->id);
    }
    return code;
}

// While a pipe goes on a broker may be away for long: once it was there, only the end of the input
// starts the clock.
Until Sender::giveUpAt() const {
    if (unstored_.empty() || (job_.batcher && reading_ && wasOnline_))
        return std::nullopt;
    const auto timeout = job_.place.common.timeout;
    return timeout.count() == 0 ? Until() : Until(progress_ + timeout);
}

Until Sender::wakeAt() const {
    const Until limit = giveUpAt();
    const Until due = job_.batcher && reading_ ? job_.batcher->due() : std::nullopt;
    return limit && due ? std::min(*limit, *due) : limit ? limit : due;
}

std::optional<std::vector<wire::Content>>
dataContents(const Place &place, const SendOptions &options, std::string_view text) {
    auto value = parseJson(text);
    const auto *map = value ? value->as<wire::Map>() : nullptr;
    if (map == nullptr) {
        place.say("--data wants one JSON object as its text.");
        return std::nullopt;
    }
    return std::vector<wire::Content>{
        wire::Data{.type = *options.dataType, .data = *map, .body = options.fallback}};
}

} // namespace

ExitCode runSend(const Place &place, const SendOptions &options) {
    const auto make = [&](std::string_view text) -> std::optional<std::vector<wire::Content>> {
        if (options.dataType)
            return dataContents(place, options, text);
        auto contents = textContents(toMessages(text, options.code ? Style::code : Style::plain));
        if (!contents.empty())
            std::get<wire::Text>(contents.front()).reply = options.reply;
        return contents;
    };
    Job job{.place = place,
            .to = options.to,
            .contents = {},
            .readStdin = !options.text,
            .make = make,
            .batcher = std::nullopt,
            .printSeq = options.printSeq,
            .keep = options.keep};
    if (options.batch)
        job.batcher.emplace(*options.batch, options.code ? Style::code : Style::plain);
    if (options.text) {
        auto contents = make(*options.text);
        if (!contents)
            return ExitCode::usage;
        job.contents = std::move(*contents);
    }
    return Sender(std::move(job)).run();
}

ExitCode runChange(const Place &place, const ChangeOptions &options) {
    Job job{.place = place,
            .to = options.room,
            .contents = {},
            .readStdin = options.readBody,
            .make = {},
            .batcher = std::nullopt,
            .printSeq = false,
            .keep = false};
    job.make = [&](std::string_view text) -> std::optional<std::vector<wire::Content>> {
        wire::Edit edit = std::get<wire::Edit>(options.content);
        edit.body = readable(text.substr(0, text.find_last_not_of("\r\n") + 1));
        return std::vector<wire::Content>{std::move(edit)};
    };
    if (!options.readBody)
        job.contents.push_back(options.content);
    return Sender(std::move(job)).run();
}

} // namespace zchat::cli
