// Desk: what this window knows and may ask, in one place between the Bridge and everything shown.
//
// It routes each notice to the model that it concerns, remembers own drafts and unsent words of
// every room, and turns what a person does into commands. It shows nothing and decides no rule: the
// broker and the brain do.
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "gui/model/bridge.hpp"
#include "gui/model/people.hpp"
#include "gui/model/rooms_model.hpp"
#include "gui/model/timeline_model.hpp"

namespace zchat::gui {

using Answer = std::variant<wire::Reply, Refusal>;
using HearAnswer = std::function<void(const Answer &)>;

class Desk final : public QObject {
    Q_OBJECT
public:
    explicit Desk(Bridge &bridge, std::optional<AccountName> name, QObject *parent = nullptr);

    [[nodiscard]] const People &people() const { return people_; }
    [[nodiscard]] RoomsModel &rooms() { return rooms_; }
    [[nodiscard]] TimelineModel &timeline() { return timeline_; }
    [[nodiscard]] const client::ConnectionChanged &connection() const { return connection_; }
    [[nodiscard]] const std::optional<AccountName> &name() const { return name_; }
    [[nodiscard]] const QString &serverName() const { return serverName_; }
    [[nodiscard]] wire::State ownState() const { return ownState_; }
    [[nodiscard]] const std::optional<RoomName> &room() const { return timeline_.room(); }
    [[nodiscard]] const wire::RoomSummary *openSummary() const;
    [[nodiscard]] bool isOnline() const { return connection_.state == client::Connection::online; }

    void open(const RoomName &room, std::optional<Seq> around = std::nullopt);
    // Opens the room now or as soon as it is listed.
    void openWhenListed(const RoomName &room, std::optional<Seq> around);

    // Each is false where the link is too busy to take it; the words then stay with the caller.
    [[nodiscard]] bool say(const QString &words, std::optional<Seq> reply = std::nullopt);
    [[nodiscard]] bool edit(Seq of, const QString &words);
    [[nodiscard]] bool remove(Seq of);
    [[nodiscard]] bool react(Seq of, const std::string &emoji, bool isOn);
    void retry(const EntryId &draft);
    void drop(const EntryId &draft);

    [[nodiscard]] QString keptWords(const RoomName &room) const;
    void keepWords(const RoomName &room, const QString &words);

    // The answer is heard while `receiver` lives; at once where there is no connection.
    void ask(wire::Request request, QObject *receiver, HearAnswer hear);
    void setState(wire::State state);
    void tellTyping();
    void reconnectNow();
    // Whether a person looks at the newest messages of the open room: then they are read.
    void setAttended(bool isAttended);

Q_SIGNALS:
    void connectionChanged();
    void identityChanged();
    void firstContact(const zchat::client::FirstContact &contact);
    void keyChanged(const zchat::client::KeyChanged &change);
    void roomOpened();
    void roomChanged(); // the open room's summary
    void roomClosed();
    void typingChanged(const zchat::RoomName &room, const QStringList &names);
    void said(const QString &sentence, bool isWarning);

private:
    struct Waiting {
        QPointer<QObject> receiver;
        HearAnswer hear;
    };

    void hear(const client::ConnectionChanged &notice);
    void hear(const client::FirstContact &notice);
    void hear(const client::KeyChanged &notice);
    void hear(const client::SignedIn &notice);
    void hear(const client::RoomChanged &notice);
    void hear(const client::RoomsListed &notice);
    void hear(const client::EntriesAdded &notice);
    void hear(const client::RoomSkipped &notice);
    void hear(const client::WindowLoaded &notice);
    void hear(const client::DraftChanged &notice);
    void hear(const client::Answered &notice);
    void hear(const client::MarkerMoved &notice);
    void hear(const client::PresenceChanged &notice);
    void hear(const client::TypingChanged &notice);
    void hear(const client::ReceiptsMoved &notice);
    void hear(const client::ComposerKept &notice);
    void hear(const client::BrokerSays &notice);
    void hear(const client::LocalTrouble &notice);

    void openFirst();
    void load(const PageWanted &wanted);
    [[nodiscard]] bool post(wire::Content content);
    void askPeople(std::optional<AccountName> after);
    void markRead();
    void tellWhoTypes();

    Bridge &bridge_;
    People people_;
    RoomsModel rooms_;
    TimelineModel timeline_;
    client::ConnectionChanged connection_;
    std::optional<AccountName> name_;
    QString serverName_;
    wire::State ownState_ = wire::State::online;
    std::map<RoomName, std::vector<Draft>> drafts_;
    std::map<RoomName, QString> kept_;
    std::map<client::Token, Waiting> waiting_;
    client::Token nextToken_ = 1;
    client::Token windowToken_ = 0;
    std::optional<std::pair<RoomName, std::optional<Seq>>> awaited_;
    std::map<RoomName, Seq> marked_;
    std::vector<AccountName> typing_; // in the open room
    bool attended_ = false;
};

} // namespace zchat::gui
