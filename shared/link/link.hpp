// Link: a client's one background thread. It owns the DEALER, the SUB, the DEALER of transfers and
// the local cache, and drives the brain (shared/client). Window, command line, load generator and
// tests all use it alone. Files that are sent and saved are read and written on a thread beside it.
//
// Commands go in and notices come out through bounded queues; nothing here blocks the caller.
// Ending the Link flushes what is on disk; what is in the outbox goes out at the next start.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/address.hpp"
#include "shared/client/commands.hpp"
#include "shared/client/notices.hpp"

namespace zchat::link {

struct LinkConfig {
    std::optional<AccountName> name; // absent with an invite link whose ticket names the account
    Address address;
    std::optional<InviteLink> invite; // redeem it, replacing a pin for its address
    // The broker's key that a person was shown and accepted: pinned where no key is yet.
    std::optional<PublicKey> accepted;
    std::string client = "zchat";     // tells the broker what this is
    std::optional<std::string> title; // for a new account
    std::string label;            // of this device, for a new account or device; the host's name
    std::filesystem::path folder; // of keys, pins and caches: defaultFolder()
    bool joinedRooms = true;      // follow every room that the account has joined
    bool events = true;           // false: one-shot requests only, no SUB
    bool keepCache = true;        // false: keep the outbox, but no pages
    bool transfers = true;        // false: leave those that are not done to another start
};

// $ZCHAT_HOME, else $XDG_DATA_HOME/zchat/client, else ~/.local/share/zchat/client.
[[nodiscard]] std::filesystem::path defaultFolder();
// What the front door at an address says, or the sentence why not; for a sign-in dialog that shows
// the fingerprint before it pins. Waits at most `atMost`.
struct DoorAnswer {
    FrontLine line;
    std::string fingerprint;
    std::optional<std::string> pinnedFingerprint;
};
[[nodiscard]] Result<DoorAnswer> askFrontDoor(const std::filesystem::path &folder,
                                              const Address &address,
                                              std::chrono::milliseconds atMost);

class Link final {
public:
    // `noticesWait` is called on the link's thread when a notice enters an empty queue: post an
    // event, write an eventfd; it must not block or call back into the Link.
    Link(LinkConfig config, std::function<void()> noticesWait = {});
    ~Link();
    Link(const Link &) = delete;
    Link &operator=(const Link &) = delete;

    // 16 random bytes, for PostDraft.
    [[nodiscard]] static EntryId newId();

    // False when the queue (4,096 commands) is full: the caller keeps its command and tries again.
    [[nodiscard]] bool push(client::Command command);
    // What waits now, at most `most`.
    [[nodiscard]] std::vector<client::Notice> take(std::size_t most = 1024);
    // Waits for at least one notice or the time; for command lines and tests.
    [[nodiscard]] std::vector<client::Notice> wait(std::chrono::milliseconds atMost,
                                                   std::size_t most = 1024);

private:
    class Thread;
    std::unique_ptr<Thread> thread_;
};

} // namespace zchat::link
