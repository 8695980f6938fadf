// What a Link's thread does of what its brain says.
#include <utility>

#include "shared/base/overloaded.hpp"
#include "shared/link/thread.hpp"

namespace zchat::link {

void Link::Thread::carryOut() {
    std::vector<client::Output> outputs = std::exchange(outputs_, {});
    std::vector<client::Keep> keeps;
    for (client::Output &output : outputs)
        if (client::Keep *kept = std::get_if<client::Keep>(&output))
            keeps.push_back(std::move(*kept));
    keep(keeps);
    for (client::Output &output : outputs)
        // Once the invite link led to an account, that account's own brain opens its sockets.
        if (!adopted_ || std::holds_alternative<client::Tell>(output))
            order(std::move(output));
    if (const std::optional<AccountName> account = std::exchange(adopted_, std::nullopt))
        adoptInvite(*account);
}

void Link::Thread::keep(const std::vector<client::Keep> &keeps) {
    if (keeps.empty())
        return;
    Outcome kept = Done{};
    for (const client::Keep &each : keeps) {
        if (const auto *pin = std::get_if<client::KeepPin>(&each); pin != nullptr && kept.ok())
            kept = keyring_.savePin(pin->broker);
        if (const auto *me = std::get_if<client::KeepMe>(&each); me != nullptr && invite_)
            adopted_ = me->me.name;
    }
    if (cache_ && kept.ok())
        kept = cache_->carryOut(keeps);
    if (kept.ok()) {
        troubleTold_ = false;
    } else if (!std::exchange(troubleTold_, true)) {
        // What a person says now is more use sent than withheld, so it goes out all the same.
        tell(client::LocalTrouble{.text = "What happens now cannot be kept on this machine: " +
                                          kept.why()});
    }
}

void Link::Thread::order(client::Output output) {
    std::visit(
        Overloaded{
            [&](const client::AskFrontDoor &) { door_.ask(address_); },
            [&](const client::OpenRequests &open) {
                const bool byTicket = open.identity == client::Identity::ticket && invite_;
                connection_.openRequests(
                    host_, open.port,
                    {.own = byTicket ? crypto::keyPairOf(invite_->ticketSecret) : device_,
                     .broker = open.broker});
            },
            [&](const client::OpenEvents &open) {
                connection_.openEvents(host_, open.port, {.own = device_, .broker = open.broker});
            },
            [&](const client::CloseSockets &) { connection_.close(); },
            [&](const client::OpenTransfers &open) {
                connection_.openTransfers(host_, open.port,
                                          {.own = device_, .broker = open.broker});
            },
            [&](const client::CloseTransfers &) { connection_.closeTransfers(); },
            [&](client::SendTransfer &send) { connection_.sendTransfer(std::move(send.body)); },
            [&]<OneOf<client::HashFile, client::ReadSlice, client::FindPart, client::WriteSlice,
                      client::PlaceFile, client::DropFile, client::RemovePart>
                    Order>(Order &each) { files_.order(std::move(each)); },
            [&](const client::Subscribe &subscribe) { connection_.subscribe(subscribe.topic); },
            [&](const client::Unsubscribe &unsubscribe) {
                connection_.unsubscribe(unsubscribe.topic);
            },
            [&](client::Send &send) { connection_.send(std::move(send.body)); },
            [&](const client::Keep &) {}, // carried out before
            [&](const client::ReadCache &read) { readCache(read.window); },
            [&](const client::SaidGoodbye &) { saidGoodbye_ = true; },
            [&](client::Tell &say) { tell(std::move(say.notice)); },
        },
        output);
}

void Link::Thread::adoptInvite(const AccountName &account) {
    connection_.close();
    const Outcome adopted = keyring_.adopt(*invite_, account);
    invite_.reset();
    outputs_.clear();
    core_.reset();
    if (adopted.ok())
        beginAs(account);
    else
        // The pair stays under the invite link's name; opening the link again finds it there.
        cannotStart(adopted.why());
}

} // namespace zchat::link
