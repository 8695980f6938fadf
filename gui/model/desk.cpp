#include "gui/model/desk.hpp"

#include <QDateTime>
#include <algorithm>

#include "shared/base/limits.hpp"

namespace zchat::gui {

namespace {

constexpr std::uint64_t pageMessages = 100;

} // namespace

Desk::Desk(Bridge &bridge, std::optional<AccountName> name, QObject *parent)
    : QObject(parent)
    , bridge_(bridge)
    , rooms_(people_)
    , timeline_(people_)
    , name_(std::move(name)) {
    if (name_) {
        rooms_.setMe(*name_);
        timeline_.setMe(*name_);
    }
    connect(&timeline_, &TimelineModel::pageWanted, this, &Desk::load);
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
    serverName_ = QString::fromStdString(notice.serverName);
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
    if (notice.token == windowToken_)
        timeline_.take(notice);
}

void Desk::hear(const client::DraftChanged &notice) {
    std::vector<Draft> &drafts = drafts_[notice.room];
    const auto known = std::find_if(drafts.begin(), drafts.end(),
                                    [&](const Draft &draft) { return draft.id == notice.id; });
    Draft draft{.id = notice.id,
                .room = notice.room,
                .content = notice.content,
                .state = notice.state,
                .at = notice.at,
                .seq = std::nullopt,
                .refusal = notice.refusal};
    if (known != drafts.end() && draft.at == 0)
        draft.at = known->at;
    if (draft.at == 0)
        draft.at = QDateTime::currentMSecsSinceEpoch();
    if (notice.state == client::DraftState::stored)
        draft.seq = notice.seq;
    const bool isOver =
        notice.state == client::DraftState::stored || notice.state == client::DraftState::dropped;
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
        names << people_.shownName(who);
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
    Q_EMIT said(QString::fromStdString(notice.text), notice.warning);
}

void Desk::hear(const client::LocalTrouble &notice) {
    Q_EMIT said(QString::fromStdString(notice.text), true);
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
