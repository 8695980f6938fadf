// Witness: sees everything that happens in a simulation and says what must never have.
//
// It keeps its own account of what was typed, acknowledged, asked and shown, so that a mistake in
// the system's own books shows. What stands in the logs is LogBook's, who may hear what Secrecy's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "broker/hub/hub.hpp"
#include "broker/hub/store.hpp"
#include "broker/live/live.hpp"
#include "shared/client/kept.hpp"
#include "shared/client/notices.hpp"
#include "tests/sim/drafts.hpp"
#include "tests/sim/findings.hpp"
#include "tests/sim/log_book.hpp"
#include "tests/sim/secrecy.hpp"

namespace zchat::sim {

class Witness final {
public:
    Witness(const hub::Store &store, Findings &findings)
        : store_(store)
        , findings_(findings)
        , logs_(store, drafts_, findings)
        , secrecy_(findings) {}

    // A client's process, by its number, its account's name and its device's key.
    // `comes` is whether it registers by itself, so that its absence is a fault.
    void meets(std::size_t client, const AccountName &name, const PublicKey &key, bool comes);
    void meetsHostile(const PublicKey &key) { hostile_.insert(key); }

    // On a client.
    void typed(Typed draft);
    void typedAgain(std::size_t client, const EntryId &id, std::uint64_t order);
    void gaveUp(std::size_t client, const EntryId &id);
    void kept(std::size_t client, const client::Keep &keep, const client::Kept &before);
    void told(std::size_t client, const client::Notice &notice);
    void windowAsked(std::size_t client, const client::LoadWindow &window);
    // Its process ended: what was on the screen is gone.
    void clientEnded(std::size_t client);

    // At the broker. `asked` is how many requests the turn held, `durable` whether the store has
    // it.
    void turned(const hub::Turn &turn, std::size_t asked, bool durable);
    // A reader's answer; `failed` is whether a read of it did.
    void read(const Result<wire::Reply> &reply, bool failed);
    // I9: `what` is at most `bound`.
    void bounded(const char *what, std::size_t now, std::size_t bound);
    void brokerTold(const std::vector<hub::Output> &outputs) { secrecy_.told(outputs); }
    // Its connections ended with it.
    void brokerEnded() {
        open_.clear();
        leaving_.clear();
    }
    void brokerStarted(const std::vector<hub::Output> &snapshot);
    void asked(SessionId session, const PublicKey &key, std::optional<std::string_view> body);
    void sent(SessionId session, const PublicKey &key, const live::SharedBytes &body);
    void published(const std::string &topic, const live::SharedBytes &body);
    void sessionEnded(SessionId session) {
        open_.erase(session);
        leaving_.erase(session);
    }
    [[nodiscard]] Secrecy &secrecy() { return secrecy_; }
    // How many requests of a session wait for their answer.
    [[nodiscard]] std::size_t unanswered(SessionId session) const;
    // Requests that wait for longer than any answer takes.
    void checkAnswers();

    // At the end.
    [[nodiscard]] std::optional<std::string> notConverged() const;
    // Something was said in each room: no view can be still without a beginning.
    void expectsEveryView() { everyView_ = true; }
    void checkAtTheEnd();
    [[nodiscard]] std::size_t entriesInAll() const;

private:
    // What one client was shown of a room, without a gap.
    struct View {
        Seq base; // the last one before the view
        Seq head;
        std::vector<wire::Entry> entries;
    };
    struct Counts {
        std::uint64_t unread = 0;
        std::uint64_t mentions = 0;
    };
    struct Client {
        AccountName name;
        PublicKey key;
        bool comes = true;
        bool online = false;
        std::map<RoomName, View> views;
        std::map<RoomName, Counts> counts;
        std::map<client::Token, client::LoadWindow> windows;
    };
    struct Open {
        std::optional<wire::Request> request;
        std::int64_t sinceMs = 0;
        bool shared = false; // another had the same number at the same time
    };
    using Heard = Result<std::variant<wire::AnswerHeard, wire::Event>>;

    [[nodiscard]] Typed *draftOf(std::size_t client, const EntryId &id);
    [[nodiscard]] bool mayStop(const Client &seen) const;
    void keptEntries(std::size_t client, const client::KeepEntries &entries,
                     const client::Kept &before);
    void draftChanged(std::size_t client, const client::DraftChanged &changed);
    void entriesAdded(std::size_t client, const client::EntriesAdded &added);
    void windowLoaded(std::size_t client, const client::WindowLoaded &loaded);
    void roomsListed(Client &seen, const client::RoomsListed &listed);
    void roomChanged(Client &seen, const client::RoomChanged &changed);
    void checkShown(std::size_t client, const RoomName &room, const wire::Entry &shown);
    [[nodiscard]] std::optional<std::string> behind(std::size_t client, const Client &seen,
                                                    const hub::RoomRecord &room) const;

    [[nodiscard]] const Heard &decoded(const live::SharedBytes &body);
    void answered(SessionId session, const PublicKey &key, const wire::Bytes &body,
                  const wire::AnswerHeard &answer);
    void honestAsked(SessionId session, const PublicKey &key, const wire::Post &post);
    void hostileAsked(const PublicKey &key, const wire::Post &post);
    void checkAcknowledged(const PublicKey &key, const wire::Post &post, const wire::Map &reply);

    const hub::Store &store_;
    Findings &findings_;
    Drafts drafts_;
    mutable LogBook logs_; // counts of a room that it has not met are made on the way
    Secrecy secrecy_;
    std::map<std::size_t, Client> clients_;
    std::set<PublicKey> hostile_;
    bool everyView_ = false;
    std::map<SessionId, std::multimap<std::optional<std::uint64_t>, Open>> open_;
    std::set<SessionId> leaving_; // said bye: what still comes from them is not heard
    // One body goes to many: it is read once.
    live::SharedBytes lastBody_;
    std::optional<Heard> lastHeard_;
};

} // namespace zchat::sim
