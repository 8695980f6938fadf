// CURVE key pairs: how devices, tickets and the broker itself are known.
//
// The pairs are Curve25519 and fit libzmq's CURVE as they are. A key file holds two lines of hex,
// public and secret; the Python tools read and write the same files. Nothing here prints or logs.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "shared/base/address.hpp"
#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"

namespace zchat::crypto {

// The type that invite links carry (shared/base/address.hpp).
using SecretKey = decltype(InviteLink::ticketSecret);

struct KeyPair {
    PublicKey publicKey;
    SecretKey secretKey;
    friend bool operator==(const KeyPair &, const KeyPair &) = default;
};

[[nodiscard]] KeyPair generateKeyPair();
// The public half that belongs to a secret one.
[[nodiscard]] PublicKey publicKeyOf(const SecretKey &secret);
[[nodiscard]] KeyPair keyPairOf(const SecretKey &secret);

// What people compare: the first 32 hex digits of the key's BLAKE2b-256 in 8 groups of four,
// "1f2e 3d4c …".
[[nodiscard]] std::string fingerprint(const PublicKey &key);

// nullopt where there is no such file. A file that is no key file, whose halves do not belong
// together or that others may read is a fault, and its sentence says what to do.
[[nodiscard]] Result<std::optional<KeyPair>> loadKeyPair(const std::filesystem::path &file);
// Durable before it returns; 0600 in folders of 0700.
[[nodiscard]] Outcome saveKeyPair(const std::filesystem::path &file, const KeyPair &keys);
// What the file holds, or a fresh pair that is saved there first.
[[nodiscard]] Result<KeyPair> loadOrMakeKeyPair(const std::filesystem::path &file);

} // namespace zchat::crypto
