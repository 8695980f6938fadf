// WrapLayout: a row of buttons that becomes several where one line does not hold them, so that none
// is cut in a narrow window or at a large zoom.
//
// The first few stand at the beginning of the line, the rest at its end.
#pragma once

#include <QLayout>
#include <memory>
#include <vector>

namespace zchat::gui {

class WrapLayout final : public QLayout {
public:
    explicit WrapLayout(std::size_t leading = 0);

    void addItem(QLayoutItem *item) override;
    [[nodiscard]] int count() const override { return static_cast<int>(items_.size()); }
    [[nodiscard]] QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    struct Line {
        std::vector<std::size_t> items;
        int width = 0;
        int height = 0;
    };
    [[nodiscard]] std::vector<Line> linesIn(int width) const;
    [[nodiscard]] QSize sizeOf(std::size_t item, int most) const;
    [[nodiscard]] int gap() const;
    void place(const Line &line, const QRect &rect, int top, bool isOnly) const;

    std::vector<std::unique_ptr<QLayoutItem>> items_;
    std::size_t leading_;
};

// A window's layout asks for the height of one line only; this keeps the window as high as its
// lines need at the width that it has.
void keepHighEnough(QWidget &window);

} // namespace zchat::gui
