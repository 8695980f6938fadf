// Damage at random places of the broker's store and of the files of messages: whatever is asked
// then, the answer is the right one or none, and a check finds it.
//
// ZCHAT_FLIPS says how many damages, ZCHAT_FLIPS_SEED which; a failure prints its own.
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>

#include "broker/store/blob_folder.hpp"
#include "broker/store/maintenance.hpp"
#include "shared/base/text.hpp"
#include "shared/crypto/hash.hpp"
#include "tests/store/rigs.hpp"
#include "tests/support/decoded.hpp"

using namespace zchat;
using namespace zchat::tests;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t page = 4096;
constexpr std::size_t sector = 512;

std::uint64_t numberFrom(const char *name, std::uint64_t otherwise) {
    const char *text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string contentOf(const fs::path &file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void overwrite(const fs::path &file, std::size_t at, const std::string &bytes) {
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(static_cast<std::streamoff>(at));
    out << bytes;
    REQUIRE(out.good());
}

// Every verb of the seam, asked of a sound store first.
class Questions final {
public:
    explicit Questions(const hub::ReadStore &sound) {
        const auto everybody = sound.everyAccount();
        const auto everywhere = sound.everyRoom();
        ofPeople(sound, everybody);
        for (const hub::RoomRecord &room : everywhere) {
            ofRoom(sound, room);
            for (const hub::AccountRecord &who : everybody)
                ofMember(sound, room.name, who.name);
        }
        ofFiles(sound);
        REQUIRE_FALSE(sound.fault().has_value());
    }

    // How many were not answered. Each answer must be the sound one.
    [[nodiscard]] std::size_t askedOf(hub::ReadStore &store) const {
        std::size_t unanswered = 0;
        for (std::size_t i = 0; i < questions_.size(); ++i) {
            store.clearFault();
            const bool same = questions_[i](store);
            if (store.fault()) {
                ++unanswered;
            } else if (!same) {
                CAPTURE(i);
                FAIL_CHECK("a damaged store answered otherwise than a sound one");
            }
        }
        return unanswered;
    }
    [[nodiscard]] std::size_t count() const { return questions_.size(); }

private:
    template <class Ask>
    void ask(const hub::ReadStore &sound, Ask question) {
        questions_.push_back([expected = question(sound), question](const hub::ReadStore &store) {
            return question(store) == expected;
        });
    }

    void ofPeople(const hub::ReadStore &sound, const std::vector<hub::AccountRecord> &everybody) {
        using hub::ReadStore;
        ask(sound, [](const ReadStore &s) { return s.everyAccount(); });
        ask(sound, [](const ReadStore &s) { return s.everyDevice(); });
        ask(sound, [](const ReadStore &s) { return s.everyTicket(); });
        ask(sound, [](const ReadStore &s) { return s.everyRoom(); });
        ask(sound, [](const ReadStore &s) { return s.hasAccounts(); });
        ask(sound, [](const ReadStore &s) { return s.accounts("", std::nullopt, 100); });
        for (const hub::AccountRecord &person : everybody) {
            const AccountName who = person.name;
            ask(sound, [who](const ReadStore &s) { return s.account(who); });
            ask(sound, [who](const ReadStore &s) { return s.devicesOf(who); });
            ask(sound, [who](const ReadStore &s) { return s.joinedBy(who); });
            ask(sound, [who](const ReadStore &s) { return s.visibleTo(who, std::nullopt, 100); });
            ask(sound, [who](const ReadStore &s) { return s.fileBytes(who); });
            ask(sound, [who](const ReadStore &s) {
                return everythingFound([&](const std::optional<std::string> &from) {
                    return s.mentions(who, std::nullopt, from, 100);
                });
            });
            ask(sound, [who](const ReadStore &s) {
                return everythingFound([&](const std::optional<std::string> &from) {
                    return s.search({.viewer = who,
                                     .rooms = std::nullopt,
                                     .words = "words",
                                     .from = std::nullopt,
                                     .has = std::nullopt,
                                     .since = std::nullopt,
                                     .until = std::nullopt,
                                     .page = from,
                                     .limit = 100});
                });
            });
        }
        for (const hub::DeviceRecord &device : sound.everyDevice())
            ask(sound, [key = device.key](const ReadStore &s) { return s.device(key); });
        for (const hub::TicketRecord &ticket : sound.everyTicket())
            ask(sound, [key = ticket.key](const ReadStore &s) { return s.ticket(key); });
    }

    void ofRoom(const hub::ReadStore &sound, const hub::RoomRecord &record) {
        using hub::ReadStore;
        const RoomName room = record.name;
        ask(sound, [room](const ReadStore &s) { return s.room(room); });
        ask(sound, [room](const ReadStore &s) { return s.members(room, std::nullopt, 100); });
        ask(sound, [room](const ReadStore &s) { return s.entries(room, Seq{0}, 200, wholePage); });
        ask(sound, [room](const ReadStore &s) {
            return s.history(room,
                             {.before = std::nullopt,
                              .after = std::nullopt,
                              .around = std::nullopt,
                              .limit = 200},
                             wholePage);
        });
        for (const wire::Entry &entry : decoded(sound.entries(room, Seq{0}, 200, wholePage))) {
            ask(sound, [room, seq = entry.seq](const ReadStore &s) { return s.entry(room, seq); });
            ask(sound,
                [room, seq = entry.seq](const ReadStore &s) { return s.message(room, seq); });
            if (entry.id)
                ask(sound,
                    [by = entry.by, id = *entry.id](const ReadStore &s) { return s.idOf(by, id); });
        }
    }

    void ofMember(const hub::ReadStore &sound, const RoomName &room, const AccountName &who) {
        using hub::ReadStore;
        ask(sound, [=](const ReadStore &s) { return s.member(room, who); });
        ask(sound, [=](const ReadStore &s) { return s.marker(who, room, ""); });
        for (const std::uint64_t marker : {0U, 7U, 20U})
            ask(sound, [=](const ReadStore &s) { return s.counts(who, room, Seq{marker}); });
    }

    void ofFiles(const hub::ReadStore &sound) {
        using hub::ReadStore;
        ask(sound, [](const ReadStore &s) { return s.fileBytes(std::nullopt); });
        ask(sound, [](const ReadStore &s) { return s.transfersBefore(9'000'000, 100); });
        ask(sound, [](const ReadStore &s) { return s.references(idOf<Hash>(9)); });
    }

    // On all pages: on a busy machine one ends early, for want of time.
    template <class Look>
    static std::vector<std::pair<RoomName, Seq>> everythingFound(Look look) {
        std::vector<std::pair<RoomName, Seq>> seqs;
        hub::FoundPage found = look(std::nullopt);
        while (true) {
            for (const hub::FoundMessage &each : found.found)
                seqs.emplace_back(each.room, each.message.entry.seq);
            if (!found.next)
                return seqs;
            found = look(found.next);
        }
    }

    std::vector<std::function<bool(const hub::ReadStore &)>> questions_;
};

// What a bad disk may make of a file: a bit or a byte that flipped, a sector or a page of zeros, a
// page that belongs elsewhere.
struct Damage {
    std::size_t at = 0;
    std::string bytes;
};
Damage someDamage(const std::string &whole, std::mt19937_64 &random) {
    const auto below = [&random](std::size_t bound) { return random() % bound; };
    const std::size_t byte = below(whole.size());
    const std::size_t place = byte / page * page;
    switch (below(5)) {
    case 0:
        return {byte, std::string(1, static_cast<char>(whole[byte] ^ (1 << below(8))))};
    case 1:
        return {byte, std::string(1, static_cast<char>(whole[byte] ^ (1 + below(255))))};
    case 2:
        return {byte / sector * sector, std::string(sector, '\0')};
    case 3:
        return {place, std::string(page, '\0')};
    default:
        return {place, whole.substr(below(whole.size() / page) * page, page)};
    }
}

void addPeople(hub::Store &store) {
    wire::File file;
    file.name = "later.bin";
    file.size = 70;
    file.hash = idOf<Hash>(5);
    store.begin();
    store.put(hub::DeviceRecord{.key = idOf<PublicKey>(1),
                                .account = AccountName("alice"),
                                .label = "desk",
                                .added = 1,
                                .seen = 2,
                                .revoked = false,
                                .ticket = std::nullopt});
    store.put(hub::TicketRecord{.key = idOf<PublicKey>(2),
                                .purpose = wire::Purpose::account,
                                .name = AccountName("carol"),
                                .scope = std::nullopt,
                                .by = AccountName("alice"),
                                .expires = 5'000'000,
                                .usesLeft = 3,
                                .revoked = false});
    store.put(hub::TransferRecord{.number = store.nextTransfer(),
                                  .account = AccountName("bob"),
                                  .id = idOf<EntryId>(3),
                                  .digest = idOf<Hash>(4),
                                  .room = RoomName("lobby"),
                                  .file = file,
                                  .offered = 1'000});
    Speaker speaker(store);
    speaker.makeRoom("files");
    speaker.join("files", "alice");
    commit(store);
}

} // namespace

TEST_CASE("store: damage anywhere is never served as data, and a check finds it") {
    SqliteRig rig;
    fill(rig.store());
    addPeople(rig.store());
    const Questions questions(rig.store());
    REQUIRE(questions.count() > 100);
    rig.held.reset();
    const std::string whole = contentOf(rig.file());
    REQUIRE(whole.size() % page == 0);
    REQUIRE(whole.substr(36, 4) == std::string(4, '\0')); // there is no free page
    const std::uint64_t flips = numberFrom("ZCHAT_FLIPS", 250);
    const std::uint64_t seed = numberFrom("ZCHAT_FLIPS_SEED", 1);
    std::mt19937_64 random(seed);
    std::uint64_t done = 0;
    std::uint64_t refused = 0;
    while (done < flips) {
        const Damage damage = someDamage(whole, random);
        if (whole.compare(damage.at, damage.bytes.size(), damage.bytes) == 0)
            continue;
        ++done;
        CAPTURE(seed, done, damage.at, damage.bytes.size());
        overwrite(rig.file(), damage.at, damage.bytes);
        const Result<store::CheckReport> report = store::check({.database = rig.file()});
        if (report.ok()) {
            CHECK_FALSE(report->sound());
            CHECK(store::sentencesOf(*report).back().find("restore the last backup") !=
                  std::string::npos);
        } else {
            CHECK(report.why().find("estore it from a backup") != std::string::npos);
        }
        const Result<std::unique_ptr<store::SqliteReader>> reader =
            store::SqliteReader::open(rig.file());
        if (reader.ok())
            static_cast<void>(questions.askedOf(**reader));
        else
            ++refused;
        overwrite(rig.file(), damage.at, whole.substr(damage.at, damage.bytes.size()));
    }
    CHECK(refused < done);
    std::printf("%llu damages, %llu of them refused at opening\n",
                static_cast<unsigned long long>(done), static_cast<unsigned long long>(refused));
    const std::unique_ptr<store::SqliteReader> sound = rig.reader();
    CHECK(questions.askedOf(*sound) == 0);
}

TEST_CASE("store: a check finds damage anywhere in a file that was sent, and names the file") {
    SqliteRig rig;
    const store::BlobFolder folder(rig.folder.path() / "blobs");
    REQUIRE(folder.make());
    std::mt19937_64 random(numberFrom("ZCHAT_FLIPS_SEED", 1));
    std::string sent(70'000, '\0');
    for (char &byte : sent)
        byte = static_cast<char>(random());
    wire::File file;
    file.name = "a.bin";
    file.size = sent.size();
    file.hash = crypto::hash(sent);
    Result<store::BlobFile> partial = folder.openPartial(1);
    REQUIRE((partial.ok() && partial->write(0, sent) && partial->sync()));
    REQUIRE(folder.seal(1, file.hash));
    Speaker speaker(rig.store());
    rig.store().begin();
    speaker.makeRoom("ops");
    speaker.say("ops", "alice", file);
    commit(rig.store());
    const auto found = [&] {
        Result<store::CheckReport> report =
            store::check({.database = rig.file(), .blobs = rig.folder.path() / "blobs"});
        REQUIRE(report.ok());
        return *report;
    };
    CHECK(found().sound());
    for (std::uint64_t done = 0; done < numberFrom("ZCHAT_FLIPS", 250) / 5; ++done) {
        const std::size_t at = random() % sent.size();
        CAPTURE(at);
        overwrite(folder.blob(file.hash), at, std::string(1, static_cast<char>(sent[at] ^ 0x20)));
        const store::CheckReport report = found();
        REQUIRE(report.findings.size() == 1);
        CHECK(report.findings.front().find(toHex(file.hash)) != std::string::npos);
        CHECK(store::sentencesOf(report).back().find("restore the last backup") !=
              std::string::npos);
        overwrite(folder.blob(file.hash), at, sent.substr(at, 1));
    }
    CHECK(found().sound());
}

TEST_CASE("store: a store without sums is written anew at its first start, and nothing is lost") {
    SqliteRig rig;
    rig.held.reset();
    for (const char *suffix : {"", "-wal", "-shm"})
        fs::remove(rig.file().string() + suffix);
    fs::copy_file(fs::path(ZCHAT_KEPT_STORES) / "version-1.db", rig.file());
    const std::string before = contentOf(rig.file());
    CHECK(store::SqliteReader::open(rig.file()).faulted());
    rig.held = rig.opened();
    rig.held.reset();
    CHECK(contentOf(rig.file())[20] == 8); // bytes that SQLite leaves at the end of each page
    CHECK(contentOf(rig.file().string() + ".version-1").size() == before.size());
    const Result<store::CheckReport> report = store::check({.database = rig.file()});
    REQUIRE(report.ok());
    CHECK(report->sound());
    std::string lines;
    REQUIRE(store::exportLines(rig.file(), [&lines](std::string_view line) {
                lines.append(line).push_back('\n');
                return true;
            }).ok());
    CHECK(lines == contentOf(fs::path(ZCHAT_KEPT_STORES) / "version-1.jsonl"));
    std::string bytes = contentOf(rig.file());
    const std::size_t title = bytes.find("Operations");
    REQUIRE(title != std::string::npos);
    overwrite(rig.file(), title, "0");
    const std::unique_ptr<store::SqliteReader> reader = rig.reader();
    CHECK_FALSE(reader->room(RoomName("ops")).has_value());
    CHECK(reader->fault().has_value());
}
