#include "broker/shell/listeners.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"

namespace zchat::shell {

bool Listeners::heard(const net::Received &frame) {
    if (frame.frameCount != 1 || frame.frames[0].empty() || !frame.user)
        return false;
    const Wire wire = wireOf(frame.sourceDescriptor);
    if (wire.inode == 0)
        return false; // gone already
    const auto known = byDescriptor_.find(wire.descriptor);
    if (known != byDescriptor_.end() && known->second.wire != wire)
        forget(wire.descriptor);
    Listener &listener = byDescriptor_[wire.descriptor];
    listener.wire = wire;
    listener.key = *frame.user;
    std::size_t &ofAccount = countOf(listener.key);
    if (frame.frames[0].front() == '\x01') {
        ++listener.subscriptions;
        ++ofAccount;
    } else if (frame.frames[0].front() == '\0' && listener.subscriptions > 0) {
        --listener.subscriptions;
        --ofAccount;
    }
    if (ofAccount <= limits::subscriptionsPerAccount)
        return false;
    shut(wire);
    return true;
}

void Listeners::belongs(const PublicKey &device, const AccountName &account) {
    accounts_.insert_or_assign(device, account);
}

void Listeners::shutKey(const PublicKey &key) {
    for (const auto &[descriptor, listener] : byDescriptor_)
        if (listener.key == key)
            shut(listener.wire);
}

void Listeners::sweep() {
    std::vector<int> gone;
    for (const auto &[descriptor, listener] : byDescriptor_)
        if (!stillStands(listener.wire))
            gone.push_back(descriptor);
    for (const int descriptor : gone)
        forget(descriptor);
}

std::size_t &Listeners::countOf(const PublicKey &key) {
    const auto account = accounts_.find(key);
    return account == accounts_.end() ? strangers_[key] : subscriptions_[account->second];
}

void Listeners::forget(int descriptor) {
    const auto found = byDescriptor_.find(descriptor);
    if (found == byDescriptor_.end())
        return;
    std::size_t &count = countOf(found->second.key);
    count -= std::min(count, found->second.subscriptions);
    if (count == 0) {
        strangers_.erase(found->second.key);
        if (const auto account = accounts_.find(found->second.key); account != accounts_.end())
            subscriptions_.erase(account->second);
    }
    byDescriptor_.erase(found);
}

} // namespace zchat::shell
