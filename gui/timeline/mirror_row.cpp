#include "gui/timeline/mirror_row.hpp"

namespace zchat::gui {

void mirror(RowLayout &laid, int width) {
    const auto turn = [width](QRect &rect) {
        if (!rect.isNull())
            rect.moveLeft(width - rect.right() - 1);
    };
    const int wordsLeft = laid.words.left();
    for (QRect *rect :
         {&laid.day, &laid.newLine, &laid.system, &laid.foldAct, &laid.notes, &laid.avatar,
          &laid.name, &laid.beside, &laid.time, &laid.gutterTime, &laid.quote, &laid.words,
          &laid.deleted, &laid.addChip, &laid.retry, &laid.rewrite, &laid.drop})
        turn(*rect);
    const int moved = laid.words.left() - wordsLeft;
    for (QRect &copy : laid.copies)
        copy.translate(moved, 0);
    if (laid.stateFollowsWords)
        laid.state.translate(moved, 0);
    else
        turn(laid.state);
    for (Chip &chip : laid.chips)
        turn(chip.rect);
    AttachmentLayout &file = laid.attachment;
    for (QRect *rect : {&file.box, &file.tile, &file.title, &file.detail, &file.strip, &file.bar})
        turn(*rect);
    for (FileButton &button : file.buttons)
        turn(button.rect);
}

} // namespace zchat::gui
