#include "tools/cli/commands.hpp"

#include <cstdio>

namespace zchat::cli {

ExitCode run(const Invocation &invocation, const Signals &signals, Output &output) {
    const Place place{.common = invocation.common,
                      .signals = signals,
                      .output = output,
                      .say = [](const std::string &sentence) {
                          std::fprintf(stderr, "chat-cli: %s\n", sentence.c_str());
                      }};
    struct Runner {
        const Place &place;
        ExitCode operator()(const SendOptions &o) const { return runSend(place, o); }
        ExitCode operator()(const ChangeOptions &o) const { return runChange(place, o); }
        ExitCode operator()(const UploadOptions &o) const { return runUpload(place, o); }
        ExitCode operator()(const DownloadOptions &o) const { return runDownload(place, o); }
        ExitCode operator()(const FollowOptions &o) const { return runFollow(place, o); }
        ExitCode operator()(const TalkOptions &o) const { return runTalk(place, o); }
        ExitCode operator()(const HistoryOptions &o) const { return runHistory(place, o); }
        ExitCode operator()(const SearchOptions &o) const { return runSearch(place, o); }
        ExitCode operator()(const MentionsOptions &o) const { return runMentions(place, o); }
        ExitCode operator()(const RoomsOptions &o) const { return runRooms(place, o); }
        ExitCode operator()(const PeopleOptions &o) const { return runPeople(place, o); }
        ExitCode operator()(const MembersOptions &o) const { return runMembers(place, o); }
        ExitCode operator()(const ReadOptions &o) const { return runRead(place, o); }
        ExitCode operator()(const DirectOptions &o) const { return runDirect(place, o); }
        ExitCode operator()(const WhoamiOptions &) const { return runWhoami(place); }
        ExitCode operator()(const DevicesOptions &) const { return runDevices(place); }
        ExitCode operator()(const TicketOptions &o) const { return runTicket(place, o); }
        ExitCode operator()(const RequestsOptions &o) const { return runRequests(place, o); }
    };
    const ExitCode code = std::visit(Runner{place}, invocation.command);
    switch (output.flush()) {
    case Output::Flushed::done:
    case Output::Flushed::closed: // whoever read has seen enough
        return code;
    case Output::Flushed::failed:
        break;
    }
    place.say("The output cannot be written.");
    return ExitCode::localFailure;
}

} // namespace zchat::cli
