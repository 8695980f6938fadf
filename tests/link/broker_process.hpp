// A real chat-broker that can be killed and started again at the same front door, and a Link whose
// notices a test waits for. Nothing here sleeps: it waits for files, processes and notices.
#pragma once

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "shared/base/address.hpp"
#include "shared/link/link.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

namespace zchat::tests {

class BrokerProcess final {
public:
    // Port 0: any free one; the ports behind the front door are others at every start.
    explicit BrokerProcess(std::filesystem::path data, std::uint16_t front = 0,
                           std::vector<std::string> more = {});
    ~BrokerProcess();
    BrokerProcess(const BrokerProcess &) = delete;
    BrokerProcess &operator=(const BrokerProcess &) = delete;

    void kill();      // -9
    void terminate(); // SIGTERM, and waits
    void startAgain();
    [[nodiscard]] Address address() const;
    [[nodiscard]] const FrontLine &line() const { return line_; }

private:
    void start(std::uint16_t front);
    [[nodiscard]] bool started(std::uint16_t front);
    void end(int signal);

    const TemporaryFolder folder_; // of the ready file, and of what the broker complains of
    std::filesystem::path data_;
    std::vector<std::string> more_;
    pid_t process_ = -1;
    FrontLine line_;
};

// A link and everything that it has told.
class Watcher final {
public:
    explicit Watcher(link::LinkConfig config)
        : link(std::move(config)) {}

    link::Link link;
    std::vector<client::Notice> told;

    // Until the notices say so; a minute is for ever.
    void await(const std::function<bool()> &holds) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (!holds()) {
            if (std::chrono::steady_clock::now() >= end)
                FAIL("it did not come to pass; last heard: " << lastConnection().text);
            for (client::Notice &notice : link.wait(std::chrono::milliseconds(500)))
                told.push_back(std::move(notice));
        }
    }
    void awaitOnline() {
        await([this] { return lastConnection().state == client::Connection::online; });
    }
    [[nodiscard]] client::ConnectionChanged awaitTrouble(client::Trouble trouble) {
        await([&] { return lastConnection().trouble == trouble; });
        return lastConnection();
    }
    [[nodiscard]] client::ConnectionChanged lastConnection() const {
        const auto all = heard<client::ConnectionChanged>();
        return all.empty() ? client::ConnectionChanged{} : all.back();
    }
    template <class T>
    [[nodiscard]] std::vector<T> heard() const {
        std::vector<T> all;
        for (const client::Notice &notice : told)
            if (const T *each = std::get_if<T>(&notice))
                all.push_back(*each);
        return all;
    }

    EntryId post(const std::string &body, const std::string &room = "lobby") {
        const EntryId id = link::Link::newId();
        push(client::PostDraft{.id = id,
                               .room = RoomName(room),
                               .content = wire::Text{.body = body, .reply = {}, .mentions = {}}});
        return id;
    }
    void push(client::Command command) { REQUIRE(link.push(std::move(command))); }
    [[nodiscard]] bool reached(const EntryId &id, client::DraftState state) const {
        const auto all = heard<client::DraftChanged>();
        return std::any_of(all.begin(), all.end(), [&](const client::DraftChanged &each) {
            return each.id == id && each.state == state;
        });
    }
    // Bodies of a room's texts, in order, as they were added.
    [[nodiscard]] std::vector<std::string> texts(const std::string &room = "lobby") const {
        std::vector<std::string> bodies;
        for (const client::EntriesAdded &added : heard<client::EntriesAdded>())
            if (added.room.value == room)
                for (const wire::Entry &entry : added.entries)
                    if (const auto *text = std::get_if<wire::Text>(&entry.content))
                        bodies.push_back(text->body);
        return bodies;
    }
    template <class Reply>
    [[nodiscard]] Reply ask(const wire::Request &request) {
        token_ += 1;
        push(client::AskBroker{.token = token_, .request = request});
        std::optional<client::Answered> found;
        await([&] {
            for (const client::Answered &answer : heard<client::Answered>())
                if (answer.token == token_)
                    found = answer;
            return found.has_value();
        });
        const auto *reply = std::get_if<wire::Reply>(&found->body);
        if (reply == nullptr)
            FAIL(std::get<Refusal>(found->body).text);
        return std::get<Reply>(*reply);
    }
    [[nodiscard]] client::WindowLoaded window(const std::string &room = "lobby",
                                              std::uint64_t limit = 50) {
        token_ += 1;
        push(client::LoadWindow{.token = token_,
                                .room = RoomName(room),
                                .before = {},
                                .after = {},
                                .around = {},
                                .limit = limit});
        std::optional<client::WindowLoaded> found;
        await([&] {
            for (const client::WindowLoaded &loaded : heard<client::WindowLoaded>())
                if (loaded.token == token_)
                    found = loaded;
            return found.has_value();
        });
        return *found;
    }

private:
    client::Token token_ = 0;
};

[[nodiscard]] link::LinkConfig configOf(const std::string &name, const Address &address,
                                        const std::filesystem::path &folder);

} // namespace zchat::tests
