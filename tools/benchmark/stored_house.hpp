// A data folder for a broker whose store holds so many messages, made once and used again.
#pragma once

#include <cstdint>
#include <string>

#include "shared/base/result.hpp"
#include "shared/crypto/keys.hpp"

namespace zchat::bench {

struct StoredHouse {
    std::string folder; // startBroker()'s
    crypto::KeyPair reader;
};
// The one below `above` that holds `messages`; made there where there is none, which it says on
// standard error. One that was not finished is made anew. A broker that ran on it leaves its own
// posts behind, which are few beside what is there.
[[nodiscard]] Result<StoredHouse> storedHouse(const std::string &above, std::uint64_t messages);

} // namespace zchat::bench
