// Small things that several views paint: avatars, presence dots, icons, words that must fit.
//
// Every colour comes from the Look, icons are drawn in the colour of words; every name is drawn as
// plain text.
#pragma once

#include <QIcon>
#include <QPainter>
#include <QRect>
#include <QString>

#include "gui/look/look.hpp"
#include "shared/base/ids.hpp"

namespace zchat::gui {

enum class Dot : std::uint8_t { online, away, offline };
enum class Icon : std::uint8_t {
    publicRoom,
    privateRoom,
    program,
    plus,
    more,
    cross,
    picture,
    search,
    people,
    person,
    pin,
    file,
    smile,
    reply,
    edit,
    bin,
    copy,
    link,
    download,
    folder,
    pause,
    play,
    again,
    bell,
    bellOff,
    settings,
    moon,
    check,
    clock,
    down,
    right,
    eye,
    pen,
    palette,
    window,
    message
};

// Up to two letters: of the first two words, else of the first.
[[nodiscard]] QString initialsOf(const QString &shownName);
// One of the twelve calm colours; the same name has the same one everywhere and for ever.
[[nodiscard]] QColor personColor(const Tokens &tokens, const std::string &name);

void paintAvatar(QPainter &painter, const QRect &rect, const Look &look, const std::string &name,
                 const QString &shownName);
// Online is a disc, away a half disc, offline a ring: never by colour alone.
void paintDot(QPainter &painter, QPoint centre, const Look &look, Dot dot);
// In the middle of the rectangle, sharp however the painter is scaled.
void paintIcon(QPainter &painter, const QRect &rect, Icon icon, const QColor &color,
               int side = measure::icon);
[[nodiscard]] QIcon makeIcon(Icon icon, const QColor &color);
[[nodiscard]] QIcon applicationIcon();
// Where something stands that is counted from the left in a language written from there.
[[nodiscard]] QRect visual(const QRect &rect, const QRect &whole, Qt::LayoutDirection direction);
// Plain text in as many lines as fit, the last one cut with an ellipsis.
void paintLines(QPainter &painter, const QRect &rect, const QFont &font, const QColor &color,
                const QString &words);
// One line of plain text, cut with an ellipsis where it does not fit.
void paintWords(QPainter &painter, const QRect &rect, const QFont &font, const QColor &color,
                const QString &words, Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter);

} // namespace zchat::gui
