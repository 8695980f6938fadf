#include "shared/crypto/keys.hpp"

#include <sodium.h>
#include <string_view>
#include <sys/stat.h>

#include "shared/base/private_file.hpp"
#include "shared/base/text.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/crypto/library.hpp"

namespace zchat::crypto {

namespace {

std::string_view asText(const PublicKey &key) {
    return {reinterpret_cast<const char *>(key.bytes.data()), key.bytes.size()};
}

std::optional<KeyPair> parseKeyFile(std::string_view content) {
    constexpr std::size_t digits = 64;
    if (content.size() < 2 * digits + 1 || content[digits] != '\n')
        return std::nullopt;
    const std::string_view rest = content.substr(2 * digits + 1);
    if (!rest.empty() && rest != "\n")
        return std::nullopt;
    KeyPair keys;
    if (!hexInto(content.substr(0, digits), keys.publicKey.bytes) ||
        !hexInto(content.substr(digits + 1, digits), keys.secretKey.bytes))
        return std::nullopt;
    if (publicKeyOf(keys.secretKey) != keys.publicKey)
        return std::nullopt;
    return keys;
}

} // namespace

KeyPair generateKeyPair() {
    startLibrary();
    KeyPair keys;
    crypto_box_keypair(keys.publicKey.bytes.data(), keys.secretKey.bytes.data());
    return keys;
}

PublicKey publicKeyOf(const SecretKey &secret) {
    startLibrary();
    PublicKey key;
    crypto_scalarmult_base(key.bytes.data(), secret.bytes.data());
    return key;
}

KeyPair keyPairOf(const SecretKey &secret) {
    return KeyPair{.publicKey = publicKeyOf(secret), .secretKey = secret};
}

std::string fingerprint(const PublicKey &key) {
    const std::string digits = toHex(hash(asText(key)));
    std::string groups;
    for (std::size_t group = 0; group < 8; ++group) {
        if (group > 0)
            groups += ' ';
        groups += digits.substr(group * 4, 4);
    }
    return groups;
}

Result<std::optional<KeyPair>> loadKeyPair(const std::filesystem::path &file) {
    const Result<std::optional<std::string>> content = readSmallFile(file);
    if (!content)
        return content.fault();
    if (!*content)
        return std::optional<KeyPair>();
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0 && (status.st_mode & 077U) != 0)
        return Fault{"Others may read the key in " + file.string() +
                     ". Make it private with chmod 600, or replace the key."};
    const std::optional<KeyPair> keys = parseKeyFile(**content);
    if (!keys)
        return Fault{file.string() +
                     " is not a key file: it should hold the public and the secret key as two "
                     "lines of hex. Restore it from a backup or move it away."};
    return keys;
}

Outcome saveKeyPair(const std::filesystem::path &file, const KeyPair &keys) {
    return writePrivateFile(file, toHex(keys.publicKey) + '\n' + toHex(keys.secretKey) + '\n');
}

Result<KeyPair> loadOrMakeKeyPair(const std::filesystem::path &file) {
    const Result<std::optional<KeyPair>> found = loadKeyPair(file);
    if (!found)
        return found.fault();
    if (*found)
        return **found;
    const KeyPair fresh = generateKeyPair();
    if (Outcome saved = saveKeyPair(file, fresh); !saved)
        return saved.fault();
    return fresh;
}

} // namespace zchat::crypto
