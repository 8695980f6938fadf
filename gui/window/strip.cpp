#include "gui/window/strip.hpp"

#include <QDeadlineTimer>
#include <QHBoxLayout>
#include <QStyle>
#include <algorithm>

#include "gui/model/words.hpp"

namespace zchat::gui {

namespace {

qint64 nowMs() {
    return QDeadlineTimer::current().deadline();
}

// Used where the link sent no sentence of its own.
QString troubleWords(client::Trouble trouble) {
    switch (trouble) {
    case client::Trouble::none:
        return Strip::tr("There is no connection.");
    case client::Trouble::noBroker:
        return Strip::tr("Nobody answers at this address.");
    case client::Trouble::unreachable:
        return Strip::tr("This host cannot be reached.");
    case client::Trouble::notABroker:
        return Strip::tr("What answers at this address is not a chat server.");
    case client::Trouble::lost:
        return Strip::tr("The connection was lost.");
    case client::Trouble::keyChanged:
        return Strip::tr("The server's key is not the one this machine knows.");
    case client::Trouble::keyRefused:
        return Strip::tr("This server does not know this device. Ask for an invite link.");
    case client::Trouble::nameRefused:
        return Strip::tr("This name is taken or not allowed. Choose another one.");
    case client::Trouble::ticketSpent:
        return Strip::tr("This invite link is used up or expired. Ask for a new one.");
    case client::Trouble::version:
        return Strip::tr("This server speaks another version. Update this program.");
    case client::Trouble::tooFast:
        return Strip::tr("The server asks to connect less often.");
    }
    return {};
}

} // namespace

Strip::Strip(QWidget *parent)
    : QFrame(parent)
    , words_(new QLabel(this))
    , action_(new QPushButton(this)) {
    setObjectName("statusStrip");
    words_->setTextFormat(Qt::PlainText);
    words_->setWordWrap(true);
    words_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    action_->setProperty("quiet", true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, 8, 12, 8);
    row->addWidget(words_, 1);
    row->addWidget(action_, 0, Qt::AlignVCenter);
    connect(action_, &QPushButton::clicked, this, &Strip::acted);
    hide();
}

void Strip::say(const QString &sentence, const QString &action, bool isWarning) {
    words_->setText(sentence);
    action_->setText(action);
    action_->setVisible(!action.isEmpty());
    const QString level = isWarning ? "warn" : "info";
    if (property("level").toString() != level) {
        setProperty("level", level);
        style()->unpolish(this);
        style()->polish(this);
    }
    setVisible(true);
}

ConnectionStrip::ConnectionStrip(Desk &desk, QWidget *parent)
    : Strip(parent)
    , desk_(desk) {
    second_.setInterval(1000);
    connect(&second_, &QTimer::timeout, this, &ConnectionStrip::tick);
    connect(&desk, &Desk::connectionChanged, this, &ConnectionStrip::refresh);
    connect(&desk, &Desk::keyChanged, this, [this](const client::KeyChanged &change) {
        keys_ = tr("Known key: %1\nOffered key: %2\nThe server was set up anew, or somebody stands "
                   "between it and you. Ask its administrator for a new invite link: that is the "
                   "one way on.")
                    .arg(QString::fromStdString(change.pinnedFingerprint),
                         QString::fromStdString(change.offeredFingerprint));
        refresh();
    });
    connect(this, &Strip::acted, this, [this] {
        if (desk_.connection().state == client::Connection::stopped)
            Q_EMIT otherSignInWanted();
        else
            desk_.reconnectNow();
    });
}

void ConnectionStrip::refresh() {
    const client::ConnectionChanged &connection = desk_.connection();
    second_.stop();
    switch (connection.state) {
    case client::Connection::connecting:
        // The word beside the server's name says so; a strip that comes and goes would be noise.
        if (!isVisible())
            return;
        say(tr("Connecting …"), {}, false);
        return;
    case client::Connection::online:
        hide();
        return;
    case client::Connection::offline:
        retryAtMs_ = nowMs() + connection.retryInMs;
        second_.start();
        tick();
        return;
    case client::Connection::stopped:
        showStopped();
        return;
    }
}

void ConnectionStrip::tick() {
    const client::ConnectionChanged &connection = desk_.connection();
    const QString why =
        connection.text.empty() ? troubleWords(connection.trouble) : oneLine(connection.text);
    const qint64 seconds = (std::max<qint64>(0, retryAtMs_ - nowMs()) + 999) / 1000;
    say(seconds > 0
            ? tr("%1 Next try in %2 s. You can read and write meanwhile.").arg(why).arg(seconds)
            : tr("%1 Trying again.").arg(why),
        tr("Now"), false);
}

void ConnectionStrip::showStopped() {
    const client::ConnectionChanged &connection = desk_.connection();
    QString words =
        connection.text.empty() ? troubleWords(connection.trouble) : oneLine(connection.text);
    if (connection.trouble == client::Trouble::keyChanged && !keys_.isEmpty())
        words += "\n" + keys_;
    const bool needsLink = connection.trouble == client::Trouble::keyChanged ||
                           connection.trouble == client::Trouble::keyRefused ||
                           connection.trouble == client::Trouble::ticketSpent;
    say(words, needsLink ? tr("Use an invite link …") : tr("Sign in again …"), true);
}

} // namespace zchat::gui
