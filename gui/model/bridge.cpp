#include "gui/model/bridge.hpp"

#include <QMetaObject>
#include <QTimer>

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
    if (!notices.empty())
        Q_EMIT noticesArrived(notices);
    // The channel wakes only when its queue was empty, so the rest is ours to come back for. By a
    // timer and not a posted event: those are all served before the window system is looked at
    // again, and a busy room would lock the keyboard out.
    if (notices.size() == batch && !scheduled_.exchange(true))
        QTimer::singleShot(0, this, &Bridge::drain);
}

} // namespace zchat::gui
