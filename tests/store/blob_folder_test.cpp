// The files of blobs on a real disk: what has its name is whole.
#include <fstream>
#include <sys/stat.h>

#include "broker/store/blob_folder.hpp"
#include "shared/crypto/hash.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
using namespace zchat::tests;

namespace {

constexpr std::string_view words = "a file that somebody sent";

mode_t modeOf(const std::filesystem::path &path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777;
}

std::string contentOf(const std::filesystem::path &file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

store::BlobFile partialWith(const store::BlobFolder &folder, std::uint64_t transfer,
                            std::string_view bytes) {
    Result<store::BlobFile> file = folder.openPartial(transfer);
    REQUIRE(file);
    REQUIRE(file->write(0, bytes));
    REQUIRE(file->sync());
    return std::move(*file);
}

} // namespace

TEST_CASE("blobs: a sealed upload stands under its hash, and as an upload until that ends") {
    const TemporaryFolder data;
    const store::BlobFolder folder(data.path() / "blobs");
    REQUIRE(folder.make());
    const Hash hash = crypto::hash(words);
    const store::BlobFile partial = partialWith(folder, 3, words);
    CHECK(folder.partials() == std::vector<std::uint64_t>{3});
    REQUIRE(folder.seal(3, hash));
    REQUIRE(folder.seal(3, hash)); // after a kill in between
    CHECK(contentOf(folder.blob(hash)) == words);
    CHECK(folder.blobs(hash.bytes.front()) == std::vector<Hash>{hash});
    CHECK(std::distance(std::filesystem::directory_iterator(folder.blob(hash).parent_path()), {}) ==
          1);
    CHECK(folder.partials() == std::vector<std::uint64_t>{3});
    REQUIRE(folder.removePartial(3));
    REQUIRE(folder.removePartial(3));
    CHECK(contentOf(folder.blob(hash)) == words);
    CHECK(modeOf(folder.blob(hash)) == 0600);
    CHECK(modeOf(folder.blob(hash).parent_path()) == 0700);
    CHECK(modeOf(folder.partial(3).parent_path()) == 0700);
}

TEST_CASE("blobs: sealing the same bytes again puts whole ones in the place of damaged ones") {
    const TemporaryFolder data;
    const store::BlobFolder folder(data.path());
    REQUIRE(folder.make());
    const Hash hash = crypto::hash(words);
    {
        const store::BlobFile damaged = partialWith(folder, 1, "something else");
        REQUIRE(folder.seal(1, hash));
    }
    const store::BlobFile whole = partialWith(folder, 2, words);
    REQUIRE(folder.seal(2, hash));
    CHECK(contentOf(folder.blob(hash)) == words);
}

TEST_CASE("blobs: a seal that never ended leaves nothing for good") {
    const TemporaryFolder data;
    const store::BlobFolder folder(data.path());
    REQUIRE(folder.make());
    const Hash hash = crypto::hash(words);
    const store::BlobFile partial = partialWith(folder, 1, words);
    REQUIRE(folder.seal(1, hash));
    const std::filesystem::path place = folder.blob(hash).parent_path();
    std::ofstream(place / (folder.blob(hash).filename().string() + ".sealing")) << "half";
    CHECK(folder.blobs(hash.bytes.front()).size() == 1);
    folder.removeUnsealed(hash.bytes.front());
    CHECK(std::distance(std::filesystem::directory_iterator(place), {}) == 1);
}

TEST_CASE("blobs: what is not there is nothing to read and no fault to remove") {
    const TemporaryFolder data;
    const store::BlobFolder folder(data.path());
    REQUIRE(folder.make());
    const Result<std::optional<store::BlobFile>> none = folder.openBlob(crypto::hash("nothing"));
    REQUIRE(none);
    CHECK_FALSE(none->has_value());
    CHECK(folder.removeBlob(crypto::hash("nothing")));
    CHECK(folder.blobs(0).empty());
    Result<store::BlobFile> partial = folder.openPartial(1);
    REQUIRE(partial);
    std::array<char, 4> place{};
    CHECK(partial->read(0, place).faulted()); // fewer bytes than asked for
}

TEST_CASE("blobs: a link that stands in the place of a file is not followed") {
    const TemporaryFolder data;
    const TemporaryFolder elsewhere;
    const store::BlobFolder folder(data.path());
    REQUIRE(folder.make());
    std::ofstream(elsewhere.path() / "precious") << "precious";
    std::filesystem::create_symlink(elsewhere.path() / "precious", folder.partial(5));
    CHECK(folder.openPartial(5).faulted());
    CHECK(contentOf(elsewhere.path() / "precious") == "precious");
}
