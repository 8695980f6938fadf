#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

#include "gui/text/document.hpp"
#include "gui/text/markdown.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;

namespace {

// Everything that a person would read, with each link's address in angle brackets.
std::string shown(std::string_view text, const std::vector<std::string> &mentions = {}) {
    std::string out;
    for (const Block &block : parseMarkdown(text, mentions)) {
        if (!out.empty())
            out += " / ";
        for (const Span &span : block.spans) {
            std::string words = span.text;
            if (span.isBold)
                words = "B{" + words + "}";
            if (span.isItalic)
                words = "I{" + words + "}";
            if (span.isStruck)
                words = "S{" + words + "}";
            if (span.isCode)
                words = "C{" + words + "}";
            if (span.isMention)
                words = "M{" + words + "}";
            out += span.link.empty() ? words : words + "<" + span.link + ">";
        }
    }
    return out;
}

bool hasLink(std::string_view text) {
    for (const Block &block : parseMarkdown(text))
        for (const Span &span : block.spans)
            if (!span.link.empty())
                return true;
    return false;
}

// How the words are drawn that begin so.
QTextCharFormat formatAt(const LaidText &laid, const char *words) {
    const QTextCursor found = laid.document->find(words);
    REQUIRE_FALSE(found.isNull());
    return found.charFormat();
}

} // namespace

TEST_CASE("markdown: emphasis, code and mentions are told apart") {
    CHECK(shown("a **b** *c* ~~d~~ `e`") == "a B{b} I{c} S{d} C{e}");
    CHECK(shown("**bold with *both* in it**") == "B{bold with }I{B{both}}B{ in it}");
    CHECK(shown("`**not bold**`") == "C{**not bold**}");
    CHECK(shown("hi @alice, @bob", {"alice"}) == "hi M{@alice}, @bob");
    CHECK(shown("`@alice` mail@alice", {"alice"}) == "C{@alice} mail@alice");
}

TEST_CASE("markdown: what does not close or stand free stays as it was written") {
    CHECK(shown("2 * 3 * 4") == "2 * 3 * 4");
    CHECK(shown("snake_case_name") == "snake_case_name");
    CHECK(shown("**open") == "**open");
    CHECK(shown("a ` b") == "a ` b");
    CHECK(shown("\\*not\\* this") == "*not* this");
    CHECK(shown("# no heading") == "# no heading");
}

TEST_CASE("markdown: blocks are paragraphs, code, quotes and lists") {
    const auto blocks = parseMarkdown("one\ntwo\n\n> quoted\n\n- first\n  - inner\n3. third\n"
                                      "```sh\nmake **all**\n```");
    REQUIRE(blocks.size() == 6);
    CHECK(blocks[0].spans[0].text == "one\ntwo");
    CHECK(blocks[1].isQuoted);
    CHECK(blocks[2].marker == "•");
    CHECK(blocks[3].depth == 1);
    CHECK(blocks[4].marker == "3.");
    CHECK(blocks[5].kind == BlockKind::code);
    CHECK(blocks[5].spans[0].text == "make **all**");
    CHECK(shown("```\nnever closed") == "```\nnever closed");
}

TEST_CASE("markdown: an image is literal text and loads nothing") {
    CHECK(shown("![x](file:///dev/zero)") == "![x](file:///dev/zero)");
    CHECK_FALSE(hasLink("![x](file:///dev/zero)"));
    CHECK(shown("<img src=//host/x>") == "<img src=//host/x>");
    CHECK(shown("<a href=\"http://evil\">bank</a>").starts_with("<a href=\"http://evil"));
}

TEST_CASE("markdown: a link shows the host that it really leads to") {
    CHECK(shown("[bank](http://evil)") == "bank<http://evil> (evil)<http://evil>");
    CHECK(shown("[http://good.example](http://evil.example/x)") ==
          "http://good.example<http://evil.example/x> (evil.example)<http://evil.example/x>");
    CHECK(shown("http://good.example@evil.example/") ==
          "http://good.example@evil.example/<http://good.example@evil.example/> "
          "(evil.example)<http://good.example@evil.example/>");
    CHECK(shown("see https://a.example/b.") == "see https://a.example/b<https://a.example/b>.");
}

TEST_CASE("markdown: only http, https and mailto with a plain host are links") {
    for (const char *address :
         {"javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://host/x",
          "zchat://host/x", "//host/x", "http://", "http://ex\xd0\xb0mple/", "http://a%2eb/",
          "HTTP:evil", "http:/\\evil", "mailto:nobody", "http://@"})
        CHECK_FALSE(hasLink("[x](" + std::string(address) + ")"));
    for (const char *address : {"http://host", "HTTPS://Host:8080/x?y#z", "mailto:a@b.example"})
        CHECK(hasLink("[x](" + std::string(address) + ")"));
}

TEST_CASE("markdown: characters that turn or hide text are made visible") {
    CHECK(shown("a\xe2\x80\xae"
                "b") == "a\\u202eb");
    CHECK(shown("a\x1b[2Jb") == "a\\x1b[2Jb");
    CHECK(shown("a\r\nb") == "a\nb");
    CHECK(shown("\xef\xb7\x90") == "\xef\xbf\xbd"); // U+FDD0, which Qt takes for a frame
}

TEST_CASE("markdown: a message of nothing but marks ends") {
    // 16 KiB is the longest text. No clock is read: what must not happen takes minutes, and the
    // runner's own limit shows it.
    const std::size_t most = 16 * 1024;
    for (const std::string mark : {"*", "_", "~~", "`", "[", "![", "](", "**a ", "*a **b ", "> ",
                                   "- ", "```\n", "http://", "@", "\\", "[a](http://", "`a``b"}) {
        std::string text;
        while (text.size() < most)
            text += mark;
        const auto blocks = parseMarkdown(text, {"a"});
        INFO(mark);
        CHECK_FALSE(blocks.empty());
    }
}

TEST_CASE("document: attack strings become text, and no resource is ever asked for") {
    const Look look = makeLook(false, QFont());
    for (const char *attack :
         {"![x](file:///dev/zero)", "<img src=\"file:///dev/zero\">", "<img src=//host/x>",
          "<style>@import url(http://host)</style>", "<table><tr><td>x</table>",
          "<script>alert(1)</script>", "<body background=\"file:///dev/zero\">"}) {
        const LaidText laid = layText(parseMarkdown(attack), look, 400);
        CHECK(laid.document->toPlainText().toStdString() == attack);
        CHECK(laid.document->resource(QTextDocument::ImageResource, QUrl("file:///dev/zero"))
                  .isNull());
    }
}

TEST_CASE("document: code has a card over the whole width, a link is found under the pointer") {
    const Look look = makeLook(false, QFont());
    const LaidText code = layText(parseMarkdown("x\n```\none\ntwo\n```"), look, 400);
    REQUIRE(code.codeCards.size() == 1);
    CHECK(code.codeCards[0].text == "one\ntwo");
    CHECK(code.codeCards[0].rect.width() == 400);
    CHECK(code.codeCards[0].rect.bottom() <= code.height);
    const LaidText link = layText(parseMarkdown("https://a.example/b"), look, 400);
    CHECK(linkAt(link, QPointF(20, 8)) == "https://a.example/b");
    CHECK(linkAt(link, QPointF(390, 8)).isEmpty());
}

TEST_CASE("document: a long word without a space breaks instead of running out of sight") {
    const Look look = makeLook(false, QFont());
    const LaidText laid = layText(parseMarkdown(std::string(4000, 'w')), look, 300);
    CHECK(laid.width <= 300);
    CHECK(laid.height > 20 * 20);
}

TEST_CASE("ux: bold, italic, strike, code, mentions and links are drawn so") {
    const Look look = makeLook(false, QFont());
    const LaidText laid =
        layText(parseMarkdown("plain **bold** *slanted* ~~gone~~ `code` @alice https://a.example",
                              {"alice"}),
                look, 700);
    const QTextCharFormat plain = formatAt(laid, "plain");
    CHECK(plain.fontWeight() < QFont::DemiBold);
    CHECK_FALSE(plain.fontItalic());
    CHECK_FALSE(plain.fontStrikeOut());
    CHECK(formatAt(laid, "bold").fontWeight() >= QFont::DemiBold);
    CHECK(formatAt(laid, "slanted").fontItalic());
    CHECK(formatAt(laid, "gone").fontStrikeOut());
    CHECK(formatAt(laid, "code").font().families() == look.code.families());
    CHECK(formatAt(laid, "code").background().color() == look.tokens.code);
    CHECK(formatAt(laid, "@alice").background().color() == look.tokens.accentSoft);
    CHECK(formatAt(laid, "@alice").fontWeight() >= QFont::DemiBold);
    CHECK(formatAt(laid, "https").isAnchor());
    CHECK(formatAt(laid, "https").foreground().color() == look.tokens.accentText);
    CHECK_FALSE(plain.isAnchor());
}

TEST_CASE("ux: a quote has a bar, one for what belongs together, and a list is indented") {
    const Look look = makeLook(false, QFont());
    const LaidText quotes = layText(parseMarkdown("> one\n> two\n\nwords\n\n> three"), look, 400);
    REQUIRE(quotes.quoteBars.size() == 2);
    CHECK(quotes.quoteBars[0].width() == 3);
    CHECK(quotes.quoteBars[0].height() > quotes.quoteBars[1].height());
    CHECK(quotes.document->begin().blockFormat().leftMargin() > quotes.quoteBars[0].right());
    CHECK(quotes.document->begin().begin().fragment().charFormat().foreground().color() ==
          look.tokens.dim);
    const LaidText list =
        layText(parseMarkdown("words\n\n- first\n  - inner\n3. third"), look, 400);
    QTextBlock block = list.document->begin();
    const double words = block.blockFormat().leftMargin();
    block = block.next();
    const double first = block.blockFormat().leftMargin();
    CHECK(block.text().startsWith("•"));
    CHECK(first > words + 8);
    CHECK(block.blockFormat().textIndent() < 0); // the marker hangs
    block = block.next();
    CHECK(block.blockFormat().leftMargin() == first + 20);
    CHECK(block.next().text().startsWith("3."));
}
