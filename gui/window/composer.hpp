// Composer: where a person writes, and where files wait for their caption. Enter sends, Shift+Enter
// breaks the line; or as the settings say.
//
// It grows from one line to a third of its window, keeps what was written until the caller says
// that it was taken, and reports what stands in it within a second, so that a crash loses nothing.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <functional>

#include "gui/look/look.hpp"
#include "gui/window/attachment_bar.hpp"
#include "gui/window/completion_list.hpp"

namespace zchat::gui {

// The box for words. Files and pictures that are pasted are handed on; files that are dragged over
// it are left to the window.
class WordsBox final : public QPlainTextEdit {
    Q_OBJECT
public:
    using QPlainTextEdit::QPlainTextEdit;

Q_SIGNALS:
    void filesPasted(const QStringList &paths);
    void picturePasted(const QImage &image);

protected:
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
};

class Composer final : public QWidget {
    Q_OBJECT
public:
    Composer(const Theme &theme, Pictures &pictures, QWidget *parent = nullptr);

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
    // Else Ctrl+Enter does, and Enter breaks the line.
    void setEnterSends(bool enterSends) { enterSends_ = enterSends; }
    void say(const QString &trouble);
    // What stands in the box and was not reported yet is reported now.
    void flush();
    [[nodiscard]] WordsBox &box() { return *edit_; }
    [[nodiscard]] AttachmentBar &attachments() { return *attachments_; }
    [[nodiscard]] QToolButton &fileButton() { return *fileButton_; }
    [[nodiscard]] QToolButton &emojiButton() { return *emojiButton_; }
    [[nodiscard]] CompletionList &completions() { return *completions_; }
    [[nodiscard]] QPushButton &cancelButton() { return *cancel_; }
    [[nodiscard]] QString modeWords() const { return hasMode_ ? mode_->text() : QString(); }
    [[nodiscard]] QString footWords() const { return foot_->text(); }
    [[nodiscard]] bool isClosed() const { return !closed_.isEmpty(); }
    [[nodiscard]] const QString &trouble() const { return trouble_; }
    [[nodiscard]] QPushButton &sendButton() { return *sendButton_; }

Q_SIGNALS:
    void wordsKept(const QString &words);
    void typed();
    void filesWanted(); // the button that sends files
    void emojiWanted(QPoint globalPosition);
    void editLastWanted(); // up in an empty box
    void cancelled();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void dress();
    void lay();
    [[nodiscard]] bool key(int key, Qt::KeyboardModifiers modifiers);
    void send();
    void grow();
    void changed();
    void refreshSend();

    Send send_;
    QLabel *mode_;
    QPushButton *cancel_;
    QFrame *frame_;
    AttachmentBar *attachments_;
    QToolButton *fileButton_;
    QToolButton *emojiButton_;
    WordsBox *edit_;
    QPushButton *sendButton_;
    QLabel *foot_;
    QLabel *warning_;
    CompletionList *completions_;
    QTimer keep_;
    QTimer typingEnds_;
    QString trouble_;
    QString typing_;
    QString closed_;
    bool hasMode_ = false;
    bool enterSends_ = true;

    void refreshFoot();
};

} // namespace zchat::gui
