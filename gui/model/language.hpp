// The languages that the window speaks, and which one it speaks now.
//
// The program's own words are English; others come from gui/translations, inside the program. The
// direction of the window follows the language. What is asked for and not there is English.
#pragma once

#include <QString>
#include <vector>

namespace zchat::gui {

struct Language {
    QString code;    // "de"
    QString ownName; // "Deutsch"
};

[[nodiscard]] const std::vector<Language> &languagesSpoken();
// For everything that is made from now on; an empty code is the system's language.
void speak(const QString &code);

} // namespace zchat::gui
