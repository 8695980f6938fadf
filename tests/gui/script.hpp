// Script: a Channel that a test plays the broker's side of: it feeds notices and reads commands.
//
// What it feeds goes through the same Bridge as what a Link feeds. Room builds the notices that a
// broker would cause for one room, so that a test reads as a scene and seqs have no gap.
#pragma once

#include <QCoreApplication>
#include <QEventLoop>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gui/model/channel.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::gui::test {

struct ScriptState {
    std::deque<client::Notice> notices;
    std::vector<client::Command> commands;
    Wake wake;
    bool isFull = false;
    std::uint8_t nextId = 1;
};

class ScriptChannel final : public Channel {
public:
    explicit ScriptChannel(std::shared_ptr<ScriptState> state)
        : state_(std::move(state)) {}
    bool push(client::Command command) override {
        if (state_->isFull)
            return false;
        state_->commands.push_back(std::move(command));
        return true;
    }
    std::vector<client::Notice> take(std::size_t most) override {
        std::vector<client::Notice> taken;
        while (!state_->notices.empty() && taken.size() < most) {
            taken.push_back(std::move(state_->notices.front()));
            state_->notices.pop_front();
        }
        return taken;
    }
    EntryId newId() override {
        EntryId id;
        id.bytes.fill(state_->nextId++);
        return id;
    }

private:
    std::shared_ptr<ScriptState> state_;
};

class Script final {
public:
    [[nodiscard]] OpenChannel open() {
        return [state = state_](Wake wake) -> std::unique_ptr<Channel> {
            state->wake = std::move(wake);
            return std::make_unique<ScriptChannel>(state);
        };
    }
    void tell(client::Notice notice) {
        const bool wasEmpty = state_->notices.empty();
        state_->notices.push_back(std::move(notice));
        if (wasEmpty && state_->wake)
            state_->wake();
    }
    // Lets everything that was told arrive, be laid out and painted.
    static void settle() {
        for (int i = 0; i < 8; ++i) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents(QEventLoop::AllEvents);
        }
    }
    void setFull(bool isFull) { state_->isFull = isFull; }
    [[nodiscard]] const std::vector<client::Command> &commands() const { return state_->commands; }
    void forgetCommands() { state_->commands.clear(); }
    template <class Command>
    [[nodiscard]] std::vector<Command> said() const {
        std::vector<Command> found;
        for (const client::Command &command : state_->commands)
            if (const auto *wanted = std::get_if<Command>(&command))
                found.push_back(*wanted);
        return found;
    }
    // The last request of a kind, with its token.
    template <class Request>
    [[nodiscard]] std::optional<std::pair<client::Token, Request>> asked() const {
        std::optional<std::pair<client::Token, Request>> found;
        for (const client::AskBroker &ask : said<client::AskBroker>())
            if (const auto *request = std::get_if<Request>(&ask.request))
                found = {ask.token, *request};
        return found;
    }

private:
    std::shared_ptr<ScriptState> state_ = std::make_shared<ScriptState>();
};

// 2026-03-02 10:00 UTC, and one minute for each entry that follows.
inline constexpr TimeMs dawn = 1772445600000;

// One room's log, as the broker would hold it.
class Room final {
public:
    explicit Room(const char *name, wire::RoomKind kind = wire::RoomKind::publicRoom)
        : name_(name) {
        summary_.room = name_;
        summary_.kind = kind;
        summary_.role = wire::Role::member;
        summary_.members = 3;
    }
    wire::Entry &add(const char *by, wire::Content content, TimeMs at = 0) {
        wire::Entry entry;
        entry.seq = Seq{log_.size() + 1};
        entry.at = at != 0 ? at : dawn + static_cast<TimeMs>(log_.size()) * 60'000;
        entry.by = AccountName(by);
        entry.content = std::move(content);
        log_.push_back(std::move(entry));
        summary_.head = log_.back().seq;
        return log_.back();
    }
    wire::Entry &say(const char *by, const std::string &words) {
        wire::Text text;
        text.body = words;
        return add(by, std::move(text));
    }
    void sayMany(const char *by, int count) {
        for (int i = 0; i < count; ++i)
            say(by, "line " + std::to_string(log_.size() + 1));
    }
    [[nodiscard]] wire::RoomSummary &summary() { return summary_; }
    [[nodiscard]] const RoomName &name() const { return name_; }
    [[nodiscard]] std::vector<wire::Entry> after(std::uint64_t seq) const {
        return {log_.begin() + static_cast<std::ptrdiff_t>(seq), log_.end()};
    }
    [[nodiscard]] client::EntriesAdded last(std::size_t count = 1) const {
        return {.room = name_, .entries = after(log_.size() - count)};
    }
    // What the broker answers to a LoadWindow.
    [[nodiscard]] client::WindowLoaded answer(const client::LoadWindow &wanted) const {
        std::vector<wire::Message> all = folded();
        std::vector<wire::Message> page;
        const auto limit = static_cast<std::size_t>(wanted.limit);
        if (wanted.after) {
            for (const wire::Message &message : all)
                if (message.entry.seq > *wanted.after && page.size() < limit)
                    page.push_back(message);
        } else {
            std::uint64_t end = log_.size() + 1;
            if (wanted.before)
                end = wanted.before->value;
            if (wanted.around)
                end = wanted.around->value + limit - limit / 2;
            std::erase_if(all, [&](const auto &m) { return m.entry.seq.value >= end; });
            const std::size_t from = all.size() > limit ? all.size() - limit : 0;
            page.assign(all.begin() + static_cast<std::ptrdiff_t>(from), all.end());
        }
        return {.token = wanted.token,
                .room = name_,
                .messages = std::move(page),
                .head = Seq{log_.size()},
                .fromCache = false,
                .refusal = std::nullopt};
    }

private:
    [[nodiscard]] std::vector<wire::Message> folded() const {
        std::vector<wire::Message> messages;
        for (const wire::Entry &entry : log_) {
            if (const auto of = wire::target(entry.content))
                for (wire::Message &message : messages)
                    if (message.entry.seq == *of)
                        wire::fold(message, entry);
            if (wire::isMessage(entry.content))
                messages.push_back(wire::toMessage(entry));
        }
        return messages;
    }

    RoomName name_;
    wire::RoomSummary summary_;
    std::vector<wire::Entry> log_;
};

// Answers every window that was asked for, until none is.
inline void serve(Script &script, const std::vector<const Room *> &rooms) {
    for (int round = 0; round < 12; ++round) {
        Script::settle();
        const auto wanted = script.said<client::LoadWindow>();
        script.forgetCommands();
        if (wanted.empty())
            return;
        for (const client::LoadWindow &window : wanted)
            for (const Room *room : rooms)
                if (room->name() == window.room)
                    script.tell(room->answer(window));
    }
}

inline client::SignedIn signedIn(const char *name, const char *title = "") {
    client::SignedIn notice;
    notice.me.name = AccountName(name);
    notice.me.title = title;
    notice.serverName = "Harbour Labs";
    return notice;
}

inline client::ConnectionChanged connection(client::Connection state) {
    client::ConnectionChanged notice;
    notice.state = state;
    return notice;
}

} // namespace zchat::gui::test
