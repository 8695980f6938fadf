// Witness: sees everything that happens in a simulation and says what must never have.
//
// It keeps its own account of what was typed, acknowledged, asked and heard, and of who is in which
// room, so that a bug in the system's own books shows. The numbers I1 to I14 are those of
// docs/reliability.md.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "broker/hub/envelope.hpp"
#include "broker/hub/store.hpp"
#include "shared/client/kept.hpp"
#include "shared/client/notices.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::sim {

// A post that a person typed: the truth that the log is held against.
struct Typed {
    EntryId id;
    std::size_t client = 0;
    AccountName by;
    RoomName room;
    wire::Content content;
    std::uint64_t order = 0; // of typing, within its client
    bool kept = false;       // it stands in the outbox on disk: it may not be lost any more
    std::optional<Seq> stored;
    bool refused = false;
};

// The words of a closed room carry its name, so that they are known wherever they turn up.
[[nodiscard]] std::string wordsFor(const RoomName &room, const std::string &text);

class Witness final {
public:
    explicit Witness(const hub::Store &store)
        : store_(store) {}

    // What went wrong, the first first.
    [[nodiscard]] const std::vector<std::string> &violations() const { return violations_; }
    void violation(const std::string &what);
    std::function<std::int64_t()> clockMs; // to say when
    bool tracing = false;                  // prints every body, for one who looks for a bug

    // On a client.
    void typed(Typed draft) { typed_.emplace(draft.id, std::move(draft)); }
    void kept(std::size_t client, const client::Keep &keep, const client::Kept &before);
    void told(std::size_t client, const client::Notice &notice);
    // Its process ended: what was on the screen is gone.
    void clientEnded(std::size_t client);

    // At the broker.
    void brokerTold(const std::vector<hub::Output> &outputs);
    void brokerStarted(const std::vector<hub::Output> &snapshot);
    void asked(SessionId session, const PublicKey &key, const wire::Bytes &body);
    void sent(SessionId session, const PublicKey &key, const wire::Bytes &body);
    // A body of a closed room went from a session's outbox to the wire.
    void leaves(const PublicKey &key, const wire::Bytes &body);
    void published(const std::string &topic, const wire::Bytes &body);
    void sessionEnded(SessionId session) { open_.erase(session); }

    // At the end.
    [[nodiscard]] std::optional<std::string> notConverged(std::size_t clients) const;
    void checkLogs();
    void checkViews();
    void checkCounts();
    void checkAnswers(std::int64_t nowMs);
    [[nodiscard]] std::uint64_t trace() const { return trace_; }

    // Who a client is signed in as, and what it saw.
    [[nodiscard]] std::optional<AccountName> accountOf(std::size_t client) const;
    [[nodiscard]] std::size_t entriesInAll() const;

private:
    // What one client was shown of a room, without a gap.
    struct View {
        Seq base; // the last one before the view
        std::vector<wire::Entry> entries;
        [[nodiscard]] Seq head() const { return entries.empty() ? base : entries.back().seq; }
    };
    struct Counts {
        std::uint64_t unread = 0;
        std::uint64_t mentions = 0;
        Seq read;
    };
    struct Client {
        std::optional<AccountName> account;
        bool online = false;
        std::map<RoomName, View> views;
        std::map<RoomName, Counts> counts;
    };
    struct Open {
        std::optional<wire::Post> post;
        std::int64_t sinceMs = 0;
    };

    void draftChanged(std::size_t client, const client::DraftChanged &changed);
    void entriesAdded(std::size_t client, const client::EntriesAdded &added);
    void mirror(const hub::Output &output);
    void checkHearing(const char *what, const PublicKey &key, const wire::Bytes &body);
    void checkAcknowledged(const PublicKey &key, const wire::Post &post, const wire::Map &reply);
    void checkLog(const hub::RoomRecord &room);
    void checkMembershipOfLog(const hub::RoomRecord &room, const std::vector<wire::Entry> &entries);
    void checkView(std::size_t client, const RoomName &room, const View &view);
    [[nodiscard]] std::vector<wire::Entry> logOf(const RoomName &room) const;
    [[nodiscard]] bool inRoom(const RoomName &room, const AccountName &who) const;
    [[nodiscard]] Counts countsOf(const hub::RoomRecord &room, const AccountName &who) const;

    void mark(std::string_view what);
    void trace(const char *how, std::uint64_t whom, const wire::Bytes &body) const;

    const hub::Store &store_;
    std::uint64_t trace_ = 0xcbf29ce484222325ULL;
    std::vector<std::string> violations_;
    std::map<EntryId, Typed> typed_;
    std::map<std::size_t, Client> clients_;
    std::map<RoomName, std::set<AccountName>> closedRooms_;
    std::map<PublicKey, AccountName> devices_;
    std::map<SessionId, std::multimap<std::uint64_t, Open>> open_;
};

} // namespace zchat::sim
