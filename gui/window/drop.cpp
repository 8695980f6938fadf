#include "gui/window/drop.hpp"

#include <QEvent>
#include <QUrl>

namespace zchat::gui {

QStringList localFiles(const QMimeData &data) {
    QStringList paths;
    const QList<QUrl> urls = data.urls();
    for (const QUrl &url : urls)
        if (url.isLocalFile() && !url.toLocalFile().isEmpty())
            paths << url.toLocalFile();
    return paths;
}

bool carriesFiles(const QMimeData *data) {
    return data != nullptr && data->hasUrls() && !localFiles(*data).isEmpty();
}

bool carriesPicture(const QMimeData *data) {
    return data != nullptr && data->hasImage() && !data->hasText();
}

DropHint::DropHint(QWidget *parent)
    : QLabel(parent) {
    setObjectName("dropHint");
    setTextFormat(Qt::PlainText);
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    parent->installEventFilter(this);
    hide();
}

void DropHint::hang(const QString &words) {
    setText(words);
    setGeometry(parentWidget()->rect());
    raise();
    show();
}

bool DropHint::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::Resize && isVisible())
        setGeometry(parentWidget()->rect());
    return QLabel::eventFilter(watched, event);
}

} // namespace zchat::gui
