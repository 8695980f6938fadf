// Draws a laid-out attachment. Decides nothing but what stands in a picture's place while there is
// none: a quiet sign, then the picture, or a sentence why it cannot be shown.
#pragma once

#include <QPainter>

#include "gui/picture/pictures.hpp"
#include "gui/timeline/attachment_layout.hpp"

namespace zchat::gui {

void paintAttachment(QPainter &painter, const AttachmentLayout &laid, const Look &look,
                     Pictures &pictures);

} // namespace zchat::gui
