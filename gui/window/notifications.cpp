#include "gui/window/notifications.hpp"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QLocale>
#include <algorithm>

#include "gui/model/words.hpp"

namespace zchat::gui {

namespace {

constexpr qsizetype mostBody = 280;
constexpr qsizetype mostTitle = 80;
constexpr int mostRoomsNamed = 4;

QString shortened(const QString &words, qsizetype most) {
    return words.size() <= most ? words : words.left(most - 1) + "…";
}

// In one line, with whatever turns or hides text made visible.
QString flat(const QString &words) {
    return oneLine(words.simplified().toStdString());
}

qint64 nowMs() {
    return QDeadlineTimer::current().deadline();
}

} // namespace

Notifications::Notifications(Bridge &bridge, Desk &desk, QObject *parent)
    : QObject(parent)
    , desk_(desk)
    , isAttended_([](const RoomName &) { return false; }) {
    pace_.setSingleShot(true);
    pace_.setInterval(paceMs);
    gather_.setSingleShot(true);
    connect(&pace_, &QTimer::timeout, this, &Notifications::flush);
    connect(&gather_, &QTimer::timeout, this, &Notifications::sumUp);
    // The Desk has heard them first: what it knows of rooms and markers is what holds after them.
    connect(&bridge, &Bridge::noticesArrived, this, [this](const auto &notices) {
        for (const client::Notice &notice : notices)
            hear(notice);
        refresh();
        if (!pace_.isActive())
            flush();
    });
}

Notifications::~Notifications() {
    if (bubbles_ == nullptr)
        return;
    bubbles_->disconnect(this);
    // Nobody would answer a click on them.
    for (const auto &[number, shown] : shown_)
        bubbles_->withdraw(number);
}

void Notifications::showThrough(std::unique_ptr<Bubbles> bubbles) {
    bubbles_ = std::move(bubbles);
    shown_.clear();
    if (bubbles_ == nullptr)
        return;
    connect(bubbles_.get(), &Bubbles::clicked, this, [this](quint64 number) {
        const auto found = shown_.find(number);
        if (found == shown_.end())
            return;
        const Shown shown = found->second;
        bubbles_->withdraw(number);
        shown_.erase(number);
        if (shown.room)
            Q_EMIT messageWanted(*shown.room, shown.seq);
        else
            Q_EMIT windowWanted();
    });
    connect(bubbles_.get(), &Bubbles::closed, this,
            [this](quint64 number) { shown_.erase(number); });
}

void Notifications::setAttended(std::function<bool(const RoomName &)> isAttended) {
    isAttended_ = std::move(isAttended);
}

QString Notifications::stateWords() const {
    if (!canShow())
        return tr("This desktop shows no notifications: neither a notification service nor a tray "
                  "was found.");
    if (desk_.preferences().doNotDisturb)
        return tr("Do not disturb is on: nothing notifies.");
    if (isQuietHour(desk_.preferences(), QTime::currentTime()))
        return tr("These are your quiet hours: nothing notifies.");
    return {};
}

void Notifications::hear(const client::Notice &notice) {
    if (const auto *change = std::get_if<client::ConnectionChanged>(&notice)) {
        isListed_ = isListed_ && change->state == client::Connection::online;
    } else if (const auto *list = std::get_if<client::RoomsListed>(&notice)) {
        if (list->fromCache)
            return;
        isListed_ = true;
        heads_.clear();
        for (const wire::RoomSummary &room : list->rooms)
            heads_[room.room] = room.head;
    } else if (const auto *added = std::get_if<client::EntriesAdded>(&notice)) {
        hear(added->room, added->entries);
    } else if (const auto *skipped = std::get_if<client::RoomSkipped>(&notice)) {
        hearSkipped(skipped->room);
    }
}

void Notifications::hear(const RoomName &name, const std::vector<wire::Entry> &entries) {
    const wire::RoomSummary *room = desk_.rooms().find(name);
    if (room == nullptr || !desk_.name())
        return;
    const auto head = heads_.find(name);
    for (const wire::Entry &entry : entries) {
        const Why why = judge(Occasion{.room = *room,
                                       .entry = entry,
                                       .me = *desk_.name(),
                                       .preferences = desk_.preferences(),
                                       .now = QTime::currentTime(),
                                       .isAttended = isAttended_(name)});
        if (why == Why::notAMessage)
            continue;
        const bool isBacklog = !isListed_ || (head != heads_.end() && entry.seq <= head->second);
        const Bubble bubble = bubbleOf(*room, entry);
        write(Judged{.at = entry.at,
                     .room = desk_.rooms().shownName(*room),
                     .who = desk_.people().fullName(entry.by),
                     .words = bubble.body,
                     .why = why,
                     .isSummed = isBacklog && notifies(why),
                     .isShown = true});
        if (!notifies(why))
            continue;
        if (isBacklog)
            gather(name, bubble, entry.seq, 1);
        else
            add(pending_, name, bubble, entry.seq, 1);
    }
}

// So much was said meanwhile that it is not told entry by entry; the room's own count is.
void Notifications::hearSkipped(const RoomName &name) {
    const wire::RoomSummary *room = desk_.rooms().find(name);
    const Preferences &chosen = desk_.preferences();
    if (room == nullptr || room->mentions == 0 || room->notify == wire::Notify::none ||
        chosen.doNotDisturb || isQuietHour(chosen, QTime::currentTime()) || isAttended_(name))
        return;
    const bool isDirect = room->kind == wire::RoomKind::direct;
    if (isDirect ? !chosen.notifiesDirects : !chosen.notifiesMentions)
        return;
    const auto count = int(std::min<std::uint64_t>(room->mentions, 1'000'000));
    const QString shown = desk_.rooms().shownName(*room);
    write(Judged{.at = QDateTime::currentMSecsSinceEpoch(),
                 .room = shown,
                 .who = {},
                 .words = tr("%n message(s) for you", nullptr, count),
                 .why = isDirect ? Why::direct : Why::mention,
                 .isSummed = true,
                 .isShown = true});
    gather(name, Bubble{.title = flat(shown), .body = {}}, room->head, count);
}

void Notifications::add(std::map<RoomName, Pending> &to, const RoomName &room, const Bubble &bubble,
                        Seq seq, int count) {
    Pending &pending = to[room];
    if (pending.count == 0)
        pending.first = seq;
    pending.count += count;
    pending.last = seq;
    pending.bubble = bubble;
}

void Notifications::gather(const RoomName &room, const Bubble &bubble, Seq seq, int count) {
    add(backlog_, room, bubble, seq, count);
    if (!gather_.isActive())
        gatherEnds_ = nowMs() + mostGatherMs;
    gather_.start(int(std::clamp<qint64>(gatherEnds_ - nowMs(), 0, gatherMs)));
}

Bubble Notifications::bubbleOf(const wire::RoomSummary &room, const wire::Entry &entry) const {
    // A title may say anybody's name; the name beside it cannot.
    const QString author = flat(desk_.people().fullName(entry.by));
    const bool isDirect = room.kind == wire::RoomKind::direct && room.with.size() <= 1;
    const QString title =
        isDirect ? author : tr("%1 in %2").arg(author, flat(desk_.rooms().shownName(room)));
    wire::Message message;
    message.entry = entry;
    return {.title = shortened(title, mostTitle),
            .body = shortened(flat(plainWords(message)), mostBody)};
}

void Notifications::flush() {
    const auto pending = std::exchange(pending_, {});
    if (pending.empty())
        return;
    for (const auto &[room, said] : pending)
        show(room, said);
    pace_.start();
}

quint64 Notifications::numberFor(const RoomName &room) {
    for (const auto &[number, shown] : shown_)
        if (shown.room == room && shown.rooms.size() == 1)
            return number;
    return nextNumber_++;
}

void Notifications::show(const RoomName &room, const Pending &pending) {
    const wire::RoomSummary *summary = desk_.rooms().find(room);
    if (bubbles_ == nullptr || summary == nullptr || summary->read >= pending.last)
        return;
    const quint64 number = numberFor(room);
    Shown &shown = shown_[number];
    shown.rooms = {{room, pending.last}};
    shown.room = room;
    shown.seq = pending.last;
    shown.count += pending.count;
    Bubble bubble = pending.bubble;
    if (shown.count > 1)
        bubble.title = tr("%1 · %n new", nullptr, shown.count).arg(bubble.title);
    bubbles_->show(number, bubble);
    forgetOldest();
    Q_EMIT attentionWanted();
}

void Notifications::sumUp() {
    std::map<RoomName, Pending> backlog = std::exchange(backlog_, {});
    std::erase_if(backlog, [this](const auto &one) {
        const wire::RoomSummary *room = desk_.rooms().find(one.first);
        return room == nullptr || room->read >= one.second.last;
    });
    int count = 0;
    QStringList rooms;
    for (const auto &[name, said] : backlog) {
        count += said.count;
        if (rooms.size() < mostRoomsNamed)
            rooms << tr("%1: %2").arg(flat(desk_.rooms().shownName(*desk_.rooms().find(name))),
                                      QLocale().toString(said.count));
    }
    if (count == 0 || bubbles_ == nullptr)
        return;
    if (count == 1) {
        show(backlog.begin()->first, backlog.begin()->second);
        return;
    }
    if (backlog.size() > std::size_t(mostRoomsNamed))
        rooms << tr("and %n more room(s)", nullptr, int(backlog.size()) - mostRoomsNamed);
    Shown shown;
    shown.room = backlog.begin()->first;
    shown.seq = backlog.begin()->second.first;
    shown.count = count;
    for (const auto &[name, said] : backlog)
        shown.rooms[name] = said.last;
    const quint64 number = nextNumber_++;
    shown_[number] = shown;
    bubbles_->show(number, Bubble{.title = tr("%n message(s) while you were away", nullptr, count),
                                  .body = rooms.join(" · ")});
    forgetOldest();
    Q_EMIT attentionWanted();
}

void Notifications::sendTest() {
    write(Judged{.at = QDateTime::currentMSecsSinceEpoch(),
                 .room = {},
                 .who = {},
                 .words = tr("Test"),
                 .why = Why::test,
                 .isSummed = false,
                 .isShown = true});
    if (bubbles_ == nullptr)
        return;
    const quint64 number = nextNumber_++;
    shown_[number] = Shown{.rooms = {}, .room = std::nullopt, .seq = {}, .count = 1};
    bubbles_->show(number, Bubble{.title = tr("A test from zchat"),
                                  .body = tr("Notifications are shown like this. Click to come "
                                             "back to the window.")});
    forgetOldest();
}

// A test stays until it is closed; everything else until its rooms are read, or gone.
bool Notifications::isRead(const Shown &shown) const {
    return !shown.rooms.empty() &&
           std::all_of(shown.rooms.begin(), shown.rooms.end(), [this](const auto &one) {
               const wire::RoomSummary *room = desk_.rooms().find(one.first);
               return room == nullptr || room->read >= one.second;
           });
}

void Notifications::refresh() {
    std::erase_if(shown_, [this](const auto &one) {
        if (!isRead(one.second))
            return false;
        bubbles_->withdraw(one.first);
        return true;
    });
}

void Notifications::forgetOldest() {
    while (shown_.size() > mostShown) {
        bubbles_->withdraw(shown_.begin()->first);
        shown_.erase(shown_.begin());
    }
}

void Notifications::write(Judged judged) {
    judged.isShown = canShow();
    log_.push_front(std::move(judged));
    if (log_.size() > mostLogged)
        log_.pop_back();
    Q_EMIT logged();
}

} // namespace zchat::gui
