#include "broker/hub/query.hpp"

#include <algorithm>

#include "broker/hub/access.hpp"
#include "broker/hub/accounts.hpp"
#include "broker/hub/summary.hpp"
#include "shared/base/overloaded.hpp"
#include "shared/base/planted.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::hub {

namespace {

using Answered = Result<wire::Reply>;

template <class T>
concept ByAccounts = OneOf<T, wire::Devices, wire::Entries, wire::History, wire::Search,
                           wire::Mentions, wire::Rooms, wire::Members, wire::People>;

template <class T>
concept IsQuery = ByAccounts<T> || OneOf<T, wire::Hello, wire::Accounts>;

// More than a summary's names and numbers take beside its title, topic and people.
constexpr std::size_t summaryBytes = 320;

std::size_t sizeOf(const wire::RoomSummary &summary) {
    std::size_t size = summaryBytes + summary.title.size() + summary.topic.size();
    for (const AccountName &name : summary.with)
        size += name.value.size() + 2;
    return size;
}

// How many of the hits fit a page: at least one, so that a page always leads on.
std::size_t fitting(const std::vector<FoundMessage> &found) {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        bytes += wire::encodeMessage(found[i].message).size() + found[i].snippet.size() +
                 found[i].room.value.size() + 32;
        if (bytes > limits::pageBytes && i > 0)
            return i;
    }
    return found.size();
}

// Asks again for fewer where the hits would pass a page, so that `next` fits what is shown.
template <class Ask>
wire::Reply hitsOf(std::uint64_t limit, Ask ask) {
    FoundPage page = ask(limit);
    const std::size_t fits = fitting(page.found);
    if (fits < page.found.size())
        page = ask(fits);
    wire::HitsReply reply{.hits = {}, .next = page.next};
    for (FoundMessage &found : page.found)
        reply.hits.push_back(wire::Hit{.room = std::move(found.room),
                                       .message = std::move(found.message),
                                       .snippet = std::move(found.snippet)});
    return reply;
}

class Reading final {
public:
    Reading(ReadStore &store, const Asker &asker, const wire::Request &request, TimeMs now)
        : store_(store)
        , asker_(asker)
        , request_(request)
        , now_(now) {}

    // A stranger, a ticket and the data folder's key may say hello too: `me` is absent then.
    Answered operator()(const wire::Hello &) const {
        wire::HelloReply reply;
        const std::optional<DeviceRecord> device =
            asker_.folderKey ? std::nullopt : store_.device(asker_.device);
        if (!device)
            return wire::Reply{reply};
        const Result<Speaker> speaker = speakerFrom(device, store_.account(device->account));
        if (!speaker)
            return speaker.refusal();
        reply.me = meOf(speaker->account, device->key);
        reply.rooms = roomsOf(speaker->account, std::nullopt, limits::defaultLimit);
        return wire::Reply{reply};
    }

    Answered operator()(const wire::Accounts &request) const {
        if (!asker_.folderKey) {
            const Result<Speaker> speaker = admitted();
            if (!speaker)
                return speaker.refusal();
            if (speaker->account.role != wire::AccountRole::admin)
                return refuse(Code::denied, "Only administrators list accounts; `people` lists "
                                            "who is here.");
        }
        return accounts(request);
    }

    template <ByAccounts T>
    Answered operator()(const T &request) const {
        const Result<Speaker> speaker = admitted();
        if (!speaker)
            return speaker.refusal();
        return read(request, *speaker);
    }

    template <class T>
    requires(!IsQuery<T>) Answered operator()(const T &) const {
        INVARIANT(false, "a request that is no question came to a reader");
    }

private:
    [[nodiscard]] Result<Speaker> admitted() const {
        if (asker_.folderKey)
            return refuse(Code::auth, "The data folder's key administers accounts and does nothing "
                                      "else; use a device of an account.");
        Result<Speaker> speaker = speakerOf(store_, asker_.device);
        if (!speaker)
            return speaker;
        if (std::optional<Refusal> outside = outsideScope(speaker->account, request_))
            return std::move(*outside);
        return speaker;
    }

    [[nodiscard]] Answered accounts(const wire::Accounts &request) const {
        wire::AccountsReply reply;
        for (const AccountRecord &account :
             store_.accounts(request.query.value_or(""), request.after, request.limit)) {
            const std::vector<DeviceRecord> devices = store_.devicesOf(account.name);
            TimeMs seen = 0;
            for (const DeviceRecord &device : devices)
                seen = std::max(seen, device.seen);
            reply.accounts.push_back(wire::AccountRow{.name = account.name,
                                                      .title = account.title,
                                                      .role = account.role,
                                                      .bot = account.bot,
                                                      .devices = devices.size(),
                                                      .seen = seen,
                                                      .disabled = account.disabled});
        }
        return wire::Reply{reply};
    }

    [[nodiscard]] Answered read(const wire::Devices &, const Speaker &speaker) const {
        wire::DevicesReply reply;
        for (const DeviceRecord &device : store_.devicesOf(speaker.account.name))
            reply.devices.push_back(wire::DeviceRow{.device = device.key,
                                                    .label = device.label,
                                                    .added = device.added,
                                                    .seen = device.seen,
                                                    .current = device.key == asker_.device});
        return wire::Reply{reply};
    }

    [[nodiscard]] Answered read(const wire::Entries &request, const Speaker &speaker) const {
        const Result<Place> place = placeOf(store_, speaker.account.name, request.room);
        if (!place)
            return place.refusal();
        return wire::Reply{
            wire::EntriesPage{.entries = store_.entries(request.room, request.after, request.limit,
                                                        limits::pageBytes),
                              .head = place->room.head}};
    }

    [[nodiscard]] Answered read(const wire::History &request, const Speaker &speaker) const {
        const Result<Place> place = placeOf(store_, speaker.account.name, request.room);
        if (!place)
            return place.refusal();
        const HistoryWindow window{.before = request.before,
                                   .after = request.after,
                                   .around = request.around,
                                   .limit = request.limit};
        return wire::Reply{
            wire::HistoryPage{.messages = store_.history(request.room, window, limits::pageBytes),
                              .head = place->room.head}};
    }

    [[nodiscard]] Answered read(const wire::Search &request, const Speaker &speaker) const {
        SearchQuery query{.viewer = speaker.account.name,
                          .rooms = scopedRooms(speaker.account),
                          .words = request.query,
                          .from = request.from,
                          .has = request.has,
                          .since = request.since,
                          .until = request.until,
                          .page = request.page,
                          .limit = request.limit};
        if (request.room) {
            const Result<Place> place = placeOf(store_, speaker.account.name, *request.room);
            if (!place)
                return place.refusal();
            query.rooms = std::vector{*request.room};
        }
        return hitsOf(request.limit, [&](std::uint64_t limit) {
            query.limit = limit;
            return store_.search(query);
        });
    }

    [[nodiscard]] Answered read(const wire::Mentions &request, const Speaker &speaker) const {
        return hitsOf(request.limit, [&](std::uint64_t limit) {
            return store_.mentions(speaker.account.name, scopedRooms(speaker.account), request.page,
                                   limit);
        });
    }

    [[nodiscard]] Answered read(const wire::Rooms &request, const Speaker &speaker) const {
        return wire::Reply{
            wire::RoomsReply{.rooms = roomsOf(speaker.account, request.after, request.limit)}};
    }

    [[nodiscard]] Answered read(const wire::Members &request, const Speaker &speaker) const {
        const Result<Place> place = placeOf(store_, speaker.account.name, request.room);
        if (!place)
            return place.refusal();
        wire::MembersReply reply;
        for (const auto &[name, member] :
             store_.members(request.room, request.after, request.limit)) {
            const std::optional<AccountRecord> account = store_.account(name);
            if (!account)
                continue;
            const Place theirs{.room = place->room, .member = member};
            reply.members.push_back(wire::MemberRow{.name = name,
                                                    .title = account->title,
                                                    .role = roleIn(*account, theirs),
                                                    .state = wire::State::offline,
                                                    .read = store_.marker(name, request.room, "")});
        }
        return wire::Reply{reply};
    }

    // Disabled accounts are left out; only an empty page is the end, so a page of them alone is
    // passed over.
    [[nodiscard]] Answered read(const wire::People &request, const Speaker &) const {
        wire::PeopleReply reply;
        std::optional<AccountName> after = request.after;
        while (reply.people.empty()) {
            const std::vector<AccountRecord> page =
                store_.accounts(request.query.value_or(""), after, request.limit);
            if (page.empty())
                break;
            after = page.back().name;
            for (const AccountRecord &account : page)
                if (!account.disabled)
                    reply.people.push_back(wire::PersonRow{.name = account.name,
                                                           .title = account.title,
                                                           .state = wire::State::offline,
                                                           .text = {},
                                                           .bot = account.bot});
        }
        return wire::Reply{reply};
    }

    [[nodiscard]] static std::optional<std::vector<RoomName>>
    scopedRooms(const AccountRecord &account) {
        return account.scope ? account.scope->rooms : std::nullopt;
    }

    // One's own rooms and the public ones that one could join, within a bot's scope. Rooms that
    // drop out leave a shorter page but never an empty one before the end.
    [[nodiscard]] std::vector<wire::RoomSummary>
    roomsOf(const AccountRecord &viewer, std::optional<RoomName> after, std::uint64_t limit) const {
        std::vector<wire::RoomSummary> summaries;
        std::size_t bytes = 0;
        while (summaries.empty()) {
            const std::vector<RoomName> page = store_.visibleTo(viewer.name, after, limit);
            if (page.empty())
                break;
            after = page.back();
            for (const RoomName &name : page) {
                const Result<Place> place = placeOf(store_, viewer.name, name);
                if (!place || place->shutOut() || !inScope(viewer, name))
                    continue;
                wire::RoomSummary summary = summaryOf(store_, viewer, *place, now_);
                bytes += sizeOf(summary);
                if (bytes > limits::pageBytes && !summaries.empty())
                    return summaries;
                summaries.push_back(std::move(summary));
            }
        }
        return summaries;
    }

    ReadStore &store_;
    const Asker &asker_;
    const wire::Request &request_;
    const TimeMs now_;
};

} // namespace

bool isQuery(const wire::Request &request) {
    return std::visit([]<class T>(const T &) { return IsQuery<T>; }, request);
}

Result<wire::Reply> answer(ReadStore &store, const Asker &asker, const wire::Request &request,
                           TimeMs now) {
    store.clearFault();
    Answered answered = std::visit(Reading(store, asker, request, now), request);
    if (store.fault() && !planted(Bug::readsPastFaults))
        return refuse(Code::storage,
                      "The server could not read this from its disk; try again later.");
    return answered;
}

} // namespace zchat::hub
