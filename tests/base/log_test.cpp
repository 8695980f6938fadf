#include "shared/base/log.hpp"

#include <memory>

#include "tests/support/catch.hpp"

using namespace zchat;

namespace {

std::string written(LogFormat format, LogLevel lowest, void (*write)(Log &)) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::tmpfile(), std::fclose);
    Log log(file.get(), format, lowest);
    write(log);
    std::rewind(file.get());
    std::string text(4096, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file.get()));
    return text;
}

} // namespace

TEST_CASE("log: a line of text escapes what would act on a terminal") {
    const auto line = written(LogFormat::text, LogLevel::info, [](Log &log) {
        log.info("A key was refused.", {{"name", "a\r\nb\x1b[2J"}, {"port", 5556}});
    });
    CHECK(line.ends_with("Z info A key was refused. name=a\\x0d\\nb\\x1b[2J port=5556\n"));
}

TEST_CASE("log: a line of JSON is one object") {
    const auto line = written(LogFormat::json, LogLevel::info, [](Log &log) {
        log.warning("Said \"no\".", {{"who", "\xe2\x80\xae\xff"}});
    });
    CHECK(line.starts_with("{\"at\":\"20"));
    CHECK(line.find("\n") == line.size() - 1);
    CHECK(line.find("Said \\\"no\\\".") != std::string::npos);
    CHECK(line.find('\xff') == std::string::npos);
}

TEST_CASE("log: what is below the level is not written") {
    CHECK(written(LogFormat::text, LogLevel::warning, [](Log &log) { log.info("quiet"); }).empty());
    CHECK(parseLogLevel("warning") == LogLevel::warning);
    CHECK_FALSE(parseLogLevel("loud"));
}
