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
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "gui/model/bridge.hpp"
#include "gui/model/people.hpp"
#include "gui/model/rooms_model.hpp"
#include "gui/model/timeline_model.hpp"
#include "gui/model/transfers.hpp"

namespace zchat::gui {

using Answer = std::variant<wire::Reply, Refusal>;
using HearAnswer = std::function<void(const Answer &)>;
using HearPage = std::function<void(const client::WindowLoaded &)>;

class Desk final : public QObject {
    Q_OBJECT
public:
    explicit Desk(Bridge &bridge, std::optional<AccountName> name, QObject *parent = nullptr);

    [[nodiscard]] const People &people() const { return people_; }
    [[nodiscard]] RoomsModel &rooms() { return rooms_; }
    [[nodiscard]] TimelineModel &timeline() { return timeline_; }
    [[nodiscard]] const Transfers &transfers() const { return transfers_; }
    [[nodiscard]] const client::ConnectionChanged &connection() const { return connection_; }
    [[nodiscard]] const std::optional<AccountName> &name() const { return name_; }
    [[nodiscard]] const QString &serverName() const { return serverName_; }
    [[nodiscard]] wire::State ownState() const { return ownState_; }
    // What the broker allows is the broker's to say; this only spares a person what it would
    // refuse.
    [[nodiscard]] bool isAdministrator() const { return role_ == wire::AccountRole::admin; }
    // Null until it is known whose they are.
    [[nodiscard]] AccountSettings *settings() { return settings_.get(); }
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
    [[nodiscard]] bool pin(Seq of, bool isOn);
    // Whether this account may pin in the open room.
    [[nodiscard]] bool mayPin() const;
    // This message of the open room and what follows it is unread again, and stays so until the
    // room is left or readAll() is called.
    void markUnread(Seq from);
    // What the open room holds is read, whether a person stands at its end or not.
    void readAll();
    void retry(const EntryId &draft);
    void drop(const EntryId &draft);

    [[nodiscard]] QString keptWords(const RoomName &room) const;
    void keepWords(const RoomName &room, const QString &words);

    // Where this account's settings are kept, once it is known whose they are; they are in force
    // from then on.
    void keepSettingsIn(const QString &file);
    [[nodiscard]] const Preferences &preferences() const { return preferences_; }
    // In force at once, and kept where the account's settings are.
    void setPreferences(const Preferences &preferences);
    [[nodiscard]] const DownloadChoices &downloads() const { return choices_; }
    void setDownloads(const DownloadChoices &choices);
    // The largest file that this server takes, as far as it said so.
    [[nodiscard]] std::optional<std::uint64_t> fileLimit() const { return fileLimit_; }
    // False where the link is too busy to take it.
    [[nodiscard]] bool upload(const RoomName &into, const QString &path, const wire::File &file);
    // The attachment of a message: into the folder of the person's choice, or exactly there.
    void download(const RoomName &from, Seq of, const wire::File &file,
                  const std::optional<QString> &saveAs = std::nullopt);
    // A picture has come into sight: fetches it where the person chose that such ones come by
    // themselves.
    void showPicture(Seq of);
    void pause(const EntryId &transfer);
    void resume(const EntryId &transfer);
    void cancel(const EntryId &transfer);

    // The answer is heard while `receiver` lives; at once where there is no connection.
    void ask(wire::Request request, QObject *receiver, HearAnswer hear);
    // A page of a room that is not shown, for a search of what is kept: from the cache where there
    // is no connection. Heard while `receiver` lives.
    void loadPage(client::LoadWindow wanted, QObject *receiver, HearPage hear);
    // What an answer says of a room, which may be here before the event that says so too.
    void take(const wire::RoomSummary &room) {
        hear(client::RoomChanged{.room = room, .gone = false});
    }
    // The status words stay as they are where none are given.
    void setState(wire::State state, const std::optional<QString> &words = std::nullopt);
    // What this account wants to be told of; until then, where a time is given.
    void setNotify(const RoomName &room, wire::Notify mode,
                   std::optional<TimeMs> until = std::nullopt);
    void tellTyping();
    void reconnectNow();
    // Whether a person looks at the newest messages of the open room: then they are read.
    void setAttended(bool isAttended);

Q_SIGNALS:
    void connectionChanged();
    void identityChanged();
    void preferencesChanged();
    void downloadsChanged();
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

    struct WaitingPage {
        QPointer<QObject> receiver;
        HearPage hear;
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
    void hear(const client::TransferChanged &notice);
    void hear(const client::ComposerKept &notice);
    void hear(const client::BrokerSays &notice);
    void hear(const client::LocalTrouble &notice);

    void openFirst();
    void hearDraft(Draft draft);
    void sendChoices();
    void tell(client::Command command);
    [[nodiscard]] bool fetch(const RoomName &from, Seq of, const wire::File &file,
                             std::optional<std::string> saveAs);
    void load(const PageWanted &wanted);
    void loadOriginal(const RoomName &wanted, Seq of);
    [[nodiscard]] bool post(wire::Content content);
    void askPeople(std::optional<AccountName> after);
    void markRead();
    void tellWhoTypes();
    void noteChanges(const std::vector<wire::PresenceState> &states);
    [[nodiscard]] bool isSeenHere(const AccountName &who) const;

    Bridge &bridge_;
    People people_;
    Transfers transfers_;
    RoomsModel rooms_;
    TimelineModel timeline_;
    client::ConnectionChanged connection_;
    std::optional<AccountName> name_;
    QString serverName_;
    wire::State ownState_ = wire::State::online;
    wire::AccountRole role_ = wire::AccountRole::member;
    std::unique_ptr<AccountSettings> settings_;
    Preferences preferences_;
    DownloadChoices choices_;
    bool choicesWait_ = false; // the link was too busy to hear of them
    std::optional<std::uint64_t> fileLimit_;
    std::set<std::pair<RoomName, Seq>> shownPictures_; // asked for once, whatever came of it
    std::map<RoomName, std::vector<Draft>> drafts_;
    std::map<RoomName, QString> kept_;
    std::map<client::Token, Waiting> waiting_;
    std::map<client::Token, WaitingPage> waitingPages_;
    client::Token nextToken_ = 1;
    client::Token windowToken_ = 0;
    std::optional<std::pair<RoomName, std::optional<Seq>>> awaited_;
    std::map<RoomName, Seq> marked_;
    std::vector<AccountName> typing_; // in the open room
    bool attended_ = false;
    bool isHeldUnread_ = false; // by markUnread, in the open room
};

} // namespace zchat::gui
