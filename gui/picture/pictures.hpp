// Pictures: decoded pictures for whoever paints, never decoded where one paints.
//
// find() gives what is there, and asks for what is not; ready() says that painting again is worth
// it. One thread decodes, what was asked for last first, since that is what a person looks at after
// scrolling; requests beyond a bound are forgotten, oldest first, and asked for again by the next
// paint. What is decoded stays within a bound of memory, the one used last the longest. It knows no
// message and no transfer: a path and a size in, pixels or a sentence out.
#pragma once

#include <QObject>
#include <QThread>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "gui/picture/decode.hpp"

namespace zchat::gui {

class Pictures final : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype mostBytes = 32 * 1024 * 1024; // of pixels that are kept
    static constexpr std::size_t mostFailures = 256;
    static constexpr std::size_t mostWaiting = 64;

    explicit Pictures(QObject *parent = nullptr);
    ~Pictures() override;

    // Null while it is being decoded. Valid until the event loop goes on.
    [[nodiscard]] const Decoded *find(const QString &path, QSize pixels);
    // The file there may be another one now.
    void forget(const QString &path);
    [[nodiscard]] qsizetype bytesKept() const { return bytes_; }

Q_SIGNALS:
    void ready();

private:
    struct Key {
        QString path;
        int width = 0;
        int height = 0;
        friend bool operator==(const Key &, const Key &) = default;
        friend bool operator<(const Key &a, const Key &b) {
            return std::tie(a.path, a.width, a.height) < std::tie(b.path, b.width, b.height);
        }
    };
    struct Kept {
        Decoded decoded;
        std::uint64_t usedAt = 0;
    };

    void next();
    void take(const Key &key, Decoded decoded);
    void shrink();

    QThread thread_;
    QObject *worker_; // lives on thread_; what it is told to do is done there
    std::map<Key, Kept> kept_;
    std::vector<Key> waiting_; // the newest last
    std::optional<Key> running_;
    bool runningIsStale_ = false;
    qsizetype bytes_ = 0;
    std::uint64_t uses_ = 0;
};

} // namespace zchat::gui
