#include "gui/window/composer.hpp"

#include <QAbstractTextDocumentLayout>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/look/paint.hpp"
#include "gui/window/drop.hpp"
#include "shared/base/limits.hpp"

namespace zchat::gui {

namespace {

constexpr int keepAfterMs = 500;
constexpr int boxPadding = 4;

} // namespace

bool WordsBox::canInsertFromMimeData(const QMimeData *source) const {
    return carriesFiles(source) || carriesPicture(source) ||
           QPlainTextEdit::canInsertFromMimeData(source);
}

void WordsBox::insertFromMimeData(const QMimeData *source) {
    if (carriesFiles(source))
        Q_EMIT filesPasted(localFiles(*source));
    else if (carriesPicture(source))
        Q_EMIT picturePasted(qvariant_cast<QImage>(source->imageData()));
    else
        QPlainTextEdit::insertFromMimeData(source);
}

void WordsBox::dragEnterEvent(QDragEnterEvent *event) {
    if (carriesFiles(event->mimeData()))
        event->ignore();
    else
        QPlainTextEdit::dragEnterEvent(event);
}

Composer::Composer(const Theme &theme, Pictures &pictures, QWidget *parent)
    : QWidget(parent)
    , mode_(new QLabel(this))
    , cancel_(new QPushButton(tr("Cancel"), this))
    , frame_(new QFrame(this))
    , attachments_(new AttachmentBar(theme, pictures, frame_))
    , fileButton_(new QToolButton(frame_))
    , emojiButton_(new QToolButton(frame_))
    , edit_(new WordsBox(frame_))
    , sendButton_(new QPushButton(tr("Send"), frame_))
    , foot_(new QLabel(this))
    , warning_(new QLabel(this))
    , completions_(nullptr) {
    dress();
    // After dress(), so that its filter of keys comes before the composer's.
    completions_ = new CompletionList(*edit_, theme, parent != nullptr ? parent : this);
    lay();
    setMode({});

    keep_.setSingleShot(true);
    keep_.setInterval(keepAfterMs);
    typingEnds_.setSingleShot(true);
    typingEnds_.setInterval(static_cast<int>(limits::typingHoldsMs));
    connect(&keep_, &QTimer::timeout, this, &Composer::flush);
    connect(&typingEnds_, &QTimer::timeout, this, [this] { setTyping({}); });
    connect(attachments_, &AttachmentBar::changed, this, &Composer::refreshSend);
    connect(fileButton_, &QToolButton::clicked, this, &Composer::filesWanted);
    connect(emojiButton_, &QToolButton::clicked, this, [this] {
        Q_EMIT emojiWanted(emojiButton_->mapToGlobal(QPoint(emojiButton_->width(), -8)));
    });
    const auto dressButton = [this, &theme] {
        const Look &look = theme.look();
        fileButton_->setIcon(makeIcon(Icon::plus, look.tokens.dim));
        emojiButton_->setIcon(makeIcon(Icon::smile, look.tokens.dim));
        for (QToolButton *button : {fileButton_, emojiButton_})
            button->setFixedSize(look.px(34), look.px(34));
        for (QLabel *label : {foot_, warning_}) {
            label->setMinimumHeight(look.px(22));
            label->setIndent(look.px(14));
        }
        layout()->setContentsMargins(look.px(measure::gutter), look.px(6), look.px(measure::gutter),
                                     look.px(4));
    };
    connect(&theme, &Theme::changed, this, dressButton);
    dressButton();
    connect(edit_, &QPlainTextEdit::textChanged, this, &Composer::changed);
    connect(sendButton_, &QPushButton::clicked, this, &Composer::send);
    connect(cancel_, &QPushButton::clicked, this, &Composer::cancelled);
    connect(edit_->document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged,
            this, &Composer::grow);
    connect(&theme, &Theme::changed, this, &Composer::grow);
    changed();
    keep_.stop();
}

void Composer::dress() {
    frame_->setObjectName("composerBox");
    mode_->setTextFormat(Qt::PlainText);
    mode_->setWordWrap(true);
    mode_->setProperty("rank", "dim");
    cancel_->setProperty("quiet", true);
    sendButton_->setProperty("primary", true);
    foot_->setProperty("rank", "dim");
    warning_->setProperty("rank", "warn");
    for (QLabel *label : {foot_, warning_})
        label->setTextFormat(Qt::PlainText);
    warning_->setWordWrap(true);
    warning_->hide();
    edit_->setAccessibleName(tr("Message"));
    edit_->setFrameShape(QFrame::NoFrame);
    edit_->setTabChangesFocus(true);
    edit_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    edit_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    edit_->document()->setDocumentMargin(boxPadding);
    edit_->installEventFilter(this);
    fileButton_->setAccessibleName(tr("Send files"));
    fileButton_->setToolTip(tr("Send files (Ctrl+O)"));
    fileButton_->setShortcut(QKeySequence("Ctrl+O"));
    emojiButton_->setAccessibleName(tr("Emoji"));
    emojiButton_->setToolTip(tr("Emoji (Ctrl+E)"));
    emojiButton_->setShortcut(QKeySequence("Ctrl+E"));
}

void Composer::lay() {
    auto *modeRow = new QHBoxLayout;
    modeRow->setContentsMargins(14, 0, 6, 2);
    modeRow->addWidget(mode_, 1);
    modeRow->addWidget(cancel_);
    auto *boxColumn = new QVBoxLayout(frame_);
    boxColumn->setContentsMargins(6, 6, 8, 6);
    boxColumn->setSpacing(0);
    boxColumn->addWidget(attachments_);
    auto *boxRow = new QHBoxLayout;
    boxRow->setSpacing(2);
    boxColumn->addLayout(boxRow);
    boxRow->addWidget(fileButton_, 0, Qt::AlignBottom);
    boxRow->addWidget(edit_, 1);
    boxRow->addWidget(emojiButton_, 0, Qt::AlignBottom);
    boxRow->addWidget(sendButton_, 0, Qt::AlignBottom);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(2);
    column->addLayout(modeRow);
    column->addWidget(frame_);
    column->addWidget(foot_);
    column->addWidget(warning_);
}

QString Composer::words() const {
    return edit_->toPlainText();
}

void Composer::setWords(const QString &words) {
    edit_->setPlainText(words);
    edit_->moveCursor(QTextCursor::End);
    completions_->hide();
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
    fileButton_->setEnabled(why.isEmpty());
    emojiButton_->setEnabled(why.isEmpty());
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

void Composer::refreshSend() {
    const bool hasSomething = !words().trimmed().isEmpty() || !attachments_->isEmpty();
    sendButton_->setEnabled(closed_.isEmpty() && hasSomething);
}

void Composer::changed() {
    refreshSend();
    const auto size = static_cast<std::size_t>(words().toUtf8().size());
    if (size > limits::textBytes)
        say(tr("This is %1 bytes long; a message takes at most %2. Shorten it or send it in parts.")
                .arg(size)
                .arg(limits::textBytes));
    else
        say({});
    // Not begun anew by each key, or whoever types on and on keeps nothing.
    if (!keep_.isActive())
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
    const bool hasControl = (modifiers & Qt::ControlModifier) != 0;
    const bool hasShift = (modifiers & Qt::ShiftModifier) != 0;
    const bool sends = enterSends_ ? !hasControl : hasControl;
    if (isEnter && (modifiers & Qt::AltModifier) == 0 && (hasShift || (!sends && !hasControl))) {
        edit_->insertPlainText("\n");
        edit_->ensureCursorVisible();
        return true;
    }
    if (isEnter && (modifiers & Qt::AltModifier) == 0 && sends) {
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
    attachments_->refresh();
}

} // namespace zchat::gui
