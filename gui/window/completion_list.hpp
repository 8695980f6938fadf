// CompletionList: what fits the word under the cursor, floating above the box it is typed in.
//
// The box keeps the focus: arrows choose, Tab and Enter take, Escape closes until the next word.
// It takes these keys only while it is open.
#pragma once

#include <QListWidget>
#include <QPlainTextEdit>
#include <functional>

#include "gui/look/look.hpp"
#include "gui/model/completion.hpp"

namespace zchat::gui {

class CompletionList final : public QListWidget {
    Q_OBJECT
public:
    // Floats on `ground`, which must hold the box and what is above it.
    CompletionList(QPlainTextEdit &box, const Theme &theme, QWidget *ground);

    using Source = std::function<std::vector<Completion>(const CompletionQuery &)>;
    void setSource(Source source) { source_ = std::move(source); }
    // What is known has changed: an open list is made anew.
    void refresh();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void look();
    void fill(const std::vector<Completion> &found);
    void place();
    void take();
    [[nodiscard]] QIcon iconOf(const Completion &completion) const;

    QPlainTextEdit &box_;
    const Theme &theme_;
    Source source_;
    std::optional<CompletionQuery> query_;
    std::optional<int> refused_; // the sign that Escape was pressed for
    std::vector<Completion> found_;
};

} // namespace zchat::gui
