// Who listens on the XPUB, learnt from the subscription frames that it hands up.
//
// The only use of this is to shut: a key that was revoked, a connection that subscribes too much.
// What may be heard there is public, so nothing here decides who hears what.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "broker/shell/descriptors.hpp"
#include "shared/base/ids.hpp"
#include "shared/net/socket.hpp"

namespace zchat::shell {

class Listeners final {
public:
    // A frame from the XPUB. True where this key's account has now subscribed too often and the
    // connection was shut.
    [[nodiscard]] bool heard(const net::Received &frame);
    // Devices belong to accounts; the bound on subscriptions is an account's.
    void belongs(const PublicKey &device, const AccountName &account);
    void shutKey(const PublicKey &key);
    // Forgets connections that are gone: an unsubscribe made by a disconnect says not whose it was.
    void sweep();
    [[nodiscard]] std::size_t size() const { return byDescriptor_.size(); }

private:
    struct Listener {
        Wire wire;
        PublicKey key;
        std::size_t subscriptions = 0;
    };
    [[nodiscard]] std::size_t &countOf(const PublicKey &key);
    void forget(int descriptor);

    std::unordered_map<int, Listener> byDescriptor_;
    std::unordered_map<PublicKey, AccountName> accounts_;
    std::unordered_map<AccountName, std::size_t> subscriptions_;
    std::unordered_map<PublicKey, std::size_t> strangers_; // of keys whose account is not known
};

} // namespace zchat::shell
