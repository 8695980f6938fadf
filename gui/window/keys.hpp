// Every key of the window in one table: what Ctrl+/ shows, and what the window's parts bind.
//
// A key that is not in it does not exist: the tests hold the window to that.
#pragma once

#include <QDialog>
#include <QKeySequence>
#include <QString>
#include <vector>

#include "gui/look/look.hpp"

namespace zchat::gui {

struct KeyLine {
    const char *keys;  // as QKeySequence reads them, several apart by " / "
    const char *words; // what they do, to be translated in the context "keys"
};
struct KeyGroup {
    const char *title;
    std::vector<KeyLine> lines;
};

[[nodiscard]] const std::vector<KeyGroup> &keyTable();
// Whether the table names this key.
[[nodiscard]] bool isListed(const QKeySequence &sequence);

class KeysDialog final : public QDialog {
    Q_OBJECT
public:
    KeysDialog(const Theme &theme, QWidget *parent);
};

} // namespace zchat::gui
