// Figures of several runs: their medians as a table for people and as JSON for programs.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace zchat::bench {

[[nodiscard]] double median(std::vector<double> values);
// The value below which this part of them lies.
[[nodiscard]] double quantile(std::vector<double> values, double part);

class Report final {
public:
    // Says on standard error what was measured just now, so that nobody waits in the dark.
    void add(const std::string &figure, double value);
    [[nodiscard]] double of(const std::string &figure) const;

    // Two figures side by side and their quotient, in the order of calling.
    void row(const std::string &name, const std::string &unit, double ours, double floor);
    // A sentence below the table.
    void note(const std::string &sentence);
    [[nodiscard]] std::string table() const;
    [[nodiscard]] std::string json() const;

private:
    struct Row {
        std::string name;
        std::string unit;
        double ours;
        double floor;
    };
    std::map<std::string, std::vector<double>> figures_;
    std::vector<Row> rows_;
    std::vector<std::string> notes_;
};

} // namespace zchat::bench
