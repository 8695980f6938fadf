#include "shared/link/keyring.hpp"

#include <algorithm>
#include <system_error>

#include "shared/base/private_file.hpp"
#include "shared/base/text.hpp"
#include "shared/link/file_lock.hpp"

namespace zchat::link {

namespace fs = std::filesystem;

Keyring::Keyring(const fs::path &folder, const Address &address) {
    std::string host = address.host;
    std::replace(host.begin(), host.end(), ':', '_');
    folder_ = folder / "servers" / (host + "_" + std::to_string(address.port));
}

Result<std::optional<PublicKey>> Keyring::pin() const {
    const fs::path file = folder_ / "server.key";
    const auto content = readSmallFile(file);
    if (!content.ok())
        return Fault{content.why()};
    if (!*content)
        return std::optional<PublicKey>();
    std::string_view hex = **content;
    while (!hex.empty() && (hex.back() == '\n' || hex.back() == '\r' || hex.back() == ' '))
        hex.remove_suffix(1);
    if (const auto key = fromHex<PublicKey>(hex))
        return std::optional<PublicKey>(key);
    // A broken pin must not turn into a first contact: that would trust whoever answers.
    return Fault{"The file " + file.string() +
                 " should hold a server's key and does not. Put it right, or remove it to trust "
                 "the server anew."};
}

Outcome Keyring::savePin(const PublicKey &broker) const {
    if (const Outcome made = makePrivateFolder(folder_); !made.ok())
        return made;
    return writePrivateFile(folder_ / "server.key", toHex(broker) + "\n");
}

fs::path Keyring::keyFile(const AccountName &account) const {
    return folder_ / (account.value + (account.value == "server" ? "~.key" : ".key"));
}

fs::path Keyring::inviteFile(const InviteLink &invite, const char *ending) const {
    const std::string ticket = toHex(crypto::publicKeyOf(invite.ticketSecret));
    return folder_ / ("invite~" + ticket.substr(0, 16) + ending);
}

std::vector<AccountName> Keyring::accounts() const {
    std::vector<AccountName> names;
    std::error_code none; // a folder that is not there has no keys
    for (const fs::directory_entry &entry : fs::directory_iterator(folder_, none)) {
        const std::string stem = entry.path().stem().string();
        const auto name = parseAccountName(stem == "server~" ? "server" : stem);
        if (entry.path().extension() == ".key" && name && entry.path() == keyFile(*name))
            names.push_back(*name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<crypto::KeyPair> Keyring::device(const AccountName &account) const {
    if (const Outcome made = makePrivateFolder(folder_); !made.ok())
        return Fault{made.why()};
    // Two windows that start at once must not each make a pair and lose the other's.
    const FileLock lock = FileLock::wait(folder_ / "keys.lock");
    return crypto::loadOrMakeKeyPair(keyFile(account));
}

Result<crypto::KeyPair> Keyring::invited(const InviteLink &invite) const {
    if (const Outcome made = makePrivateFolder(folder_); !made.ok())
        return Fault{made.why()};
    const FileLock lock = FileLock::wait(folder_ / "keys.lock");
    return crypto::loadOrMakeKeyPair(inviteFile(invite, ".key"));
}

std::optional<AccountName> Keyring::redeemed(const InviteLink &invite) const {
    const auto content = readSmallFile(inviteFile(invite, ".done"));
    if (!content.ok() || !*content)
        return std::nullopt;
    std::string_view name = **content;
    if (!name.empty() && name.back() == '\n')
        name.remove_suffix(1);
    const auto account = parseAccountName(name);
    std::error_code ignored;
    return account && fs::exists(keyFile(*account), ignored) ? account : std::nullopt;
}

Outcome Keyring::adopt(const InviteLink &invite, const AccountName &account) const {
    const fs::path fresh = inviteFile(invite, ".key");
    const auto pair = crypto::loadKeyPair(fresh);
    if (!pair.ok())
        return Fault{pair.why()};
    if (!*pair)
        return Done{}; // adopted before
    const auto before = crypto::loadKeyPair(keyFile(account));
    if (before.ok() && *before)
        if (const Outcome saved =
                crypto::saveKeyPair(fs::path(keyFile(account).string() + ".old"), **before);
            !saved.ok())
            return saved;
    // Saved in its new place before it leaves the old one: a crash in between adopts it again.
    if (const Outcome saved = crypto::saveKeyPair(keyFile(account), **pair); !saved.ok())
        return saved;
    if (const Outcome noted = writePrivateFile(inviteFile(invite, ".done"), account.value + "\n");
        !noted.ok())
        return noted;
    std::error_code ignored;
    fs::remove(fresh, ignored);
    return Done{};
}

} // namespace zchat::link
