#include "tests/support/catch.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/base/text.hpp"
#include "tools/cli/pieces.hpp"

using namespace zchat;
using namespace zchat::cli;
using std::chrono::milliseconds;

namespace {
using Texts = std::vector<std::string>;
const Batcher::Clock::time_point start{};
} // namespace

TEST_CASE("pieces: what is not text becomes replacement characters") {
    const std::string replacement = "\xef\xbf\xbd";
    CHECK(readable("caf\xe9!") == "caf" + replacement + "!");
    CHECK(readable(std::string("a\0b", 3)) == "a" + replacement + "b");
    CHECK(readable("grün 👍 \xe2\x82") == "grün 👍 " + replacement + replacement);
    CHECK(readable("\xc3\xa9\xa9") == "é" + replacement);
}

TEST_CASE("pieces: a text is cut between lines where it can be") {
    CHECK(cutText("one\ntwo\nthree", 8) == Texts{"one\ntwo", "three"});
    CHECK(cutText("one\ntwo\nthree", 7) == Texts{"one\ntwo", "three"});
    CHECK(cutText("abcdefgh", 3) == Texts{"abc", "def", "gh"});
    CHECK(cutText("ääää", 3) == Texts{"ä", "ä", "ä", "ä"});
    CHECK(cutText("", 3).empty());
}

TEST_CASE("pieces: all of stdin is one message without the newlines at its end") {
    CHECK(toMessages("line\nother\n\n", Style::plain) == Texts{"line\nother"});
    CHECK(toMessages("\n\r\n", Style::plain).empty());
    CHECK(toMessages("  indented\n", Style::plain) == Texts{"  indented"});
}

TEST_CASE("pieces: a fence is longer than any in the text, and fits with it") {
    CHECK(toMessages("x\n", Style::code) == Texts{"```\nx\n```"});
    CHECK(toMessages("a ```` b", Style::code) == Texts{"`````\na ```` b\n`````"});
    const std::string line(99, 'x');
    std::string much;
    for (int i = 0; i < 1000; ++i)
        much += line + "\n";
    const Texts pieces = toMessages(much, Style::code);
    std::size_t lines = 0;
    for (const std::string &piece : pieces) {
        CHECK(piece.size() <= limits::textBytes);
        CHECK(piece.starts_with("```\nx"));
        CHECK(piece.ends_with("x\n```"));
        lines += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n')) - 1;
    }
    CHECK(lines == 1000);
}

TEST_CASE("pieces: lines are gathered from the first one on for the whole window") {
    Batcher batcher(milliseconds(1000), Style::plain);
    CHECK_FALSE(batcher.due());
    batcher.add("one\n", start);
    batcher.add("two\n", start + milliseconds(900));
    CHECK(batcher.due() == start + milliseconds(1000));
    CHECK(batcher.take(start + milliseconds(999)).empty());
    CHECK(batcher.take(start + milliseconds(1000)) == Texts{"one\ntwo"});
    CHECK_FALSE(batcher.due());
}

TEST_CASE("pieces: half a line waits for its other half") {
    Batcher batcher(milliseconds(1000), Style::plain);
    batcher.add("whole\nha", start);
    CHECK(batcher.take(start + milliseconds(1000)) == Texts{"whole"});
    CHECK_FALSE(batcher.due());
    batcher.add("lf\n", start + milliseconds(1500));
    CHECK(batcher.take(start + milliseconds(2000)) == Texts{"half"});
    batcher.add("last", start + milliseconds(3000));
    CHECK(batcher.finish() == Texts{"last"});
    CHECK(batcher.finish().empty());
}

TEST_CASE("pieces: more than a message does not wait for the window") {
    Batcher batcher(milliseconds(1000), Style::plain);
    batcher.add(std::string(3 * limits::textBytes, 'x'), start);
    REQUIRE(batcher.due() == start);
    std::size_t sum = 0;
    while (batcher.due())
        for (const std::string &message : batcher.take(start)) {
            CHECK(message.size() <= limits::textBytes);
            sum += message.size();
        }
    for (const std::string &message : batcher.finish())
        sum += message.size();
    CHECK(sum == 3 * limits::textBytes);
}
