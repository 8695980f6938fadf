// The command line of chat-cli as values: one struct for each command, and what all share.
//
// parseOptions is the only place that knows CLI11; it reads no environment itself, so that tests
// can ask it everything. What it returns is valid: names are folded, durations are durations.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/address.hpp"
#include "shared/wire/requests.hpp"
#include "tools/cli/exit_code.hpp"
#include "tools/cli/words.hpp"

namespace zchat::cli {

struct Common {
    Identity as;
    std::optional<InviteLink> invite;
    std::optional<std::string> home;
    std::chrono::milliseconds timeout{10'000}; // zero waits for ever
    bool json = false;
};

struct SendOptions {
    Target to;
    std::optional<std::string> text; // absent: stdin
    std::optional<std::chrono::milliseconds> batch;
    bool code = false;
    std::optional<Seq> reply;
    std::optional<std::string> dataType; // then the text is JSON
    std::string fallback;                // what people read of data
    bool printSeq = false;
    bool keep = false;
};
struct FollowOptions {
    std::vector<Target> rooms; // none: every room of the account
    std::optional<std::string> cursor;
    std::optional<Seq> from; // 1 is the first entry
    bool untilHead = false;
};
struct HistoryOptions {
    Target room;
    std::optional<Seq> before;
    std::optional<Seq> after;
    std::optional<Seq> around;
    std::uint64_t limit = limits::defaultLimit;
};
struct SearchOptions {
    std::string query;
    std::optional<Target> room;
    std::optional<AccountName> from;
    std::optional<wire::Has> has;
    std::optional<TimeMs> since;
    std::optional<TimeMs> until;
    std::uint64_t limit = limits::defaultLimit;
};
struct MentionsOptions {
    std::uint64_t limit = limits::defaultLimit;
};
struct RoomsOptions {
    bool all = false; // the public ones that one could join, too
};
struct PeopleOptions {
    std::optional<std::string> query;
};
struct ReadOptions {
    Target room;
    std::optional<Seq> seq;
    std::optional<std::string> cursor;
    bool lower = false;
};
struct TalkOptions {
    Target room{RoomName("lobby")};
};
struct MembersOptions {
    Target room;
};
struct DirectOptions {
    std::vector<AccountName> with;
};
struct WhoamiOptions {};
struct DevicesOptions {};
struct TicketOptions {
    wire::Ticket ticket;
};
// A request that names one room, one after the other: `invite ops bob carol` is two.
struct RequestsOptions {
    std::vector<wire::Request> requests;
    std::string said; // the sentence on success
};
// Something done to a message: it goes through the outbox like what send sends.
struct ChangeOptions {
    Target room;
    wire::Content content;
    bool readBody = false; // an edit whose text stands on stdin
};

struct UploadOptions {
    Target room;
    std::vector<std::string> files;
    std::string caption; // of the first, as is the reply
    std::optional<Seq> reply;
    bool printSeq = false;
    std::optional<bool> progress; // absent: on a terminal
};
struct DownloadOptions {
    Target room;
    Seq seq;
    std::optional<std::string> output; // exactly there
    std::string folder = ".";          // else in here, under a name of its own
    std::optional<bool> progress;
};

using Command =
    std::variant<SendOptions, FollowOptions, HistoryOptions, SearchOptions, MentionsOptions,
                 RoomsOptions, PeopleOptions, ReadOptions, TalkOptions, MembersOptions,
                 DirectOptions, WhoamiOptions, DevicesOptions, TicketOptions, RequestsOptions,
                 ChangeOptions, UploadOptions, DownloadOptions>;

struct Invocation {
    Common common;
    Command command;
};
// Nothing to do but to say something: help, the version, or what is wrong with the command line.
struct Saying {
    ExitCode code = ExitCode::done;
    std::string text;
};
// What the world says where the command line does not.
struct Surroundings {
    std::optional<std::string> as; // $ZCHAT_AS
    std::string loginName;
    TimeMs now = 0;
};
[[nodiscard]] std::variant<Invocation, Saying> parseOptions(const std::vector<std::string> &words,
                                                            const Surroundings &surroundings);

} // namespace zchat::cli
