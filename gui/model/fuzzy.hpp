// How well a few typed letters fit a name: the letters in order, the start of words before their
// middle, runs before scattered letters. Pure; knows no rooms and no people.
#pragma once

#include <QString>
#include <optional>

namespace zchat::gui {

// Lower case without accents, so that "zoe" finds "Zoë".
[[nodiscard]] QString foldedWords(const QString &words);
// Higher fits better; nullopt where a letter is missing. An empty query fits everything with 0.
[[nodiscard]] std::optional<int> fuzzyScore(const QString &query, const QString &words);

} // namespace zchat::gui
