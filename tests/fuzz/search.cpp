// Words to search for and the cursors of pages, given to the store that the broker serves from.
#include "broker/store/sqlite_store.hpp"
#include "shared/base/text.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;

namespace {

constexpr std::uint64_t pageLimit = 3;

class Searched final {
public:
    Searched() {
        Result<std::unique_ptr<store::SqliteStore>> made =
            store::SqliteStore::open(folder_.path() / "chat.db");
        INVARIANT(made.ok(), "a store can be made");
        store_ = std::move(*made);
        store_->begin();
        fill(RoomName("lobby"), wire::RoomKind::publicRoom, "seen");
        fill(RoomName("den"), wire::RoomKind::privateRoom, "secret");
        INVARIANT(store_->commit().ok(), "what is searched is kept");
    }

    void search(std::string_view words, const std::optional<std::string> &page) {
        hub::SearchQuery query{.viewer = AccountName("bob"),
                               .rooms = std::nullopt,
                               .words = std::string(words),
                               .from = std::nullopt,
                               .has = std::nullopt,
                               .since = std::nullopt,
                               .until = std::nullopt,
                               .page = page,
                               .limit = pageLimit};
        // A page may lead to the next one as long as there is something left to find.
        for (std::size_t pages = 0; pages < messages_ / pageLimit + 2; ++pages) {
            const hub::FoundPage found = store_->search(query);
            check(found);
            if (!found.next)
                return;
            query.page = found.next;
        }
        INVARIANT(false, "pages come to an end");
    }

    void mentions(const std::optional<std::string> &page) {
        check(store_->mentions(AccountName("bob"), std::nullopt, page, pageLimit));
    }

private:
    void check(const hub::FoundPage &page) {
        INVARIANT(!store_->fault(), "no words and no cursor make a store fail");
        INVARIANT(page.found.size() <= pageLimit, "a page is bounded");
        for (const hub::FoundMessage &found : page.found) {
            INVARIANT(found.room == RoomName("lobby"), "nobody finds what they may not read");
            INVARIANT(isUtf8(found.snippet), "a snippet is text");
        }
    }

    void fill(const RoomName &room, wire::RoomKind kind, const std::string &word) {
        hub::RoomRecord record{.name = room,
                               .kind = kind,
                               .title = {},
                               .topic = {},
                               .archived = false,
                               .head = Seq{0},
                               .lastAt = 0,
                               .members = 0,
                               .direct = {}};
        store_->put(record);
        for (const std::string &body :
             {word + " one two", word + " \"quoted\" AND (near OR not*)", word + " Straße É ñandú",
              word + " https://example.org/a_b-c", word + " 漢字 and 😀", word + " @bob look"}) {
            record.head = record.head.next();
            wire::Entry entry{.seq = record.head,
                              .at = 1'000 + static_cast<TimeMs>(record.head.value),
                              .by = AccountName("alice"),
                              .id = EntryId{},
                              .content = wire::Text{.body = body, .reply = {}, .mentions = {"bob"}},
                              .redacted = false};
            entry.id->bytes[0] = static_cast<std::uint8_t>(++messages_);
            store_->append(room, entry, Hash{});
        }
        store_->put(record);
    }

    tests::TemporaryFolder folder_;
    std::unique_ptr<store::SqliteStore> store_;
    std::size_t messages_ = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    static Searched searched;
    fuzz::Pieces pieces(fuzz::textOf(data, size));
    const bool withPage = pieces.byte() % 2 == 1;
    const std::string_view words = pieces.text();
    std::optional<std::string> page;
    if (withPage)
        page = std::string(pieces.text());
    // The codec lets nothing else through to a store.
    if (!isUtf8(words) || words.find('\0') != std::string_view::npos ||
        (page && (!isUtf8(*page) || page->find('\0') != std::string::npos)))
        return 0;
    searched.search(words, page);
    searched.mentions(page);
    return 0;
}
