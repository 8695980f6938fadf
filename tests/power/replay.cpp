// test_power JOURNAL DISKS SEED: plays a journal back, cuts the power at DISKS random places, and
// opens what each leaves with the real store and the real files.
//
// On each of them all that a client had heard acknowledged must stand as it was sent, nothing may
// be half there, and the store must go on: one more turn commits, and a check finds all sound.
// Ends with one line of figures, or with status 1 and a sentence for each disk that was not well.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "broker/shell/data_folder.hpp"
#include "broker/store/blob_folder.hpp"
#include "broker/store/maintenance.hpp"
#include "broker/store/sqlite_store.hpp"
#include "shared/base/text.hpp"
#include "tests/power/disk.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
namespace fs = std::filesystem;

namespace {

// One line that the client appended, cut at its tabs.
using Words = std::vector<std::string>;

Words split(std::string_view line) {
    Words words(1);
    for (const char c : line)
        if (c == '\t')
            words.emplace_back();
        else
            words.back() += c;
    return words;
}

std::string contentOf(const fs::path &file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<power::Record> recordsOf(const std::string &journal) {
    std::vector<power::Record> records;
    for (std::size_t at = 0; at + sizeof(power::Head) <= journal.size();) {
        power::Head head{};
        std::copy_n(journal.data() + at, sizeof head, reinterpret_cast<char *>(&head));
        at += sizeof head;
        const std::string_view rest = std::string_view(journal).substr(at);
        records.push_back({.head = head,
                           .text = rest.substr(0, head.textBytes),
                           .data = rest.substr(head.textBytes, head.dataBytes)});
        at += head.textBytes + head.dataBytes;
    }
    return records;
}

// What the client knows by now.
class Heard final {
public:
    void add(const Words &words) {
        if (words[0] == "redacting")
            redacting_.insert({words[1], words[2]});
        else if (words[0] == "marker")
            raise(markers_[{words[1], words[2]}], std::stoull(words[3]));
        else if (words[0] == "keys")
            keys_[words[1]] = words[2];
        else
            entries_.push_back(words);
    }
    [[nodiscard]] std::size_t count() const { return entries_.size(); }
    [[nodiscard]] bool knowsServer() const { return !keys_.empty(); }

    // What is not as it was acknowledged; empty: nothing.
    [[nodiscard]] std::string compare(const hub::ReadStore &store, const fs::path &data) const {
        for (const auto &[name, content] : keys_)
            if (contentOf(data / name) != content + "\n")
                return name + " is gone or another";
        for (const Words &words : entries_)
            if (std::string wrong = compareEntry(store, words); !wrong.empty())
                return wrong;
        for (const auto &[whose, seq] : markers_)
            if (store.marker(AccountName(whose.first), RoomName(whose.second), "").value < seq)
                return "the marker of " + whose.first + " stands before " + std::to_string(seq);
        return {};
    }

private:
    using Pair = std::pair<std::string, std::string>;

    static void raise(std::uint64_t &marker, std::uint64_t to) { marker = std::max(marker, to); }

    // entry|said|redacted|file, room, seq, id, by, and what kind it is, the words or the hash
    [[nodiscard]] std::string compareEntry(const hub::ReadStore &store, const Words &words) const {
        const std::string name = words[0] + ' ' + words[2] + " of " + words[1];
        const std::optional<wire::Entry> entry =
            store.entry(RoomName(words[1]), Seq{std::stoull(words[2])});
        if (!entry)
            return name + " is not there";
        if (words[0] == "redacted")
            return entry->redacted ? "" : name + " has its words again";
        if (entry->by.value != words[4] || !entry->id || toHex(*entry->id) != words[3])
            return name + " is another's";
        if (entry->redacted && redacting_.contains({words[1], words[2]}))
            return {};
        if (const auto *text = std::get_if<wire::Text>(&entry->content);
            words[0] == "said" && (text == nullptr || text->body != words[5]))
            return name + " has other words";
        if (const auto *file = std::get_if<wire::File>(&entry->content);
            words[0] == "file" && (file == nullptr || toHex(file->hash) != words[5]))
            return name + " has another file";
        return {};
    }

    std::vector<Words> entries_;
    std::set<Pair> redacting_;
    std::map<Pair, std::uint64_t> markers_;
    std::map<std::string, std::string> keys_;
};

std::string checked(const shell::DataPaths &paths) {
    const Result<store::CheckReport> report =
        store::check({.database = paths.database(), .blobs = paths.blobs()});
    if (!report)
        return report.why();
    return report->sound() ? std::string() : report->findings.front();
}

// One more message by somebody who was never there.
std::string goOn(store::SqliteStore &store) {
    hub::RoomRecord room;
    room.name = RoomName("after");
    room.head = Seq{1};
    room.lastAt = 1;
    wire::Entry entry;
    entry.seq = Seq{1};
    entry.at = 1;
    entry.by = AccountName("zoe");
    entry.id = EntryId{};
    entry.content = wire::Text{.body = "still here", .reply = std::nullopt, .mentions = {}};
    store.begin();
    store.put(room);
    store.append(room.name, entry, Hash{});
    const Outcome committed = store.commit();
    return committed ? std::string() : committed.why();
}

// What is wrong with a disk that a power loss left; empty: nothing.
std::string wrongWith(const fs::path &folder, const Heard &heard) {
    const shell::DataPaths paths(folder / "server" / "data");
    std::error_code ignored;
    if (!fs::exists(paths.database(), ignored))
        return heard.count() == 0 && !heard.knowsServer() ? "" : "the database is gone";
    {
        Result<std::unique_ptr<store::SqliteStore>> store =
            store::SqliteStore::open(paths.database());
        if (!store)
            return store.why();
        if (std::string wrong = heard.compare(**store, paths.folder); !wrong.empty())
            return wrong;
        if (const std::optional<Fault> fault = (*store)->fault())
            return fault->text;
        if (std::string wrong = checked(paths); !wrong.empty())
            return wrong;
        if (std::string wrong = goOn(**store); !wrong.empty())
            return wrong;
    }
    return checked(paths);
}

struct Loss {
    std::uint64_t cut;
    std::uint64_t seed;
};

} // namespace

int main(int count, char **words) {
    if (count != 4) {
        std::fprintf(stderr, "usage: test_power JOURNAL DISKS SEED\n");
        return 2;
    }
    const std::string journal = contentOf(words[1]);
    const std::vector<power::Record> records = recordsOf(journal);
    std::mt19937_64 random(std::strtoull(words[3], nullptr, 10));
    std::vector<Loss> losses(std::strtoull(words[2], nullptr, 10));
    for (Loss &loss : losses)
        loss = {.cut = random() % (records.size() + 1), .seed = random()};
    std::sort(losses.begin(), losses.end(),
              [](const Loss &a, const Loss &b) { return a.cut < b.cut; });

    const tests::TemporaryFolder temporary;
    power::Disk disk;
    Heard heard;
    std::uint64_t played = 0;
    int wrong = 0;
    for (const Loss &loss : losses) {
        for (; played < loss.cut; ++played) {
            disk.apply(records[played]);
            if (records[played].head.op == power::Op::acknowledged)
                heard.add(split(records[played].text));
        }
        std::mt19937_64 dice(loss.seed);
        const fs::path folder = temporary.path() / "disk";
        fs::create_directory(folder);
        disk.leaveTo(folder, dice);
        if (const std::string sentence = wrongWith(folder, heard); !sentence.empty()) {
            std::fprintf(stderr, "power lost after record %llu of %zu (seed %llu): %s\n",
                         static_cast<unsigned long long>(loss.cut), records.size(),
                         static_cast<unsigned long long>(loss.seed), sentence.c_str());
            if (++wrong == 10)
                break;
        }
        fs::remove_all(folder);
    }
    std::printf("%zu disks from %zu records with %zu acknowledged entries: %d not well\n",
                losses.size(), records.size(), heard.count(), wrong);
    return wrong == 0 && heard.count() > 0 ? 0 : 1;
}
