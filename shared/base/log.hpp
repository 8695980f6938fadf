// The broker's log: one JSON object or one escaped line for each event, on one stream.
//
// It takes a sentence and named values; control and bidirectional characters are escaped in both
// forms. It is never given a key, a ticket's secret or the body of a message. Lines are written
// whole under a mutex, since every thread of the broker logs.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace zchat {

enum class LogLevel : std::uint8_t { debug, info, warning, error };
enum class LogFormat : std::uint8_t { text, json };

[[nodiscard]] std::optional<LogLevel> parseLogLevel(std::string_view name);

struct LogValue {
    std::string_view name;
    std::string value;
    LogValue(std::string_view n, std::string_view v)
        : name(n)
        , value(v) {}
    LogValue(std::string_view n, std::int64_t v)
        : name(n)
        , value(std::to_string(v)) {}
};

class Log final {
public:
    Log(std::FILE *out, LogFormat format, LogLevel lowest)
        : out_(out)
        , format_(format)
        , lowest_(lowest) {}

    // The least that is written from now on.
    void setLowest(LogLevel lowest) { lowest_ = lowest; }

    void debug(std::string_view sentence, std::initializer_list<LogValue> values = {}) {
        write(LogLevel::debug, sentence, values);
    }
    void info(std::string_view sentence, std::initializer_list<LogValue> values = {}) {
        write(LogLevel::info, sentence, values);
    }
    void warning(std::string_view sentence, std::initializer_list<LogValue> values = {}) {
        write(LogLevel::warning, sentence, values);
    }
    void error(std::string_view sentence, std::initializer_list<LogValue> values = {}) {
        write(LogLevel::error, sentence, values);
    }

private:
    void write(LogLevel level, std::string_view sentence, std::initializer_list<LogValue> values);

    std::mutex mutex_;
    std::FILE *out_;
    LogFormat format_;
    std::atomic<LogLevel> lowest_;
};

// `text` as a JSON string with its quotes; unsafe characters as \uXXXX, bad UTF-8 as U+FFFD.
[[nodiscard]] std::string jsonString(std::string_view text);

} // namespace zchat
