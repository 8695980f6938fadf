// The sums that Unread keeps, beside counting anew all that was heard.
#include <map>
#include <random>

#include "shared/client/bounds.hpp"
#include "shared/client/unread.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::client;

namespace {

const AccountName me("alice");
constexpr int seeds = 200;
constexpr int actsPerSeed = 300;

wire::Entry said(Seq seq, const char *by, wire::Content content) {
    return {.seq = seq, .at = 0, .by = AccountName(by), .id = {}, .content = std::move(content)};
}

// A room as its broker has it, and the Unread of a client that hears it. The numbers told are those
// that a broker would tell.
class Room final {
public:
    explicit Room(std::uint32_t seed)
        : random_(seed) {
        tell();
    }

    void act() {
        switch (below(12)) {
        case 0:
            tell();
            break;
        case 1:
        case 2:
            unread.moveMarker(Seq{below(head_ + 3)});
            break;
        default:
            hear(1 + below(3));
            break;
        }
    }
    void hear(std::uint64_t entries) {
        std::vector<wire::Entry> news;
        for (std::uint64_t i = 0; i < entries; ++i)
            news.push_back(next());
        unread.heard(news, Unread::Reader{.me = me, .direct = false});
    }
    [[nodiscard]] UnreadCount counted() const { return after(unread.marker()); }

    Unread unread;

private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    wire::Entry next() {
        const Seq seq{++head_};
        const bool mine = below(5) == 0;
        const char *by = mine ? "alice" : "bob";
        const std::uint64_t kind = below(10);
        if (kind == 0) {
            const Seq of{1 + below(head_)};
            counts_.erase(of);
            return said(seq, by, wire::Redact{.of = of, .reason = {}});
        }
        if (kind == 1)
            return said(seq, by, wire::React{.of = Seq{1}, .emoji = "a"});
        wire::Text text{.body = "hi", .reply = {}, .mentions = {}};
        if (kind == 2)
            text.mentions = {below(2) == 0 ? "alice" : "all"};
        if (!mine)
            counts_[seq] = kind == 2;
        return said(seq, by, text);
    }
    void tell() {
        const Seq marker{below(head_ + 1)};
        unread.told(Seq{head_}, marker, after(marker));
    }
    [[nodiscard]] UnreadCount after(Seq marker) const {
        UnreadCount sum;
        for (auto each = counts_.upper_bound(marker); each != counts_.end(); ++each)
            sum += {.unread = 1, .mentions = each->second ? 1U : 0U};
        return sum;
    }

    std::mt19937 random_;
    std::uint64_t head_ = 0;
    std::map<Seq, bool> counts_; // others' messages; whether they name this account
};

} // namespace

TEST_CASE("unread: the sums are what counting anew would find, whatever comes") {
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        Room room(seed);
        int exact = 0;
        for (int i = 0; i < actsPerSeed; ++i) {
            room.act();
            INFO("seed " << seed << ", act " << i);
            if (!room.unread.exact())
                continue;
            ++exact;
            REQUIRE(room.unread.count() == room.counted());
        }
        CHECK(exact > 0);
    }
}

TEST_CASE("unread: what is no longer told apart still counts") {
    constexpr std::uint64_t heard = 2 * bounds::unreadKnown;
    Unread unread;
    for (std::uint64_t seq = 1; seq <= heard; ++seq) {
        wire::Text text{.body = "hi", .reply = {}, .mentions = {}};
        if (seq % 4 == 0)
            text.mentions = {"all"};
        unread.heard({said(Seq{seq}, "bob", text)}, Unread::Reader{.me = me});
    }
    CHECK(unread.exact());
    CHECK(unread.count() == UnreadCount{.unread = heard, .mentions = heard / 4});
    unread.moveMarker(Seq{heard - 100});
    CHECK(unread.count() == UnreadCount{.unread = 100, .mentions = 25});
    unread.moveMarker(Seq{heard});
    CHECK(unread.count() == UnreadCount{});
}
