#include "broker/shell/keeping.hpp"

#include <cstdio>
#include <string>
#include <string_view>
#include <unistd.h>

#include "broker/shell/data_folder.hpp"
#include "broker/store/maintenance.hpp"
#include "shared/base/log.hpp"
#include "shared/base/text.hpp"

namespace zchat::shell {

namespace {

int complain(const std::string &sentence) {
    std::fprintf(stderr, "chat-broker: %s\n", escaped(sentence).c_str());
    return exitFailed;
}

bool printLine(std::string_view line) {
    return std::fwrite(line.data(), 1, line.size(), stdout) == line.size() &&
           std::fputc('\n', stdout) != EOF;
}

bool printedAll() {
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

// One line on a terminal that is written over; at most one for each per cent.
struct ShownProgress {
    std::uint64_t percent = 101;
    void operator()(store::Progress reached) {
        const std::uint64_t now = reached.doneBytes / (reached.allBytes / 100 + 1);
        if (now == percent)
            return;
        percent = now;
        std::fprintf(stderr, "\rLooking at files: %llu %%", static_cast<unsigned long long>(now));
    }
};

std::string asJson(const store::CheckReport &report) {
    std::string findings;
    for (const std::string &finding : report.findings)
        findings += (findings.empty() ? "" : ",") + jsonString(finding);
    return std::string("{\"sound\":") + (report.sound() ? "true" : "false") +
           ",\"rooms\":" + std::to_string(report.rooms) +
           ",\"entries\":" + std::to_string(report.entries) +
           ",\"messages\":" + std::to_string(report.messages) +
           ",\"files\":" + std::to_string(report.files) +
           ",\"file_bytes\":" + std::to_string(report.fileBytes) +
           ",\"strays\":" + std::to_string(report.strays) +
           ",\"wrong\":" + std::to_string(report.wrong) + ",\"findings\":[" + findings + "]}";
}

} // namespace

int backUp(const BackupCommand &command) {
    const DataPaths paths(command.data);
    const Result<store::BackupReport> report =
        store::backup({.database = paths.database(),
                       .keys = {paths.brokerKey(), paths.adminKey(), paths.digestKey()},
                       .target = command.target,
                       .blobs = paths.blobs()});
    if (!report)
        return complain(report.why());
    for (const auto &[room, head] : report->heads)
        printLine(room.value + ' ' + std::to_string(head.value));
    std::fprintf(stderr,
                 "Backed up %llu entries, each room up to the head above, and %llu files. To "
                 "restore, start a broker on it: chat-broker --data %s\n",
                 static_cast<unsigned long long>(report->entries),
                 static_cast<unsigned long long>(report->files), command.target.c_str());
    return printedAll() ? exitOk : exitFailed;
}

int exportAll(const ExportCommand &command) {
    const Outcome exported = store::exportLines(DataPaths(command.data).database(), printLine);
    if (!exported)
        return complain(exported.why());
    return printedAll() ? exitOk : complain("The export could not be written.");
}

int checkAll(const CheckCommand &command) {
    const DataPaths paths(command.data);
    store::CheckRequest request{.database = paths.database(), .blobs = paths.blobs()};
    if (::isatty(STDERR_FILENO) == 1)
        request.progress = ShownProgress{};
    const Result<store::CheckReport> report = store::check(request);
    if (request.progress)
        std::fputs("\r\x1b[K", stderr);
    if (!report)
        return complain(report.why());
    if (command.json)
        printLine(asJson(*report));
    else
        for (const std::string &sentence : store::sentencesOf(*report))
            printLine(sentence);
    return report->sound() && printedAll() ? exitOk : exitFailed;
}

} // namespace zchat::shell
