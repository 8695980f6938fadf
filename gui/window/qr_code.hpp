// A QR code to be read by a camera: the one place that includes libqrencode.
//
// Dark on light in every theme, because many readers know no other.
#pragma once

#include <QWidget>
#include <vector>

namespace zchat::gui {

struct QrMatrix {
    int side = 0; // 0: these words fit no code
    std::vector<bool> dark;
};
[[nodiscard]] QrMatrix makeQr(const std::string &words);

class QrView final : public QWidget {
public:
    explicit QrView(QWidget *parent);
    // False where they fit no code; then nothing is shown.
    bool setWords(const std::string &words);
    [[nodiscard]] const QrMatrix &matrix() const { return matrix_; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QrMatrix matrix_;
};

} // namespace zchat::gui
