// The dialogues: transcripts of what people and programs say to the hub, kept beside this file.
// ZCHAT_REWRITE=1 writes them anew; the difference is then read as a review.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "broker/store/sqlite_store.hpp"
#include "tests/hub/stage.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
using namespace zchat::testing;
using zchat::tests::TemporaryFolder;

namespace {

std::vector<std::filesystem::path> dialogues() {
    std::vector<std::filesystem::path> files;
    for (const auto &file : std::filesystem::directory_iterator(ZCHAT_DIALOGUES))
        if (file.path().extension() == ".txt")
            files.push_back(file.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string textOf(const std::filesystem::path &file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

// Plays the lines of a transcript and gives the transcript that comes of it.
std::string played(Stage &stage, const std::string &transcript) {
    std::string out;
    std::istringstream lines(transcript);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("  "))
            continue;
        out += line + "\n";
        if (!line.empty() && !line.starts_with("#"))
            out += stage.play(line);
    }
    return out;
}

// Where two transcripts part, for a failure that says more than two long texts.
std::string firstDifference(const std::string &kept, const std::string &now) {
    std::istringstream a(kept);
    std::istringstream b(now);
    std::string lineA;
    std::string lineB;
    for (int number = 1;; ++number) {
        const bool moreA = static_cast<bool>(std::getline(a, lineA));
        const bool moreB = static_cast<bool>(std::getline(b, lineB));
        if (!moreA && !moreB)
            return "";
        if (moreA != moreB || lineA != lineB)
            return "line " + std::to_string(number) + "\n  kept: " + (moreA ? lineA : "(end)") +
                   "\n  now:  " + (moreB ? lineB : "(end)");
    }
}

} // namespace

TEST_CASE("hub: every dialogue goes as it is written down") {
    const bool rewrite = std::getenv("ZCHAT_REWRITE") != nullptr;
    for (const auto &file : dialogues()) {
        const std::string kept = textOf(file);
        Stage stage;
        const std::string now = played(stage, kept);
        if (rewrite)
            std::ofstream(file) << now;
        else if (kept != now)
            FAIL_CHECK(file.filename().string() << " " << firstDifference(kept, now));
    }
}

TEST_CASE("hub: every dialogue goes the same way over SQLite") {
    // What failing disks do is MemoryStore's to play; how a page is named is each store's own.
    const std::regex pageNames(" next=[^ \n]+");
    for (const auto &file : dialogues()) {
        const std::string kept = textOf(file);
        if (kept.find("! fail") != std::string::npos)
            continue;
        const std::string lines = std::regex_replace(kept, std::regex("\n[^\n]* page=[^\n]*"), "");
        const TemporaryFolder folder;
        const auto sqlite = store::SqliteStore::open(folder.path() / "chat.db");
        REQUIRE(sqlite.ok());
        Stage onDisk(**sqlite);
        Stage inMemory;
        const std::string difference =
            firstDifference(std::regex_replace(played(inMemory, lines), pageNames, ""),
                            std::regex_replace(played(onDisk, lines), pageNames, ""));
        INFO(file.filename().string());
        CHECK(difference == "");
    }
}

TEST_CASE("hub: the dialogues speak every op and hear every code") {
    // Live answers ping, bye, status and typing itself; it looks at frames and versions, too. Chunk
    // and finish go to those who hold the files.
    std::set<std::string> ops;
    std::set<std::string> codes;
    for (const auto &file : dialogues()) {
        Stage stage;
        (void)played(stage, textOf(file));
        ops.insert(stage.ops().begin(), stage.ops().end());
        codes.insert(stage.codes().begin(), stage.codes().end());
    }
    for (const char *op :
         {"hello",   "register", "redeem",  "devices", "ticket",   "revoke", "accounts", "account",
          "post",    "entries",  "history", "search",  "mentions", "read",   "rooms",    "create",
          "room",    "direct",   "join",    "leave",   "invite",   "remove", "role",     "notify",
          "members", "people",   "offer",   "cancel",  "fetch"}) {
        INFO(op);
        CHECK(wire::isOp(op));
        CHECK(ops.count(op) == 1);
    }
    for (std::size_t index = 0; index <= static_cast<std::size_t>(Code::storage); ++index) {
        const Code code = static_cast<Code>(index);
        if (code == Code::frame || code == Code::version)
            continue;
        INFO(codeName(code));
        CHECK(codes.count(codeName(code)) == 1);
    }
}
