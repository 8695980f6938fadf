#include "tests/hub/recorder.hpp"

#include "shared/wire/codec.hpp"
#include "tests/hub/speech.hpp"

namespace zchat::testing {

namespace {

const char *word(hub::Standing standing) {
    switch (standing) {
    case hub::Standing::joined:
        return "joined";
    case hub::Standing::left:
        return "left";
    case hub::Standing::removed:
        return "removed";
    }
    return "";
}

} // namespace

void Recorder::put(const hub::AccountRecord &account) {
    written_.push_back("account " + account.name.value + " " + wire::word(account.role) +
                       (account.bot ? " bot" : "") + (account.disabled ? " disabled" : "") +
                       (account.removed ? " removed" : ""));
    store_.put(account);
}

void Recorder::put(const hub::DeviceRecord &device) {
    written_.push_back("device @" + nameOf(device.key) + " of " + device.account.value +
                       (device.revoked ? " revoked" : ""));
    store_.put(device);
}

void Recorder::put(const hub::TicketRecord &ticket) {
    written_.push_back("ticket @" + nameOf(ticket.key) + " " + wire::word(ticket.purpose) +
                       " uses " + std::to_string(ticket.usesLeft) +
                       (ticket.revoked ? " revoked" : ""));
    store_.put(ticket);
}

void Recorder::put(const hub::RoomRecord &room) {
    written_.push_back("room " + room.name.value + " head " + std::to_string(room.head.value) +
                       " members " + std::to_string(room.members));
    store_.put(room);
}

void Recorder::put(const RoomName &room, const AccountName &who, const hub::MemberRecord &member) {
    written_.push_back("member " + room.value + " " + who.value + " " + word(member.standing) +
                       " " + wire::word(member.role) + " " + wire::word(member.notify));
    store_.put(room, who, member);
}

void Recorder::putMarker(const AccountName &account, const RoomName &room,
                         const std::string &cursor, Seq seq) {
    written_.push_back("marker " + account.value + " " + room.value +
                       (cursor.empty() ? "" : " " + cursor) + " " + std::to_string(seq.value));
    store_.putMarker(account, room, cursor, seq);
}

void Recorder::put(const hub::TransferRecord &transfer) {
    written_.push_back("transfer " + std::to_string(transfer.number) + " " +
                       transfer.account.value + " " + transfer.room.value + " " +
                       std::to_string(transfer.file.size));
    store_.put(transfer);
}

void Recorder::removeTransfer(std::uint64_t number) {
    written_.push_back("no transfer " + std::to_string(number));
    store_.removeTransfer(number);
}

void Recorder::append(const RoomName &room, const wire::Entry &entry,
                      const std::optional<Hash> &digest) {
    written_.push_back("entry " + room.value + " " + std::to_string(entry.seq.value) + " " +
                       entry.by.value + " " + wire::kindName(entry.content));
    store_.append(room, entry, digest);
}

void Recorder::replace(const RoomName &room, const wire::Message &message) {
    written_.push_back("message " + room.value + " " + std::to_string(message.entry.seq.value));
    store_.replace(room, message);
}

void Recorder::blank(const RoomName &room, Seq of) {
    written_.push_back("blank " + room.value + " " + std::to_string(of.value));
    store_.blank(room, of);
}

} // namespace zchat::testing
