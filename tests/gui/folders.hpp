// Opened: stands where the desktop's programs would, and remembers which addresses of one scheme it
// was asked to open. Folders: the same of folders on this machine.
#pragma once

#include <QDesktopServices>
#include <QList>
#include <QObject>
#include <QUrl>

namespace zchat::gui::test {

class Opened : public QObject {
    Q_OBJECT
public:
    explicit Opened(const QString &scheme)
        : scheme_(scheme) {
        QDesktopServices::setUrlHandler(scheme_, this, "show");
    }
    ~Opened() override { QDesktopServices::unsetUrlHandler(scheme_); }
    QList<QUrl> shown;
public Q_SLOTS:
    void show(const QUrl &url) { shown << url; }

private:
    QString scheme_;
};

class Folders final : public Opened {
    Q_OBJECT
public:
    Folders()
        : Opened("file") {}
};

} // namespace zchat::gui::test
