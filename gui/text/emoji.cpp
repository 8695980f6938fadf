#include "gui/text/emoji.hpp"

#include <QCoreApplication>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <optional>

// Outside of every namespace, as the macro wants it.
static void loadEmojiTable() {
    Q_INIT_RESOURCE(emoji);
}

namespace zchat::gui {

namespace {

constexpr std::array<const char *, emojiGroups> groups{
    QT_TRANSLATE_NOOP("zchat::gui::Emoji", "Smileys"),
    QT_TRANSLATE_NOOP("zchat::gui::Emoji", "People"),
    QT_TRANSLATE_NOOP("zchat::gui::Emoji", "Animals and nature"),
    QT_TRANSLATE_NOOP("zchat::gui::Emoji", "Food and drink"),
    QT_TRANSLATE_NOOP("zchat::gui::Emoji", "Travel and places"),
    QT_TRANSLATE_NOOP("zchat::gui::Emoji", "Activities"),
    QT_TRANSLATE_NOOP("zchat::gui::Emoji", "Objects"),
    QT_TRANSLATE_NOOP("zchat::gui::Emoji", "Symbols"),
    QT_TRANSLATE_NOOP("zchat::gui::Emoji", "Flags"),
};

std::vector<Emoji> readTable() {
    loadEmojiTable();
    std::vector<Emoji> emoji;
    QFile file(":/zchat/emoji.tsv");
    if (!file.open(QIODevice::ReadOnly))
        return emoji;
    const QStringList lines = QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
    emoji.reserve(std::size_t(lines.size()));
    for (const QString &line : lines) {
        const QStringList columns = line.split('\t');
        if (columns.size() != 6)
            continue;
        emoji.push_back({.text = columns[1],
                         .name = columns[2],
                         .further = columns[3].split(' ', Qt::SkipEmptyParts),
                         .words = (columns[4] + " " + columns[5]).split(' ', Qt::SkipEmptyParts),
                         .group = columns[0].toInt()});
    }
    return emoji;
}

bool anyBegins(const QStringList &words, const QString &start) {
    return std::any_of(words.begin(), words.end(),
                       [&start](const QString &word) { return word.startsWith(start); });
}

// 0 is the best; nothing is no match.
std::optional<int> rankOf(const Emoji &emoji, const QString &joined, const QStringList &words) {
    if (emoji.name == joined || emoji.further.contains(joined))
        return 0;
    if (anyBegins(emoji.further, joined))
        return 1;
    if (emoji.name.startsWith(joined))
        return 2;
    if (emoji.name.contains("_" + joined))
        return 3;
    const bool isSaid = std::all_of(words.begin(), words.end(), [&emoji](const QString &word) {
        return anyBegins(emoji.words, word);
    });
    return isSaid ? std::optional(4) : std::nullopt;
}

} // namespace

QString emojiGroupName(int group) {
    return QCoreApplication::translate("zchat::gui::Emoji", groups.at(std::size_t(group)));
}

const std::vector<Emoji> &allEmoji() {
    static const std::vector<Emoji> emoji = readTable();
    return emoji;
}

QString emojiOf(const QString &name) {
    static const QHash<QString, QString> byName = [] {
        QHash<QString, QString> names;
        for (const Emoji &emoji : allEmoji()) {
            names.insert(emoji.name, emoji.text);
            for (const QString &further : emoji.further)
                names.insert(further, emoji.text);
        }
        return names;
    }();
    return byName.value(name.toLower());
}

std::vector<const Emoji *> findEmoji(const QString &words, std::size_t most) {
    const QStringList each =
        words.toLower().split(QRegularExpression("[\\s_]+"), Qt::SkipEmptyParts);
    const QString joined = each.join('_');
    std::array<std::vector<const Emoji *>, 5> ranks;
    if (!joined.isEmpty())
        for (const Emoji &emoji : allEmoji())
            if (const auto rank = rankOf(emoji, joined, each))
                ranks.at(std::size_t(*rank)).push_back(&emoji);
    std::vector<const Emoji *> found;
    for (const std::vector<const Emoji *> &rank : ranks)
        for (const Emoji *emoji : rank)
            if (found.size() < most)
                found.push_back(emoji);
    return found;
}

} // namespace zchat::gui
