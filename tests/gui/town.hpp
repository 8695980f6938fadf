// Town: a server with rooms and people, played against a real window.
//
// It takes what the window asks and tells what a Link would, in the order that a Link keeps but as
// late as chance wants, with pages that lag behind the log or run ahead of it, with refusals, and
// with connections that end. What it tells is always true to its logs, so the window must be, too.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/gui/script.hpp"

namespace zchat::gui::test {

class Town final {
public:
    Town(Script &script, std::uint32_t seed);

    void open();
    // One thing that happens by itself: somebody speaks, an answer arrives, a connection ends.
    void step();
    // The connection is back, and all that was asked, sent or said has arrived.
    void settle();

    [[nodiscard]] std::vector<wire::Message> messages(const RoomName &room) const;
    [[nodiscard]] const std::vector<RoomName> &rooms() const { return names_; }
    [[nodiscard]] std::uint64_t head(const RoomName &room) const { return logs_.at(room).size(); }
    [[nodiscard]] std::size_t below(std::size_t bound) { return random_() % bound; }

private:
    struct Page {
        client::LoadWindow wanted;
        std::optional<client::WindowLoaded> made; // on its way
    };

    void takeCommands();
    void take(const client::PostDraft &post);
    void take(const client::DropDraft &drop);
    void take(const client::AskBroker &ask);
    void take(const client::MarkRead &mark);
    void somebodyActs();
    void append(const RoomName &room, const AccountName &by, wire::Content content,
                std::optional<EntryId> id = std::nullopt);
    void deliver(const RoomName &room, std::size_t most);
    void movePages();
    void sendNext();
    void disconnect();
    void connect();
    [[nodiscard]] wire::RoomSummary summary(const RoomName &room) const;
    [[nodiscard]] std::optional<wire::Message> anyMessage(const RoomName &room);
    [[nodiscard]] bool mayPost(const client::PostDraft &post) const;
    [[nodiscard]] client::WindowLoaded page(const client::LoadWindow &wanted,
                                            std::uint64_t head) const;
    [[nodiscard]] std::vector<wire::Message> folded(const RoomName &room, std::uint64_t head) const;
    [[nodiscard]] static client::DraftChanged stateOf(const client::PostDraft &post,
                                                      client::DraftState state);

    Script &script_;
    std::mt19937 random_;
    std::vector<RoomName> names_;
    std::map<RoomName, std::vector<wire::Entry>> logs_;
    std::map<RoomName, std::uint64_t> told_; // the entries that the window has heard
    std::deque<client::PostDraft> outbox_;
    std::vector<client::PostDraft> refused_;
    std::deque<Page> pages_;
    TimeMs now_ = dawn;
    bool online_ = false;
};

} // namespace zchat::gui::test
