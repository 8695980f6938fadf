#include "gui/picture/pictures.hpp"

#include <algorithm>

namespace zchat::gui {

Pictures::Pictures(QObject *parent)
    : QObject(parent)
    , worker_(new QObject) {
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_.setObjectName("pictures");
    thread_.start(QThread::LowPriority);
}

Pictures::~Pictures() {
    thread_.quit();
    thread_.wait();
}

const Decoded *Pictures::find(const QString &path, QSize pixels) {
    const Key key{.path = path, .width = pixels.width(), .height = pixels.height()};
    if (const auto found = kept_.find(key); found != kept_.end()) {
        found->second.usedAt = ++uses_;
        return &found->second.decoded;
    }
    if (running_ == key && !runningIsStale_)
        return nullptr;
    std::erase(waiting_, key);
    waiting_.push_back(key);
    if (waiting_.size() > mostWaiting)
        waiting_.erase(waiting_.begin());
    next();
    return nullptr;
}

void Pictures::forget(const QString &path) {
    for (auto at = kept_.begin(); at != kept_.end();) {
        if (at->first.path == path) {
            bytes_ -= at->second.decoded.image.sizeInBytes();
            at = kept_.erase(at);
        } else {
            ++at;
        }
    }
    runningIsStale_ = runningIsStale_ || (running_ && running_->path == path);
}

void Pictures::next() {
    if (running_ || waiting_.empty())
        return;
    running_ = std::move(waiting_.back());
    waiting_.pop_back();
    runningIsStale_ = false;
    const Key key = *running_;
    QMetaObject::invokeMethod(
        worker_,
        [this, key] {
            Decoded decoded = decodePicture(key.path, QSize(key.width, key.height));
            QMetaObject::invokeMethod(
                this,
                [this, key, decoded = std::move(decoded)]() mutable {
                    take(key, std::move(decoded));
                },
                Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void Pictures::take(const Key &key, Decoded decoded) {
    running_.reset();
    if (!runningIsStale_) {
        bytes_ += decoded.image.sizeInBytes();
        kept_[key] = Kept{.decoded = std::move(decoded), .usedAt = ++uses_};
        shrink();
    }
    next();
    Q_EMIT ready();
}

// The newest always stays, or a picture larger than the bound would be decoded for ever.
void Pictures::shrink() {
    const auto failures = [this] {
        return static_cast<std::size_t>(
            std::count_if(kept_.begin(), kept_.end(),
                          [](const auto &one) { return one.second.decoded.image.isNull(); }));
    };
    while (kept_.size() > 1 && (bytes_ > mostBytes || failures() > mostFailures)) {
        const bool isBytes = bytes_ > mostBytes;
        auto oldest = kept_.end();
        for (auto at = kept_.begin(); at != kept_.end(); ++at) {
            const bool helps = at->second.decoded.image.isNull() != isBytes;
            if (helps && (oldest == kept_.end() || at->second.usedAt < oldest->second.usedAt))
                oldest = at;
        }
        if (oldest == kept_.end() || oldest->second.usedAt == uses_)
            return;
        bytes_ -= oldest->second.decoded.image.sizeInBytes();
        kept_.erase(oldest);
    }
}

} // namespace zchat::gui
