// A client's brain that is online in one public room, with nobody else at the other end.
//
// What it asks while it signs in is answered here as a broker would; what it wants done afterwards
// is counted and dropped, since disk and window are not what is measured.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "shared/client/core.hpp"

namespace zchat::bench {

class OnlineBrain final {
public:
    // The room's log stands at `head`; the person has read it.
    OnlineBrain(const RoomName &room, Seq head);

    // One frame of the events port. Returns how many entries were told of.
    std::size_t hear(wire::Bytes frame);

private:
    void settle(client::Input input);
    void answer(const client::Output &output);
    void answer(const client::Send &send);
    void reply(std::uint64_t re, const wire::Reply &reply);

    wire::RoomSummary room_;
    client::ClientCore core_;
    std::deque<client::Input> toHear_;
    bool online_ = false;
    std::int64_t nowMs_ = 1'000;
};

} // namespace zchat::bench
