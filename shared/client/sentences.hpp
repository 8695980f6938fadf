// The one sentence for each thing that can stand between a person and a broker.
#pragma once

#include <string>

#include "shared/base/address.hpp"
#include "shared/client/notices.hpp"

namespace zchat::client::sentences {

[[nodiscard]] std::string offline(Trouble trouble, const Address &address);
[[nodiscard]] std::string keyChanged(const Address &address);
[[nodiscard]] std::string inviteKeyDiffers(const Address &address);
[[nodiscard]] std::string keyRefused(const Address &address);
[[nodiscard]] std::string ticketSpent(const Address &address);
[[nodiscard]] std::string nameMissing();
[[nodiscard]] std::string version(const Address &address);
[[nodiscard]] std::string noConnection(const Address &address);
[[nodiscard]] std::string answerLost(const Address &address);

[[nodiscard]] std::string fileTooLarge(std::uint64_t sizeBytes, std::uint64_t limitBytes);
[[nodiscard]] std::string fileChanged();
[[nodiscard]] std::string brokerMakesNoSense();
[[nodiscard]] std::string tooManyTransfers();

} // namespace zchat::client::sentences
