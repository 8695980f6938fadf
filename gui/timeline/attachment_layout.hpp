// AttachmentLayout: where the parts of one attachment stand: a card, or a picture in its place.
//
//   [TAR]  rehearsal-trace.tar.zst                        ┌──────────────────┐
//          255 MB of 412 MB · 48 MB/s · 4 s left  Pause ✕ │     (picture)    │
//          ▬▬▬▬▬▬▬▬▬▬▬▬▬▬▬────────────                    │ 2 of 4 MB Pause ✕│
//                                                         └──────────────────┘
//
// How tall it is follows from the entry alone and never from how far a transfer is or what a
// picture turned out to be, so that nothing below or above ever moves. Pure: it reads no file.
#pragma once

#include <QRect>
#include <QString>
#include <cstdint>
#include <vector>

#include "gui/look/look.hpp"
#include "shared/client/notices.hpp"
#include "shared/wire/entry.hpp"

namespace zchat::gui {

enum class FileAct : std::uint8_t { download, pause, resume, cancel, openFolder, view };

struct FileButton {
    FileAct act = FileAct::download;
    QRect rect;
    QString words; // empty: a cross
};

struct AttachmentLayout {
    QRect box; // null: there is none
    bool isPicture = false;
    QSize picture; // as large as it is drawn at most
    QString place; // its file on this machine, or empty
    QRect tile;    // with the kind of the file
    QString kind;
    QRect title;
    QString titleWords;
    QRect detail;
    QString detailWords;
    QString wholeDetail; // for a tooltip, where the words may be cut
    bool isTrouble = false;
    QRect strip; // behind the words, where they stand on a picture
    QRect bar;   // null: no progress to show
    double fraction = 0;
    std::vector<FileButton> buttons;
};

struct AttachmentFacts {
    const wire::File &file;
    const client::TransferChanged *transfer = nullptr;
    QString place;
    bool isInLog = true; // can be downloaded
};

[[nodiscard]] AttachmentLayout layAttachment(const AttachmentFacts &facts, const Look &look,
                                             QPoint corner, int widest);
// "TAR", "PDF", "FILE": what the tile of a file says.
[[nodiscard]] QString kindWord(const std::string &name);

} // namespace zchat::gui
