// Composer: where a person writes. Enter sends, Shift+Enter breaks the line.
//
// It grows from one line to a third of its window, keeps what was written until the caller says
// that it was taken, and reports what stands in it within a second, so that a crash loses nothing.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>
#include <functional>

#include "gui/look/look.hpp"

namespace zchat::gui {

class Composer final : public QWidget {
    Q_OBJECT
public:
    explicit Composer(const Theme &theme, QWidget *parent = nullptr);

    // True when the words were taken; then the box empties.
    using Send = std::function<bool(const QString &)>;
    void setSend(Send send) { send_ = std::move(send); }

    [[nodiscard]] QString words() const;
    void setWords(const QString &words);
    void setPlaceholder(const QString &words);
    // A line above the box, as "Editing your message"; empty hides it.
    void setMode(const QString &words);
    [[nodiscard]] bool hasMode() const { return hasMode_; }
    // Why nothing can be written here; empty where it can.
    void setClosed(const QString &why);
    void setTyping(const QString &words);
    void say(const QString &trouble);
    // What stands in the box and was not reported yet is reported now.
    void flush();
    [[nodiscard]] QPlainTextEdit &box() { return *edit_; }
    [[nodiscard]] QPushButton &sendButton() { return *sendButton_; }

Q_SIGNALS:
    void wordsKept(const QString &words);
    void typed();
    void editLastWanted(); // up in an empty box
    void cancelled();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] bool key(int key, Qt::KeyboardModifiers modifiers);
    void send();
    void grow();
    void changed();

    Send send_;
    QLabel *mode_;
    QPushButton *cancel_;
    QFrame *frame_;
    QPlainTextEdit *edit_;
    QPushButton *sendButton_;
    QLabel *foot_;
    QLabel *warning_;
    QTimer keep_;
    QTimer typingEnds_;
    QString trouble_;
    QString typing_;
    QString closed_;
    bool hasMode_ = false;

    void refreshFoot();
};

} // namespace zchat::gui
