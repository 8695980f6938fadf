#include "tools/benchmark/report.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "shared/base/log.hpp"

namespace zchat::bench {

namespace {

std::string number(double value) {
    char text[32];
    const int digits = value >= 100 ? 0 : value >= 1 ? 2 : 4;
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

std::string padded(std::string text, std::size_t width, bool right) {
    // Counted in characters: names hold none beyond one column.
    if (text.size() < width)
        text.insert(right ? 0 : text.size(), width - text.size(), ' ');
    return text;
}

} // namespace

double median(std::vector<double> values) {
    return quantile(std::move(values), 0.5);
}

double quantile(std::vector<double> values, double part) {
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const auto at = static_cast<std::size_t>(static_cast<double>(values.size()) * part);
    return values[std::min(at, values.size() - 1)];
}

void Report::add(const std::string &figure, double value) {
    figures_[figure].push_back(value);
    std::fprintf(stderr, "  %-44s %12s\n", figure.c_str(), number(value).c_str());
}

double Report::of(const std::string &figure) const {
    const auto found = figures_.find(figure);
    return found == figures_.end() ? 0 : median(found->second);
}

void Report::row(const std::string &name, const std::string &unit, double ours, double floor) {
    rows_.push_back(Row{.name = name, .unit = unit, .ours = ours, .floor = floor});
}

void Report::note(const std::string &sentence) {
    notes_.push_back(sentence);
}

std::string Report::table() const {
    std::string text = padded("medians", 36, false) + padded("broker", 12, true) +
                       padded("floor", 12, true) + padded("ratio", 9, true) + "  unit\n";
    for (const Row &row : rows_)
        text += padded(row.name, 36, false) + padded(number(row.ours), 12, true) +
                padded(number(row.floor), 12, true) +
                padded(row.floor > 0 ? number(row.ours / row.floor) : "-", 9, true) + "  " +
                row.unit + '\n';
    for (const std::string &note : notes_)
        text += note + '\n';
    return text;
}

std::string Report::json() const {
    std::string text = "{\"rows\":[";
    for (const Row &row : rows_) {
        text += text.back() == '[' ? "" : ",";
        text += "{\"name\":" + jsonString(row.name) + ",\"unit\":" + jsonString(row.unit) +
                ",\"broker\":" + std::to_string(row.ours) +
                ",\"floor\":" + std::to_string(row.floor) + "}";
    }
    text += "],\"notes\":[";
    for (const std::string &note : notes_)
        text += (text.back() == '[' ? "" : ",") + jsonString(note);
    text += "],\"runs\":{";
    for (const auto &[figure, values] : figures_) {
        text += text.back() == '{' ? "" : ",";
        text += jsonString(figure) + ":[";
        for (const double value : values)
            text += (text.back() == '[' ? "" : ",") + std::to_string(value);
        text += "]";
    }
    return text + "}}\n";
}

} // namespace zchat::bench
