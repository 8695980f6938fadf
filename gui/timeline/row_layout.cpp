#include "gui/timeline/row_layout.hpp"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QStringList>
#include <algorithm>

#include "gui/model/run_words.hpp"
#include "gui/model/words.hpp"
#include "gui/timeline/mirror_row.hpp"
#include "gui/timeline/row_words.hpp"

namespace zchat::gui {

namespace {

constexpr int separatorHeight = 16;
constexpr int chipHeight = 24;
constexpr int plusWidth = 30;
constexpr int stateHeight = 18;
constexpr int leastBeside = 140;
constexpr int quoteHeight = 20;
constexpr int quoteLongest = 160;
constexpr int quietGap = 4; // above a system line
constexpr int largeEmoji = 34;
constexpr qsizetype namesInTip = 30;

QString tr(const char *words) {
    return QCoreApplication::translate("timeline", words);
}

int advance(const QFont &font, const QString &words) {
    return QFontMetrics(font).horizontalAdvance(words) + 1;
}

// How far apart things stand, comfortably or compactly.
struct Spacing {
    int avatar = measure::avatar;
    int textLeft = measure::gutter + measure::avatar + measure::textGap;
    int aboveGroup = 10;
    int aboveRow = 3;
    int below = 3;
};

Spacing spacingOf(const Look &look) {
    if (look.density == Density::comfortable)
        return {};
    return {.avatar = measure::avatarSmall,
            .textLeft = measure::gutter + measure::avatarSmall + 8,
            .aboveGroup = 4,
            .aboveRow = 1,
            .below = 1};
}

// One name a line, as many as a tooltip may hold.
QString listTip(const QStringList &names) {
    QString tip = names.mid(0, namesInTip).join('\n');
    if (names.size() > namesInTip)
        tip += QString("\n+%1").arg(names.size() - namesInTip);
    return tip;
}

// Fills one layout from the top down; y_ is where the next thing goes.
class Layer final {
public:
    Layer(const Row &row, const TimelineModel &model, const People &people, const Look &look,
          int width)
        : row_(row)
        , model_(model)
        , people_(people)
        , look_(look)
        , spacing_(spacingOf(look))
        , textLeft_(spacing_.textLeft)
        , width_(width)
        , textWidth_(
              std::clamp(width - textLeft_ - measure::gutter, 80, int(measure::textWidest))) {}

    RowLayout lay(QDate today) {
        separators(today);
        if (row_.fold == Fold::hidden) {
            out_.height = y_;
            out_.anchorTop = y_ + quietGap;
            return inDirection();
        }
        if (isSystemLine(row_) || row_.fold == Fold::last) {
            quietLine();
            notes();
            out_.height = y_ + 2;
            return inDirection();
        }
        if (row_.opensGroup)
            head();
        else
            follower();
        out_.anchorTop = y_;
        quote();
        attachment();
        words();
        state();
        chips();
        if (row_.runLength > 0)
            foldAgain();
        notes();
        out_.height = std::max(y_ + spacing_.below,
                               out_.avatar.isNull() ? 0 : out_.avatar.bottom() + spacing_.below);
        return inDirection();
    }

private:
    // A window that is read from the right has every row the other way round.
    RowLayout inDirection() {
        if (QGuiApplication::isRightToLeft())
            mirror(out_, width_);
        return std::move(out_);
    }

    void separators(QDate today) {
        const int full = width_ - 2 * measure::gutter;
        if (row_.opensDay) {
            out_.day = QRect(measure::gutter, y_ + 14, full, separatorHeight);
            out_.dayWords = dayWords(row_.day, today);
            y_ = out_.day.bottom() + 3;
        }
        if (row_.opensNew) {
            out_.newLine = QRect(measure::gutter, y_ + 10, full, separatorHeight);
            y_ = out_.newLine.bottom() - 1;
        }
    }

    // One line for a system line or for a whole run, with the word that opens or closes the run.
    void quietLine() {
        if (row_.fold == Fold::last) {
            const int at = model_.rowOf(row_.key).value_or(0);
            const auto [first, last] = model_.runAround(at);
            out_.systemWords = runWords(model_, first, last, people_);
            out_.foldWords = isSystemLine(row_) ? tr("Unfold") : tr("Show");
        } else {
            out_.systemWords = systemWords(row_.message.entry, people_);
            if (row_.runLength > 0)
                out_.foldWords = tr("Fold");
        }
        y_ += quietGap;
        out_.anchorTop = y_;
        const int actWidth =
            out_.foldWords.isEmpty() ? 0 : advance(look_.tiny, "· " + out_.foldWords);
        const int room = width_ - textLeft_ - measure::gutter;
        const int wanted = advance(look_.tiny, out_.systemWords);
        out_.system = QRect(textLeft_, y_, std::min(wanted, room - actWidth - 4), measure::line);
        if (actWidth > 0)
            out_.foldAct = QRect(out_.system.right() + 5, y_, actWidth, measure::line);
        y_ += measure::line;
    }

    // Below the last message of an ignored person that was asked for after all.
    void foldAgain() {
        out_.foldWords = tr("Hide");
        out_.foldAct =
            QRect(textLeft_, y_, advance(look_.tiny, "· " + out_.foldWords), measure::line);
        y_ += measure::line;
    }

    void notes() {
        if (row_.notes.empty())
            return;
        out_.notesWords = noteWords(row_.notes, people_);
        out_.notesTip = noteTip(row_.notes, people_);
        y_ += quietGap;
        out_.notes = QRect(textLeft_, y_, width_ - textLeft_ - measure::gutter, measure::line);
        y_ += measure::line;
    }

    void head() {
        y_ += spacing_.aboveGroup;
        const wire::Entry &entry = row_.message.entry;
        out_.avatar = QRect(measure::gutter, y_, spacing_.avatar, spacing_.avatar);
        out_.nameWords = people_.shownName(entry.by);
        out_.besideWords = people_.besideName(entry.by);
        out_.timeWords = timeWords(entry.at);
        const int timeWidth = advance(look_.tiny, out_.timeWords);
        const int right = width_ - measure::gutter;
        const int nameWidth = std::min(advance(look_.strong, out_.nameWords),
                                       std::max(40, right - textLeft_ - timeWidth - 8));
        out_.name = QRect(textLeft_, y_, nameWidth, measure::line);
        int x = out_.name.right() + 8;
        if (!out_.besideWords.isEmpty()) {
            const int besideWidth = std::min(advance(look_.tiny, out_.besideWords),
                                             std::max(0, right - x - timeWidth - 8));
            out_.beside = QRect(x, y_ + 1, besideWidth, measure::line);
            x = out_.beside.right() + 8;
        }
        out_.time = QRect(x, y_ + 1, timeWidth, measure::line);
        y_ += measure::line + 1;
    }

    void follower() {
        y_ += spacing_.aboveRow;
        out_.timeWords = timeWords(row_.message.entry.at);
        out_.gutterTime = QRect(4, y_, textLeft_ - 12, measure::line);
    }

    void quote() {
        const std::optional<Seq> of = replyOf(row_.message.entry);
        if (!of || row_.message.entry.redacted)
            return;
        out_.quoteOf = of;
        if (const wire::Message *quoted = model_.original(*of)) {
            const AccountName &by = quoted->entry.by;
            const bool isIgnored = model_.isIgnored(by) && by != model_.me();
            if (!isIgnored)
                out_.quoteName = people_.fullName(by);
            out_.quoteWords = isIgnored ? tr("Message of an ignored person")
                                        : unmarked(plainWords(*quoted)).left(quoteLongest);
        } else {
            out_.quoteWords = tr("Reply to an earlier message");
        }
        out_.quote = QRect(textLeft_, y_, textWidth_, quoteHeight);
        y_ += quoteHeight + 3;
    }

    void attachment() {
        const auto *file = std::get_if<wire::File>(&row_.message.entry.content);
        if (file == nullptr || row_.message.entry.redacted)
            return;
        const AttachmentFacts facts{.file = *file,
                                    .transfer = model_.transferOf(row_),
                                    .place = model_.placeOf(row_),
                                    .isInLog = !row_.draft};
        out_.attachment = layAttachment(facts, look_, QPoint(textLeft_, y_ + 3), textWidth_);
        y_ = out_.attachment.box.bottom() + 5;
    }

    void words() {
        if (row_.message.entry.redacted) {
            out_.deleted = QRect(textLeft_, y_, textWidth_, measure::line);
            y_ += measure::line;
            return;
        }
        std::string body;
        std::vector<std::string> mentions;
        if (const auto *text = std::get_if<wire::Text>(&row_.message.entry.content)) {
            body = text->body;
            mentions = text->mentions;
        } else if (const auto *file = std::get_if<wire::File>(&row_.message.entry.content)) {
            body = file->body;
        } else {
            body = plainWords(row_.message).toStdString();
        }
        if (body.empty())
            return;
        const std::vector<Block> blocks = parseMarkdown(body, mentions);
        if (isOnlyEmoji(blocks)) {
            Look large = look_;
            large.body.setPixelSize(largeEmoji);
            out_.text = layText(blocks, large, textWidth_);
        } else {
            out_.text = layText(blocks, look_, textWidth_);
        }
        out_.words = QRect(textLeft_, y_, textWidth_, out_.text.height);
        for (const CodeCard &code : out_.text.codeCards) {
            const int copyWidth = advance(look_.tiny, tr("Copy")) + 12;
            out_.copies.emplace_back(out_.words.left() + int(code.rect.right()) - copyWidth - 4,
                                     out_.words.top() + int(code.rect.top()) + 4, copyWidth, 20);
        }
        y_ += out_.text.height;
    }

    void state() {
        out_.stateWords = stateLine(row_, model_, people_);
        if (out_.stateWords.isEmpty())
            return;
        out_.stateTip = stateTip(row_, model_, people_);
        out_.isRefused = row_.draft && row_.draft->state == client::DraftState::refused;
        const int wanted = advance(look_.tiny, out_.stateWords);
        const int right = width_ - measure::gutter;
        const int lastEnd = textLeft_ + int(out_.text.lastLineEnd.x());
        const bool turned = out_.text.endsRightToLeft;
        const int left = turned ? lastEnd - measure::textGap - wanted : lastEnd + measure::textGap;
        const bool fits = !out_.words.isNull() && !out_.text.endsInCode && !out_.isRefused &&
                          left >= textLeft_ && left + wanted <= right;
        // Beside an attachment without a caption, so that "read by" costs no line of its own.
        const QRect &box = out_.attachment.box;
        const int beside = box.right() + 1 + measure::textGap;
        if (out_.words.isNull() && !box.isNull() && right - beside >= leastBeside) {
            out_.state = QRect(beside, box.bottom() - stateHeight, std::min(wanted, right - beside),
                               stateHeight);
            return;
        }
        if (fits) {
            out_.state = QRect(left, out_.words.top() + int(out_.text.lastLineEnd.y()) + 1, wanted,
                               measure::line);
            out_.stateFollowsWords = true;
            return;
        }
        stateBelow(wanted);
    }

    // On a line of its own; what was refused offers a way on.
    void stateBelow(int wanted) {
        struct Offer {
            QRect RowLayout::*rect;
            QString words;
        };
        std::vector<Offer> offers;
        if (out_.isRefused) {
            offers.push_back({&RowLayout::retry, tr("Retry")});
            if (std::holds_alternative<wire::Text>(row_.message.entry.content))
                offers.push_back({&RowLayout::rewrite, tr("Edit")});
            offers.push_back({&RowLayout::drop, tr("Delete")});
        }
        int buttons = 0;
        for (const Offer &offer : offers)
            buttons += 12 + advance(look_.tiny, offer.words);
        const int right = width_ - measure::gutter;
        out_.state =
            QRect(textLeft_, y_ + 1, std::min(wanted, right - textLeft_ - buttons), stateHeight);
        int x = out_.state.right() + 12;
        for (const Offer &offer : offers) {
            const QRect rect(x, y_ + 1, advance(look_.tiny, offer.words), stateHeight);
            out_.*offer.rect = rect;
            x = rect.right() + 12;
        }
        y_ += stateHeight;
    }

    void chips() {
        if (row_.message.reactions.empty() || row_.message.entry.redacted)
            return;
        y_ += 5;
        int x = textLeft_;
        for (const auto &[emoji, names] : row_.message.reactions) {
            if (names.empty())
                continue;
            Chip chip;
            chip.emoji = emoji;
            chip.words = oneLine(emoji).left(24) + "  " + QString::number(names.size());
            chip.isOwn = std::find(names.begin(), names.end(), model_.me()) != names.end();
            QStringList who;
            for (const AccountName &name : names)
                who << people_.fullName(name);
            chip.who = listTip(who);
            const int width = advance(chip.isOwn ? look_.label : look_.tiny, chip.words) + 20;
            if (x > textLeft_ && x + width > textLeft_ + textWidth_) {
                x = textLeft_;
                y_ += chipHeight + 4;
            }
            chip.rect = QRect(x, y_, width, chipHeight);
            x += width + 6;
            out_.chips.push_back(std::move(chip));
        }
        if (!row_.draft && x + plusWidth <= textLeft_ + textWidth_)
            out_.addChip = QRect(x, y_, plusWidth, chipHeight);
        y_ += chipHeight + 2;
    }

    const Row &row_;
    const TimelineModel &model_;
    const People &people_;
    const Look &look_;
    const Spacing spacing_;
    const int textLeft_;
    const int width_;
    const int textWidth_;
    RowLayout out_;
    int y_ = 0;
};

} // namespace

RowLayout layRow(const Row &row, const TimelineModel &model, const People &people, const Look &look,
                 int width, QDate today) {
    return Layer(row, model, people, look, width).lay(today);
}

} // namespace zchat::gui
