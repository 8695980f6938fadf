#include "gui/timeline/attachment_layout.hpp"

#include <QCoreApplication>
#include <QFontMetrics>
#include <algorithm>
#include <optional>

#include "gui/model/words.hpp"
#include "gui/picture/decode.hpp"

namespace zchat::gui {

namespace {

constexpr int cardHeight = 66;
constexpr int padding = 12;
constexpr int crossWidth = 24;
constexpr int buttonHeight = 24;
constexpr int tallestPicture = 320;
constexpr int leastWidth = 220; // of a picture's place: room for words and buttons
constexpr int leastHeight = 96;
constexpr int stripHeight = 36;
constexpr int troubleStripHeight = 48;
constexpr int longestSide = 65'535;

QString tr(const char *words) {
    return QCoreApplication::translate("timeline", words);
}

int advance(const QFont &font, const QString &words) {
    return QFontMetrics(font).horizontalAdvance(words) + 1;
}

// What the sender says of the picture; absent where it is no picture, or none to be shown.
std::optional<QSize> claimedSize(const wire::File &file) {
    if (!isPictureMedia(file.media) || !file.width || !file.height)
        return std::nullopt;
    if (*file.width > longestSide || *file.height > longestSide)
        return std::nullopt;
    const QSize size(int(*file.width), int(*file.height));
    return isDrawable(size) ? std::optional(size) : std::nullopt;
}

std::vector<FileAct> actsOf(const AttachmentFacts &facts) {
    if (facts.transfer == nullptr && !facts.place.isEmpty())
        return {FileAct::openFolder};
    if (facts.transfer == nullptr)
        return facts.isInLog ? std::vector{FileAct::download} : std::vector<FileAct>{};
    switch (facts.transfer->state) {
    case client::TransferState::preparing:
    case client::TransferState::waiting:
    case client::TransferState::running:
        return {FileAct::pause, FileAct::cancel};
    case client::TransferState::paused:
    case client::TransferState::failed:
        return {FileAct::resume, FileAct::cancel};
    case client::TransferState::done:
    case client::TransferState::cancelled:
        return {};
    }
    return {};
}

QString wordsOf(FileAct act, const AttachmentFacts &facts) {
    switch (act) {
    case FileAct::download:
        return tr("Download");
    case FileAct::pause:
        return tr("Pause");
    case FileAct::resume:
        return facts.transfer != nullptr && facts.transfer->state == client::TransferState::failed
                   ? tr("Retry")
                   : tr("Resume");
    case FileAct::cancel:
        return {};
    case FileAct::openFolder:
        return tr("Open folder");
    case FileAct::view:
        return tr("View");
    }
    return {};
}

class AttachmentLayer final {
public:
    AttachmentLayer(const AttachmentFacts &facts, const Look &look)
        : facts_(facts)
        , look_(look) {
        out_.place = facts.place;
        out_.kind = kindWord(facts.file.name);
        out_.titleWords = oneLine(facts.file.name);
        out_.isTrouble =
            facts.transfer != nullptr && facts.transfer->state == client::TransferState::failed;
        const bool isMoving = facts.transfer != nullptr && !out_.isTrouble;
        out_.fraction = isMoving ? fractionOf(*facts.transfer) : 0;
        showsBar_ = isMoving;
    }

    AttachmentLayout lay(QPoint corner, int widest) {
        const auto claimed = claimedSize(facts_.file);
        if (claimed)
            picture(*claimed, corner, std::min(widest, int(measure::cardWidth)));
        else
            card(corner, std::min(widest, int(measure::cardWidth)));
        return std::move(out_);
    }

private:
    // From the right end leftwards; what is left of them is the words'.
    int buttons(int right, int middle) {
        std::vector<FileAct> acts = actsOf(facts_);
        std::reverse(acts.begin(), acts.end());
        for (const FileAct act : acts) {
            const QString words = wordsOf(act, facts_);
            const int width = words.isEmpty() ? crossWidth : advance(look_.small, words) + 8;
            out_.buttons.push_back(FileButton{
                .act = act,
                .rect = QRect(right - width, middle - buttonHeight / 2, width, buttonHeight),
                .words = words});
            right -= width + 2;
        }
        return right - 8;
    }

    [[nodiscard]] QString cardDetail() const {
        const QString size = sizeWords(facts_.file.size);
        if (facts_.transfer == nullptr) {
            const bool isTooLarge = isPictureMedia(facts_.file.media) && facts_.file.width &&
                                    facts_.file.height && !claimedSize(facts_.file);
            return isTooLarge ? tr("%1 · too large to be shown here").arg(size) : size;
        }
        const QString words = transferWords(*facts_.transfer);
        const bool saysSize = facts_.transfer->state == client::TransferState::running ||
                              facts_.transfer->state == client::TransferState::paused;
        return saysSize || out_.isTrouble || facts_.file.size == 0 ? words : size + " · " + words;
    }

    void detail(int room) {
        out_.wholeDetail = out_.detailWords = cardDetail();
        if (facts_.transfer != nullptr && advance(look_.tiny, out_.detailWords) > room)
            out_.detailWords = shortTransferWords(*facts_.transfer);
    }

    void card(QPoint corner, int width) {
        out_.box = QRect(corner, QSize(width, cardHeight));
        const int middle = out_.box.center().y() + 1;
        out_.tile = QRect(out_.box.left() + padding, middle - measure::avatar / 2, measure::avatar,
                          measure::avatar);
        const int left = out_.tile.right() + 1 + padding;
        const int right = buttons(out_.box.right() + 1 - padding, middle);
        detail(right - left);
        const bool isLong = out_.isTrouble && advance(look_.tiny, out_.detailWords) > right - left;
        const int detailHeight = isLong ? 32 : 16;
        const int whole = measure::line + detailHeight + (showsBar_ ? 8 : 0);
        const int top = middle - whole / 2;
        out_.title = QRect(left, top, right - left, measure::line);
        out_.detail = QRect(left, out_.title.bottom() + 1, right - left, detailHeight);
        if (showsBar_)
            out_.bar = QRect(left, out_.detail.bottom() + 4, right - left, 4);
    }

    void picture(QSize claimed, QPoint corner, int widest) {
        const QSize most(widest, tallestPicture);
        const bool isLarger = claimed.width() > most.width() || claimed.height() > most.height();
        out_.isPicture = true;
        out_.picture = (isLarger ? claimed.scaled(most, Qt::KeepAspectRatio) : claimed)
                           .expandedTo(QSize(1, 1));
        const QSize least(std::min(leastWidth, widest), leastHeight);
        out_.box = QRect(corner, out_.picture.expandedTo(least));
        if (facts_.transfer == nullptr && !facts_.place.isEmpty())
            return; // the picture and nothing on it
        // A reason gets a second line; the place of the picture stays what it is.
        const int height = out_.isTrouble ? troubleStripHeight : stripHeight;
        out_.strip =
            QRect(out_.box.left(), out_.box.bottom() + 1 - height, out_.box.width(), height);
        const int middle = out_.strip.center().y() + 1;
        const int left = out_.strip.left() + padding;
        const int right = buttons(out_.strip.right() + 1 - padding / 2, middle);
        detail(right - left);
        const int lines = out_.isTrouble ? 32 : measure::line;
        out_.detail = QRect(left, middle - lines / 2, std::max(0, right - left), lines);
        if (showsBar_)
            out_.bar = QRect(out_.strip.left(), out_.strip.top() - 3, out_.strip.width(), 3);
    }

    const AttachmentFacts &facts_;
    const Look &look_;
    AttachmentLayout out_;
    bool showsBar_ = false;
};

} // namespace

QString kindWord(const std::string &name) {
    const QString shown = oneLine(name);
    const qsizetype dot = shown.lastIndexOf('.');
    QString ending = dot > 0 ? shown.mid(dot + 1) : QString();
    // What follows .tar only says how it was packed.
    const qsizetype tar = shown.lastIndexOf(".tar.");
    if (tar > 0 && tar + 4 == dot)
        ending = "tar";
    const bool isWord =
        !ending.isEmpty() && ending.size() <= 4 &&
        std::all_of(ending.begin(), ending.end(), [](QChar c) { return c.isLetterOrNumber(); });
    return isWord ? ending.toUpper() : tr("FILE");
}

AttachmentLayout layAttachment(const AttachmentFacts &facts, const Look &look, QPoint corner,
                               int widest) {
    return AttachmentLayer(facts, look).lay(corner, widest);
}

} // namespace zchat::gui
