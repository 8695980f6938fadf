// Notifications: hears every message of every room, lets judge() say whether it is worth a bubble,
// shows one for each room, takes it back when the room is read anywhere, and remembers why.
//
// What was said while there was no connection is gathered into one summary. A storm becomes a few
// bubbles a second at most. Nothing is shown until showThrough() gave it something to show with.
#pragma once

#include <QObject>
#include <QTimer>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "gui/model/desk.hpp"
#include "gui/model/notifier.hpp"
#include "gui/window/bubbles.hpp"

namespace zchat::gui {

// One line of the log.
struct Judged {
    TimeMs at = 0;
    QString room;
    QString who;
    QString words;
    Why why = Why::direct;
    bool isSummed = false; // part of a summary after reconnecting
    bool isShown = true;   // false: this desktop had nothing to show it with
};

class Notifications final : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t mostLogged = 500;
    static constexpr std::size_t mostShown = 50;
    static constexpr int paceMs = 500;   // between two bubbles of a room
    static constexpr int gatherMs = 800; // without another message, before the summary
    static constexpr int mostGatherMs = 5000;

    Notifications(Bridge &bridge, Desk &desk, QObject *parent = nullptr);
    ~Notifications() override;

    void showThrough(std::unique_ptr<Bubbles> bubbles);
    // Whether a person has this room in front of them.
    void setAttended(std::function<bool(const RoomName &)> isAttended);
    // Takes back what has become superfluous; also called by itself when anything is heard.
    void refresh();
    void sendTest();

    [[nodiscard]] const std::deque<Judged> &log() const { return log_; } // the newest first
    [[nodiscard]] bool canShow() const { return bubbles_ != nullptr; }
    [[nodiscard]] std::size_t shownCount() const { return shown_.size(); }
    // Why nothing is shown at this moment, as a sentence; empty where bubbles come.
    [[nodiscard]] QString stateWords() const;

Q_SIGNALS:
    void messageWanted(const zchat::RoomName &room, zchat::Seq seq);
    void windowWanted();
    void attentionWanted(); // something was shown
    void logged();

private:
    struct Shown {
        std::map<RoomName, Seq> rooms; // each up to this message
        std::optional<RoomName> room;  // where a click goes
        Seq seq;
        int count = 0;
    };
    // What one room is about to say.
    struct Pending {
        Bubble bubble;
        Seq first;
        Seq last;
        int count = 0;
    };

    void hear(const client::Notice &notice);
    void hear(const RoomName &room, const std::vector<wire::Entry> &entries);
    void hearSkipped(const RoomName &room);
    void gather(const RoomName &room, const Bubble &bubble, Seq seq, int count);
    void add(std::map<RoomName, Pending> &to, const RoomName &room, const Bubble &bubble, Seq seq,
             int count);
    void flush();
    void sumUp();
    void show(const RoomName &room, const Pending &pending);
    [[nodiscard]] Bubble bubbleOf(const wire::RoomSummary &room, const wire::Entry &entry) const;
    void write(Judged judged);
    [[nodiscard]] bool isRead(const Shown &shown) const;
    [[nodiscard]] quint64 numberFor(const RoomName &room);
    void forgetOldest();

    Desk &desk_;
    std::unique_ptr<Bubbles> bubbles_;
    std::function<bool(const RoomName &)> isAttended_;
    std::deque<Judged> log_;
    std::map<quint64, Shown> shown_; // the oldest first
    quint64 nextNumber_ = 1;
    std::map<RoomName, Pending> pending_;
    QTimer pace_;
    // The heads at the last connection: what stands up to there was said before it.
    std::map<RoomName, Seq> heads_;
    bool isListed_ = false; // since the last connection
    std::map<RoomName, Pending> backlog_;
    QTimer gather_;
    qint64 gatherEnds_ = 0;
};

} // namespace zchat::gui
