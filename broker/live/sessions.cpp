#include "broker/live/sessions.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/result.hpp"

namespace zchat::live {

namespace {

template <class Key>
void removeFrom(std::unordered_map<Key, std::vector<SessionId>> &index, const Key &key,
                SessionId id) {
    const auto found = index.find(key);
    if (found == index.end())
        return;
    std::erase(found->second, id);
    if (found->second.empty())
        index.erase(found);
}

} // namespace

Session *Sessions::find(SessionId id) {
    const auto found = sessions_.find(id);
    return found == sessions_.end() ? nullptr : &found->second;
}

std::vector<SessionId> Sessions::ofKey(const PublicKey &key) const {
    const auto found = byKey_.find(key);
    return found == byKey_.end() ? std::vector<SessionId>{} : found->second;
}

const std::vector<SessionId> &Sessions::ofAccount(const AccountName &account) const {
    static const std::vector<SessionId> nobody;
    const auto found = byAccount_.find(account);
    return found == byAccount_.end() ? nobody : found->second;
}

std::vector<SessionId> Sessions::all() const {
    std::vector<SessionId> ids;
    ids.reserve(sessions_.size());
    for (const auto &[id, session] : sessions_)
        ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

Session &Sessions::add(SessionId id, const PublicKey &key, std::optional<AccountName> account,
                       std::int64_t nowMs) {
    INVARIANT(!sessions_.contains(id), "a session number was given twice");
    byKey_[key].push_back(id);
    if (account)
        byAccount_[*account].push_back(id);
    Session &session = sessions_[id];
    session.id = id;
    session.key = key;
    session.account = std::move(account);
    session.heardMs = nowMs;
    return session;
}

void Sessions::settle(SessionId id, const AccountName &account) {
    Session *session = find(id);
    INVARIANT(session != nullptr && !session->account, "only a stranger's session is settled");
    session->account = account;
    byAccount_[account].push_back(id);
}

void Sessions::remove(SessionId id) {
    const auto found = sessions_.find(id);
    if (found == sessions_.end())
        return;
    removeFrom(byKey_, found->second.key, id);
    if (found->second.account)
        removeFrom(byAccount_, *found->second.account, id);
    const auto &pending = found->second.pending;
    waitForHub_ -= static_cast<std::size_t>(std::count_if(
        pending.begin(), pending.end(), [](const auto &each) { return each.second.ofHub; }));
    sessions_.erase(found);
}

std::optional<SessionId> Sessions::longestSilent(const std::vector<SessionId> &among) const {
    std::optional<std::pair<std::int64_t, SessionId>> silent;
    for (const SessionId id : among) {
        const std::pair candidate{sessions_.at(id).heardMs, id};
        if (!silent || candidate < *silent)
            silent = candidate;
    }
    return silent ? std::optional(silent->second) : std::nullopt;
}

std::vector<SessionId> Sessions::silentSince(std::int64_t heardMs) const {
    std::vector<SessionId> silent;
    for (const auto &[id, session] : sessions_)
        if (session.heardMs <= heardMs)
            silent.push_back(id);
    std::sort(silent.begin(), silent.end());
    return silent;
}

void Sessions::ask(Session &session, std::optional<std::uint64_t> re, Pending pending) {
    session.pendingBytes += pending.sizeBytes;
    session.pendingChunks += pending.isChunk ? 1 : 0;
    waitForHub_ += pending.ofHub ? 1 : 0;
    session.pending.emplace(re, std::move(pending));
}

std::optional<Pending> Sessions::settleAnswer(Session &session, std::optional<std::uint64_t> re,
                                              bool hello) {
    const auto [first, last] = session.pending.equal_range(re);
    if (first == last)
        return std::nullopt;
    auto answered = std::find_if(
        first, last, [hello](const auto &open) { return open.second.hello.has_value() == hello; });
    if (answered == last)
        answered = first;
    Pending pending = std::move(answered->second);
    session.pending.erase(answered);
    waitForHub_ -= pending.ofHub ? 1 : 0;
    session.pendingBytes -= pending.sizeBytes;
    session.pendingChunks -= pending.isChunk ? 1 : 0;
    return pending;
}

} // namespace zchat::live
