#include "shared/base/file_name.hpp"
#include "shared/base/text.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;

TEST_CASE("file name: an ordinary name stays as it is") {
    for (const char *name :
         {"report.pdf", "holiday photo (2).jpeg", "Änderungen.tar.gz", "文書.txt", "no_ending",
          "a.b.c", "console.txt", "nullable.md", "com.example"})
        CHECK(safeFileName(name) == name);
}

TEST_CASE("file name: no name leads out of its folder") {
    CHECK(safeFileName("../../.ssh/authorized_keys") == "_.._.ssh_authorized_keys");
    CHECK(safeFileName("/etc/passwd") == "_etc_passwd");
    CHECK(safeFileName("..\\..\\x.exe") == "_.._x.exe");
    CHECK(safeFileName("C:\\x") == "C__x");
    for (const char *name : {"..", ".", "", "   ", "...", "- -", "\xe2\x80\xae"})
        CHECK(safeFileName(name) == "file");
}

TEST_CASE("file name: nothing is hidden and nothing looks like an option") {
    CHECK(safeFileName(".bashrc") == "bashrc");
    CHECK(safeFileName("-rf") == "rf");
    CHECK(safeFileName(" .- x") == "x");
    CHECK(safeFileName("x.txt. .") == "x.txt");
}

TEST_CASE("file name: words that are devices somewhere get a mark before them") {
    CHECK(safeFileName("CON.txt") == "_CON.txt");
    CHECK(safeFileName("nul") == "_nul");
    CHECK(safeFileName("Com1.tar.gz") == "_Com1.tar.gz");
    CHECK(safeFileName("LPT\u00b2.x") == "_LPT\u00b2.x");
    CHECK(safeFileName("aux .c") == "_aux .c");
    CHECK(safeFileName("com10.txt") == "com10.txt");
}

TEST_CASE("file name: what turns, hides or joins characters is left out") {
    CHECK(safeFileName("a\u202egpj.exe") == "agpj.exe");
    CHECK(safeFileName("a\u200bb\ufeffc\u2066d.txt") == "abcd.txt");
    CHECK(safeFileName("line\nbreak\x1b[2J\x7f.txt") == "linebreak[2J.txt");
    CHECK(safeFileName(std::string("nul\0led", 7)) == "nulled");
    CHECK(safeFileName("bad\xff\xc0utf8\xe2\x82.txt") == "badutf8.txt");
}

TEST_CASE("file name: a long name is cut between characters and keeps its ending") {
    const std::string cut = safeFileName(std::string(300, 'x') + ".pdf");
    CHECK(cut == std::string(196, 'x') + ".pdf");
    std::string wide;
    for (int i = 0; i < 100; ++i)
        wide += "\u20ac";
    const std::string narrow = safeFileName(wide + ".c");
    CHECK(narrow.size() <= 200);
    CHECK(isUtf8(narrow));
    CHECK(narrow.ends_with("\u20ac.c"));
    CHECK(safeFileName("a." + std::string(300, 'y')).size() == 200);
}

TEST_CASE("file name: the number of a second one stands before the ending") {
    CHECK(numberedFileName("photo.jpg", 1) == "photo.jpg");
    CHECK(numberedFileName("photo.jpg", 2) == "photo (2).jpg");
    CHECK(numberedFileName("no_ending", 12) == "no_ending (12)");
    CHECK(numberedFileName("a.tar.gz", 3) == "a.tar (3).gz");
}

TEST_CASE("file name: sizes are said in words") {
    CHECK(sizeWords(0) == "0 B");
    CHECK(sizeWords(700) == "700 B");
    CHECK(sizeWords(1536) == "1.5 KiB");
    CHECK(sizeWords(2048ULL * 1024 * 1024) == "2 GiB");
    CHECK(sizeWords(123'456'789) == "118 MiB");
}
