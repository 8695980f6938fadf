#include "tools/cli/talk.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <unistd.h>

#include "shared/base/text.hpp"
#include "tools/cli/pieces.hpp"
#include "tools/cli/render.hpp"

namespace zchat::cli {

Talk::Talk(const Place &place, Target room)
    : place_(place)
    , terminal_(place.output)
    , session_(place.common,
               {.events = true, .joinedRooms = true, .keepCache = true, .transfers = true},
               place.signals, [this](const std::string &sentence) { tell(sentence); })
    , wanted_(std::move(room)) {
    session_.tellConnection(true);
}

ExitCode Talk::run() {
    const Until firstConnection = session_.deadline();
    bool wasOnline = false;
    while (true) {
        if (!session_.moreWaits() && !terminal_.draw(prompt(), editor_))
            return ExitCode::done;
        const Until late = leaveBy_ ? leaveBy_ : wasOnline ? Until() : firstConnection;
        const bool listens = !inputOver_ && (terminal_.interactive() || !wanted_);
        const Session::Happening happening =
            session_.next(late, listens ? std::optional(STDIN_FILENO) : std::nullopt);
        std::optional<ExitCode> end;
        if (std::holds_alternative<Session::Interrupted>(happening))
            end = ExitCode::interrupted;
        else if (std::holds_alternative<Session::InputReady>(happening))
            end = readInput();
        else if (std::holds_alternative<Session::Late>(happening) && !terminal_.interactive())
            end = session_.giveUp();
        else if (const auto *notice = std::get_if<client::Notice>(&happening))
            hear(*notice);
        takeLines();
        if (std::holds_alternative<Session::Late>(happening) && !wasOnline) {
            session_.giveUp(); // a person is told once and may go on waiting
            wasOnline = true;
        }
        wasOnline = wasOnline || session_.online();
        if (!end && session_.ended())
            end = session_.ended();
        if (!end && (quit_ || saidAll()))
            end = ExitCode::done;
        if (end) {
            if (!unstored_.empty())
                tell("What is not sent yet stays in the outbox and goes out at the next start.");
            return *end;
        }
    }
}

std::optional<ExitCode> Talk::readInput() {
    std::array<char, 16 * limits::KiB> bytes; // NOLINT: read() fills it
    const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return std::nullopt;
    if (count <= 0)
        return endOfInput();
    const std::string_view read(bytes.data(), static_cast<std::size_t>(count));
    if (terminal_.interactive())
        return feedTerminal(read);
    inputLines_ += read;
    return std::nullopt;
}

// Lines of a pipe wait until the room is open that was asked for before them.
void Talk::takeLines() {
    while (!wanted_ && !inputLines_.empty()) {
        const auto end = inputLines_.find('\n');
        if (end == std::string::npos && !inputOver_)
            return;
        const std::string line = readable(std::string_view(inputLines_).substr(0, end));
        inputLines_.erase(0, end == std::string::npos ? end : end + 1);
        entered(line);
    }
}

// Byte by byte, since a Tab must be answered before the keys after it are understood.
std::optional<ExitCode> Talk::feedTerminal(std::string_view bytes) {
    for (const char &byte : bytes)
        for (const LineEditor::Happening &happening : editor_.feed(std::string_view(&byte, 1)))
            if (auto end = typed(happening))
                return end;
    return std::nullopt;
}

std::optional<ExitCode> Talk::typed(const LineEditor::Happening &happening) {
    switch (happening.kind) {
    case LineEditor::Kind::entered:
        entered(happening.line);
        break;
    case LineEditor::Kind::cancelled:
        if (happening.line.empty())
            return ExitCode::interrupted;
        break;
    case LineEditor::Kind::ended:
        return ExitCode::done;
    case LineEditor::Kind::complete:
        completeWord();
        break;
    case LineEditor::Kind::redraw:
        terminal_.clear();
        break;
    }
    return std::nullopt;
}

// Without a terminal the end of stdin is the end, once everything said is stored.
std::optional<ExitCode> Talk::endOfInput() {
    if (terminal_.interactive())
        return ExitCode::done;
    inputOver_ = true;
    leaveBy_ = session_.deadline();
    return std::nullopt;
}

// Whether a pipe has ended and everything in it is answered.
bool Talk::saidAll() const {
    return inputOver_ && inputLines_.empty() && unstored_.empty() && answers_.empty() && !wanted_;
}

void Talk::entered(const std::string &line) {
    if (line.find_first_not_of(" \t\r\n") == std::string::npos)
        return;
    if (!line.starts_with('/') || line.starts_with("//")) {
        for (std::string &text :
             toMessages(line.starts_with("//") ? line.substr(1) : line, Style::plain))
            post(wire::Text{.body = std::move(text), .reply = std::nullopt, .mentions = {}});
        return;
    }
    const auto space = line.find(' ');
    const std::string name = line.substr(1, space == std::string::npos ? space : space - 1);
    const auto begin = space == std::string::npos ? space : line.find_first_not_of(' ', space);
    const std::string arguments = begin == std::string::npos ? std::string() : line.substr(begin);
    for (const SlashCommand &command : slashCommands())
        if (command.name == name) {
            (this->*command.run)(arguments);
            return;
        }
    tell("There is no command /" + shown(name, " ") + ". /help lists them.");
}

void Talk::completeWord() {
    const std::string word = editor_.wordBeforeCursor();
    const std::vector<std::string> candidates = candidatesFor(word);
    if (candidates.empty())
        return;
    std::string common = candidates.front();
    for (const std::string &candidate : candidates) {
        const auto differs =
            std::mismatch(common.begin(), common.end(), candidate.begin(), candidate.end());
        common.erase(differs.first, common.end());
    }
    if (candidates.size() == 1)
        common += ' ';
    else if (common == word) {
        std::string all;
        for (const std::string &candidate : candidates)
            all += (all.empty() ? "" : "  ") + candidate;
        terminal_.print(terminal_.dim(all));
    }
    editor_.replaceWord(common);
}

std::vector<std::string> Talk::candidatesFor(const std::string &word) const {
    std::vector<std::string> candidates;
    const auto offer = [&](const std::string &candidate) {
        if (!word.empty() && candidate.starts_with(word))
            candidates.push_back(candidate);
    };
    if (editor_.wordIsFirst() && word.starts_with('/')) {
        for (const SlashCommand &command : slashCommands())
            offer("/" + std::string(command.name));
        return candidates;
    }
    for (const std::string &person : people_) {
        offer("@" + person);
        offer(person);
    }
    for (const auto &[name, room] : rooms_)
        if (room.kind != wire::RoomKind::direct && editor_.line().starts_with('/'))
            offer(name.value);
    return candidates;
}

void Talk::post(wire::Content content) {
    // A room that is still to be opened can be written to; the outbox keeps it until then. A direct
    // room has no name before the broker told it, and what is meant for it goes nowhere else.
    const auto *wanted = wanted_ ? std::get_if<RoomName>(&wanted_->where) : nullptr;
    if (wanted_ && wanted == nullptr) {
        tell("The direct room is not open yet, so nothing was sent.");
        return;
    }
    if (!room_ && wanted == nullptr) {
        tell("No room is open, so nothing was sent. /join ROOM opens one, /rooms lists them.");
        return;
    }
    const EntryId id = link::Link::newId();
    unstored_.insert(id);
    session_.push(client::PostDraft{
        .id = id, .room = wanted ? *wanted : *room_, .content = std::move(content)});
    if (!session_.online())
        tell("It will be sent once there is a connection.");
}

void Talk::tell(const std::string &text) {
    terminal_.print(terminal_.dim("* " + text));
}

std::string Talk::prompt() const {
    std::string words = room_ ? nameOf(*room_) : "";
    std::uint64_t elsewhere = 0;
    for (const auto &[name, room] : rooms_)
        if (room.role && name != room_ && room.notify == wire::Notify::all)
            elsewhere += room.unread;
    if (elsewhere > 0)
        words += " +" + std::to_string(elsewhere);
    if (!session_.online())
        words += words.empty() ? "offline" : " (offline)";
    return words + "> ";
}

std::string Talk::nameOf(const RoomName &room) const {
    const auto found = rooms_.find(room);
    return found == rooms_.end() ? room.value : calledName(found->second, session_.me().name);
}

ExitCode runTalk(const Place &place, const TalkOptions &options) {
    return Talk(place, options.room).run();
}

} // namespace zchat::cli
