// TextSelection: the words that a person marked, from one place to another, across messages.
//
// A place is a row's key and a character of its shown words, never a row number, so that history
// which joins above moves nothing of it. It paints nothing: the delegate asks it row by row.
#pragma once

#include <QString>
#include <limits>
#include <optional>
#include <utility>

#include "gui/model/timeline_model.hpp"

namespace zchat::gui {

class MessageDelegate;

inline constexpr int endOfRow = std::numeric_limits<int>::max();

struct TextPlace {
    RowKey key;
    int character = 0; // endOfRow: after the last one
    friend bool operator==(const TextPlace &, const TextPlace &) = default;
};

class TextSelection final {
public:
    void start(const TextPlace &place);
    // To where the second end goes; nothing where no first one was set.
    void extendTo(const TextPlace &place);
    void set(const TextPlace &from, const TextPlace &to);
    void clear();

    [[nodiscard]] bool isStarted() const { return from_.has_value(); }
    [[nodiscard]] bool isEmpty() const { return !from_ || from_ == to_; }
    // The first and the last row that something is marked of, as the rows stand now.
    [[nodiscard]] std::optional<std::pair<int, int>> rows(const TimelineModel &model) const;
    // From one character to before another; the second may lie beyond the row's last one.
    [[nodiscard]] std::optional<std::pair<int, int>> rangeIn(const TimelineModel &model,
                                                             int row) const;

private:
    struct Ends {
        int firstRow = 0;
        int firstCharacter = 0;
        int lastRow = 0;
        int lastCharacter = 0;
    };
    [[nodiscard]] std::optional<Ends> ends(const TimelineModel &model) const;

    std::optional<TextPlace> from_;
    std::optional<TextPlace> to_;
};

// What Copy puts on the clipboard: the marked words as plain text; of several messages with a line
// for each that begins "[10:41] Tom Okafor: ".
[[nodiscard]] QString copiedText(const TextSelection &selection, const TimelineModel &model,
                                 const People &people, const MessageDelegate &delegate);

} // namespace zchat::gui
