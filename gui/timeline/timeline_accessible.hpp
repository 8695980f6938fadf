// The timeline for screen readers: a list with one child for each message, spoken as a sentence,
// and news told politely.
//
// A child is known by its row's key, so that it stays the same while rows move. Qt 6.4 has no event
// for announcements; news is told by an object of the role that readers speak by themselves, and at
// most a few times a second.
#pragma once

#include <QObject>
#include <QStringList>
#include <QTimer>

namespace zchat::gui {

class TimelineView;

// Once is enough; more do nothing.
void makeTimelineAccessible();

class Announcer final : public QObject {
    Q_OBJECT
public:
    explicit Announcer(TimelineView &view);
    // Does nothing where no screen reader listens.
    void tell(const QString &words);
    [[nodiscard]] const QString &said() const { return said_; }

private:
    void speak();

    QTimer pause_;
    QStringList waiting_;
    QString said_;
};

} // namespace zchat::gui
