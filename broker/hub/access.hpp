// Access: who is asking, which room they may see, and what they are in it.
//
// Pure questions over records, asked anew for every request by the hub (over its rows) and by the
// readers (over their store). Doubt is a refusal. A room that the asker may not see and a room that
// is not there get the same words, so nothing here tells them apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "broker/hub/store.hpp"
#include "shared/base/result.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::hub {

// The account that a device key speaks for.
struct Speaker {
    AccountRecord account;
    DeviceRecord device;
};

// A room that the asker may see, and the asker's membership of it, past ones included.
struct Place {
    RoomRecord room;
    std::optional<MemberRecord> member;
    [[nodiscard]] bool joined() const { return member && member->standing == Standing::joined; }
    [[nodiscard]] bool shutOut() const { return member && member->standing == Standing::removed; }
    [[nodiscard]] bool direct() const { return room.kind == wire::RoomKind::direct; }
};

[[nodiscard]] Refusal refuse(Code code, std::string text);
[[nodiscard]] Refusal tooFast(std::uint64_t retryMs);
[[nodiscard]] Refusal noRoom(const RoomName &room);
[[nodiscard]] Refusal noAccount(const AccountName &name);
[[nodiscard]] Refusal noMember(const RoomName &room, const AccountName &name);

// Present and neither disabled nor removed.
[[nodiscard]] bool isActive(const std::optional<AccountRecord> &account);
// E_AUTH for a key without a working account.
[[nodiscard]] Result<Speaker> speakerFrom(std::optional<DeviceRecord> device,
                                          std::optional<AccountRecord> account);
// Public rooms are seen by every account, others by those who have joined.
[[nodiscard]] bool maySee(const Place &place);
// Administrators are owners of every public room and nothing in others; outsiders are members.
[[nodiscard]] wire::Role roleIn(const AccountRecord &account, const Place &place);
[[nodiscard]] bool inScope(const AccountRecord &account, const RoomName &room);
// E_DENIED for a bot whose scope lacks the op or a room that the request names.
[[nodiscard]] std::optional<Refusal> outsideScope(const AccountRecord &account,
                                                  const wire::Request &request);

// `Source` is Rows or ReadStore.
template <class Source>
[[nodiscard]] Result<Speaker> speakerOf(Source &source, const PublicKey &key) {
    std::optional<DeviceRecord> device = source.device(key);
    std::optional<AccountRecord> account;
    if (device)
        account = source.account(device->account);
    return speakerFrom(std::move(device), std::move(account));
}

template <class Source>
[[nodiscard]] Result<Place> placeOf(Source &source, const AccountName &asker,
                                    const RoomName &name) {
    const std::optional<RoomRecord> room = source.room(name);
    if (!room)
        return noRoom(name);
    Place place{.room = *room, .member = source.member(name, asker)};
    if (!maySee(place))
        return noRoom(name);
    return place;
}

} // namespace zchat::hub
