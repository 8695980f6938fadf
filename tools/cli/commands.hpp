// The commands of chat-cli, each a function that runs to its end and says how it ended.
#pragma once

#include "tools/cli/exit_code.hpp"
#include "tools/cli/options.hpp"
#include "tools/cli/output.hpp"
#include "tools/cli/session.hpp"

namespace zchat::cli {

// What every command is given.
struct Place {
    const Common &common;
    const Signals &signals;
    Output &output;
    Session::Say say; // to stderr
};

// Runs whatever was asked; flushes the output.
[[nodiscard]] ExitCode run(const Invocation &invocation, const Signals &signals, Output &output);

[[nodiscard]] ExitCode runSend(const Place &place, const SendOptions &options);
[[nodiscard]] ExitCode runChange(const Place &place, const ChangeOptions &options);
[[nodiscard]] ExitCode runUpload(const Place &place, const UploadOptions &options);
[[nodiscard]] ExitCode runDownload(const Place &place, const DownloadOptions &options);
[[nodiscard]] ExitCode runFollow(const Place &place, const FollowOptions &options);
[[nodiscard]] ExitCode runTalk(const Place &place, const TalkOptions &options);

[[nodiscard]] ExitCode runHistory(const Place &place, const HistoryOptions &options);
[[nodiscard]] ExitCode runSearch(const Place &place, const SearchOptions &options);
[[nodiscard]] ExitCode runMentions(const Place &place, const MentionsOptions &options);
[[nodiscard]] ExitCode runRooms(const Place &place, const RoomsOptions &options);
[[nodiscard]] ExitCode runPeople(const Place &place, const PeopleOptions &options);
[[nodiscard]] ExitCode runMembers(const Place &place, const MembersOptions &options);
[[nodiscard]] ExitCode runRead(const Place &place, const ReadOptions &options);

[[nodiscard]] ExitCode runDirect(const Place &place, const DirectOptions &options);
[[nodiscard]] ExitCode runWhoami(const Place &place);
[[nodiscard]] ExitCode runDevices(const Place &place);
[[nodiscard]] ExitCode runTicket(const Place &place, const TicketOptions &options);
[[nodiscard]] ExitCode runRequests(const Place &place, const RequestsOptions &options);

// Every room that the account may list, page after page.
[[nodiscard]] Got<std::vector<wire::RoomSummary>> allRooms(Session &session);

} // namespace zchat::cli
