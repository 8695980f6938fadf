#include "shared/wire/entry.hpp"

#include <algorithm>
#include <array>

#include "shared/wire/events.hpp"
#include "shared/wire/fold.hpp"
#include "shared/wire/words.hpp"

namespace zchat::wire {

namespace {

template <class... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};

void react(Message &message, const AccountName &who, const React &react) {
    std::vector<AccountName> &names = message.reactions[react.emoji];
    const auto found = std::find(names.begin(), names.end(), who);
    if (react.on && found == names.end())
        names.push_back(who);
    if (!react.on && found != names.end())
        names.erase(found);
    if (names.empty())
        message.reactions.erase(react.emoji);
}

void edit(Message &message, TimeMs at, const Edit &edit) {
    if (Text *text = std::get_if<Text>(&message.entry.content))
        text->body = edit.body;
    else if (File *file = std::get_if<File>(&message.entry.content))
        file->body = edit.body;
    else
        return;
    message.edited = at;
}

} // namespace

const char *kindName(const Content &content) {
    return contentKinds.at(content.index());
}

bool isMessage(const Content &content) {
    return isCounted(content) || std::holds_alternative<MemberChange>(content) ||
           std::holds_alternative<RoomChange>(content);
}

bool isCounted(const Content &content) {
    return std::holds_alternative<Text>(content) || std::holds_alternative<File>(content) ||
           std::holds_alternative<Data>(content);
}

std::optional<Seq> target(const Content &content) {
    return std::visit(Overloaded{[](const Text &held) { return held.reply; },
                                 [](const File &held) { return held.reply; },
                                 [](const Data &) { return std::optional<Seq>{}; },
                                 [](const Edit &held) { return std::optional<Seq>{held.of}; },
                                 [](const Redact &held) { return std::optional<Seq>{held.of}; },
                                 [](const React &held) { return std::optional<Seq>{held.of}; },
                                 [](const Pin &held) { return std::optional<Seq>{held.of}; },
                                 [](const MemberChange &) { return std::optional<Seq>{}; },
                                 [](const RoomChange &) { return std::optional<Seq>{}; }},
                      content);
}

Message toMessage(Entry entry) {
    Message message;
    message.entry = std::move(entry);
    return message;
}

void fold(Message &message, const Entry &later) {
    if (target(later.content) != message.entry.seq)
        return;
    if (std::holds_alternative<Text>(later.content) ||
        std::holds_alternative<File>(later.content)) {
        ++message.replies;
        return;
    }
    if (message.entry.redacted)
        return;
    if (const Edit *held = std::get_if<Edit>(&later.content)) {
        if (!later.redacted)
            edit(message, later.at, *held);
    } else if (std::holds_alternative<Redact>(later.content)) {
        blank(message.entry);
        message.edited.reset();
        message.reactions.clear();
        message.pinned = false;
    } else if (const React *reaction = std::get_if<React>(&later.content)) {
        react(message, later.by, *reaction);
    } else if (const Pin *pin = std::get_if<Pin>(&later.content)) {
        message.pinned = pin->on;
    }
}

void blank(Entry &entry) {
    std::visit(Overloaded{[](Text &held) {
                              held.body.clear();
                              held.mentions.clear();
                          },
                          [](File &held) {
                              const std::optional<Seq> reply = held.reply;
                              held = File{};
                              held.reply = reply;
                          },
                          [](Data &held) { held = Data{}; }, [](Edit &held) { held.body.clear(); },
                          [](Redact &) {}, [](React &) {}, [](Pin &) {}, [](MemberChange &) {},
                          [](RoomChange &) {}},
               entry.content);
    entry.redacted = true;
}

std::string roomTopic(const RoomName &room) {
    return "room/" + room.value + "/";
}

} // namespace zchat::wire
