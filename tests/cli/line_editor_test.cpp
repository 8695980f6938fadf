#include "tests/support/catch.hpp"

#include "tools/cli/columns.hpp"
#include "tools/cli/line_editor.hpp"

using namespace zchat::cli;
using Kind = LineEditor::Kind;

namespace {

// The line after these keys.
std::string typed(std::string_view bytes) {
    LineEditor editor;
    static_cast<void>(editor.feed(bytes));
    return editor.line();
}

} // namespace

TEST_CASE("line editor: Enter gives the line away") {
    LineEditor editor;
    const auto happenings = editor.feed("hello\rwor");
    REQUIRE(happenings.size() == 1);
    CHECK(happenings[0].kind == Kind::entered);
    CHECK(happenings[0].line == "hello");
    CHECK(editor.line() == "wor");
}

TEST_CASE("line editor: characters of several bytes are one, however they arrive") {
    LineEditor editor;
    for (const char byte : std::string("grün👍"))
        static_cast<void>(editor.feed(std::string_view(&byte, 1)));
    CHECK(editor.line() == "grün👍");
    static_cast<void>(editor.feed("\x7f\x7f\x7f"));
    CHECK(editor.line() == "gr");
    CHECK(typed("a\xff\xc3z") == "az");
}

TEST_CASE("line editor: keys move and erase as in readline") {
    CHECK(typed("world\x01hello \x05!") == "hello world!");
    CHECK(typed("abc\x1b[D\x1b[DX") == "aXbc");
    CHECK(typed("abc\x1b[H\x1b[3~") == "bc");
    CHECK(typed("abc\x1bOH\x04") == "bc");
    CHECK(typed("one two three\x17") == "one two ");
    CHECK(typed("one two\x1b"
                "b\x0b") == "one ");
    CHECK(typed("one two\x15"
                "x\x19") == "xone two");
    CHECK(typed("\x7f\x1b[D\x1b[3~ok") == "ok");
    CHECK(typed("a b\x1b[1;5D\x1b[1;5DX") == "Xa b");
}

TEST_CASE("line editor: Ctrl-C empties the line, Ctrl-D ends only an empty one") {
    LineEditor editor;
    auto happenings = editor.feed("abc\x03");
    REQUIRE(happenings.size() == 1);
    CHECK(happenings[0].kind == Kind::cancelled);
    CHECK(happenings[0].line == "abc");
    CHECK(editor.empty());
    happenings = editor.feed("\x04");
    REQUIRE(happenings.size() == 1);
    CHECK(happenings[0].kind == Kind::ended);
}

TEST_CASE("line editor: a paste of several lines stays one message until Enter") {
    LineEditor editor;
    auto happenings = editor.feed("\x1b[200~one\rtwo\n\x03three\x1b[20");
    CHECK(happenings.empty());
    happenings = editor.feed("1~\r");
    REQUIRE(happenings.size() == 1);
    CHECK(happenings[0].line == "one\ntwo\nthree");
    CHECK(typed("a\x1b\rb") == "a\nb");
}

TEST_CASE("line editor: up shows older lines, down comes back to the one being written") {
    LineEditor editor;
    static_cast<void>(editor.feed("first\rsecond\rsecond\rnew"));
    static_cast<void>(editor.feed("\x1b[A"));
    CHECK(editor.line() == "second");
    static_cast<void>(editor.feed("\x1b[A\x1b[A\x1b[A"));
    CHECK(editor.line() == "first");
    static_cast<void>(editor.feed("\x1b[B\x1b[B\x1b[B"));
    CHECK(editor.line() == "new");
}

TEST_CASE("line editor: what does not fit scrolls, and the cursor stays in sight") {
    LineEditor editor;
    static_cast<void>(editor.feed("0123456789"));
    auto view = editor.view(6);
    CHECK(view.text == "56789");
    CHECK(view.cursor == 5);
    static_cast<void>(editor.feed("\x01"));
    view = editor.view(6);
    CHECK(view.text == "012345");
    CHECK(view.cursor == 0);
    CHECK(editor.view(80).text == "0123456789");
}

TEST_CASE("line editor: wide characters take two columns, marks none, newlines show") {
    CHECK(columnsOf("日本") == 4);
    CHECK(columnsOf("e\u0301") == 1);
    CHECK(columnsOf("👍🏽") == 2);
    LineEditor editor;
    static_cast<void>(editor.feed("日本語\x1b\r\xe2\x80\xae"));
    const auto view = editor.view(20);
    CHECK(view.text == "日本語⏎·");
    CHECK(view.cursor == 8);
    CHECK(editor.view(5).cursor <= 4);
}

TEST_CASE("line editor: Tab asks for a completion of the word before the cursor") {
    LineEditor editor;
    const auto happenings = editor.feed("hi @bo\t");
    REQUIRE(happenings.size() == 1);
    CHECK(happenings[0].kind == Kind::complete);
    CHECK(editor.wordBeforeCursor() == "@bo");
    CHECK_FALSE(editor.wordIsFirst());
    editor.replaceWord("@bob ");
    CHECK(editor.line() == "hi @bob ");
}

TEST_CASE("line editor: sequences it does not know change nothing") {
    CHECK(typed("a\x1b[15~\x1b[1;2P\x1bOR\x1b[?1;2cb") == "ab");
    LineEditor editor;
    static_cast<void>(editor.feed("a\x1b["));
    CHECK(editor.feed("\x03").size() == 1);
}
