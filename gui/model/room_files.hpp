// RoomFiles: the files that were sent into one room, the newest first.
//
// The server is asked page by page, by a search for files. What the timeline holds of the room is
// in it at once, so that without a connection the files in sight are there all the same. Deleted
// files are not.
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <optional>
#include <vector>

#include "gui/model/desk.hpp"

namespace zchat::gui {

struct SentFile {
    Seq seq;
    TimeMs at = 0;
    AccountName by;
    wire::File file;
};

class RoomFiles final : public QObject {
    Q_OBJECT
public:
    RoomFiles(Desk &desk, RoomName room, QObject *parent = nullptr);

    [[nodiscard]] const RoomName &room() const { return room_; }
    [[nodiscard]] std::vector<SentFile> all() const; // the newest first
    [[nodiscard]] const SentFile *find(Seq seq) const;
    // The nearest picture before or after a message; null where none is known.
    [[nodiscard]] const SentFile *pictureBefore(Seq seq) const;
    [[nodiscard]] const SentFile *pictureAfter(Seq seq) const;
    // Whether the server may have older ones.
    [[nodiscard]] bool hasMore() const { return !isComplete_; }
    [[nodiscard]] bool isLoading() const { return isLoading_; }
    // Why the server's list is not here, as a sentence; empty where it is.
    [[nodiscard]] const QString &trouble() const { return trouble_; }
    void loadMore();

Q_SIGNALS:
    void changed();

private:
    void take(const wire::HitsReply &page);
    void readTimeline();
    bool keep(const wire::Message &message);

    Desk &desk_;
    RoomName room_;
    std::map<Seq, SentFile> files_;
    std::optional<std::string> page_;
    bool isLoading_ = false;
    bool isComplete_ = false;
    QString trouble_;
};

} // namespace zchat::gui
