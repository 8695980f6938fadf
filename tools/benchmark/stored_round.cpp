#include "tools/benchmark/stored_round.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "shared/base/limits.hpp"
#include "shared/crypto/random.hpp"
#include "tools/benchmark/asker.hpp"
#include "tools/benchmark/client.hpp"
#include "tools/benchmark/questions.hpp"

namespace zchat::bench {

namespace {

using Clock = std::chrono::steady_clock;

// A round at scale 1: a 99th percentile wants some hundred.
constexpr std::uint64_t pings = 400;
constexpr std::uint64_t pages = 400;
constexpr std::uint64_t searches = 200;
constexpr std::uint64_t posts = 400;
constexpr int followedPages = 200; // of one search; the last one says that there is more

template <class Shape>
Result<Shape> answerTo(Asker &asker, const wire::Request &request) {
    Result<Asker::Answered> answered = asker.ask(request);
    if (!answered)
        return answered.fault();
    Shape *shape = std::get_if<Shape>(&answered->reply);
    INVARIANT(shape != nullptr, "a reply has the shape of its request");
    return std::move(*shape);
}

Result<double> medianPing(Asker &asker, std::uint64_t count) {
    std::vector<double> each;
    while (each.size() < count) {
        const Result<Asker::Answered> answered = asker.ask(wire::Ping{});
        if (!answered)
            return answered.fault();
        each.push_back(answered->ms);
    }
    return median(each);
}

Result<SeenRooms> roomsSeenBy(Asker &asker, std::uint64_t seed) {
    std::vector<wire::RoomSummary> all;
    for (std::optional<RoomName> after;;) {
        const Result<wire::RoomsReply> page = answerTo<wire::RoomsReply>(
            asker, wire::Rooms{.after = after, .limit = limits::pageEntries});
        if (!page)
            return page.fault();
        if (page->rooms.empty())
            return SeenRooms(std::move(all), seed);
        all.insert(all.end(), page->rooms.begin(), page->rooms.end());
        after = all.back().room;
    }
}

// Milliseconds at the broker: the way there and back is a ping's.
struct Times {
    std::vector<double> first; // of each answer
    std::vector<double> whole; // searches: with every further page until 50 hits or the end
};

double atBroker(double ms, double pingMs) {
    return std::max(0.0, ms - pingMs);
}

// The rest of a search whose first answer was not all that there is.
Result<double> followed(Asker &asker, wire::Search request, const wire::HitsReply &first,
                        double pingMs) {
    double ms = 0;
    std::size_t hits = first.hits.size();
    request.page = first.next;
    for (int page = 1; page < followedPages && request.page && hits < limits::pageHits; ++page) {
        const Result<Asker::Answered> answered = asker.ask(request);
        if (!answered)
            return answered.fault();
        ms += atBroker(answered->ms, pingMs);
        const auto &more = std::get<wire::HitsReply>(answered->reply);
        hits += more.hits.size();
        request.page = more.next;
    }
    return ms;
}

Result<Times> timesOf(Asker &asker, SeenRooms &rooms, const Question &question, std::uint64_t count,
                      double pingMs) {
    Times times;
    while (times.first.size() < count) {
        const wire::Request request = question.draw(rooms);
        const Result<Asker::Answered> answered = asker.ask(request);
        if (!answered)
            return answered.fault();
        times.first.push_back(atBroker(answered->ms, pingMs));
        const auto *search = std::get_if<wire::Search>(&request);
        if (search == nullptr)
            continue;
        const Result<double> rest =
            followed(asker, *search, std::get<wire::HitsReply>(answered->reply), pingMs);
        if (!rest)
            return rest.fault();
        times.whole.push_back(times.first.back() + *rest);
    }
    return times;
}

void addQuantiles(const std::string &name, const std::vector<double> &each, Report &report) {
    report.add(name + ", p50 ms", quantile(each, 0.5));
    report.add(name + ", p99 ms", quantile(each, 0.99));
}

Outcome askEverything(const Settings &settings, Asker &asker, SeenRooms &rooms,
                      const std::string &prefix, Report &report) {
    const Result<double> pingMs = medianPing(asker, scaled(pings, settings.scale));
    if (!pingMs)
        return pingMs.fault();
    report.add(prefix + pingFigure, *pingMs);
    Times anySearch;
    for (const Question &question : everyQuestion()) {
        const bool isSearch = question.topic == Topic::search;
        const Result<Times> times = timesOf(
            asker, rooms, question, scaled(isSearch ? searches : pages, settings.scale), *pingMs);
        if (!times)
            return times.fault();
        addQuantiles(prefix + question.name, times->first, report);
        if (!isSearch)
            continue;
        anySearch.first.insert(anySearch.first.end(), times->first.begin(), times->first.end());
        anySearch.whole.insert(anySearch.whole.end(), times->whole.begin(), times->whole.end());
    }
    report.add(prefix + anySearchFigure, quantile(anySearch.first, 0.99));
    report.add(prefix + wholeSearchFigure, quantile(anySearch.whole, 0.99));
    return Done{};
}

// One in flight; milliseconds of each.
Result<std::vector<double>> postTimes(const Settings &settings, Asker &asker, sim::Chance &chance) {
    std::vector<double> each;
    while (each.size() < scaled(posts, settings.scale)) {
        const Result<Asker::Answered> answered = asker.ask(
            wire::Post{.room = RoomName("lobby"),
                       .id = crypto::randomId<EntryId>(),
                       .content = wire::Text{.body = someWords(chance.next(), settings.bytes),
                                             .reply = {},
                                             .mentions = {}},
                       .prev = {}});
        if (!answered)
            return answered.fault();
        each.push_back(answered->ms);
    }
    return each;
}

// Searches of every kind, one after the other, on a connection of its own for as long as it lives.
class SearchLoop final {
public:
    SearchLoop(const FrontLine &broker, const crypto::KeyPair &reader, const SeenRooms &rooms)
        : thread_([this, broker, reader, rooms] { run(broker, reader, rooms); }) {}
    ~SearchLoop() { static_cast<void>(end()); }
    SearchLoop(const SearchLoop &) = delete;
    SearchLoop &operator=(const SearchLoop &) = delete;

    [[nodiscard]] Outcome end() {
        ending_ = true;
        if (thread_.joinable())
            thread_.join();
        return outcome_;
    }

private:
    void run(const FrontLine &broker, const crypto::KeyPair &reader, SeenRooms rooms) {
        net::Context context;
        Asker asker(context, broker, reader);
        std::vector<Question> questions = everyQuestion();
        std::erase_if(questions, [](const Question &each) { return each.topic != Topic::search; });
        while (!ending_)
            for (const Question &question : questions)
                if (const Result<Asker::Answered> answered = asker.ask(question.draw(rooms));
                    !answered) {
                    outcome_ = answered.fault();
                    return;
                }
    }

    std::atomic<bool> ending_ = false;
    Outcome outcome_ = Done{};
    std::thread thread_; // last: it uses the others
};

Outcome postBesideSearches(const Settings &settings, const RunningBroker &broker,
                           const StoredHouse &house, Asker &asker, SeenRooms &rooms,
                           const std::string &prefix, Report &report) {
    const double before = broker.process.cpuSeconds();
    const auto alone = postTimes(settings, asker, rooms.chance());
    if (!alone)
        return alone.fault();
    report.add(prefix + postCpuFigure,
               (broker.process.cpuSeconds() - before) * 1e3 / static_cast<double>(alone->size()));
    SearchLoop searching(broker.line, house.reader, rooms);
    const auto beside = postTimes(settings, asker, rooms.chance());
    if (const Outcome searched = searching.end(); !searched)
        return searched;
    if (!beside)
        return beside.fault();
    addQuantiles(prefix + aloneFigure, *alone, report);
    addQuantiles(prefix + besideFigure, *beside, report);
    return Done{};
}

} // namespace

Outcome storedRound(const Settings &settings, const StoredHouse &house, const std::string &prefix,
                    Report &report) {
    const Clock::time_point begins = Clock::now();
    const Result<RunningBroker> broker = startBroker(settings.broker, house.folder);
    if (!broker)
        return broker.fault();
    net::Context context;
    Asker asker(context, broker->line, house.reader);
    const Result<wire::HelloReply> hello = answerTo<wire::HelloReply>(
        asker,
        wire::Hello{.versions = {limits::highestVersion}, .client = "chat-bench", .events = false});
    if (!hello)
        return hello.fault();
    if (!hello->me)
        return Fault{.text = "The store in " + house.folder + " does not know its reader."};
    report.add(prefix + startFigure, std::chrono::duration<double>(Clock::now() - begins).count());
    Result<SeenRooms> rooms = roomsSeenBy(asker, crypto::randomId<Hash>().bytes[0]);
    if (!rooms)
        return rooms.fault();
    if (const Outcome asked = askEverything(settings, asker, *rooms, prefix, report); !asked)
        return asked;
    return postBesideSearches(settings, *broker, house, asker, *rooms, prefix, report);
}

} // namespace zchat::bench
