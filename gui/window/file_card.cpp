#include "gui/window/file_card.hpp"

#include <QHBoxLayout>
#include <QPainter>
#include <QResizeEvent>
#include <algorithm>

#include "gui/look/paint.hpp"
#include "gui/model/words.hpp"

namespace zchat::gui {

namespace {

constexpr int rowHeight = 60;
constexpr int tileSide = 36;
constexpr int wordsLeft = tileSide + 28;
constexpr int leastWords = 150; // beside the buttons; with less they go below

QString wordOf(FileAct act) {
    switch (act) {
    case FileAct::download:
        return FileCard::tr("Download");
    case FileAct::pause:
        return FileCard::tr("Pause");
    case FileAct::resume:
        return FileCard::tr("Resume");
    case FileAct::cancel:
        return FileCard::tr("Cancel");
    case FileAct::openFolder:
        return FileCard::tr("Open folder");
    case FileAct::view:
        return FileCard::tr("View");
    }
    return {};
}

} // namespace

FileCard::FileCard(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , theme_(theme) {
    auto *row = new QHBoxLayout(this);
    row->setSpacing(2);
    row->addStretch();
    connect(&theme, &Theme::changed, this, &FileCard::arrange);
    arrange();
}

// Beside the words, or where that leaves them too little room, on a line of their own.
void FileCard::arrange() {
    const Look &look = theme_.look();
    int buttons = 0;
    int high = 0;
    for (QPushButton *made : made_) {
        made->ensurePolished();
        buttons += made->sizeHint().width() + layout()->spacing();
        high = std::max(high, made->sizeHint().height());
    }
    buttonsBelow_ = high > 0 && width() < look.px(wordsLeft + leastWords + 20) + buttons;
    const int row = look.px(rowHeight);
    layout()->setContentsMargins(look.px(buttonsBelow_ ? 8 : wordsLeft),
                                 buttonsBelow_ ? row - 4 : 0, look.px(8), buttonsBelow_ ? 4 : 0);
    setFixedHeight(buttonsBelow_ ? row + high : row);
    update();
}

void FileCard::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        arrange();
}

void FileCard::setFacts(FileFacts facts) {
    if (facts == facts_)
        return;
    const bool sameButtons = facts.acts == facts_.acts && facts.canShow == facts_.canShow &&
                             facts.title == facts_.title && facts.isTrouble == facts_.isTrouble;
    facts_ = std::move(facts);
    setAccessibleName(facts_.title);
    setAccessibleDescription(facts_.detail);
    // Both may be cut where there is little room.
    setToolTip(plainTip(facts_.title + "\n" + facts_.detail));
    // A button that is being pressed must not be made anew by every step of the progress.
    if (!sameButtons)
        makeButtons();
    update();
}

void FileCard::makeButtons() {
    for (QPushButton *made : made_) {
        layout()->removeWidget(made);
        made->hide();
        made->deleteLater();
    }
    made_.clear();
    buttons_.clear();
    show_ = nullptr;
    const auto add = [this](const QString &words) {
        auto *made = new QPushButton(words, this);
        made->setProperty("quiet", true);
        made->setAutoDefault(false);
        made->setAccessibleName(tr("%1: %2").arg(words, facts_.title));
        layout()->addWidget(made);
        made_.push_back(made);
        return made;
    };
    for (const FileAct act : facts_.acts) {
        const bool isRetry = act == FileAct::resume && facts_.isTrouble;
        QPushButton *made = add(isRetry ? tr("Retry") : wordOf(act));
        connect(made, &QPushButton::clicked, this, [this, act] { Q_EMIT acted(act); });
        buttons_.emplace_back(act, made);
    }
    if (facts_.canShow) {
        show_ = add(tr("Message"));
        connect(show_, &QPushButton::clicked, this, &FileCard::showWanted);
    }
    arrange();
    layout()->activate();
}

QPushButton *FileCard::button(FileAct act) const {
    const auto found = std::find_if(buttons_.begin(), buttons_.end(),
                                    [act](const auto &one) { return one.first == act; });
    return found == buttons_.end() ? nullptr : found->second;
}

void FileCard::paintEvent(QPaintEvent * /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look &look = theme_.look();
    painter.scale(look.zoom, look.zoom);
    const QRect whole(0, 0, int(width() / look.zoom), int(height() / look.zoom));
    const auto at = [&](const QRect &place) { return visual(place, whole, layoutDirection()); };
    const QRect tile = at(QRect(12, (rowHeight - tileSide) / 2, tileSide, tileSide));
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.tokens.accentSoft);
    painter.drawRoundedRect(tile, 8, 8);
    QFont kind = look.label;
    kind.setPixelSize(facts_.kind.size() > 3 ? 10 : 11);
    kind.setWeight(QFont::Bold);
    paintWords(painter, tile, kind, look.tokens.accentText, facts_.kind, Qt::AlignCenter);
    const int left = 12 + tileSide + 12;
    const int wide = wordsEnd(whole.width()) - left;
    const int bar = facts_.fraction ? 8 : 0;
    const int top = (rowHeight - 38 - bar) / 2;
    paintWords(painter, at(QRect(left, top, wide, 20)), look.body, look.tokens.text, facts_.title);
    paintWords(painter, at(QRect(left, top + 20, wide, 18)), look.tiny,
               facts_.isTrouble ? look.tokens.warnText : look.tokens.dim, facts_.detail);
    if (facts_.fraction)
        paintProgress(painter, at(QRect(left, top + 42, wide, 4)));
    painter.fillRect(at(QRect(left, whole.bottom(), whole.width() - left, 1)), look.tokens.line);
}

// Counted from the side on which the tile stands.
int FileCard::wordsEnd(int whole) const {
    int end = whole - 12;
    if (buttonsBelow_)
        return end;
    for (const QPushButton *made : made_) {
        const int before = isRightToLeft() ? width() - made->geometry().right() - 1 : made->x();
        end = std::min(end, int(before / theme_.look().zoom) - 8);
    }
    return end;
}

void FileCard::paintProgress(QPainter &painter, const QRectF &whole) const {
    const Tokens &tokens = theme_.look().tokens;
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.line);
    painter.drawRoundedRect(whole, 2, 2);
    QRectF done = whole;
    done.setWidth(std::max(4.0, whole.width() * *facts_.fraction));
    if (isRightToLeft())
        done.moveRight(whole.right());
    painter.setBrush(tokens.accent);
    painter.drawRoundedRect(done, 2, 2);
}

} // namespace zchat::gui
