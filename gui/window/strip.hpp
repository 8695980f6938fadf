// Strip: one sentence across the top of the timeline, with at most one thing to do about it.
//
// Words are plain text, whoever chose them.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

#include "gui/model/desk.hpp"

namespace zchat::gui {

class Strip : public QFrame {
    Q_OBJECT
public:
    explicit Strip(QWidget *parent = nullptr);

    void say(const QString &sentence, const QString &action, bool isWarning);
    [[nodiscard]] QString sentence() const { return words_->text(); }
    [[nodiscard]] QPushButton &action() { return *action_; }

Q_SIGNALS:
    void acted();

private:
    QLabel *words_;
    QPushButton *action_;
};

// How the connection stands, in a sentence that counts down to the next try.
class ConnectionStrip final : public Strip {
    Q_OBJECT
public:
    explicit ConnectionStrip(Desk &desk, QWidget *parent = nullptr);

Q_SIGNALS:
    void otherSignInWanted();

private:
    void refresh();
    void tick();
    void showStopped();

    Desk &desk_;
    QTimer second_;
    qint64 retryAtMs_ = 0;
    QString keys_; // the two fingerprints after a key changed
};

} // namespace zchat::gui
