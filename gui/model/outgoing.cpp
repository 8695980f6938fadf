#include "gui/model/outgoing.hpp"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImageWriter>
#include <QMimeDatabase>
#include <QStandardPaths>

#include "gui/model/words.hpp"
#include "gui/picture/decode.hpp"
#include "shared/base/limits.hpp"

namespace zchat::gui {

namespace {

constexpr int pastedKeptDays = 30;

QString tr(const char *words) {
    return QCoreApplication::translate("outgoing", words);
}

Refusal no(const QString &sentence) {
    return Refusal{
        .code = Code::denied, .text = sentence.toStdString(), .retryMs = {}, .versions = {}};
}

} // namespace

Result<Outgoing> lookAt(const QString &path, std::optional<std::uint64_t> limit) {
    const QFileInfo info(path);
    const std::string label = info.fileName().toStdString();
    const QString name = oneLine(label);
    if (info.isDir())
        return no(tr("%1 is a folder. Send the files in it, or an archive of it.").arg(name));
    if (!info.exists())
        return no(tr("%1 is not there.").arg(name));
    if (!info.isFile() || !QFile(path).open(QIODevice::ReadOnly))
        return no(tr("%1 cannot be read.").arg(name));
    Outgoing outgoing;
    outgoing.path = info.absoluteFilePath();
    outgoing.bytes = static_cast<std::uint64_t>(info.size());
    if (limit && outgoing.bytes > *limit)
        return no(tr("%1 is %2; this server takes files of at most %3.")
                      .arg(name, sizeWords(outgoing.bytes), sizeWords(*limit)));
    outgoing.file.name = label;
    if (outgoing.file.name.size() > limits::fileNameBytes)
        return no(tr("The name of %1 is too long. Give it a shorter one.").arg(name.left(40)));
    const std::string media = QMimeDatabase().mimeTypeForFile(info).name().toStdString();
    if (media.size() <= limits::mediaBytes)
        outgoing.file.media = media;
    if (const auto size = pictureSize(outgoing.path)) {
        outgoing.file.width = static_cast<std::uint64_t>(size->width());
        outgoing.file.height = static_cast<std::uint64_t>(size->height());
    }
    return outgoing;
}

QString pasteFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/zchat/pasted";
}

Result<QString> savePasted(const QImage &image) {
    const Refusal trouble = no(tr("The picture could not be written to %1. Is there space on the "
                                  "disk?")
                                   .arg(pasteFolder()));
    const QDir folder(pasteFolder());
    if (!folder.mkpath("."))
        return trouble;
    const auto owner = QFile::ReadOwner | QFile::WriteOwner;
    QFile::setPermissions(folder.path(), owner | QFile::ExeOwner);
    const QString stem = "picture " + QDateTime::currentDateTime().toString("yyyy-MM-dd HH.mm.ss");
    QString name = stem + ".png";
    for (int number = 2; folder.exists(name); ++number)
        name = QString("%1 (%2).png").arg(stem).arg(number);
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return trouble;
    file.setPermissions(owner);
    // The least compression: this happens while somebody waits for the preview.
    QImageWriter writer(&file, "png");
    writer.setCompression(10);
    if (!writer.write(image) || !file.flush()) {
        file.remove();
        return trouble;
    }
    return file.fileName();
}

void dropPasted(const QString &path) {
    if (QFileInfo(path).absolutePath() == QFileInfo(pasteFolder()).absoluteFilePath())
        QFile::remove(path);
}

void dropOldPasted(const std::function<bool(const QString &path)> &isNeeded) {
    const QDateTime bound = QDateTime::currentDateTime().addDays(-pastedKeptDays);
    const QFileInfoList pasted = QDir(pasteFolder()).entryInfoList(QDir::Files);
    for (const QFileInfo &info : pasted)
        if (info.lastModified() < bound && !isNeeded(info.absoluteFilePath()))
            QFile::remove(info.absoluteFilePath());
}

} // namespace zchat::gui
