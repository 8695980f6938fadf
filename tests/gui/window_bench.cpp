// window-bench: what the window costs on a cache of 1,000,000 messages, beside plain Qt.
//
//   window-bench [--json FILE] [--rounds N] [--check]
//
// With --check it ends with 1 where a median is above what the client promises.
//
// Makes the cache (500 rooms of 2,000 messages, as many as a client keeps of a room), then measures
// in processes of their own: from the start of the process until the newest messages are painted,
// memory, idle CPU and room switches on that cache, with the Link's real thread and no server; and
// with a scripted server: scrolling through 10,000 messages, resizing, and typing while 2,000
// messages a second arrive. Beside scrolling, a plain QListView with the same delegate over 400
// rows in the same run. Figures are wall-clock milliseconds on the offscreen platform, which paints
// in software as a window without a GPU does.
#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <optional>

#include "shared/base/memory.hpp"
#include "tests/gui/window_bench.hpp"

namespace {

using namespace zchat::gui::bench;

QJsonObject jsonOf(const Figures &figures) {
    QJsonObject object;
    for (const auto &[name, value] : figures)
        object[name] = value;
    return object;
}

// One part in a process of its own; what it found comes on its standard output.
std::optional<QJsonObject> runPart(const QString &part, const QString &home) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME"})
        environment.insert(name, home);
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(),
                  {part, QString::number(monotonicMs(), 'f', 3)});
    if (!process.waitForFinished(-1) || process.exitCode() != 0)
        return std::nullopt;
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

struct Goal {
    const char *name;
    double most; // 0: just told
};
constexpr Goal goals[] = {
    {"start until painted, ms", 500},
    {"room switch, median ms", 50},
    {"room switch, p99 ms", 0},
    {"memory after 100 rooms, MB", 120},
    {"idle CPU, %", 0.5},
    {"scrolling 10,000 messages, frame, median ms", 0},
    {"scrolling 10,000 messages, frame, p99 ms", 33},
    {"scrolling 10,000 messages, frame, worst ms", 0},
    {"plain list, frame, median ms", 0},
    {"plain list, frame, p99 ms", 0},
    {"memory after scrolling, MB", 120},
    {"resize, frame, median ms", 0},
    {"resize, frame, p99 ms", 33},
    {"typing beside 2,000 messages a second, key, median ms", 0},
    {"typing beside 2,000 messages a second, key, worst ms", 33},
    {"typing beside 2,000 messages a second, pass, worst ms", 33},
    {"messages that arrived meanwhile, a second", 0},
};

int measureAll(const QStringList &arguments) {
    const auto after = [&](const QString &option) {
        const auto at = arguments.indexOf(option);
        return at < 0 ? QString() : arguments.value(at + 1);
    };
    const int rounds = std::max(1, after("--rounds").isEmpty() ? 3 : after("--rounds").toInt());
    const QTemporaryDir home;
    if (!runPart("--make-cache", home.path()))
        return 1;
    std::map<QString, std::vector<double>> found;
    for (int round = 1; round <= rounds; ++round)
        for (const char *part : {"--start", "--scroll", "--resize", "--type"}) {
            std::fprintf(stderr, "round %d of %d: %s\n", round, rounds, part + 2);
            const auto figures = runPart(part, home.path());
            if (!figures)
                return 1;
            for (auto each = figures->begin(); each != figures->end(); ++each)
                found[each.key()].push_back(each.value().toDouble());
        }
    QJsonObject medians;
    int missed = 0;
    std::printf("%-58s %10s %10s\n", "medians", "window", "at most");
    for (const Goal &goal : goals) {
        const double median = quantile(found[goal.name], 0.5);
        medians[goal.name] = median;
        const bool isMissed = goal.most > 0 && median > goal.most;
        missed += isMissed ? 1 : 0;
        std::printf("%-58s %10.2f %10s%s\n", goal.name, median,
                    goal.most > 0 ? QByteArray::number(goal.most).constData() : "",
                    isMissed ? "  missed" : "");
    }
    std::printf("%-58s %10.2f\n", "scrolling, median frame beside the plain list's",
                medians["scrolling 10,000 messages, frame, median ms"].toDouble() /
                    medians["plain list, frame, median ms"].toDouble());
    if (QFile json(after("--json")); !json.fileName().isEmpty() && json.open(QIODevice::WriteOnly))
        json.write(QJsonDocument(medians).toJson());
    return arguments.contains("--check") && missed > 0 ? 1 : 0;
}

} // namespace

int main(int argc, char *argv[]) {
    zchat::keepFreedMemory();
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QString part = arguments.value(1);
    if (part == "--make-cache")
        return makeCache() ? 0 : 1;
    Figures figures;
    if (part == "--start")
        figures = measureStart(arguments.value(2).toDouble());
    else if (part == "--scroll")
        figures = measureScrolling();
    else if (part == "--resize")
        figures = measureResizing();
    else if (part == "--type")
        figures = measureTyping();
    else
        return measureAll(arguments);
    std::printf("%s\n", QJsonDocument(jsonOf(figures)).toJson(QJsonDocument::Compact).constData());
    return 0;
}
