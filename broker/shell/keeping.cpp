#include "broker/shell/keeping.hpp"

#include <cstdio>
#include <string>
#include <string_view>

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

std::string asJson(const store::CheckReport &report) {
    std::string findings;
    for (const std::string &finding : report.findings)
        findings += (findings.empty() ? "" : ",") + jsonString(finding);
    return std::string("{\"sound\":") + (report.sound() ? "true" : "false") +
           ",\"rooms\":" + std::to_string(report.rooms) +
           ",\"entries\":" + std::to_string(report.entries) +
           ",\"messages\":" + std::to_string(report.messages) +
           ",\"wrong\":" + std::to_string(report.wrong) + ",\"findings\":[" + findings + "]}";
}

} // namespace

int backUp(const BackupCommand &command) {
    const DataPaths paths(command.data);
    const Result<store::BackupReport> report =
        store::backup({.database = paths.database(),
                       .keys = {paths.brokerKey(), paths.adminKey(), paths.digestKey()},
                       .target = command.target});
    if (!report)
        return complain(report.why());
    for (const auto &[room, head] : report->heads)
        printLine(room.value + ' ' + std::to_string(head.value));
    std::fprintf(stderr,
                 "Backed up %llu entries, each room up to the head above. To restore, start a "
                 "broker on it: chat-broker --data %s\n",
                 static_cast<unsigned long long>(report->entries), command.target.c_str());
    return printedAll() ? exitOk : exitFailed;
}

int exportAll(const ExportCommand &command) {
    const Outcome exported = store::exportLines(DataPaths(command.data).database(), printLine);
    if (!exported)
        return complain(exported.why());
    return printedAll() ? exitOk : complain("The export could not be written.");
}

int checkAll(const CheckCommand &command) {
    const Result<store::CheckReport> report = store::check(DataPaths(command.data).database());
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
