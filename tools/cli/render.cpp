#include "tools/cli/render.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <utility>

#include "shared/base/text.hpp"
#include "shared/wire/codec.hpp"
#include "tools/cli/columns.hpp"

namespace zchat::cli {

namespace {

std::string formatted(TimeMs at, const char *format) {
    const std::time_t seconds = static_cast<std::time_t>(at / 1000);
    std::tm local{};
    std::array<char, 32> text{};
    if (::localtime_r(&seconds, &local) == nullptr)
        return std::to_string(at);
    const std::size_t length = std::strftime(text.data(), text.size(), format, &local);
    return std::string(text.data(), length);
}

std::string number(Seq seq) {
    return std::to_string(seq.value);
}

std::string sizeForPeople(std::uint64_t bytes) {
    constexpr std::array<const char *, 4> units{"KiB", "MiB", "GiB", "TiB"};
    if (bytes < 1024)
        return std::to_string(bytes) + " bytes";
    double size = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    for (; size >= 1024 && unit + 1 < units.size(); ++unit)
        size /= 1024;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f %s", size, units[unit]);
    return text.data();
}

std::string said(const std::string &by, const std::optional<Seq> &reply, std::string words) {
    return by + (reply ? " (to " + number(*reply) + "): " : ": ") + std::move(words);
}

struct Sentence {
    const std::string by;
    bool redacted;

    std::string operator()(const wire::Text &text) const {
        return said(by, text.reply, redacted ? "(deleted)" : shown(text.body));
    }
    std::string operator()(const wire::File &file) const {
        if (redacted)
            return said(by, file.reply, "(deleted)");
        const std::string what = "[" + shown(file.name) + ", " + sizeForPeople(file.size) + "]";
        return said(by, file.reply, what + (file.body.empty() ? "" : " " + shown(file.body)));
    }
    std::string operator()(const wire::Data &data) const {
        if (redacted)
            return said(by, std::nullopt, "(deleted)");
        return said(by, std::nullopt, "[" + shown(data.type) + "] " + shown(data.body));
    }
    std::string operator()(const wire::Edit &edit) const {
        return by + " edited " + number(edit.of) + ": " +
               (redacted ? "(deleted)" : shown(edit.body));
    }
    std::string operator()(const wire::Redact &redact) const {
        return by + " deleted " + number(redact.of) +
               (redact.reason ? " (" + shown(*redact.reason) + ")" : "");
    }
    std::string operator()(const wire::React &react) const {
        return by + (react.on ? " reacted " : " took back ") + shown(react.emoji) +
               (react.on ? " to " : " from ") + number(react.of);
    }
    std::string operator()(const wire::Pin &pin) const {
        return by + (pin.on ? " pinned " : " unpinned ") + number(pin.of);
    }
    std::string operator()(const wire::MemberChange &member) const {
        const std::string &who = member.who.value;
        switch (member.change) {
        case wire::Change::joined:
            return who + " joined";
        case wire::Change::left:
            return who + " left";
        case wire::Change::invited:
            return by + " invited " + who;
        case wire::Change::removed:
            return by + " removed " + who;
        case wire::Change::role:
            return by + " made " + who + " " + wire::word(member.role.value_or(wire::Role::member));
        }
        return {};
    }
    std::string operator()(const wire::RoomChange &room) const {
        std::vector<std::string> changes;
        if (room.title)
            changes.push_back("changed the title to \"" + shown(*room.title) + "\"");
        if (room.topic)
            changes.push_back("changed the topic to \"" + shown(*room.topic) + "\"");
        if (room.archived)
            changes.emplace_back(*room.archived ? "archived the room" : "unarchived the room");
        std::string all;
        for (const std::string &change : changes)
            all += (all.empty() ? " " : ", ") + change;
        return by + all;
    }
};

std::string stamped(const wire::Entry &entry, std::string_view room, const std::string &words) {
    std::string out = localTime(entry.at) + " ";
    if (!room.empty())
        out += std::string(room) + " ";
    return out + number(entry.seq) + " " + words;
}

wire::Map decoded(const wire::Bytes &bytes) {
    const Result<wire::Value> value = wire::decodeValue(bytes, {.mapKeys = limits::nameMapKeys});
    INVARIANT(value.ok() && value->as<wire::Map>() != nullptr, "our own encoding can be read");
    return *value->as<wire::Map>();
}

std::string withRoom(wire::Map map, const RoomName &room) {
    map.emplace(map.begin(), "room", wire::Value(room.value));
    return wire::toJson(wire::Value(std::move(map)));
}

} // namespace

std::string shown(std::string_view text, std::string_view indent) {
    std::string out;
    while (!text.empty()) {
        const auto special = text.find_first_of("\n\t\\");
        out += escaped(text.substr(0, special));
        if (special == std::string_view::npos)
            break;
        if (text[special] == '\n')
            out.append("\n").append(indent);
        else
            out += text[special] == '\t' ? "    " : "\\";
        text.remove_prefix(special + 1);
    }
    return out;
}

std::string localTime(TimeMs at) {
    return formatted(at, "%Y-%m-%d %H:%M:%S");
}
std::string localMinute(TimeMs at) {
    return formatted(at, "%H:%M");
}
std::string localDay(TimeMs at) {
    return formatted(at, "%A, %Y-%m-%d");
}

std::string sentence(const wire::Entry &entry) {
    return std::visit(Sentence{.by = entry.by.value, .redacted = entry.redacted}, entry.content);
}

std::string sentence(const wire::Message &message) {
    std::string words = sentence(message.entry);
    if (message.edited && !message.entry.redacted)
        words += " (edited)";
    if (message.pinned)
        words += " (pinned)";
    if (message.replies > 0)
        words += message.replies == 1 ? " (1 reply)"
                                      : " (" + std::to_string(message.replies) + " replies)";
    std::string reactions;
    for (const auto &[emoji, names] : message.reactions)
        reactions +=
            (reactions.empty() ? "" : "  ") + shown(emoji) + " " + std::to_string(names.size());
    return reactions.empty() ? words : words + " [" + reactions + "]";
}

std::string line(const wire::Entry &entry, std::string_view room) {
    return stamped(entry, room, sentence(entry));
}
std::string line(const wire::Message &message, std::string_view room) {
    return stamped(message.entry, room, sentence(message));
}

std::string calledName(const wire::RoomSummary &room, const AccountName &me) {
    if (room.kind != wire::RoomKind::direct)
        return room.room.value;
    std::string name;
    for (const AccountName &other : room.with)
        name += (name.empty() ? "@" : ",") + other.value;
    return name.empty() ? "@" + me.value : name;
}

std::string json(const wire::Entry &entry, const RoomName &room) {
    return withRoom(decoded(wire::encodeEntry(entry)), room);
}
std::string json(const wire::Message &message, const RoomName &room) {
    return withRoom(decoded(wire::encodeMessage(message)), room);
}

std::vector<std::string> jsonRows(const wire::Reply &reply, std::string_view key) {
    wire::Map map = decoded(wire::encodeReply(std::nullopt, reply));
    std::vector<std::string> rows;
    if (key.empty()) {
        std::erase_if(map,
                      [](const auto &field) { return field.first == "re" || field.first == "ok"; });
        rows.push_back(wire::toJson(wire::Value(std::move(map))));
        return rows;
    }
    const wire::Value *held = wire::find(map, key);
    INVARIANT(held != nullptr && held->as<wire::Array>() != nullptr, "the reply has that list");
    for (const wire::Value &row : *held->as<wire::Array>())
        rows.push_back(wire::toJson(row));
    return rows;
}

std::string table(const std::vector<std::vector<std::string>> &rows) {
    std::vector<std::size_t> widths;
    for (const auto &row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths.resize(std::max(widths.size(), row.size()));
            widths[i] = std::max(widths[i], columnsOf(row[i]));
        }
    std::string out;
    for (const auto &row : rows) {
        std::string text;
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 < row.size())
                text.append(widths[i] - columnsOf(row[i]) + 2, ' ');
        }
        out += text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
    }
    return out;
}

} // namespace zchat::cli
