#include "shared/base/log.hpp"

#include <array>
#include <chrono>
#include <ctime>

#include "shared/base/text.hpp"

namespace zchat {

namespace {

constexpr std::array<std::string_view, 4> levelNames{"debug", "info", "warning", "error"};

std::string timeStamp() {
    const auto now = std::chrono::system_clock::now();
    const auto ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
    const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char buffer[40];
    const std::size_t length = std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%S", &utc);
    std::snprintf(buffer + length, sizeof buffer - length, ".%03dZ", static_cast<int>(ms % 1000));
    return buffer;
}

} // namespace

std::optional<LogLevel> parseLogLevel(std::string_view name) {
    for (std::size_t i = 0; i < levelNames.size(); ++i)
        if (name == levelNames[i])
            return static_cast<LogLevel>(i);
    return std::nullopt;
}

std::string jsonString(std::string_view text) {
    std::string replaced;
    if (!isUtf8(text)) {
        for (const char c : text)
            replaced += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "\xef\xbf\xbd";
        text = replaced;
    }
    std::string out = "\"";
    eachCharacter(text, [&](char32_t c, std::string_view bytes) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += bytes;
        } else if (isUnsafeCharacter(c)) {
            char buffer[8];
            std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(c));
            out += buffer;
        } else {
            out += bytes;
        }
    });
    return out + '"';
}

void Log::write(LogLevel level, std::string_view sentence, std::initializer_list<LogValue> values) {
    if (level < lowest_)
        return;
    const std::string_view levelName = levelNames.at(static_cast<std::size_t>(level));
    std::string line;
    if (format_ == LogFormat::json) {
        line = "{\"at\":\"" + timeStamp() + "\",\"level\":\"" + std::string(levelName) +
               "\",\"text\":" + jsonString(sentence);
        for (const LogValue &value : values)
            line += ',' + jsonString(value.name) + ':' + jsonString(value.value);
        line += "}\n";
    } else {
        line = timeStamp() + ' ' + std::string(levelName) + ' ' + escaped(sentence);
        for (const LogValue &value : values)
            line += ' ' + escaped(value.name) + '=' + escaped(value.value);
        line += '\n';
    }
    const std::lock_guard lock(mutex_);
    std::fwrite(line.data(), 1, line.size(), out_);
    std::fflush(out_);
}

} // namespace zchat
