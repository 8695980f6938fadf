// Whatever a broker says to a client that trusts it no further than its key: bodies, frames,
// answers to what was really asked, lost connections. The brain goes on and stays in its bounds.
#include <vector>

#include "shared/client/bounds.hpp"
#include "shared/client/core.hpp"
#include "shared/wire/codec.hpp"
#include "tests/fuzz/target.hpp"

using namespace zchat;
using namespace zchat::client;

namespace {

constexpr std::size_t mostPieces = 64;

class Driven final {
public:
    Driven() {
        CoreConfig config;
        config.address = Address{.host = "broker.example", .port = defaultPort};
        config.name = AccountName("alice");
        config.device.bytes.fill(1);
        core_.emplace(std::move(config));
        in(Start{});
        signIn();
        in(Ask{.command =
                   PostDraft{.id = EntryId{},
                             .room = RoomName("lobby"),
                             .content = wire::Text{.body = "hello", .reply = {}, .mentions = {}}}});
    }

    // One piece: its first byte says what it is.
    void hear(std::uint8_t kind, std::string_view bytes) {
        switch (kind % 6) {
        case 0:
            return in(BodyHeard{.body = wire::Bytes(bytes)});
        case 1:
            return in(TopicHeard{.frame = wire::Bytes(bytes)});
        case 2:
            return answer(bytes);
        case 3:
            return in(TransferBodyHeard{.body = wire::Bytes(bytes)});
        case 4:
            return pass(static_cast<std::int64_t>(bytes.size()) * 100);
        case 5:
            in(SocketDown{.socket = Socket::requests});
            pass(20'000);
            return signIn();
        }
    }

private:
    void in(Input input) {
        for (const Output &output : core_->step(std::move(input), now_)) {
            if (const auto *send = std::get_if<Send>(&output))
                note(send->body);
            if (const auto *keep = std::get_if<Keep>(&output))
                carryOut(kept_, *keep);
        }
        INVARIANT(kept_.drafts.size() <= 2, "nobody but the person makes drafts");
    }

    void note(const wire::Bytes &body) {
        const wire::Incoming asked = wire::decodeRequest(body);
        INVARIANT(asked.re && asked.request.ok(), "a client says nothing that is refused unread");
        asked_.push_back(*asked.re);
    }

    // The fields given, as the answer to the latest question that is still open.
    void answer(std::string_view bytes) {
        Result<wire::Value> value = wire::decodeValue(bytes, {.mapKeys = limits::nameMapKeys});
        wire::Map *fields = value.ok() ? value->as<wire::Map>() : nullptr;
        if (fields == nullptr || asked_.empty())
            return;
        for (auto &[key, held] : *fields)
            if (key == "re")
                held = wire::Value(static_cast<std::int64_t>(asked_.back()));
        asked_.pop_back();
        in(BodyHeard{.body = wire::encodeValue(wire::Value(*fields))});
    }

    void pass(std::int64_t ms) {
        const std::int64_t until = now_ + ms;
        while (core_->nextDueMs() <= until) {
            INVARIANT(core_->nextDueMs() > now_ || ++stuck_ < 1'000, "time moves on");
            now_ = std::max(now_, core_->nextDueMs());
            in(Tick{});
        }
        stuck_ = 0;
        now_ = until;
    }

    void signIn() {
        PublicKey broker;
        broker.bytes.fill(2);
        asked_.clear();
        in(DoorAnswered{
            .line = FrontLine{
                .key = broker, .requests = 5556, .events = 5557, .name = "b", .front = {}}});
        in(SocketUp{.socket = Socket::requests});
        if (asked_.empty())
            return; // it was told to stay away
        wire::HelloReply hello;
        hello.me = wire::Me{.name = AccountName("alice"), .title = {}, .role = {}, .device = {}};
        hello.me->device.bytes.fill(1);
        wire::RoomSummary lobby;
        lobby.room = RoomName("lobby");
        lobby.head = Seq{3};
        lobby.role = wire::Role::member;
        hello.rooms = {lobby};
        const std::uint64_t re = asked_.back();
        asked_.pop_back();
        in(BodyHeard{.body = wire::encodeReply(re, hello)});
        in(SocketUp{.socket = Socket::events});
    }

    std::optional<ClientCore> core_;
    Kept kept_;
    std::vector<std::uint64_t> asked_;
    std::int64_t now_ = 1'000;
    std::size_t stuck_ = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    Driven brain;
    fuzz::Pieces pieces(fuzz::textOf(data, size));
    for (std::size_t count = 0; count < mostPieces && !pieces.empty(); ++count) {
        const std::uint8_t kind = pieces.byte();
        brain.hear(kind, pieces.text());
    }
    return 0;
}
