// Keyring: the keys and pins of one broker's address, on disk.
//
//   servers/<host>_<port>/server.key      the broker's pinned key: 64 hex and a newline
//   servers/<host>_<port>/<account>.key   this device's pair for an account
//   servers/<host>_<port>/invite~….key    a fresh pair whose invite link is being redeemed
//   servers/<host>_<port>/invite~….done   the account that the link led to
//
// The Python tools read and write the same files. ":" in a host becomes "_"; "~" stands where an
// account's name could not, and the key of an account called "server" is in server~.key.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "shared/base/address.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/keys.hpp"

namespace zchat::link {

class Keyring final {
public:
    Keyring(const std::filesystem::path &folder, const Address &address);

    [[nodiscard]] const std::filesystem::path &folder() const { return folder_; }

    [[nodiscard]] Result<std::optional<PublicKey>> pin() const;
    [[nodiscard]] Outcome savePin(const PublicKey &broker) const;

    // Whose keys are here, by name.
    [[nodiscard]] std::vector<AccountName> accounts() const;
    // Made at first use.
    [[nodiscard]] Result<crypto::KeyPair> device(const AccountName &account) const;

    // The fresh pair for this invite link, the same one at every try, so that a lost answer can be
    // asked for again.
    [[nodiscard]] Result<crypto::KeyPair> invited(const InviteLink &invite) const;
    // The account that the link led to, where it was redeemed on this machine before.
    [[nodiscard]] std::optional<AccountName> redeemed(const InviteLink &invite) const;
    // The link's fresh pair is the account's from now on; one that was there before stays beside it
    // as <account>.key.old.
    [[nodiscard]] Outcome adopt(const InviteLink &invite, const AccountName &account) const;

private:
    [[nodiscard]] std::filesystem::path keyFile(const AccountName &account) const;
    [[nodiscard]] std::filesystem::path inviteFile(const InviteLink &invite,
                                                   const char *ending) const;
    std::filesystem::path folder_;
};

} // namespace zchat::link
