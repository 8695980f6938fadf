#include "gui/model/fuzzy.hpp"

#include <algorithm>
#include <vector>

namespace zchat::gui {

namespace {

// Names are short; what is longer is looked at this far.
constexpr qsizetype longest = 128;
constexpr int letterPoints = 1;
constexpr int runPoints = 6;
constexpr int wordPoints = 8;
constexpr int startPoints = 6;
constexpr int wholePoints = 12;
constexpr int none = -1;

bool startsWord(const QString &words, qsizetype at) {
    return at == 0 || !words[at - 1].isLetterOrNumber();
}

} // namespace

QString foldedWords(const QString &words) {
    const QString apart = words.normalized(QString::NormalizationForm_KD).toCaseFolded();
    QString kept;
    kept.reserve(apart.size());
    for (const QChar c : apart)
        if (c.category() != QChar::Mark_NonSpacing)
            kept.append(c);
    return kept;
}

std::optional<int> fuzzyScore(const QString &query, const QString &words) {
    const QString wanted = foldedWords(query).remove(' ').left(longest);
    const QString held = foldedWords(words).left(longest);
    if (wanted.isEmpty())
        return 0;
    const auto width = static_cast<std::size_t>(held.size());
    // best[i]: the most points with the letters so far, the last of them at i.
    std::vector<int> best(width, none);
    for (qsizetype letter = 0; letter < wanted.size(); ++letter) {
        std::vector<int> next(width, none);
        int before = none; // the best that ends anywhere left of i
        for (std::size_t i = 0; i < width; ++i) {
            const auto at = static_cast<qsizetype>(i);
            if (held[at] == wanted[letter]) {
                int points = letterPoints + (startsWord(held, at) ? wordPoints : 0) +
                             (at == 0 ? startPoints : 0);
                if (letter == 0)
                    next[i] = points;
                else if (before != none)
                    next[i] = before + points;
                if (letter > 0 && i > 0 && best[i - 1] != none)
                    next[i] = std::max(next[i], best[i - 1] + points + runPoints);
            }
            before = std::max(before, best[i]);
        }
        best = std::move(next);
    }
    const int most = width == 0 ? none : *std::max_element(best.begin(), best.end());
    if (most == none)
        return std::nullopt;
    return held == wanted ? most + wholePoints : most;
}

} // namespace zchat::gui
