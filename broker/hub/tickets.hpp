// Tickets: keys that let someone in a stated number of times, and the taking back of keys.
#pragma once

#include "broker/hub/ruling.hpp"

namespace zchat::hub {

[[nodiscard]] Ruling makeTicket(Work &work, const Envelope &envelope, const Actor &actor,
                                const wire::Ticket &request);
[[nodiscard]] Ruling redeemTicket(Work &work, const Envelope &envelope,
                                  const wire::Redeem &request);
[[nodiscard]] Ruling revokeKey(Work &work, const Envelope &envelope, const Actor &actor,
                               const wire::Revoke &request);

// What live mirrors of a ticket.
[[nodiscard]] TicketChanged changeOf(const TicketRecord &ticket);

} // namespace zchat::hub
