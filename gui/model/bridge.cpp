#include "gui/model/bridge.hpp"

#include <QMetaObject>

namespace zchat::gui {

namespace {

constexpr std::size_t batch = 256;

} // namespace

Bridge::Bridge(const OpenChannel &open, QObject *parent)
    : QObject(parent)
    , channel_(open([this] { schedule(); })) {
    // What was said before the channel stood here could not be heard.
    schedule();
}

Bridge::~Bridge() {
    // Ends the link's thread first: after this nobody calls schedule() any more.
    channel_.reset();
}

bool Bridge::push(client::Command command) {
    return channel_->push(std::move(command));
}

EntryId Bridge::newId() {
    return channel_->newId();
}

void Bridge::schedule() {
    if (!scheduled_.exchange(true))
        QMetaObject::invokeMethod(this, &Bridge::drain, Qt::QueuedConnection);
}

void Bridge::drain() {
    // Lowered before taking: a notice that enters from here on finds the way free for its own call.
    scheduled_.store(false);
    const std::vector<client::Notice> notices = channel_->take(batch);
    // The channel wakes only when its queue was empty, so the rest is ours to come back for.
    if (notices.size() == batch)
        schedule();
    if (!notices.empty())
        Q_EMIT noticesArrived(notices);
}

} // namespace zchat::gui
