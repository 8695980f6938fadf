#include <fstream>
#include <sys/stat.h>

#include "shared/base/private_file.hpp"
#include "shared/base/text.hpp"
#include "shared/link/keyring.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
using namespace zchat::link;
namespace fs = std::filesystem;

namespace {

unsigned modeOf(const fs::path &file) {
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

InviteLink someInvite() {
    const crypto::KeyPair ticket = crypto::generateKeyPair();
    return InviteLink{.address = {.host = "localhost", .port = 5555},
                      .broker = crypto::generateKeyPair().publicKey,
                      .ticketSecret = ticket.secretKey};
}

} // namespace

TEST_CASE("keyring: files lie where the Python tools look for them, for their owner only") {
    const tests::TemporaryFolder home;
    const Keyring keyring(home.path(), Address{.host = "::1", .port = 7000});
    const fs::path folder = home.path() / "servers" / "__1_7000";
    const PublicKey broker = crypto::generateKeyPair().publicKey;
    REQUIRE(keyring.savePin(broker).ok());
    const auto pair = keyring.device(AccountName("alice"));
    REQUIRE(pair.ok());

    CHECK(*readSmallFile(folder / "server.key").value() == toHex(broker) + "\n");
    CHECK(*readSmallFile(folder / "alice.key").value() ==
          toHex(pair->publicKey) + "\n" + toHex(pair->secretKey) + "\n");
    CHECK(modeOf(folder) == 0700U);
    CHECK(modeOf(folder / "alice.key") == 0600U);
    CHECK(modeOf(folder / "server.key") == 0600U);
    CHECK(keyring.device(AccountName("alice"))->publicKey == pair->publicKey);
    CHECK(keyring.pin().value() == broker);
}

TEST_CASE("keyring: an account called server does not share a file with the pin") {
    const tests::TemporaryFolder home;
    const Keyring keyring(home.path(), Address{.host = "localhost"});
    const PublicKey broker = crypto::generateKeyPair().publicKey;
    REQUIRE(keyring.savePin(broker).ok());
    REQUIRE(keyring.device(AccountName("server")).ok());
    CHECK(keyring.pin().value() == broker);
}

TEST_CASE("keyring: a broken pin is a fault and no first contact") {
    const tests::TemporaryFolder home;
    const Keyring keyring(home.path(), Address{.host = "localhost"});
    CHECK_FALSE(keyring.pin().value());
    REQUIRE(makePrivateFolder(keyring.folder()).ok());
    std::ofstream(keyring.folder() / "server.key") << "not a key\n";
    CHECK(keyring.pin().faulted());
}

TEST_CASE("keyring: an invite link's pair becomes the account's, the old one stays beside it") {
    const tests::TemporaryFolder home;
    const Keyring keyring(home.path(), Address{.host = "localhost"});
    const InviteLink invite = someInvite();
    const AccountName alice("alice");
    const auto before = keyring.device(alice);
    const auto fresh = keyring.invited(invite);
    REQUIRE(before.ok());
    REQUIRE(fresh.ok());
    CHECK(keyring.invited(invite)->publicKey == fresh->publicKey); // the same at every try
    CHECK_FALSE(keyring.redeemed(invite));

    REQUIRE(keyring.adopt(invite, alice).ok());
    CHECK(keyring.device(alice)->publicKey == fresh->publicKey);
    CHECK(crypto::loadKeyPair(keyring.folder() / "alice.key.old").value()->publicKey ==
          before->publicKey);
    CHECK(keyring.redeemed(invite) == alice);
    CHECK(keyring.adopt(invite, alice).ok()); // twice is once
    CHECK(keyring.device(alice)->publicKey == fresh->publicKey);
}
