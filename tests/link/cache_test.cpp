#include "shared/link/cache.hpp"
#include "shared/wire/fold.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
using namespace zchat::link;

namespace {

const AccountName alice("alice");
const RoomName lobby("lobby");

Cache opened(const tests::TemporaryFolder &folder, bool keepPages = true) {
    auto cache = Cache::open(folder.path(), alice, keepPages);
    INFO((cache.ok() ? std::string() : cache.why()));
    REQUIRE(cache.ok());
    return std::move(*cache);
}

void carry(Cache &cache, std::vector<client::Keep> keeps) {
    const Outcome outcome = cache.carryOut(keeps);
    INFO((outcome.ok() ? std::string() : outcome.why()));
    REQUIRE(outcome.ok());
}

EntryId idOf(std::uint64_t number) {
    EntryId id;
    for (std::size_t i = 0; i < 8; ++i)
        id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return id;
}

client::KeptDraft draft(std::uint64_t order, const std::string &body) {
    return client::KeptDraft{.order = order,
                             .id = idOf(order),
                             .room = lobby,
                             .content = wire::Text{.body = body, .reply = {}, .mentions = {}},
                             .refusal = std::nullopt};
}

wire::Entry text(std::uint64_t seq) {
    wire::Entry entry;
    entry.seq = Seq{seq};
    entry.at = 1'789'000'000'000;
    entry.by = AccountName("bob");
    entry.id = idOf(seq);
    entry.content = wire::Text{.body = "line " + std::to_string(seq), .reply = {}, .mentions = {}};
    return entry;
}

std::vector<wire::Entry> texts(std::uint64_t first, std::uint64_t last) {
    std::vector<wire::Entry> entries;
    for (std::uint64_t seq = first; seq <= last; ++seq)
        entries.push_back(text(seq));
    return entries;
}

std::vector<wire::Message> messages(std::uint64_t first, std::uint64_t last) {
    std::vector<wire::Message> made;
    for (wire::Entry &entry : texts(first, last))
        made.push_back(wire::toMessage(std::move(entry)));
    return made;
}

struct Bounds {
    std::optional<Seq> before = {};
    std::optional<Seq> after = {};
    std::optional<Seq> around = {};
    std::uint64_t limit = 50;
};
std::optional<Cache::Window> window(Cache &cache, const Bounds &bounds) {
    return cache.window(client::LoadWindow{.token = 1,
                                           .room = lobby,
                                           .before = bounds.before,
                                           .after = bounds.after,
                                           .around = bounds.around,
                                           .limit = bounds.limit});
}
std::vector<std::uint64_t> seqsOf(const std::optional<Cache::Window> &page) {
    std::vector<std::uint64_t> seqs;
    if (page)
        for (const wire::Message &message : page->messages)
            seqs.push_back(message.entry.seq.value);
    return seqs;
}

} // namespace

TEST_CASE("cache: what was kept is there at the next start") {
    const tests::TemporaryFolder folder;
    client::KeptDraft refused = draft(2, "no");
    refused.refusal =
        Refusal{.code = Code::denied, .text = "Not here.", .retryMs = {}, .versions = {}};
    wire::RoomSummary summary;
    summary.room = lobby;
    summary.title = "The lobby";
    summary.head = Seq{9};
    summary.role = wire::Role::owner;
    const wire::Me me{
        .name = alice, .title = "Alice", .role = wire::AccountRole::admin, .device = {}};
    {
        Cache cache = opened(folder);
        carry(cache,
              {client::KeepDraft{draft(3, "later")}, client::KeepDraft{draft(1, "first")},
               client::KeepDraft{refused}, client::KeepRoom{summary},
               client::KeepMarker{.room = lobby, .seq = Seq{4}},
               client::KeepText{.room = lobby, .text = "unfinis"},
               client::KeepPosition{.room = lobby, .position = Seq{9}}, client::KeepMe{.me = me}});
    }
    Cache cache = opened(folder);
    const auto kept = cache.kept();
    REQUIRE(kept.ok());
    REQUIRE(kept->drafts.size() == 3);
    CHECK(kept->drafts[0] == draft(1, "first"));
    CHECK(kept->drafts[1] == refused);
    CHECK(kept->drafts[2] == draft(3, "later"));
    CHECK(kept->rooms.at(lobby) == summary);
    CHECK(kept->positions.at(lobby) == Seq{9});
    CHECK(kept->markers.at(lobby) == Seq{4});
    CHECK(kept->composers.at(lobby) == "unfinis");
    CHECK(kept->me == me);
}

TEST_CASE("cache: one step is kept whole or not at all") {
    const tests::TemporaryFolder folder;
    client::Kept memory;
    Cache cache = opened(folder);
    const std::vector<client::Keep> steps{
        client::KeepDraft{draft(1, "one")}, client::KeepPosition{.room = lobby, .position = Seq{3}},
        client::KeepEntries{.room = lobby, .entries = texts(4, 6)},
        client::ForgetDraft{.id = idOf(1)}};
    carry(cache, steps);
    for (const client::Keep &step : steps)
        client::carryOut(memory, step);
    const auto kept = cache.kept();
    REQUIRE(kept.ok());
    CHECK(kept->positions == memory.positions); // the tests' own disk agrees
    CHECK(kept->drafts == memory.drafts);
}

TEST_CASE("cache: entries are folded into the messages that they change") {
    const tests::TemporaryFolder folder;
    Cache cache = opened(folder);
    wire::Entry edit = text(4);
    edit.content = wire::Edit{.of = Seq{2}, .body = "better"};
    wire::Entry react = text(5);
    react.content = wire::React{.of = Seq{1}, .emoji = "+1", .on = true};
    carry(cache, {client::KeepEntries{.room = lobby, .entries = texts(1, 3)}});
    carry(cache, {client::KeepEntries{.room = lobby, .entries = {edit, react}}});
    carry(cache,
          {client::KeepEntries{.room = lobby, .entries = {edit, react}}}); // again: no change
    const auto page = window(cache, {});
    REQUIRE(page);
    CHECK(page->complete);
    CHECK(page->head == Seq{5});
    REQUIRE(seqsOf(page) == std::vector<std::uint64_t>{1, 2, 3});
    CHECK(std::get<wire::Text>(page->messages[1].entry.content).body == "better");
    CHECK(page->messages[0].reactions.at("+1").size() == 1);
}

TEST_CASE("cache: a page counts as complete only where the broker would not have more") {
    const tests::TemporaryFolder folder;
    Cache cache = opened(folder);
    carry(cache, {client::KeepPosition{.room = lobby, .position = Seq{100}},
                  client::KeepEntries{.room = lobby, .entries = texts(101, 110)}});
    CHECK(window(cache, {.limit = 5})->complete);
    CHECK(seqsOf(window(cache, {.limit = 5})) ==
          std::vector<std::uint64_t>{106, 107, 108, 109, 110});
    CHECK_FALSE(window(cache, {.limit = 50})->complete);
    CHECK_FALSE(window(cache, {.before = Seq{103}, .limit = 50})->complete);
    CHECK(seqsOf(window(cache, {.before = Seq{103}, .limit = 2})) ==
          std::vector<std::uint64_t>{101, 102});
    CHECK(window(cache, {.after = Seq{107}})->complete);
    CHECK(seqsOf(window(cache, {.after = Seq{107}})) == std::vector<std::uint64_t>{108, 109, 110});
    CHECK_FALSE(window(cache, {.after = Seq{50}})->complete);
    CHECK(window(cache, {.around = Seq{105}, .limit = 4})->complete);
    CHECK(seqsOf(window(cache, {.around = Seq{105}, .limit = 4})) ==
          std::vector<std::uint64_t>{103, 104, 105, 106});

    SECTION("older pages that touch it make it longer") {
        carry(cache,
              {client::KeepPage{
                  .room = lobby, .messages = messages(81, 100), .low = Seq{81}, .high = Seq{100}}});
        CHECK(window(cache, {.limit = 30})->complete);
        CHECK(seqsOf(window(cache, {.limit = 30})).size() == 30);
    }
    SECTION("pages that do not touch it are left out") {
        carry(cache,
              {client::KeepPage{
                  .room = lobby, .messages = messages(40, 50), .low = Seq{40}, .high = Seq{50}}});
        CHECK(seqsOf(window(cache, {.limit = 50})).size() == 10);
    }
    SECTION("a skip begins anew") {
        carry(cache, {client::KeepPosition{.room = lobby, .position = Seq{500}}});
        CHECK(seqsOf(window(cache, {})).empty());
        CHECK_FALSE(window(cache, {})->complete);
    }
    SECTION("a room that was left leaves nothing") {
        carry(cache, {client::ForgetRoom{.room = lobby}});
        CHECK_FALSE(window(cache, {}));
    }
}

TEST_CASE("cache: the kept pages of a room are bounded") {
    const tests::TemporaryFolder folder;
    Cache cache = opened(folder);
    for (std::uint64_t first = 1; first < 5'000; first += 200)
        carry(cache, {client::KeepEntries{.room = lobby, .entries = texts(first, first + 199)}});
    std::size_t held = 0;
    Seq before{5'001};
    for (auto page = seqsOf(window(cache, {.before = before, .limit = 200})); !page.empty();
         page = seqsOf(window(cache, {.before = before, .limit = 200}))) {
        held += page.size();
        before = Seq{page.front()};
    }
    CHECK(held >= 2'000);
    CHECK(held <= 2'400);
}

TEST_CASE("cache: without pages only what a person did is kept") {
    const tests::TemporaryFolder folder;
    {
        Cache cache = opened(folder, false);
        carry(cache, {client::KeepDraft{draft(1, "one")},
                      client::KeepEntries{.room = lobby, .entries = texts(1, 3)}});
    }
    Cache cache = opened(folder, false);
    CHECK(cache.kept()->drafts.size() == 1);
    CHECK(cache.kept()->positions.empty());
    CHECK_FALSE(window(cache, {}));
}

TEST_CASE(
    "cache: a second owner takes a file of its own, and its posts are taken over in the end") {
    const tests::TemporaryFolder folder;
    {
        Cache first = opened(folder);
        carry(first, {client::KeepDraft{draft(1, "one")}});
        Cache second = opened(folder);
        CHECK(second.kept()->drafts.empty()); // those of a living owner stay its own
        carry(second, {client::KeepDraft{draft(7, "two")}});
        Cache third = opened(folder);
        carry(third, {client::KeepDraft{draft(4, "three")}});
    }
    {
        Cache next = opened(folder);
        const auto drafts = next.kept()->drafts;
        REQUIRE(drafts.size() == 3);
        CHECK(drafts[0].id == idOf(1));
        CHECK(drafts[1].id == idOf(7));
        CHECK(drafts[2].id == idOf(4));
        CHECK(drafts[2].order == 3);
    }
    Cache again = opened(folder);
    CHECK(again.kept()->drafts.size() == 3);
}

TEST_CASE("cache: a file that is none is left untouched, with a sentence") {
    const tests::TemporaryFolder folder;
    std::FILE *file = std::fopen((folder.path() / "alice.db").c_str(), "w");
    REQUIRE(file != nullptr);
    std::fputs("this is no database, but somebody's diary of some length\n", file);
    std::fclose(file);
    const auto cache = Cache::open(folder.path(), alice, true);
    CHECK(cache.faulted());
    CHECK_FALSE(cache.why().empty());
}

namespace {

client::KeptTransfer upload(std::uint64_t order) {
    client::KeptTransfer kept;
    kept.order = order;
    kept.id = idOf(order);
    kept.upload = true;
    kept.room = lobby;
    kept.path = "/home/alice/not \xff utf8";
    kept.file.name = "photo.jpg";
    kept.file.size = 5'000'000'000;
    kept.file.hash.bytes.fill(7);
    kept.file.media = "image/jpeg";
    kept.file.width = 800;
    kept.file.height = 600;
    kept.file.body = "caption";
    kept.file.reply = Seq{3};
    kept.modified = 1'789'000'000'000;
    kept.transfer = 12;
    kept.paused = true;
    return kept;
}

client::KeptTransfer download(std::uint64_t order) {
    client::KeptTransfer kept;
    kept.order = order;
    kept.id = idOf(order);
    kept.room = lobby;
    kept.seq = Seq{9};
    kept.file.name = "notes.txt";
    kept.folder = "/home/alice/downloads";
    kept.saveAs = "/elsewhere/notes.txt";
    kept.why = "The disk is full.";
    return kept;
}

} // namespace

TEST_CASE("cache: transfers come back as they were kept, until they are forgotten") {
    const tests::TemporaryFolder folder;
    {
        Cache cache = opened(folder);
        carry(cache, {client::KeepTransfer{upload(1)}, client::KeepTransfer{download(2)},
                      client::KeepTransfer{download(3)}, client::ForgetTransfer{idOf(3)}});
    }
    Cache cache = opened(folder, false);
    auto kept = cache.kept();
    REQUIRE(kept.ok());
    REQUIRE(kept->transfers.size() == 2);
    CHECK(kept->transfers.at(idOf(1)) == upload(1));
    CHECK(kept->transfers.at(idOf(2)) == download(2));
}

TEST_CASE("cache: transfers of a program that ended are taken over by whoever starts") {
    const tests::TemporaryFolder folder;
    {
        Cache first = opened(folder);
        Cache second = opened(folder);
        carry(first, {client::KeepTransfer{upload(1)}});
        carry(second, {client::KeepTransfer{upload(2)}});
    }
    Cache cache = opened(folder);
    auto kept = cache.kept();
    REQUIRE(kept.ok());
    CHECK(kept->transfers.size() == 2);
    CHECK(kept->transfers.at(idOf(2)).order > kept->transfers.at(idOf(1)).order);
    Cache other = opened(folder);
    CHECK(other.kept()->transfers.empty());
}
