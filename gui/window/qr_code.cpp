#include "gui/window/qr_code.hpp"

#include <qrencode.h>

#include <QPainter>
#include <memory>

#include "gui/look/tokens.hpp"

namespace zchat::gui {

namespace {

constexpr int quietModules = 4; // what the standard asks for around the code
constexpr int viewSide = 232;

} // namespace

QrMatrix makeQr(const std::string &words) {
    // Medium correction: a screen is not torn, but a camera may see a reflection.
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString8bit(words.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
    QrMatrix matrix;
    if (!code)
        return matrix;
    matrix.side = code->width;
    const auto count =
        static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
    matrix.dark.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        matrix.dark.push_back((code->data[i] & 1U) != 0);
    return matrix;
}

QrView::QrView(QWidget *parent)
    : QWidget(parent) {
    setFixedSize(viewSide, viewSide);
    hide();
}

bool QrView::setWords(const std::string &words) {
    matrix_ = makeQr(words);
    setVisible(matrix_.side > 0);
    update();
    return matrix_.side > 0;
}

void QrView::paintEvent(QPaintEvent * /*event*/) {
    QPainter painter(this);
    painter.fillRect(rect(), lightTokens().window);
    if (matrix_.side == 0)
        return;
    // Whole pixels for each module, or the edges blur.
    const int module = std::max(1, width() / (matrix_.side + 2 * quietModules));
    const int left = (width() - module * matrix_.side) / 2;
    for (int y = 0; y < matrix_.side; ++y)
        for (int x = 0; x < matrix_.side; ++x)
            if (matrix_.dark[static_cast<std::size_t>(y * matrix_.side + x)])
                painter.fillRect(left + x * module, left + y * module, module, module,
                                 lightTokens().text);
}

} // namespace zchat::gui
