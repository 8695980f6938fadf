// AttachmentBar: the files that stand above the composer's words until they are sent.
//
// A row for each: a small picture or its kind, the name, the size, a cross that takes it away. It
// sends nothing; what is written below becomes the caption of the first.
#pragma once

#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <vector>

#include "gui/look/look.hpp"
#include "gui/model/outgoing.hpp"
#include "gui/picture/pictures.hpp"

namespace zchat::gui {

class AttachmentRow final : public QWidget {
    Q_OBJECT
public:
    AttachmentRow(Outgoing outgoing, const Theme &theme, Pictures &pictures, QWidget *parent);

    [[nodiscard]] const Outgoing &outgoing() const { return outgoing_; }
    [[nodiscard]] QToolButton &cross() { return *cross_; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Outgoing outgoing_;
    const Theme &theme_;
    Pictures &pictures_;
    QToolButton *cross_;
};

class AttachmentBar final : public QWidget {
    Q_OBJECT
public:
    static constexpr std::size_t mostFiles = 100; // more are an archive's job

    AttachmentBar(const Theme &theme, Pictures &pictures, QWidget *parent);

    [[nodiscard]] std::vector<Outgoing> files() const;
    [[nodiscard]] bool isEmpty() const { return rows_.empty(); }
    [[nodiscard]] AttachmentRow &row(std::size_t at) { return *rows_[at]; }
    [[nodiscard]] QString headWords() const { return head_->text(); }
    void setFiles(const std::vector<Outgoing> &files);
    void add(const Outgoing &outgoing);
    void refresh();

Q_SIGNALS:
    void changed();
    void removed(const QString &path);

private:
    const Theme &theme_;
    Pictures &pictures_;
    QLabel *head_;
    QScrollArea *area_;
    QWidget *list_;
    QVBoxLayout *column_;
    std::vector<AttachmentRow *> rows_;
};

} // namespace zchat::gui
