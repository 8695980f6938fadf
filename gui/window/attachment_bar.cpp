#include "gui/window/attachment_bar.hpp"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <numeric>

#include "gui/look/paint.hpp"
#include "gui/model/words.hpp"
#include "gui/timeline/attachment_layout.hpp"

namespace zchat::gui {

namespace {

constexpr int rowHeight = 48;
constexpr int tileSide = 40;
constexpr int rowsShown = 3;

void paintThumbnail(QPainter &painter, const QRect &tile, const QImage &image) {
    const QSizeF size = QSizeF(image.size()).scaled(tile.size(), Qt::KeepAspectRatioByExpanding);
    QRectF at(QPointF(0, 0), size);
    at.moveCenter(QRectF(tile).center());
    QBrush brush(image);
    brush.setTransform(QTransform::fromTranslate(at.left(), at.top())
                           .scale(size.width() / image.width(), size.height() / image.height()));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setPen(Qt::NoPen);
    painter.setBrush(brush);
    painter.drawRoundedRect(tile, 6, 6);
}

} // namespace

AttachmentRow::AttachmentRow(Outgoing outgoing, const Theme &theme, Pictures &pictures,
                             QWidget *parent)
    : QWidget(parent)
    , outgoing_(std::move(outgoing))
    , theme_(theme)
    , pictures_(pictures)
    , cross_(new QToolButton(this)) {
    const QString name = oneLine(outgoing_.file.name);
    setAccessibleName(tr("%1, %2").arg(name, sizeWords(outgoing_.bytes)));
    setToolTip(plainTip(name));
    cross_->setAccessibleName(tr("Remove %1").arg(name));
    cross_->setToolTip(tr("Remove"));
    const auto refresh = [this] {
        setFixedHeight(theme_.look().px(rowHeight));
        cross_->setIcon(makeIcon(Icon::cross, theme_.look().tokens.dim));
        update();
    };
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 4, 0);
    row->addStretch();
    row->addWidget(cross_, 0, Qt::AlignVCenter);
    connect(&theme, &Theme::changed, this, refresh);
    connect(&pictures, &Pictures::ready, this, qOverload<>(&QWidget::update));
    refresh();
}

void AttachmentRow::paintEvent(QPaintEvent * /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look &look = theme_.look();
    painter.scale(look.zoom, look.zoom);
    const QRect whole(0, 0, int(width() / look.zoom), rowHeight);
    const QRect tile =
        visual(QRect(0, (rowHeight - tileSide) / 2, tileSide, tileSide), whole, layoutDirection());
    const bool isPicture = outgoing_.file.width.has_value();
    // Larger than the tile, so that the shorter side of most pictures still fills it.
    const int pixels = int(2 * tileSide * look.zoom * devicePixelRatioF());
    const Decoded *decoded =
        isPicture ? pictures_.find(outgoing_.path, QSize(pixels, pixels)) : nullptr;
    if (decoded != nullptr && !decoded->image.isNull()) {
        paintThumbnail(painter, tile, decoded->image);
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.tokens.accentSoft);
        painter.drawRoundedRect(tile, 6, 6);
        const QString kind = kindWord(outgoing_.file.name);
        QFont font = look.label;
        font.setPixelSize(kind.size() > 3 ? 10 : 11);
        paintWords(painter, tile, font, look.tokens.accentText, kind, Qt::AlignCenter);
    }
    const int left = tileSide + 12;
    const int wide = whole.width() - int(cross_->width() / look.zoom) - 12 - left;
    const auto at = [&](int y, int high) {
        return visual(QRect(left, y, wide, high), whole, layoutDirection());
    };
    paintWords(painter, at(5, 20), look.body, look.tokens.text, oneLine(outgoing_.file.name));
    paintWords(painter, at(25, 16), look.tiny, look.tokens.dim, sizeWords(outgoing_.bytes));
}

AttachmentBar::AttachmentBar(const Theme &theme, Pictures &pictures, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , pictures_(pictures)
    , head_(new QLabel(this))
    , area_(new QScrollArea(this))
    , list_(new QWidget)
    , column_(new QVBoxLayout(list_)) {
    head_->setTextFormat(Qt::PlainText);
    head_->setProperty("rank", "tiny");
    connect(&theme, &Theme::changed, this, &AttachmentBar::refresh);
    head_->setWordWrap(true);
    area_->setObjectName("attachmentArea");
    area_->setFrameShape(QFrame::NoFrame);
    area_->setWidgetResizable(true);
    area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area_->setFocusPolicy(Qt::NoFocus);
    list_->setObjectName("attachmentList");
    area_->setWidget(list_);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(0);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 0, 6);
    column->setSpacing(4);
    column->addWidget(head_);
    column->addWidget(area_);
    refresh();
}

std::vector<Outgoing> AttachmentBar::files() const {
    std::vector<Outgoing> files;
    files.reserve(rows_.size());
    for (const AttachmentRow *row : rows_)
        files.push_back(row->outgoing());
    return files;
}

void AttachmentBar::setFiles(const std::vector<Outgoing> &files) {
    for (AttachmentRow *row : rows_) {
        row->hide();
        row->deleteLater();
    }
    rows_.clear();
    for (const Outgoing &outgoing : files)
        add(outgoing);
    refresh();
}

void AttachmentBar::add(const Outgoing &outgoing) {
    auto *row = new AttachmentRow(outgoing, theme_, pictures_, list_);
    rows_.push_back(row);
    column_->addWidget(row);
    connect(&row->cross(), &QToolButton::clicked, this, [this, row] {
        const QString path = row->outgoing().path;
        std::erase(rows_, row);
        row->hide();
        row->deleteLater();
        refresh();
        Q_EMIT removed(path);
    });
    refresh();
}

void AttachmentBar::refresh() {
    const auto count = static_cast<int>(rows_.size());
    const std::uint64_t bytes = std::accumulate(
        rows_.begin(), rows_.end(), std::uint64_t(0),
        [](std::uint64_t sum, const AttachmentRow *row) { return sum + row->outgoing().bytes; });
    head_->setText(count == 1 ? tr("Words below become the caption.")
                              : tr("%1 files, %2. Words below become the caption of the first.")
                                    .arg(count)
                                    .arg(sizeWords(bytes)));
    const int row = theme_.look().px(rowHeight);
    const int most = std::clamp(window()->height() / 4 / row, 1, rowsShown);
    area_->setFixedHeight(std::min(count, most) * row);
    setVisible(count > 0);
    Q_EMIT changed();
}

} // namespace zchat::gui
