// The files and pictures of the scene, on their way and where they are.
#pragma once

#include <QDateTime>
#include <QFile>
#include <QImage>
#include <QLinearGradient>
#include <QPainter>
#include <QString>

#include "tests/gui/script.hpp"

namespace zchat::gui::test {

// Hills under a sky: something that looks like a photograph.
inline QString paintedPicture(const QString &path, QSize size) {
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    QLinearGradient sky(0, 0, 0, size.height());
    sky.setColorAt(0, QColor(0x34, 0x5a, 0x8c));
    sky.setColorAt(1, QColor(0xf2, 0xc1, 0x8d));
    painter.fillRect(image.rect(), sky);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (int i = 0; i < 4; ++i) {
        painter.setBrush(QColor(40 - 8 * i, 70 - 14 * i, 84 - 16 * i));
        painter.drawEllipse(QPointF(size.width() * (0.1 + 0.3 * i), size.height() * 1.15),
                            size.width() * 0.35, size.height() * (0.6 - 0.06 * i));
    }
    painter.end();
    return image.save(path) ? path : QString();
}

inline wire::File file(const char *name, std::uint64_t size, const char *media = "",
                       const char *caption = "") {
    wire::File made;
    made.name = name;
    made.size = size;
    made.media = media;
    made.body = caption;
    return made;
}

inline wire::File picture(const char *name, std::uint64_t size, std::uint64_t width,
                          std::uint64_t height, const char *caption = "") {
    wire::File made = file(name, size, "image/png", caption);
    made.width = width;
    made.height = height;
    return made;
}

inline void addFiles(Room &room, const QString &mood) {
    const TimeMs now = QDateTime::currentMSecsSinceEpoch();
    const auto at = [&](int minutesAgo) { return now - TimeMs(minutesAgo) * 60'000; };
    if (mood == "harbour") {
        room.add("maya", picture("hills.png", 1'400'000, 1600, 700, "From the window."), at(5));
        room.add("tom", file("rehearsal-trace.tar.zst", 412'000'000), at(4));
    }
    if (mood == "files") {
        room.add("maya", file("rehearsal-trace.tar.zst", 412'000'000, "", "The whole of Friday."),
                 at(6));
        room.add("tom", file("rack-3.pdf", 1'840'000, "application/pdf"), at(5));
        room.add("tom",
                 file("minutes of a meeting with a rather long name, second draft.odt", 96'300),
                 at(5));
        room.add("jun", file("backup.img", 96'300'000'000), at(4));
    }
    if (mood == "pictures") {
        room.add("maya", picture("hills.png", 1'400'000, 1600, 900, "From the window."), at(5));
        room.add("jun", picture("waiting.png", 24'000'000, 1200, 900), at(4));
        room.add("tom", picture("bomb.png", 48'000, 300, 180), at(3));
    }
}

inline void moveFiles(Script &script, const Room &room, const QString &mood,
                      const QString &folder) {
    const auto transfer = [&](std::uint64_t seq, client::TransferState state) {
        client::TransferChanged made;
        made.id.bytes.fill(static_cast<std::uint8_t>(100 + seq));
        made.room = room.name();
        made.seq = Seq{seq};
        made.file = std::get<wire::File>(room.after(seq - 1).front().content);
        made.state = state;
        return made;
    };
    const std::uint64_t first = room.after(0).size() - (mood == "files" ? 3 : 2);
    if (mood == "harbour") {
        const std::uint64_t last = room.after(0).size();
        client::TransferChanged done = transfer(last - 1, client::TransferState::done);
        done.path = paintedPicture(folder + "/hills.png", QSize(1600, 700)).toStdString();
        script.tell(done);
        client::TransferChanged running = transfer(last, client::TransferState::running);
        running.doneBytes = 255'000'000;
        running.bytesPerSecond = 48'000'000;
        running.leftMs = 3'300;
        script.tell(running);
        return;
    }
    client::TransferChanged upload;
    upload.id.bytes.fill(60);
    upload.upload = true;
    upload.room = room.name();
    upload.state = client::TransferState::running;
    upload.bytesPerSecond = 11'200'000;
    if (mood == "files") {
        client::TransferChanged running = transfer(first, client::TransferState::running);
        running.doneBytes = 255'000'000;
        running.bytesPerSecond = 48'000'000;
        running.leftMs = 3'300;
        script.tell(running);
        client::TransferChanged done = transfer(first + 1, client::TransferState::done);
        done.path = paintedPicture(folder + "/rack-3.png", QSize(20, 20)).toStdString();
        script.tell(done);
        client::TransferChanged failed = transfer(first + 3, client::TransferState::failed);
        failed.why = "The disk of /home/alice/Downloads is full: 96.3 GB are needed, 12 GB are "
                     "there. Make room and try again.";
        script.tell(failed);
        upload.file = file("slides.key", 31'000'000);
        upload.doneBytes = 9'000'000;
        upload.leftMs = 2'000;
        script.tell(upload);
        upload.id.bytes.fill(61);
        upload.file = file("video.mkv", 1'900'000'000, "", "The talk, uncut.");
        upload.state = client::TransferState::paused;
        upload.doneBytes = 700'000'000;
        script.tell(upload);
    }
    if (mood == "pictures") {
        client::TransferChanged done = transfer(first, client::TransferState::done);
        done.path = paintedPicture(folder + "/hills.png", QSize(1600, 900)).toStdString();
        script.tell(done);
        client::TransferChanged bomb = transfer(first + 2, client::TransferState::done);
        QFile svg(folder + "/bomb.png");
        if (svg.open(QIODevice::WriteOnly))
            svg.write("<svg/>");
        bomb.path = svg.fileName().toStdString();
        script.tell(bomb);
        upload.file = picture("mine.png", 31'000'000, 900, 600);
        upload.path = paintedPicture(folder + "/mine.png", QSize(900, 600)).toStdString();
        upload.doneBytes = 9'000'000;
        upload.leftMs = 2'000;
        script.tell(upload);
    }
}

} // namespace zchat::gui::test
