#include "tools/cli/commands.hpp"

#include "shared/base/text.hpp"
#include "shared/wire/codec.hpp"
#include "tools/cli/render.hpp"

namespace zchat::cli {

ExitCode runDirect(const Place &place, const DirectOptions &options) {
    Session session(place.common, {}, place.signals, place.say);
    Got<wire::RoomReply> reply = session.ask<wire::RoomReply>(wire::Direct{.with = options.with});
    if (!reply)
        return reply.end();
    place.output.line(place.common.json ? jsonRows(*reply, "").front() : reply->room.room.value);
    return ExitCode::done;
}

ExitCode runWhoami(const Place &place) {
    Session session(place.common, {}, place.signals, place.say);
    if (Got<Done> connected = session.connect(); !connected)
        return connected.end();
    const wire::Me &me = session.me();
    if (place.common.json) {
        place.output.line(jsonRows(wire::MeReply{.me = me}, "").front());
        return ExitCode::done;
    }
    place.output.text(table({{"name", me.name.value},
                             {"title", shown(me.title, " ")},
                             {"role", wire::word(me.role)},
                             {"at", toString(place.common.as.address)},
                             {"server", shown(session.signedIn().serverName, " ")},
                             {"device", toHex(me.device)}}));
    return ExitCode::done;
}

ExitCode runDevices(const Place &place) {
    Session session(place.common, {}, place.signals, place.say);
    Got<wire::DevicesReply> reply = session.ask<wire::DevicesReply>(wire::Devices{});
    if (!reply)
        return reply.end();
    if (place.common.json) {
        for (const std::string &row : jsonRows(*reply, "devices"))
            place.output.line(row);
        return ExitCode::done;
    }
    std::vector<std::vector<std::string>> rows{{"DEVICE", "LAST SEEN", "LABEL"}};
    for (const wire::DeviceRow &device : reply->devices)
        rows.push_back({toHex(device.device), localTime(device.seen),
                        shown(device.label, " ") + (device.current ? " (this one)" : "")});
    place.output.text(table(rows));
    return ExitCode::done;
}

ExitCode runTicket(const Place &place, const TicketOptions &options) {
    Session session(place.common, {}, place.signals, place.say);
    Got<wire::TicketReply> reply = session.ask<wire::TicketReply>(options.ticket);
    if (!reply)
        return reply.end();
    // A broker that does not know how it is reached puts its bind address into the link; what this
    // client reaches it by is right at least here.
    if (auto link = parseInviteLink(reply->link)) {
        const std::string &host = link->address.host;
        if (host == "127.0.0.1" || host == "0.0.0.0" || host == "::" || host == "::1" ||
            host == "localhost")
            link->address = place.common.as.address;
        reply->link = toString(*link);
    }
    if (place.common.json) {
        place.output.line(jsonRows(*reply, "").front());
    } else {
        place.output.line(reply->link);
        place.say("It lets one in who has it. To withdraw it: chat-cli revoke --ticket " +
                  toHex(reply->ticket));
    }
    return ExitCode::done;
}

ExitCode runRequests(const Place &place, const RequestsOptions &options) {
    Session session(place.common, {}, place.signals, place.say);
    for (const wire::Request &request : options.requests) {
        Got<wire::Reply> reply = session.askAny(request);
        if (!reply)
            return reply.end();
        const bool empty = std::holds_alternative<wire::OkReply>(*reply);
        if (place.common.json && !empty)
            place.output.line(jsonRows(*reply, "").front());
    }
    if (!place.common.json)
        place.say(options.said);
    return ExitCode::done;
}

} // namespace zchat::cli
