// Sessions: the live connections of devices, found by their number, their key or their account.
//
// A table with verbs and no rules: who is let in, heard or ended is decided by its caller (state).
// Each session also keeps what it was asked and has not answered, so that its bounds hold and each
// request gets exactly one answer.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::live {

// A request under way to the hub or to a reader.
struct Pending {
    std::size_t sizeBytes = 0;
    std::optional<wire::Hello> hello;
    std::optional<RoomName> room; // the one that its answer is about
    bool isChunk = false;         // counted by number, since its bytes are bounded by it
    bool ofHub = false;           // the hub answers it, and not a reader or the files
};

struct Session {
    SessionId id;
    PublicKey key;
    std::optional<AccountName> account;
    std::int64_t heardMs = 0;
    bool events = false;         // said hello with events
    bool doomed = false;         // revoked: hears and is heard no more, shut within a second
    std::uint64_t movesSeen = 0; // of closed rooms, at the last ping or hello (audience)
    std::multimap<std::optional<std::uint64_t>, Pending> pending;
    std::size_t pendingBytes = 0;
    std::size_t pendingChunks = 0;
};

class Sessions final {
public:
    [[nodiscard]] Session *find(SessionId id);
    [[nodiscard]] std::vector<SessionId> ofKey(const PublicKey &key) const;
    [[nodiscard]] const std::vector<SessionId> &ofAccount(const AccountName &account) const;
    [[nodiscard]] std::vector<SessionId> all() const; // ascending
    [[nodiscard]] std::size_t size() const { return sessions_.size(); }
    // Requests of them all that the hub has not answered.
    [[nodiscard]] std::size_t waitForHub() const { return waitForHub_; }

    Session &add(SessionId id, const PublicKey &key, std::optional<AccountName> account,
                 std::int64_t nowMs);
    // A key without an account became a device of one.
    void settle(SessionId id, const AccountName &account);
    void remove(SessionId id);

    // The one of these that was heard least lately.
    [[nodiscard]] std::optional<SessionId> longestSilent(const std::vector<SessionId> &among) const;
    [[nodiscard]] std::vector<SessionId> silentSince(std::int64_t heardMs) const; // ascending

    void ask(Session &session, std::optional<std::uint64_t> re, Pending pending);
    // The request that this answer answers, taken off the books; nullopt where none is open.
    // Where a client used one `re` twice at a time, `hello` tells which is meant.
    [[nodiscard]] std::optional<Pending> settleAnswer(Session &session,
                                                      std::optional<std::uint64_t> re, bool hello);

private:
    std::unordered_map<SessionId, Session> sessions_;
    std::unordered_map<PublicKey, std::vector<SessionId>> byKey_;
    std::unordered_map<AccountName, std::vector<SessionId>> byAccount_;
    std::size_t waitForHub_ = 0;
};

} // namespace zchat::live
