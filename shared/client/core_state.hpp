// What stands behind a ClientCore: its parts, and how what one finds out reaches the others.
//
// For core.cpp (what comes in, and what follows from it) and core_answers.cpp (what the broker
// says) alone.
#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/overloaded.hpp"
#include "shared/client/asks.hpp"
#include "shared/client/chance.hpp"
#include "shared/client/core.hpp"
#include "shared/client/followed_rooms.hpp"
#include "shared/client/markers.hpp"
#include "shared/client/outbox.hpp"
#include "shared/client/room_list.hpp"
#include "shared/client/session.hpp"
#include "shared/client/transfers.hpp"
#include "shared/client/windows.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::client {

// The parts know nothing of each other; this passes on what one found out to those it concerns.
class ClientCore::State final {
public:
    explicit State(CoreConfig config)
        : config_(std::move(config))
        , chance_(config_.seed)
        , session_(config_, asks_, chance_)
        , followed_(chance_, config_.joinedRooms)
        , transfers_(chance_) {}

    std::vector<Output> step(Input input, std::int64_t nowMs) {
        nowMs_ = std::max(nowMs_, nowMs);
        std::visit([this](auto &&each) { in(std::forward<decltype(each)>(each)); },
                   std::move(input));
        settle();
        return effects_.take();
    }

    std::int64_t nextDueMs() const {
        std::int64_t due = std::min(session_.nextDueMs(), nowMs_ + 1000);
        for (const std::optional<std::int64_t> &each :
             {outbox_.nextDueMs(), list_.nextDueMs(), followed_.nextDueMs(), markers_.nextDueMs(),
              transfers_.nextDueMs()})
            due = std::min(due, each.value_or(due));
        return due;
    }

private:
    // What comes in.
    void in(Start start);
    void in(Ask ask) {
        std::visit([this](auto &&each) { command(std::forward<decltype(each)>(each)); },
                   std::move(ask.command));
    }
    void in(const DoorAnswered &door) { session_.doorAnswered(door.line, nowMs_, effects_); }
    void in(const DoorFailed &door) { session_.doorFailed(door.trouble, nowMs_, effects_); }
    void in(const SocketUp &up) {
        if (up.socket == Socket::transfers)
            transfers_.lineUp(nowMs_);
        else
            session_.socketUp(up.socket, nowMs_, effects_);
    }
    void in(const SocketDown &down) {
        if (down.socket == Socket::transfers)
            transfers_.lineDown(nowMs_, effects_);
        else
            session_.socketDown(down.socket, nowMs_, effects_);
    }
    void in(const SocketRefused &refused) {
        if (refused.socket == Socket::transfers)
            transfers_.lineRefused(refused.status, nowMs_, effects_);
        else
            session_.socketRefused(refused.socket, refused.status, nowMs_, effects_);
    }
    void in(const BodyHeard &heard) {
        session_.requestsLive(nowMs_);
        body(heard.body);
    }
    void in(const TopicHeard &heard) {
        const std::size_t zero = heard.frame.find('\0');
        if (zero != std::string::npos)
            body(std::string_view(heard.frame).substr(zero + 1));
    }
    void in(const TransferBodyHeard &heard) { transfers_.heard(heard.body, nowMs_, effects_); }
    template <class Answer>
    requires OneOf<Answer, FileHashing, FileHashed, SliceRead, PartFound, SliceWritten, FilePlaced,
                   FileFailed>
    void in(Answer answer) { transfers_.fileSays(std::move(answer), nowMs_, effects_); }
    void in(const Tick &) { session_.tick(nowMs_, effects_); }
    void in(const Stop &) { session_.stop(effects_); }

    // What the person or program asks.
    void command(PostDraft post) { outbox_.post(std::move(post), effects_); }
    void command(const RetryDraft &retry) { outbox_.retry(retry.id, effects_); }
    void command(const DropDraft &drop) { outbox_.drop(drop.id, effects_); }
    void command(const AskBroker &ask);
    void command(const LoadWindow &load);
    void command(const FollowRoom &follow);
    void command(const UnfollowRoom &unfollow) { followed_.unfollow(unfollow.room, effects_); }
    void command(const MarkRead &mark) { markers_.mark(mark, nowMs_, effects_); }
    void command(KeepComposer keep) {
        effects_.keep(KeepText{.room = std::move(keep.room), .text = std::move(keep.text)});
    }
    void command(UploadFile upload) { transfers_.upload(std::move(upload), effects_); }
    void command(DownloadFile download) { transfers_.download(std::move(download), effects_); }
    void command(const PauseTransfer &pause) { transfers_.pause(pause.id, effects_); }
    void command(const ResumeTransfer &resume) { transfers_.resume(resume.id, effects_); }
    void command(const CancelTransfer &cancel) { transfers_.cancel(cancel.id, effects_); }
    void command(AutoDownload rule) { transfers_.autoDownload(std::move(rule)); }
    void command(const ReconnectNow &) { session_.reconnectNow(nowMs_, effects_); }

    // What the broker says.
    void body(std::string_view bytes);
    void answered(const wire::AnswerHeard &answer);
    void event(wire::LogEvent log);
    void event(const wire::BeatEvent &beat);
    void event(wire::PresenceEvent presence);
    void event(wire::TypingEvent typing);
    void event(wire::ReceiptEvent receipt);
    void event(const wire::MarkerEvent &marker);
    void event(const wire::RoomsEvent &rooms);
    void event(wire::NoticeEvent notice);

    // Its answers, by what they were for.
    void reply(const Asked &asked, wire::Reply reply);
    void refusal(const Asked &asked, const Refusal &refusal);
    void programReply(const Asked &asked, wire::Reply reply);

    void settle();
    void passAdded();
    void pass(Happening happening);
    void pass(const RoomNews &news, bool fresh);
    void signedIn();
    void lost();

    const CoreConfig config_;
    std::int64_t nowMs_ = 0;
    Chance chance_;
    Effects effects_;
    Asks asks_;
    Session session_;
    Outbox outbox_;
    RoomList list_;
    FollowedRooms followed_;
    Markers markers_;
    Windows windows_;
    Transfers transfers_;
};

} // namespace zchat::client
