#include "gui/window/composer.hpp"

#include <QAbstractTextDocumentLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "shared/base/limits.hpp"

namespace zchat::gui {

namespace {

constexpr int keepAfterMs = 500;
constexpr int boxPadding = 4;

} // namespace

Composer::Composer(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , mode_(new QLabel(this))
    , cancel_(new QPushButton(tr("Cancel"), this))
    , frame_(new QFrame(this))
    , edit_(new QPlainTextEdit(frame_))
    , sendButton_(new QPushButton(tr("Send"), frame_))
    , foot_(new QLabel(this))
    , warning_(new QLabel(this)) {
    frame_->setObjectName("composerBox");
    mode_->setTextFormat(Qt::PlainText);
    mode_->setProperty("rank", "dim");
    cancel_->setProperty("quiet", true);
    sendButton_->setProperty("primary", true);
    foot_->setProperty("rank", "dim");
    warning_->setProperty("rank", "warn");
    for (QLabel *label : {foot_, warning_}) {
        label->setTextFormat(Qt::PlainText);
        label->setIndent(14);
        label->setMinimumHeight(22);
    }
    warning_->setWordWrap(true);
    warning_->hide();
    edit_->setAccessibleName(tr("Message"));
    edit_->setFrameShape(QFrame::NoFrame);
    edit_->setTabChangesFocus(true);
    edit_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    edit_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    edit_->document()->setDocumentMargin(boxPadding);
    edit_->installEventFilter(this);

    auto *modeRow = new QHBoxLayout;
    modeRow->setContentsMargins(14, 0, 6, 2);
    modeRow->addWidget(mode_, 1);
    modeRow->addWidget(cancel_);
    auto *boxRow = new QHBoxLayout(frame_);
    boxRow->setContentsMargins(12, 6, 8, 6);
    boxRow->addWidget(edit_, 1);
    boxRow->addWidget(sendButton_, 0, Qt::AlignBottom);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(measure::gutter, 6, measure::gutter, 4);
    column->setSpacing(2);
    column->addLayout(modeRow);
    column->addWidget(frame_);
    column->addWidget(foot_);
    column->addWidget(warning_);
    setMode({});

    keep_.setSingleShot(true);
    keep_.setInterval(keepAfterMs);
    typingEnds_.setSingleShot(true);
    typingEnds_.setInterval(static_cast<int>(limits::typingHoldsMs));
    connect(&keep_, &QTimer::timeout, this, &Composer::flush);
    connect(&typingEnds_, &QTimer::timeout, this, [this] { setTyping({}); });
    connect(edit_, &QPlainTextEdit::textChanged, this, &Composer::changed);
    connect(sendButton_, &QPushButton::clicked, this, &Composer::send);
    connect(cancel_, &QPushButton::clicked, this, &Composer::cancelled);
    connect(edit_->document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged,
            this, &Composer::grow);
    connect(&theme, &Theme::changed, this, &Composer::grow);
    changed();
    keep_.stop();
}

QString Composer::words() const {
    return edit_->toPlainText();
}

void Composer::setWords(const QString &words) {
    edit_->setPlainText(words);
    edit_->moveCursor(QTextCursor::End);
    keep_.stop(); // these words came from where they are kept
    grow();
}

void Composer::setPlaceholder(const QString &words) {
    edit_->setPlaceholderText(words);
    edit_->setAccessibleName(words);
}

void Composer::setMode(const QString &words) {
    hasMode_ = !words.isEmpty();
    mode_->setText(words);
    mode_->setVisible(hasMode_);
    cancel_->setVisible(hasMode_);
}

void Composer::setClosed(const QString &why) {
    closed_ = why;
    edit_->setEnabled(why.isEmpty());
    changed();
    refreshFoot();
}

void Composer::setTyping(const QString &words) {
    typing_ = words;
    if (!words.isEmpty())
        typingEnds_.start();
    refreshFoot();
}

void Composer::say(const QString &trouble) {
    trouble_ = trouble;
    refreshFoot();
}

// One line below the box: what is wrong first, then what others do.
void Composer::refreshFoot() {
    warning_->setText(trouble_);
    warning_->setVisible(!trouble_.isEmpty());
    foot_->setText(closed_.isEmpty() ? typing_ : closed_);
    foot_->setVisible(trouble_.isEmpty());
}

void Composer::flush() {
    keep_.stop();
    Q_EMIT wordsKept(words());
}

void Composer::changed() {
    sendButton_->setEnabled(closed_.isEmpty() && !words().trimmed().isEmpty());
    const auto size = static_cast<std::size_t>(words().toUtf8().size());
    if (size > limits::textBytes)
        say(tr("This is %1 bytes long; a message takes at most %2. Shorten it or send it in parts.")
                .arg(size)
                .arg(limits::textBytes));
    else
        say({});
    keep_.start();
    if (!words().isEmpty())
        Q_EMIT typed();
}

void Composer::send() {
    const QString text = words();
    const auto size = static_cast<std::size_t>(text.toUtf8().size());
    if (!sendButton_->isEnabled() || size > limits::textBytes)
        return;
    if (!send_ || !send_(text)) {
        say(tr("This could not be taken just now. Your words are still here: send them again."));
        return;
    }
    edit_->clear();
    flush();
}

bool Composer::key(int key, Qt::KeyboardModifiers modifiers) {
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (isEnter && (modifiers & Qt::ShiftModifier) != 0) {
        edit_->insertPlainText("\n");
        edit_->ensureCursorVisible();
        return true;
    }
    if (isEnter && (modifiers & (Qt::ControlModifier | Qt::AltModifier)) == 0) {
        send();
        return true;
    }
    if (key == Qt::Key_Up && words().isEmpty()) {
        Q_EMIT editLastWanted();
        return true;
    }
    if (key == Qt::Key_Escape) {
        Q_EMIT cancelled();
        return true;
    }
    return false;
}

bool Composer::eventFilter(QObject *watched, QEvent *event) {
    if (watched == edit_ && event->type() == QEvent::KeyPress) {
        const auto *pressed = static_cast<QKeyEvent *>(event);
        if (key(pressed->key(), pressed->modifiers()))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

void Composer::grow() {
    const int lineHeight = edit_->fontMetrics().lineSpacing();
    const int least = lineHeight + 2 * boxPadding;
    const int most = std::max(least, window()->height() / 3);
    // A plain text document counts its height in lines.
    const int lines = std::max(1, static_cast<int>(edit_->document()->size().height()));
    const int wanted = lines * lineHeight + 2 * boxPadding;
    edit_->setFixedHeight(std::clamp(wanted, least, most));
    edit_->setVerticalScrollBarPolicy(wanted > most ? Qt::ScrollBarAsNeeded
                                                    : Qt::ScrollBarAlwaysOff);
}

void Composer::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    grow();
}

} // namespace zchat::gui
