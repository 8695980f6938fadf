// The thread that has the files, with real ones.
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/base/text.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/link/files.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
using namespace zchat::link;
namespace fs = std::filesystem;

namespace {

EntryId idOf(std::uint8_t byte) {
    EntryId id;
    id.bytes.fill(byte);
    return id;
}
const EntryId one = idOf(1);

void write(const fs::path &file, const std::string &bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}
std::string read(const fs::path &file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}
mode_t modeOf(const fs::path &file) {
    struct stat facts {};
    REQUIRE(::stat(file.c_str(), &facts) == 0);
    return facts.st_mode & 07777U;
}
std::size_t filesIn(const fs::path &folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

client::FindPart findIn(const fs::path &folder, std::uint64_t sizeBytes, const EntryId &id = one) {
    return client::FindPart{.id = id,
                            .attempt = 1,
                            .folder = folder.string(),
                            .saveAs = std::nullopt,
                            .sizeBytes = sizeBytes};
}

// Orders, and the next answer of a kind.
struct Hands {
    Files files;

    client::Input next() {
        while (true) {
            if (auto input = files.take())
                return std::move(*input);
            pollfd readable{.fd = files.answered().descriptor(), .events = POLLIN, .revents = 0};
            REQUIRE(::poll(&readable, 1, 60'000) == 1);
        }
    }
    template <class Answer>
    Answer ask(FileOrder order) {
        files.order(std::move(order));
        while (true) {
            client::Input input = next();
            if (Answer *answer = std::get_if<Answer>(&input))
                return std::move(*answer);
            if (const auto *failed = std::get_if<client::FileFailed>(&input))
                FAIL(failed->why);
            REQUIRE(std::holds_alternative<client::FileHashing>(input));
        }
    }
    client::FileFailed fails(FileOrder order) {
        files.order(std::move(order));
        while (true) {
            client::Input input = next();
            if (auto *failed = std::get_if<client::FileFailed>(&input))
                return std::move(*failed);
            REQUIRE(std::holds_alternative<client::FileHashing>(input));
        }
    }
    client::FileHashed hash(const fs::path &path) {
        return ask<client::FileHashed>(
            client::HashFile{.id = one, .attempt = 1, .path = path.string()});
    }
    std::uint64_t find(const fs::path &folder, std::uint64_t sizeBytes, const EntryId &id = one) {
        return ask<client::PartFound>(findIn(folder, sizeBytes, id)).sizeBytes;
    }
    void writeSlice(std::uint64_t offset, const std::string &bytes, const EntryId &id = one) {
        CHECK(ask<client::SliceWritten>(
                  client::WriteSlice{.id = id, .attempt = 1, .offset = offset, .data = bytes})
                  .offset == offset + bytes.size());
    }
    fs::path place(const std::string &bytes, const std::string &name, const EntryId &id = one) {
        return ask<client::FilePlaced>(
                   client::PlaceFile{
                       .id = id, .attempt = 1, .hash = crypto::hash(bytes), .name = name})
            .path;
    }
    // Saves these bytes whole.
    fs::path save(const fs::path &folder, const std::string &bytes, const std::string &name) {
        CHECK(find(folder, bytes.size()) == 0);
        if (!bytes.empty())
            writeSlice(0, bytes);
        const fs::path path = place(bytes, name);
        remove(folder);
        return path;
    }
    // And waits until it is done.
    void remove(const fs::path &folder, const EntryId &id = one) {
        files.order(
            client::RemovePart{.id = id, .folder = folder.string(), .saveAs = std::nullopt});
        (void)fails(client::ReadSlice{.id = idOf(0xff), .path = "/nowhere/at/all"});
    }
};

fs::path partOf(const fs::path &folder, const EntryId &id = one) {
    return folder / (".zchat-" + toHex(id) + ".part");
}

} // namespace

TEST_CASE("files: a source is hashed in slices, its size said first, and read in pieces") {
    const tests::TemporaryFolder folder;
    const std::string bytes = std::string(9 * limits::MiB, 'a') + "end";
    write(folder.path() / "source", bytes);
    Hands hands;
    hands.files.order(
        client::HashFile{.id = one, .attempt = 3, .path = (folder.path() / "source").string()});
    const client::Input first = hands.next();
    REQUIRE(std::holds_alternative<client::FileHashing>(first));
    CHECK(std::get<client::FileHashing>(first).sizeBytes == bytes.size());
    const client::Input last = hands.next();
    REQUIRE(std::holds_alternative<client::FileHashed>(last));
    const auto &hashed = std::get<client::FileHashed>(last);
    CHECK(hashed.hash == crypto::hash(bytes));
    CHECK(hashed.sizeBytes == bytes.size());
    CHECK(hashed.attempt == 3);
    const auto slice =
        hands.ask<client::SliceRead>(client::ReadSlice{.id = one,
                                                       .attempt = 4,
                                                       .path = (folder.path() / "source").string(),
                                                       .offset = 9 * limits::MiB - 2,
                                                       .bytes = 5,
                                                       .sizeBytes = hashed.sizeBytes,
                                                       .modified = hashed.modified});
    CHECK(slice.data == "aaend");
    CHECK(slice.offset == 9 * limits::MiB - 2);
    CHECK(slice.attempt == 4);
}

TEST_CASE("files: a source that is another by now is said to have changed") {
    const tests::TemporaryFolder folder;
    const fs::path path = folder.path() / "source";
    write(path, "some words");
    Hands hands;
    const auto hashed = hands.hash(path);
    const client::ReadSlice order{.id = one,
                                  .attempt = 1,
                                  .path = path.string(),
                                  .offset = 0,
                                  .bytes = 0,
                                  .sizeBytes = hashed.sizeBytes,
                                  .modified = hashed.modified};
    CHECK(hands.ask<client::SliceRead>(order).data.empty());
    SECTION("longer") {
        std::ofstream(path, std::ios::app) << "and more";
        CHECK(hands.fails(order).changed);
    }
    SECTION("written at another time") {
        fs::last_write_time(path, fs::last_write_time(path) + std::chrono::seconds(5));
        CHECK(hands.fails(order).changed);
    }
    SECTION("at the next start") {
        write(path, "other words");
        Hands next;
        CHECK(next.fails(order).changed);
    }
    SECTION("one that was replaced stays what it was while it is open") {
        write(folder.path() / "other", "other");
        fs::rename(folder.path() / "other", path);
        client::ReadSlice whole = order;
        whole.bytes = hashed.sizeBytes;
        CHECK(hands.ask<client::SliceRead>(whole).data == "some words");
    }
}

TEST_CASE("files: only files can be sent") {
    const tests::TemporaryFolder folder;
    REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
    Hands hands;
    const auto why = [&](const fs::path &path) {
        return hands.fails(client::HashFile{.id = one, .attempt = 1, .path = path.string()}).why;
    };
    CHECK(why(folder.path() / "pipe").find("Only files") == 0);
    CHECK(why(folder.path()).find("Only files") == 0);
    CHECK(why("/dev/zero").find("Only files") == 0);
    CHECK(why(folder.path() / "nothing").find("No such file") != std::string::npos);
}

TEST_CASE("files: a download is written beside its place and named once it is whole") {
    const tests::TemporaryFolder folder;
    const fs::path down = folder.path() / "made" / "for it";
    Hands hands;
    CHECK(hands.find(down, 10) == 0);
    hands.writeSlice(0, "01234");
    CHECK(read(partOf(down)) == "01234");
    CHECK(modeOf(partOf(down)) == 0600);
    hands.writeSlice(5, "56789");
    const fs::path path = hands.place("0123456789", "digits.txt");
    CHECK(path == down / "digits.txt");
    CHECK(read(path) == "0123456789");
    CHECK(modeOf(path) == 0600);
    hands.remove(down);
    CHECK(filesIn(down) == 1);
}

TEST_CASE("files: names that are taken are left alone") {
    const tests::TemporaryFolder folder;
    write(folder.path() / "photo.jpg", "mine");
    fs::create_symlink("/nowhere", folder.path() / "photo (2).jpg");
    Hands hands;
    CHECK(hands.save(folder.path(), "first", "photo.jpg") == folder.path() / "photo (3).jpg");
    CHECK(hands.save(folder.path(), "", "photo.jpg") == folder.path() / "photo (4).jpg");
    CHECK(read(folder.path() / "photo.jpg") == "mine");
    CHECK(filesIn(folder.path()) == 4);
}

TEST_CASE("files: hostile names land harmless in the folder") {
    const tests::TemporaryFolder folder;
    const fs::path down = folder.path() / "down";
    Hands hands;
    for (const char *name : {"../../.ssh/authorized_keys", "CON.txt", "a\u202egpj.exe", ".bashrc",
                             "-rf", "", "/etc/passwd"}) {
        const fs::path path = hands.save(down, "x", name);
        CHECK(path.parent_path() == down);
        CHECK(modeOf(path) == 0600);
        const std::string saved = path.filename().string();
        CHECK(saved.find_first_of(".-") != 0);
        CHECK_FALSE(hasUnsafeCharacter(saved));
    }
    CHECK(filesIn(folder.path()) == 1);
    CHECK(filesIn(down) == 7);
}

TEST_CASE("files: what an earlier run left is hashed anew and gone on with") {
    const tests::TemporaryFolder folder;
    const std::string half(10 * limits::MiB, 'h');
    {
        Hands hands;
        CHECK(hands.find(folder.path(), half.size() + 4) == 0);
        hands.writeSlice(0, half);
    }
    Hands hands;
    CHECK(hands.find(folder.path(), half.size() + 4) == half.size());
    hands.writeSlice(half.size(), "tail");
    CHECK(read(hands.place(half + "tail", "whole")) == half + "tail");
}

TEST_CASE("files: a part that is to be removed goes even where the client ends at once") {
    const tests::TemporaryFolder folder;
    write(folder.path() / "source", std::string(64 * limits::MiB, 'x'));
    {
        Hands hands;
        CHECK(hands.find(folder.path(), 5) == 0);
        hands.files.order(client::HashFile{
            .id = idOf(2), .attempt = 1, .path = (folder.path() / "source").string()});
        hands.files.order(client::RemovePart{
            .id = one, .folder = folder.path().string(), .saveAs = std::nullopt});
    }
    CHECK_FALSE(fs::exists(partOf(folder.path())));
}

TEST_CASE("files: a part that is longer than the file begins again") {
    const tests::TemporaryFolder folder;
    write(partOf(folder.path()), "much too long");
    Hands hands;
    CHECK(hands.find(folder.path(), 4) == 0);
    CHECK(fs::file_size(partOf(folder.path())) == 0);
}

TEST_CASE("files: wrong bytes are not placed and not kept") {
    const tests::TemporaryFolder folder;
    Hands hands;
    CHECK(hands.find(folder.path(), 5) == 0);
    hands.writeSlice(0, "wrong");
    const auto failed = hands.fails(
        client::PlaceFile{.id = one, .attempt = 1, .hash = crypto::hash("right"), .name = "name"});
    CHECK(failed.wrongHash);
    CHECK(filesIn(folder.path()) == 0);
}

TEST_CASE("files: a crash between placing and keeping that does not make a second file") {
    const tests::TemporaryFolder folder;
    write(folder.path() / "name", "of somebody else");
    {
        Hands hands;
        CHECK(hands.find(folder.path(), 5) == 0);
        hands.writeSlice(0, "whole");
        CHECK(hands.place("whole", "name") == folder.path() / "name (2)");
    }
    Hands hands;
    SECTION("it is found again") {
        CHECK(hands.find(folder.path(), 5) == 5);
        CHECK(hands.place("whole", "name") == folder.path() / "name (2)");
        hands.remove(folder.path());
        CHECK(filesIn(folder.path()) == 2);
    }
    SECTION("what the person did to it since is not undone") {
        std::ofstream(folder.path() / "name (2)", std::ios::app) << " and more";
        CHECK(hands.find(folder.path(), 5) == 0);
        hands.writeSlice(0, "whole");
        CHECK(hands.place("whole", "name") == folder.path() / "name (3)");
        CHECK(read(folder.path() / "name (2)") == "whole and more");
    }
}

TEST_CASE("files: a link in the part's place leads nowhere") {
    const tests::TemporaryFolder folder;
    write(folder.path() / "precious", "precious");
    fs::create_symlink(folder.path() / "precious", partOf(folder.path()));
    Hands hands;
    (void)hands.fails(findIn(folder.path(), 2));
    CHECK(read(folder.path() / "precious") == "precious");
}

TEST_CASE("files: two programs do not write into one part") {
    const tests::TemporaryFolder folder;
    Hands first;
    CHECK(first.find(folder.path(), 5) == 0);
    first.writeSlice(0, "who");
    Hands second;
    const auto failed = second.fails(findIn(folder.path(), 5));
    CHECK(failed.why.find("Another program") == 0);
    second.remove(folder.path()); // nor take it away
    first.writeSlice(3, "le");
    CHECK(read(first.place("whole", "name")) == "whole");
}

TEST_CASE("files: saved as the person said, it goes over what stood there") {
    const tests::TemporaryFolder folder;
    const fs::path target = folder.path() / "chosen.txt";
    write(target, "old");
    fs::permissions(target, fs::perms::all);
    Hands hands;
    CHECK(hands
              .ask<client::PartFound>(client::FindPart{
                  .id = one, .attempt = 1, .folder = {}, .saveAs = target.string(), .sizeBytes = 3})
              .sizeBytes == 0);
    hands.writeSlice(0, "new");
    CHECK(hands.place("new", "label.txt") == target);
    CHECK(read(target) == "new");
    CHECK(modeOf(target) == 0600);
    CHECK(filesIn(folder.path()) == 1);
}

TEST_CASE("files: a folder that cannot be written to is told in a sentence") {
    Hands hands;
    const auto failed = hands.fails(findIn("/proc/nothing/here", 5));
    CHECK_FALSE(failed.why.empty());
    CHECK_FALSE(failed.wrongHash);
}

TEST_CASE("files: a slice is read while another file is being hashed") {
    const tests::TemporaryFolder folder;
    write(folder.path() / "small", "small");
    const fs::path large = folder.path() / "large";
    write(large, "");
    fs::resize_file(large, 512 * limits::MiB); // no block of it is written
    Hands hands;
    const EntryId two = idOf(2);
    const auto hashed = hands.hash(folder.path() / "small");
    hands.files.order(client::HashFile{.id = two, .attempt = 1, .path = large.string()});
    hands.files.order(client::ReadSlice{.id = one,
                                        .attempt = 1,
                                        .path = (folder.path() / "small").string(),
                                        .offset = 0,
                                        .bytes = 5,
                                        .sizeBytes = hashed.sizeBytes,
                                        .modified = hashed.modified});
    while (true) {
        const client::Input input = hands.next();
        REQUIRE_FALSE(std::holds_alternative<client::FileHashed>(input));
        if (std::holds_alternative<client::SliceRead>(input))
            break;
    }
}
