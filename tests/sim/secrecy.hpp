// Secrecy: who may hear of which closed room at this moment, and whether what leaves the broker
// keeps to it (I5).
//
// It mirrors from the hub's outputs who is in which private or direct room, and looks at every body
// twice: for the room names that stand in the words of each closed room, and for what its fields
// tell of a closed room. A device that was revoked may hear nothing a second later.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "broker/hub/envelope.hpp"
#include "shared/wire/codec.hpp"
#include "tests/sim/findings.hpp"

namespace zchat::sim {

class Secrecy final {
public:
    explicit Secrecy(Findings &findings)
        : findings_(findings) {}

    // The broker's loop hears of a durable turn.
    void told(const std::vector<hub::Output> &outputs);
    // A new process begins with a snapshot.
    void restarted(const std::vector<hub::Output> &snapshot);

    // A body is sent to a session of this key: an event, or an answer to `asked`.
    void event(const PublicKey &key, const wire::Bytes &body, const wire::Event &event);
    void answer(const PublicKey &key, const wire::Bytes &body, const wire::Request &asked,
                const wire::Map &fields);
    // One that had to wait goes to the wire; `rooms` are those that the broker said it tells of.
    void leaves(const PublicKey &key, const wire::Bytes &body, const std::vector<RoomName> &rooms);
    void published(const std::string &topic, const wire::Bytes &body, const wire::Event &event);
    // A listener of PUB hears something.
    void hears(const PublicKey &key) { checkRevoked(key); }

    [[nodiscard]] const AccountName *accountOf(const PublicKey &key) const;
    [[nodiscard]] bool isClosed(const RoomName &room) const { return closed_.contains(room); }

private:
    [[nodiscard]] bool mayHear(const PublicKey &key, const RoomName &room) const;
    void mirror(const hub::Output &output);
    void moved(const RoomName &room, const AccountName &who, bool present);
    void checkWords(const char *what, const PublicKey &key, std::string_view body);
    void checkRevoked(const PublicKey &key);
    void checkRoom(const char *what, const PublicKey &key, const RoomName &room);
    void checkReply(const PublicKey &key, const wire::Request &asked, const wire::Reply &reply);

    Findings &findings_;
    std::map<RoomName, std::set<AccountName>> closed_;
    std::map<PublicKey, AccountName> devices_;
    std::map<PublicKey, std::int64_t> revokedMs_;
};

} // namespace zchat::sim
