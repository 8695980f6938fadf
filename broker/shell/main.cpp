// chat-broker: what it was asked to do, done.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <sys/signalfd.h>
#include <unistd.h>

#include "broker/shell/admin.hpp"
#include "broker/shell/broker.hpp"
#include "broker/shell/config.hpp"
#include "broker/shell/descriptors.hpp"
#include "broker/shell/keeping.hpp"
#include "shared/base/memory.hpp"

using namespace zchat;
using namespace zchat::shell;

namespace {

struct Arguments {
    int count;
    char **words;
};

// The signals that mean something here, to poll; blocked before any thread exists, so that none of
// them is ever interrupted.
int signalsToHeed() {
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a file over its quota is an error of that write, not our end
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

void sayWhereItIs(const ServeCommand &command, const Broker &broker, Log &log) {
    const FrontLine &line = broker.line();
    log.info("The broker listens.",
             {{"address", toString(Address{.host = command.bind.front(), .port = *line.front})},
              {"requests", std::int64_t{line.requests}},
              {"events", std::int64_t{line.events}},
              {"registration", command.registrationOpen ? "open" : "invite"},
              {"data", command.data.string()},
              {"fingerprint", crypto::fingerprint(line.key)}});
    if (command.registrationOpen &&
        !std::all_of(command.bind.begin(), command.bind.end(), isLoopback))
        log.warning("Registration is open on a public address: whoever reaches this broker can "
                    "make an account. Say --registration invite to let in by invitation only.");
    if (const std::optional<std::string> &invite = broker.firstInvite()) {
        std::printf("%s\n", invite->c_str());
        std::fflush(stdout);
        std::fprintf(stderr, "Nobody has an account here yet. Open the link above with a client: "
                             "its account will be the administrator.\n");
        if (!command.publicHost)
            std::fprintf(stderr, "From another machine, put its name for this one into the link; "
                                 "--public HOST does that for all links.\n");
    }
}

// SIGHUP: reads the configuration again. One that does not parse changes nothing.
void reload(const Arguments &arguments, Broker &broker, Log &log) {
    const Command again = parseCommandLine(arguments.count, arguments.words);
    const auto *serve = std::get_if<ServeCommand>(&again);
    if (serve == nullptr) {
        const auto *refused = std::get_if<PrintCommand>(&again);
        log.error("The configuration stays as it was.",
                  {{"why", refused != nullptr ? refused->text : std::string()}});
        return;
    }
    log.info("Read the configuration again: rate, log-level and the bounds on files hold from now "
             "on, the rest from the next start.");
    broker.changePace(serve->pace);
    broker.changeFiles(serve->files);
    log.setLowest(serve->logLevel);
}

// True: a signal asks for the end.
bool heed(int signals, const Arguments &arguments, Broker &broker, Log &log) {
    signalfd_siginfo signal{};
    while (::read(signals, &signal, sizeof signal) == sizeof signal) {
        if (signal.ssi_signo != SIGHUP)
            return true;
        reload(arguments, broker, log);
    }
    return false;
}

int serve(const ServeCommand &command, const Arguments &arguments) {
    keepFreedMemory();
    const int signals = signalsToHeed();
    raiseDescriptorLimit();
    Log log(stderr, command.logFormat, command.logLevel);
    Result<std::unique_ptr<Broker>> broker = Broker::start(command, log);
    if (!broker) {
        std::fprintf(stderr, "chat-broker: %s\n", broker.why().c_str());
        return exitFailed;
    }
    sayWhereItIs(command, **broker, log);
    if (const Outcome announced = (*broker)->announce(command); !announced) {
        std::fprintf(stderr, "chat-broker: %s\n", announced.why().c_str());
        return exitFailed;
    }
    const Loop::End end =
        (*broker)->run(signals, [&] { return heed(signals, arguments, **broker, log); });
    broker->reset();
    switch (end) {
    case Loop::End::asked:
        log.info("The broker has ended.");
        return exitOk;
    case Loop::End::broken:
        log.error("The disk failed: nothing more was acknowledged. Check the disk and the data "
                  "folder (chat-broker check) before starting again.");
        return exitFailed;
    }
    return exitFailed;
}

struct Run {
    Arguments arguments;
    int operator()(const ServeCommand &command) const { return serve(command, arguments); }
    int operator()(const AdminCommand &command) const { return administer(command); }
    int operator()(const BackupCommand &command) const { return backUp(command); }
    int operator()(const ExportCommand &command) const { return exportAll(command); }
    int operator()(const CheckCommand &command) const { return checkAll(command); }
    int operator()(const PrintCommand &command) const {
        std::fprintf(command.status == exitOk ? stdout : stderr, "%s\n", command.text.c_str());
        return command.status;
    }
};

} // namespace

int main(int argc, char *argv[]) {
    return std::visit(Run{.arguments = {.count = argc, .words = argv}},
                      parseCommandLine(argc, argv));
}
