#include "shared/client/sentences.hpp"

#include "shared/base/file_name.hpp"

namespace zchat::client::sentences {

std::string offline(Trouble trouble, const Address &address) {
    const std::string where = toString(address);
    switch (trouble) {
    case Trouble::noBroker:
        return "No broker answers at " + where + ".";
    case Trouble::unreachable:
        return "The host " + address.host + " cannot be reached or has no address.";
    case Trouble::notABroker:
        return "What answers at " + where + " is not a zchat broker.";
    case Trouble::tooFast:
        return "The broker at " + where + " asks this device to connect less often.";
    case Trouble::none:
    case Trouble::lost:
    case Trouble::keyChanged:
    case Trouble::keyRefused:
    case Trouble::nameRefused:
    case Trouble::ticketSpent:
    case Trouble::version:
        break;
    }
    return "The connection to " + where + " was lost.";
}

std::string keyChanged(const Address &address) {
    return "The server at " + toString(address) +
           " shows another key than the one known for it. Somebody may stand in between: ask its "
           "administrator, and if the server was set up anew, open a new invite link.";
}

std::string inviteKeyDiffers(const Address &address) {
    return "The server at " + toString(address) +
           " shows another key than the invite link carries. Do not go on: ask whoever sent the "
           "link.";
}

std::string keyRefused(const Address &address) {
    return "The server at " + toString(address) +
           " does not know this device. Ask its administrator for an invite link.";
}

std::string ticketSpent(const Address &address) {
    return "This invite link for " + toString(address) +
           " is used up, expired or withdrawn. Ask for a new one.";
}

std::string nameMissing() {
    return "This server needs a name for a new account. Give one and connect again.";
}

std::string version(const Address &address) {
    return "The server at " + toString(address) +
           " and this client share no version of the protocol. Update the older one.";
}

std::string noConnection(const Address &address) {
    return "There is no connection to " + toString(address) + " now.";
}

std::string answerLost(const Address &address) {
    return "The connection to " + toString(address) +
           " was lost before the answer came. It may have been done.";
}

std::string fileTooLarge(std::uint64_t sizeBytes, std::uint64_t limitBytes) {
    return "The file is " + sizeWords(sizeBytes) + "; this server takes files of at most " +
           sizeWords(limitBytes) + ".";
}

std::string fileChanged() {
    return "The file changed while it was being sent. Retry sends it as it is now.";
}

std::string brokerMakesNoSense() {
    return "The server's answer about this file makes no sense. Tell its administrator.";
}

std::string tooManyTransfers() {
    return "Too many files wait to be transferred. Try again when some are done.";
}

} // namespace zchat::client::sentences
