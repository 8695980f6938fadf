#include "gui/timeline/row_layout.hpp"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QStringList>
#include <algorithm>

#include "gui/model/words.hpp"

namespace zchat::gui {

namespace {

constexpr int textLeft = measure::gutter + measure::avatar + measure::textGap;
constexpr int separatorHeight = 16;
constexpr int chipHeight = 24;
constexpr int stateHeight = 18;
constexpr int quoteHeight = 20;
constexpr int quoteLongest = 160;
constexpr std::size_t readersShown = 3;

QString tr(const char *words) {
    return QCoreApplication::translate("timeline", words);
}

int advance(const QFont &font, const QString &words) {
    return QFontMetrics(font).horizontalAdvance(words) + 1;
}

// The words alone, in one line, without the marks of Markdown.
QString unmarked(const QString &words) {
    std::string text;
    for (const Block &block : parseMarkdown(words.left(4 * quoteLongest).toStdString())) {
        for (const Span &span : block.spans)
            text += span.text;
        text += ' ';
    }
    return QString::fromStdString(text).simplified();
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
        , width_(width)
        , textWidth_(std::clamp(width - textLeft - measure::gutter, 80, int(measure::textWidest))) {
    }

    RowLayout lay(QDate today) {
        separators(today);
        if (isSystemLine(row_)) {
            system();
            return std::move(out_);
        }
        if (row_.opensGroup)
            head();
        else
            y_ += 3;
        out_.anchorTop = y_;
        quote();
        card();
        words();
        state();
        chips();
        out_.height = std::max(y_ + 3, out_.avatar.isNull() ? 0 : out_.avatar.bottom() + 3);
        return std::move(out_);
    }

private:
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

    void system() {
        out_.systemWords = systemWords(row_.message.entry, people_);
        y_ += 4;
        out_.anchorTop = y_;
        out_.system = QRect(textLeft, y_, width_ - textLeft - measure::gutter, measure::line);
        out_.height = y_ + measure::line + 2;
    }

    void head() {
        y_ += 10;
        const wire::Entry &entry = row_.message.entry;
        out_.avatar = QRect(measure::gutter, y_, measure::avatar, measure::avatar);
        out_.nameWords = people_.shownName(entry.by);
        out_.besideWords = people_.besideName(entry.by);
        out_.timeWords = timeWords(entry.at);
        const int timeWidth = advance(look_.tiny, out_.timeWords);
        const int right = width_ - measure::gutter;
        const int nameWidth = std::min(advance(look_.strong, out_.nameWords),
                                       std::max(40, right - textLeft - timeWidth - 8));
        out_.name = QRect(textLeft, y_, nameWidth, measure::line);
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

    void quote() {
        const auto *text = std::get_if<wire::Text>(&row_.message.entry.content);
        const auto *file = std::get_if<wire::File>(&row_.message.entry.content);
        const std::optional<Seq> of = text != nullptr   ? text->reply
                                      : file != nullptr ? file->reply
                                                        : std::nullopt;
        if (!of || row_.message.entry.redacted)
            return;
        out_.quoteOf = of;
        if (const auto at = model_.rowOf(*of)) {
            const wire::Message &quoted = model_.row(*at).message;
            out_.quoteName = people_.shownName(quoted.entry.by);
            out_.quoteWords = unmarked(plainWords(quoted)).left(quoteLongest);
        } else {
            out_.quoteWords = tr("Reply to an earlier message");
        }
        out_.quote = QRect(textLeft, y_, textWidth_, quoteHeight);
        y_ += quoteHeight + 3;
    }

    void card() {
        const auto *file = std::get_if<wire::File>(&row_.message.entry.content);
        if (file == nullptr || row_.message.entry.redacted)
            return;
        out_.cardTitle = oneLine(file->name);
        out_.cardDetail = sizeWords(file->size);
        out_.card = QRect(textLeft, y_ + 2, std::min(int(measure::cardWidth), textWidth_), 52);
        y_ = out_.card.bottom() + 5;
    }

    void words() {
        if (row_.message.entry.redacted) {
            out_.deleted = QRect(textLeft, y_, textWidth_, measure::line);
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
        out_.text = layText(parseMarkdown(body, mentions), look_, textWidth_);
        out_.words = QRect(textLeft, y_, textWidth_, out_.text.height);
        for (const CodeCard &code : out_.text.codeCards) {
            const int copyWidth = advance(look_.tiny, tr("Copy")) + 12;
            out_.copies.emplace_back(out_.words.left() + int(code.rect.right()) - copyWidth - 4,
                                     out_.words.top() + int(code.rect.top()) + 4, copyWidth, 20);
        }
        y_ += out_.text.height;
    }

    [[nodiscard]] QString stateLine() const {
        QStringList parts;
        if (row_.message.edited && !row_.message.entry.redacted)
            parts << tr("edited");
        if (row_.message.pinned)
            parts << tr("pinned");
        if (row_.draft) {
            const bool isWaiting = row_.draft->state == client::DraftState::queued ||
                                   row_.draft->state == client::DraftState::sent;
            const bool isRefused = row_.draft->state == client::DraftState::refused;
            parts << (isWaiting ? "◷ " : isRefused ? "✕ " : "✓ ") + stateWords(*row_.draft);
        } else if (row_.message.entry.by == model_.me() && !row_.message.entry.redacted) {
            parts << "✓ " + tr("stored");
            if (const QString readers = readerWords(); !readers.isEmpty())
                parts << readers;
        }
        return parts.join(" · ");
    }

    [[nodiscard]] QString readerWords() const {
        QStringList names;
        const std::vector<AccountName> readers = model_.readersOf(row_);
        for (const AccountName &reader : readers)
            if (names.size() < static_cast<qsizetype>(readersShown))
                names << people_.shownName(reader);
        if (names.isEmpty())
            return {};
        const QString more = readers.size() > readersShown
                                 ? QString(" +%1").arg(readers.size() - readersShown)
                                 : QString();
        return tr("read by %1").arg(names.join(", ") + more);
    }

    void state() {
        out_.stateWords = stateLine();
        if (out_.stateWords.isEmpty())
            return;
        out_.isRefused = row_.draft && row_.draft->state == client::DraftState::refused;
        const int wanted = advance(look_.tiny, out_.stateWords);
        const int lastRight = textLeft + int(out_.text.lastLineEnd.x()) + measure::textGap;
        const int right = width_ - measure::gutter;
        const bool fits = !out_.words.isNull() && !out_.text.endsInCode && !out_.isRefused &&
                          lastRight + wanted <= right;
        if (fits) {
            out_.state = QRect(lastRight, out_.words.top() + int(out_.text.lastLineEnd.y()) + 1,
                               wanted, measure::line);
            return;
        }
        const int buttons = out_.isRefused ? 2 * 12 + advance(look_.tiny, tr("Retry")) +
                                                 advance(look_.tiny, tr("Delete"))
                                           : 0;
        const int width = std::min(wanted, right - textLeft - buttons);
        out_.state = QRect(textLeft, y_ + 1, width, stateHeight);
        if (out_.isRefused) {
            out_.retry = QRect(out_.state.right() + 12, y_ + 1, advance(look_.tiny, tr("Retry")),
                               stateHeight);
            out_.drop = QRect(out_.retry.right() + 12, y_ + 1, advance(look_.tiny, tr("Delete")),
                              stateHeight);
        }
        y_ += stateHeight;
    }

    void chips() {
        if (row_.message.reactions.empty() || row_.message.entry.redacted)
            return;
        y_ += 5;
        int x = textLeft;
        for (const auto &[emoji, names] : row_.message.reactions) {
            if (names.empty())
                continue;
            Chip chip;
            chip.emoji = emoji;
            chip.words = oneLine(emoji).left(24) + "  " + QString::number(names.size());
            chip.isOwn = std::find(names.begin(), names.end(), model_.me()) != names.end();
            QStringList who;
            for (const AccountName &name : names)
                who << people_.shownName(name);
            chip.who = who.mid(0, 12).join(", ");
            const int width = advance(look_.tiny, chip.words) + 20;
            if (x > textLeft && x + width > textLeft + textWidth_) {
                x = textLeft;
                y_ += chipHeight + 4;
            }
            chip.rect = QRect(x, y_, width, chipHeight);
            x += width + 6;
            out_.chips.push_back(std::move(chip));
        }
        y_ += chipHeight + 2;
    }

    const Row &row_;
    const TimelineModel &model_;
    const People &people_;
    const Look &look_;
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
