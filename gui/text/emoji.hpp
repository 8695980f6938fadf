// The emoji that can be named, searched and picked: Unicode's own, without skin tones.
//
// Read once, when first asked for, from a table in the program (tools/make-emoji). It knows nothing
// of pictures: an emoji is text.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace zchat::gui {

struct Emoji {
    QString text;
    QString name;        // "thumbs_up", as typed between colons
    QStringList further; // "+1"
    QStringList words;   // to search by, English and German
    int group = 0;
};

inline constexpr int emojiGroups = 9;
// "Smileys", "Animals and nature".
[[nodiscard]] QString emojiGroupName(int group);
[[nodiscard]] const std::vector<Emoji> &allEmoji();
// By a name without its colons; empty: there is none.
[[nodiscard]] QString emojiOf(const QString &name);
// Whose name or words begin so, the likeliest first.
[[nodiscard]] std::vector<const Emoji *> findEmoji(const QString &words, std::size_t most);

} // namespace zchat::gui
