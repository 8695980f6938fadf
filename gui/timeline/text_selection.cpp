#include "gui/timeline/text_selection.hpp"

#include <QStringList>
#include <algorithm>

#include "gui/model/words.hpp"
#include "gui/timeline/message_delegate.hpp"

namespace zchat::gui {

namespace {

// A row that left the window at either end still bounds what is marked of the rest.
std::optional<int> rowNear(const TimelineModel &model, const RowKey &key) {
    if (const auto at = model.rowOf(key))
        return at;
    const Seq *seq = std::get_if<Seq>(&key);
    if (seq == nullptr || model.rowCount() == 0)
        return std::nullopt;
    return std::min(model.rowAtOrAfter(*seq), model.rowCount() - 1);
}

QString wordsIn(const RowLayout &laid, const Row &row, std::pair<int, int> range) {
    if (!laid.system.isNull())
        return laid.systemWords;
    const int length = laid.text.document ? lengthOf(laid.text) : 0;
    const bool isWhole = range.first == 0 && range.second >= length;
    const bool isFile = std::holds_alternative<wire::File>(row.message.entry.content);
    if (!laid.text.document || (isFile && isWhole))
        return range.second > range.first ? plainWords(row.message) : QString();
    return plainText(laid.text, range.first, range.second);
}

} // namespace

void TextSelection::start(const TextPlace &place) {
    from_ = to_ = place;
}

void TextSelection::extendTo(const TextPlace &place) {
    if (from_)
        to_ = place;
}

void TextSelection::set(const TextPlace &from, const TextPlace &to) {
    from_ = from;
    to_ = to;
}

void TextSelection::clear() {
    from_.reset();
    to_.reset();
}

std::optional<TextSelection::Ends> TextSelection::ends(const TimelineModel &model) const {
    if (isEmpty())
        return std::nullopt;
    const auto from = rowNear(model, from_->key);
    const auto to = rowNear(model, to_->key);
    if (!from || !to)
        return std::nullopt;
    Ends ends{*from, from_->character, *to, to_->character};
    if (std::tie(ends.firstRow, ends.firstCharacter) > std::tie(ends.lastRow, ends.lastCharacter)) {
        std::swap(ends.firstRow, ends.lastRow);
        std::swap(ends.firstCharacter, ends.lastCharacter);
    }
    return ends;
}

std::optional<std::pair<int, int>> TextSelection::rows(const TimelineModel &model) const {
    const auto found = ends(model);
    if (!found)
        return std::nullopt;
    return std::pair(found->firstRow, found->lastRow);
}

std::optional<std::pair<int, int>> TextSelection::rangeIn(const TimelineModel &model,
                                                          int row) const {
    const auto found = ends(model);
    if (!found || row < found->firstRow || row > found->lastRow)
        return std::nullopt;
    const std::pair range(row == found->firstRow ? found->firstCharacter : 0,
                          row == found->lastRow ? found->lastCharacter : endOfRow);
    return range.first < range.second ? std::optional(range) : std::nullopt;
}

QString copiedText(const TextSelection &selection, const TimelineModel &model, const People &people,
                   const MessageDelegate &delegate) {
    const auto rows = selection.rows(model);
    if (!rows)
        return {};
    struct Part {
        int row = 0;
        QString words;
    };
    std::vector<Part> parts;
    for (int i = rows->first; i <= rows->second; ++i) {
        const auto range = selection.rangeIn(model, i);
        if (!range || model.row(i).fold == Fold::hidden)
            continue;
        const QString words = wordsIn(delegate.layout(model.index(i)), model.row(i), *range);
        if (!words.isEmpty())
            parts.push_back({i, words});
    }
    if (parts.size() == 1)
        return parts.front().words;
    QStringList lines;
    for (const Part &part : parts) {
        const Row &row = model.row(part.row);
        const QString time = "[" + timeWords(row.message.entry.at) + "] ";
        const bool isQuiet = isSystemLine(row) || row.fold == Fold::last;
        lines << time + (isQuiet ? part.words
                                 : people.fullName(row.message.entry.by) + ": " + part.words);
    }
    return lines.join('\n');
}

} // namespace zchat::gui
