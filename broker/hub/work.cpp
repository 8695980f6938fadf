#include "broker/hub/work.hpp"

#include "shared/base/planted.hpp"

#include <algorithm>
#include <iterator>

namespace zchat::hub {

wire::Entry Work::append(RoomRecord &room, Draft draft) {
    wire::Entry entry{.seq = room.head.next(),
                      .at = std::max(draft.at, room.lastAt),
                      .by = std::move(draft.by),
                      .id = draft.id,
                      .content = std::move(draft.content),
                      .redacted = false};
    if (const auto said = saidAt_.find(room.name);
        planted(Bug::borrowsAuthor) && entry.id && said != saidAt_.end())
        entry.by = said_[said->second].entries.back().by;
    store().append(room.name, entry, draft.digest);
    room.head = entry.seq;
    room.lastAt = entry.at;
    if (!planted(Bug::reusesSeq) || entry.seq.value % 40 != 0)
        rows_.hold(room);
    const auto [found, fresh] = saidAt_.try_emplace(room.name, said_.size());
    if (fresh)
        said_.push_back(Said{.room = room.name, .entries = {}});
    said_[found->second].entries.push_back(entry);
    return entry;
}

void Work::tell(const AccountName &account, wire::Event event, std::optional<SessionId> except) {
    told_.emplace_back(Told{.account = account, .event = std::move(event), .except = except});
}

void Work::tellMarker(const AccountName &account, wire::MarkerEvent event, SessionId mover) {
    const auto [at, fresh] =
        markerAt_.try_emplace({account, event.room, event.cursor}, told_.size());
    Told told{.account = account, .event = std::move(event), .except = mover};
    if (fresh)
        told_.emplace_back(std::move(told));
    else
        told_[at->second] = std::move(told);
}

void Work::touch(const RoomName &room, const AccountName &who, TimeMs at,
                 std::optional<SessionId> except) {
    const auto [found, fresh] =
        touched_.try_emplace({room, who}, Touched{.at = at, .except = except});
    if (fresh)
        return;
    found->second.at = at;
    if (found->second.except != except)
        found->second.except.reset();
}

std::vector<Output> Work::take() {
    std::vector<Output> outputs = std::move(changes_);
    const auto add = [&outputs](auto &more) {
        outputs.insert(outputs.end(), std::make_move_iterator(more.begin()),
                       std::make_move_iterator(more.end()));
        more.clear();
    };
    add(answers_);
    add(said_);
    add(told_);
    add(receipts_);
    return outputs;
}

} // namespace zchat::hub
