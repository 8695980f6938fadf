// Bridge: where the link's thread meets the window's.
//
// However many notices wait, at most one queued call stands in the event loop, and each call takes
// a bounded batch: between two batches the window paints and hears the keyboard, so that typing
// stays smooth while thousands of messages arrive. It knows nothing of what a notice means.
#pragma once

#include <QObject>
#include <atomic>
#include <memory>
#include <vector>

#include "gui/model/channel.hpp"

namespace zchat::gui {

class Bridge final : public QObject {
    Q_OBJECT
public:
    explicit Bridge(const OpenChannel &open, QObject *parent = nullptr);
    ~Bridge() override;

    // False when the channel is full: the caller keeps what it wanted to say.
    [[nodiscard]] bool push(client::Command command);
    [[nodiscard]] EntryId newId();

Q_SIGNALS:
    void noticesArrived(const std::vector<zchat::client::Notice> &notices);

private:
    void schedule();
    void drain();

    std::atomic<bool> scheduled_ = false;
    std::unique_ptr<Channel> channel_;
};

} // namespace zchat::gui
