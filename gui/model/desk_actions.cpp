// The half of Desk that does what a person asks.
#include "gui/model/desk.hpp"
#include "gui/model/notifier.hpp"
#include "gui/model/words.hpp"

namespace zchat::gui {

namespace {

Refusal busy(const QString &sentence) {
    return Refusal{
        .code = Code::busy, .text = sentence.toStdString(), .retryMs = {}, .versions = {}};
}

} // namespace

bool Desk::post(wire::Content content) {
    if (!room())
        return false;
    return bridge_.push(
        client::PostDraft{.id = bridge_.newId(), .room = *room(), .content = std::move(content)});
}

bool Desk::say(const QString &words, std::optional<Seq> reply) {
    wire::Text text;
    text.body = words.toStdString();
    text.reply = reply;
    if (!post(std::move(text)))
        return false;
    // Own words are written below the newest ones, wherever the person was reading.
    timeline_.showNewest();
    return true;
}

bool Desk::edit(Seq of, const QString &words) {
    return post(wire::Edit{.of = of, .body = words.toStdString()});
}

bool Desk::remove(Seq of) {
    return post(wire::Redact{.of = of, .reason = std::nullopt});
}

bool Desk::react(Seq of, const std::string &emoji, bool isOn) {
    return post(wire::React{.of = of, .emoji = emoji, .on = isOn});
}

void Desk::retry(const EntryId &draft) {
    if (!bridge_.push(client::RetryDraft{.id = draft}))
        Q_EMIT said(tr("Too much is under way. Try again."), true);
}

void Desk::drop(const EntryId &draft) {
    if (!bridge_.push(client::DropDraft{.id = draft}))
        Q_EMIT said(tr("Too much is under way. Try again."), true);
}

QString Desk::keptWords(const RoomName &wanted) const {
    const auto found = kept_.find(wanted);
    return found == kept_.end() ? QString() : found->second;
}

void Desk::keepWords(const RoomName &wanted, const QString &words) {
    if (keptWords(wanted) == words)
        return;
    // Where the link is full the words stay here, and the next change brings them along.
    if (bridge_.push(client::KeepComposer{.room = wanted, .text = words.toStdString()}))
        kept_[wanted] = words;
}

void Desk::ask(wire::Request request, QObject *receiver, HearAnswer hearAnswer) {
    const client::Token token = nextToken_++;
    waiting_[token] = Waiting{.receiver = receiver, .hear = std::move(hearAnswer)};
    if (bridge_.push(client::AskBroker{.token = token, .request = std::move(request)}))
        return;
    const client::Answered answer{.token = token,
                                  .body = busy(tr("Too much is under way. Try again."))};
    QMetaObject::invokeMethod(
        this, [this, answer] { hear(answer); }, Qt::QueuedConnection);
}

void Desk::loadPage(client::LoadWindow wanted, QObject *receiver, HearPage hearPage) {
    wanted.token = nextToken_++;
    waitingPages_[wanted.token] = WaitingPage{.receiver = receiver, .hear = std::move(hearPage)};
    if (bridge_.push(wanted))
        return;
    const client::WindowLoaded refused{.token = wanted.token,
                                       .room = wanted.room,
                                       .messages = {},
                                       .head = {},
                                       .fromCache = false,
                                       .refusal = busy(tr("Too much is under way. Try again."))};
    QMetaObject::invokeMethod(
        this, [this, refused] { hear(refused); }, Qt::QueuedConnection);
}

void Desk::setNotify(const RoomName &wanted, wire::Notify mode, std::optional<TimeMs> until) {
    setPreferences(withNotifyMode(preferences_, wanted, mode));
    ask(wire::SetNotify{.room = wanted, .mode = mode, .until = until}, this,
        [this, wanted, mode](const Answer &answer) {
            if (const auto *refusal = std::get_if<Refusal>(&answer)) {
                Q_EMIT said(QString::fromStdString(refusal->text), true);
                return;
            }
            // The broker tells an account's other sessions of it, and not the one that asked.
            if (const wire::RoomSummary *summary = rooms_.find(wanted)) {
                wire::RoomSummary changed = *summary;
                changed.notify = mode;
                hear(client::RoomChanged{.room = std::move(changed), .gone = false});
            }
        });
}

void Desk::setState(wire::State state, const std::optional<QString> &words) {
    QString kept;
    if (const Person *self = name_ ? people_.find(*name_) : nullptr)
        kept = self->status;
    const QString text = words.value_or(kept);
    ask(wire::SetStatus{.state = state,
                        .text = text.isEmpty() ? std::nullopt : std::optional(text.toStdString())},
        this, [this, state](const Answer &answer) {
            if (const auto *refusal = std::get_if<Refusal>(&answer)) {
                Q_EMIT said(oneLine(refusal->text), true);
                return;
            }
            ownState_ = state;
            Q_EMIT identityChanged();
        });
}

void Desk::tellTyping() {
    if (isOnline() && room())
        ask(wire::Typing{.room = *room()}, this, [](const Answer &) {});
}

void Desk::reconnectNow() {
    if (!bridge_.push(client::ReconnectNow{}))
        Q_EMIT said(tr("Too much is under way. Try again."), true);
}

void Desk::setAttended(bool isAttended) {
    attended_ = isAttended;
    timeline_.setAttended(isAttended);
    markRead();
}

void Desk::markRead() {
    if (!attended_ || isHeldUnread_ || !timeline_.isAtHead() || !timeline_.lastSeq() || !room())
        return;
    const Seq last = *timeline_.lastSeq();
    const wire::RoomSummary *summary = openSummary();
    if (summary == nullptr || (summary->read >= last && summary->unread == 0))
        return;
    Seq &marked = marked_[*room()];
    if (marked >= last)
        return;
    if (bridge_.push(client::MarkRead{.room = *room(), .seq = last}))
        marked = last;
}

} // namespace zchat::gui
