// What somebody drags or pastes, as far as it is files; and the words that hang over the room while
// files are held above it.
#pragma once

#include <QLabel>
#include <QMimeData>
#include <QStringList>

#include "gui/look/look.hpp"

namespace zchat::gui {

// Paths on this machine, of which there may be none.
[[nodiscard]] QStringList localFiles(const QMimeData &data);
[[nodiscard]] bool carriesFiles(const QMimeData *data);
// A picture without words: a screenshot, or one copied out of a browser. Cells of a spreadsheet
// bring a picture too, beside the words that are meant.
[[nodiscard]] bool carriesPicture(const QMimeData *data);

// Covers its parent while shown, and lets every event through.
class DropHint final : public QLabel {
    Q_OBJECT
public:
    explicit DropHint(QWidget *parent);
    void hang(const QString &words);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace zchat::gui
