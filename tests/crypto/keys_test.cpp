#include "shared/crypto/keys.hpp"

#include <fstream>
#include <sys/stat.h>

#include "shared/base/private_file.hpp"
#include "shared/base/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
using tests::TemporaryFolder;

namespace {

unsigned modeOf(const std::filesystem::path &path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

} // namespace

TEST_CASE("keys: the public half is computed from the secret one") {
    const crypto::KeyPair keys = crypto::generateKeyPair();
    CHECK(crypto::publicKeyOf(keys.secretKey) == keys.publicKey);
    CHECK(crypto::keyPairOf(keys.secretKey) == keys);
    CHECK(crypto::generateKeyPair() != keys);
}

TEST_CASE("keys: a saved pair loads again, private to its owner") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "servers" / "localhost_5555" / "alice.key";
    const crypto::KeyPair keys = crypto::generateKeyPair();
    REQUIRE(crypto::saveKeyPair(file, keys));
    const auto loaded = crypto::loadKeyPair(file);
    REQUIRE(loaded);
    REQUIRE(loaded->has_value());
    CHECK(**loaded == keys);
    CHECK(modeOf(file) == 0600);
    CHECK(modeOf(file.parent_path()) == 0700);
    CHECK(modeOf(file.parent_path().parent_path()) == 0700);
}

TEST_CASE("keys: a key file is two lines of hex, public first") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "broker.key";
    const crypto::KeyPair keys = crypto::generateKeyPair();
    REQUIRE(crypto::saveKeyPair(file, keys));
    const auto content = readSmallFile(file);
    REQUIRE(content);
    CHECK(**content == toHex(keys.publicKey) + "\n" + toHex(keys.secretKey) + "\n");
}

TEST_CASE("keys: no file is no key, and no fault") {
    const TemporaryFolder folder;
    const auto loaded = crypto::loadKeyPair(folder.path() / "none.key");
    REQUIRE(loaded);
    CHECK_FALSE(loaded->has_value());
}

TEST_CASE("keys: halves that do not belong together are a fault") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "mixed.key";
    const crypto::KeyPair keys{.publicKey = crypto::generateKeyPair().publicKey,
                               .secretKey = crypto::generateKeyPair().secretKey};
    REQUIRE(crypto::saveKeyPair(file, keys));
    CHECK(crypto::loadKeyPair(file).faulted());
}

TEST_CASE("keys: a torn or foreign file is a fault that says what belongs there") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "torn.key";
    for (const std::string &content : {std::string(), std::string("hello\n"), std::string(64, 'a'),
                                       std::string(129, 'a'), std::string(300, '0')}) {
        REQUIRE(writePrivateFile(file, content));
        const auto loaded = crypto::loadKeyPair(file);
        REQUIRE(loaded.faulted());
        CHECK(loaded.fault().text.find("is not a key file") != std::string::npos);
    }
}

TEST_CASE("keys: a key that others may read is refused") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "open.key";
    REQUIRE(crypto::saveKeyPair(file, crypto::generateKeyPair()));
    REQUIRE(::chmod(file.c_str(), 0640) == 0);
    const auto loaded = crypto::loadKeyPair(file);
    REQUIRE(loaded.faulted());
    CHECK(loaded.fault().text.find("chmod 600") != std::string::npos);
}

TEST_CASE("keys: a key is made once and then kept") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "broker.key";
    const auto first = crypto::loadOrMakeKeyPair(file);
    const auto second = crypto::loadOrMakeKeyPair(file);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(*first == *second);
}

TEST_CASE("keys: a fingerprint is eight groups of four digits of the key's hash") {
    PublicKey key;
    key.bytes.fill(0x11);
    const std::string print = crypto::fingerprint(key);
    CHECK(print.size() == 8 * 4 + 7);
    CHECK(print == "d4ff aeea c45a a418 25e0 bc3f 8755 70af");
}
