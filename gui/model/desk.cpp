#include "gui/model/desk.hpp"

#include <QDateTime>
#include <algorithm>

#include "gui/model/words.hpp"
#include "shared/base/limits.hpp"

namespace zchat::gui {

namespace {

constexpr std::uint64_t pageMessages = 100;

} // namespace

Desk::Desk(Bridge &bridge, std::optional<AccountName> name, QObject *parent)
    : QObject(parent)
    , bridge_(bridge)
    , rooms_(people_)
    , timeline_(people_, transfers_)
    , name_(std::move(name)) {
    if (name_) {
        rooms_.setMe(*name_);
        timeline_.setMe(*name_);
    }
    connect(&timeline_, &TimelineModel::pageWanted, this, &Desk::load);
    connect(&timeline_, &TimelineModel::originalWanted, this, &Desk::loadOriginal);
    connect(this, &Desk::preferencesChanged, &timeline_,
            [this] { timeline_.setIgnored(preferences_.ignored); });
    connect(&bridge, &Bridge::noticesArrived, this, [this](const auto &notices) {
        for (const client::Notice &notice : notices)
            std::visit([this](const auto &told) { hear(told); }, notice);
        markRead();
    });
}

const wire::RoomSummary *Desk::openSummary() const {
    return timeline_.room() ? rooms_.find(*timeline_.room()) : nullptr;
}

void Desk::hear(const client::ConnectionChanged &notice) {
    const bool wasOnline = isOnline();
    connection_ = notice;
    if (choicesWait_)
        sendChoices();
    if (isOnline() && !wasOnline)
        timeline_.askAgain();
    if (!isOnline() && wasOnline)
        people_.forgetPresence();
    Q_EMIT connectionChanged();
}

void Desk::hear(const client::FirstContact &notice) {
    Q_EMIT firstContact(notice);
}

void Desk::hear(const client::KeyChanged &notice) {
    Q_EMIT keyChanged(notice);
}

void Desk::hear(const client::SignedIn &notice) {
    name_ = notice.me.name;
    role_ = notice.me.role;
    fileLimit_ = notice.limits.fileBytes;
    serverName_ = oneLine(notice.serverName);
    rooms_.setMe(notice.me.name);
    timeline_.setMe(notice.me.name);
    people_.hear(notice.me);
    askPeople(std::nullopt);
    Q_EMIT identityChanged();
}

void Desk::askPeople(std::optional<AccountName> after) {
    wire::People request;
    request.after = std::move(after);
    request.limit = limits::pageEntries;
    ask(std::move(request), this, [this](const Answer &answer) {
        const auto *reply = std::get_if<wire::Reply>(&answer);
        const auto *page = reply != nullptr ? std::get_if<wire::PeopleReply>(reply) : nullptr;
        if (page == nullptr || page->people.empty())
            return;
        people_.hear(page->people);
        askPeople(page->people.back().name);
    });
}

void Desk::hear(const client::RoomChanged &notice) {
    rooms_.hear(notice.room, notice.gone);
    const bool isOpen = room() == notice.room.room;
    const bool isListed = rooms_.find(notice.room.room) != nullptr;
    if (isOpen && !isListed) {
        timeline_.close();
        Q_EMIT roomClosed();
        openFirst();
        return;
    }
    if (isOpen)
        Q_EMIT roomChanged();
    else if (isListed)
        openFirst();
}

void Desk::hear(const client::RoomsListed &notice) {
    rooms_.list(notice.rooms);
    if (room() && openSummary() == nullptr) {
        timeline_.close();
        Q_EMIT roomClosed();
    }
    openFirst();
    if (room())
        Q_EMIT roomChanged();
}

void Desk::openFirst() {
    if (awaited_ && rooms_.find(awaited_->first) != nullptr) {
        const auto [wanted, around] = *awaited_;
        awaited_.reset();
        open(wanted, around);
    } else if (!room()) {
        if (const auto first = rooms_.firstRoom())
            open(*first);
    }
}

void Desk::hear(const client::EntriesAdded &notice) {
    if (room() != notice.room)
        return;
    timeline_.hear(notice.entries);
    // Who has just said something has stopped typing it.
    const auto hasSpoken = [&](const AccountName &who) {
        return std::any_of(notice.entries.begin(), notice.entries.end(),
                           [&](const wire::Entry &entry) { return entry.by == who; });
    };
    if (std::erase_if(typing_, hasSpoken) > 0)
        tellWhoTypes();
}

void Desk::hear(const client::RoomSkipped &notice) {
    if (room() == notice.room)
        timeline_.skipTo(notice.head);
}

void Desk::hear(const client::WindowLoaded &notice) {
    if (notice.token == windowToken_) {
        const bool isOpening = timeline_.rowCount() == 0;
        timeline_.take(notice);
        // It opens at its New line: nobody looks at its end before the view says so.
        if (isOpening && timeline_.landing())
            setAttended(false);
    }
    const auto found = waitingPages_.find(notice.token);
    if (found == waitingPages_.end())
        return;
    const WaitingPage waiting = std::move(found->second);
    waitingPages_.erase(found);
    if (waiting.receiver)
        waiting.hear(notice);
}

void Desk::hear(const client::DraftChanged &notice) {
    Draft draft{.id = notice.id,
                .room = notice.room,
                .content = notice.content,
                .state = notice.state,
                .at = notice.at,
                .seq = std::nullopt,
                .refusal = notice.refusal};
    if (notice.state == client::DraftState::stored)
        draft.seq = notice.seq;
    hearDraft(std::move(draft));
}

// An upload under way is an own message that the log does not hold yet, like any draft.
void Desk::hear(const client::TransferChanged &notice) {
    transfers_.hear(notice);
    if (!notice.upload)
        return;
    client::DraftState state = client::DraftState::sent;
    if (notice.state == client::TransferState::done)
        state = client::DraftState::stored;
    if (notice.state == client::TransferState::cancelled)
        state = client::DraftState::dropped;
    hearDraft(Draft{.id = notice.id,
                    .room = notice.room,
                    .content = notice.file,
                    .state = state,
                    .at = 0,
                    .seq = notice.seq,
                    .refusal = std::nullopt});
}

void Desk::hearDraft(Draft draft) {
    std::vector<Draft> &drafts = drafts_[draft.room];
    const auto known = std::find_if(drafts.begin(), drafts.end(),
                                    [&](const Draft &other) { return other.id == draft.id; });
    if (known != drafts.end() && draft.at == 0)
        draft.at = known->at;
    if (draft.at == 0)
        draft.at = QDateTime::currentMSecsSinceEpoch();
    const bool isOver =
        draft.state == client::DraftState::stored || draft.state == client::DraftState::dropped;
    if (known == drafts.end() && !isOver)
        drafts.push_back(draft);
    else if (known != drafts.end() && isOver)
        drafts.erase(known);
    else if (known != drafts.end())
        *known = draft;
    timeline_.hear(draft);
}

void Desk::hear(const client::Answered &notice) {
    const auto found = waiting_.find(notice.token);
    if (found == waiting_.end())
        return;
    const Waiting waiting = std::move(found->second);
    waiting_.erase(found);
    if (waiting.receiver)
        waiting.hear(notice.body);
}

void Desk::hear(const client::MarkerMoved &notice) {
    if (notice.cursor)
        return;
    rooms_.moveMarker(notice.room, notice.seq, notice.unread, notice.mentions);
}

void Desk::hear(const client::PresenceChanged &notice) {
    noteChanges(notice.states);
    people_.hear(notice.states);
}

void Desk::hear(const client::TypingChanged &notice) {
    if (room() != notice.room)
        return;
    typing_ = notice.who;
    tellWhoTypes();
}

void Desk::tellWhoTypes() {
    QStringList names;
    for (const AccountName &who : typing_)
        if (!preferences().ignored.contains(who))
            names << people_.tellingName(who);
    Q_EMIT typingChanged(*room(), names);
}

void Desk::hear(const client::ReceiptsMoved &notice) {
    if (room() == notice.room)
        timeline_.hearReceipts(notice.read);
}

void Desk::hear(const client::ComposerKept &notice) {
    kept_[notice.room] = QString::fromStdString(notice.text);
    if (room() == notice.room)
        Q_EMIT roomOpened();
}

void Desk::hear(const client::BrokerSays &notice) {
    Q_EMIT said(oneLine(notice.text), notice.warning);
}

void Desk::hear(const client::LocalTrouble &notice) {
    Q_EMIT said(oneLine(notice.text), true);
}

void Desk::load(const PageWanted &wanted) {
    client::LoadWindow command;
    command.token = windowToken_ = nextToken_++;
    command.room = *timeline_.room();
    command.limit = pageMessages;
    switch (wanted.page) {
    case Page::newest:
        break;
    case Page::older:
        command.before = wanted.seq;
        break;
    case Page::newer:
        command.after = wanted.seq;
        break;
    case Page::around:
        command.around = wanted.seq;
        break;
    }
    if (bridge_.push(command))
        return;
    client::WindowLoaded busy{
        .token = command.token,
        .room = command.room,
        .messages = {},
        .head = {},
        .fromCache = false,
        .refusal = Refusal{.code = Code::busy,
                           .text = tr("Too much is under way. Try again.").toStdString(),
                           .retryMs = {},
                           .versions = {}}};
    QMetaObject::invokeMethod(
        this, [this, busy = std::move(busy)] { hear(busy); }, Qt::QueuedConnection);
}

void Desk::open(const RoomName &wanted, std::optional<Seq> around) {
    const wire::RoomSummary *summary = rooms_.find(wanted);
    if (summary == nullptr)
        return;
    if (room() == wanted) {
        if (around)
            timeline_.showAround(*around);
        return;
    }
    const bool hasNew = summary->unread > 0;
    const auto drafts = drafts_.find(wanted);
    typing_.clear();
    isHeldUnread_ = false;
    timeline_.open(wanted, hasNew ? std::optional(summary->read) : std::nullopt,
                   drafts == drafts_.end() ? std::vector<Draft>{} : drafts->second, around);
    Q_EMIT roomOpened();
}

void Desk::openWhenListed(const RoomName &wanted, std::optional<Seq> around) {
    if (rooms_.find(wanted) != nullptr)
        open(wanted, around);
    else
        awaited_ = {wanted, around};
}

} // namespace zchat::gui
