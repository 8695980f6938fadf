// Thread: what runs behind a Link. It owns the sockets, the cache, the keys, the files' thread and
// the brain, and
// hands between them: inputs into the brain, what the brain keeps onto the disk, then everything
// else in the order in which the brain said it.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "shared/base/bounded_queue.hpp"
#include "shared/client/core.hpp"
#include "shared/link/cache.hpp"
#include "shared/link/connection.hpp"
#include "shared/link/door.hpp"
#include "shared/link/files.hpp"
#include "shared/link/keyring.hpp"
#include "shared/link/link.hpp"

namespace zchat::link {

class Link::Thread final {
public:
    Thread(LinkConfig config, std::function<void()> noticesWait);
    // Takes what was pushed, keeps it, says goodbye, ends.
    ~Thread();
    Thread(const Thread &) = delete;
    Thread &operator=(const Thread &) = delete;

    BoundedQueue<client::Command> commands;
    BoundedQueue<client::Notice> notices;

private:
    void run();
    // Who this client is: keys, pin, cache, brain. No brain where this machine's files forbid it.
    void begin();
    void beginInvited(const InviteLink &invite);
    void beginAs(const std::optional<AccountName> &name);
    void startCore(std::optional<PublicKey> invited, client::Kept kept);
    void cannotStart(const std::string &why);

    void wait();
    void pass();
    void takeCommands();
    void takeCommand(client::Command command);
    void takeDoor();
    void takeFiles();
    [[nodiscard]] bool fromCache(const client::LoadWindow &wanted);
    void readCache(const client::LoadWindow &wanted);
    void step(client::Input input);
    // Carries out what the brain said: first what is kept, in one transaction.
    void carryOut();
    void keep(const std::vector<client::Keep> &keeps);
    void order(client::Output output);
    void adoptInvite(const AccountName &account);
    void tell(client::Notice notice);
    void flushNotices();
    void goodbye();

    LinkConfig config_;
    Address address_;
    net::Waker waker_;
    std::atomic<bool> ending_ = false;

    Keyring keyring_;
    Door door_;
    Connection connection_;
    Files files_;
    std::optional<Cache> cache_;
    std::unique_ptr<client::ClientCore> core_;
    crypto::KeyPair device_;
    std::optional<InviteLink> invite_;    // still to be redeemed
    std::optional<AccountName> adopted_;  // by this step: the invite led to this account
    std::string host_;                    // where the front door answered
    std::vector<client::Output> outputs_; // said, not yet carried out
    std::deque<client::Notice> untold_;   // the queue is full: its reader is slow
    bool troubleTold_ = false;
    bool online_ = false;
    bool saidGoodbye_ = false;

    std::thread thread_; // last: it uses all of the above
};

} // namespace zchat::link
