#include "gui/link_channel.hpp"

#include <QSysInfo>
#include <chrono>

#include "gui/model/words.hpp"
#include "shared/link/keyring.hpp"
#include "shared/link/link.hpp"

namespace zchat::gui {

namespace {

constexpr std::chrono::milliseconds doorWaits{5000};

class LinkChannel final : public Channel {
public:
    LinkChannel(link::LinkConfig config, Wake wake)
        : link_(std::move(config), std::move(wake)) {}

    bool push(client::Command command) override { return link_.push(std::move(command)); }
    std::vector<client::Notice> take(std::size_t most) override { return link_.take(most); }
    EntryId newId() override { return link::Link::newId(); }

private:
    link::Link link_;
};

} // namespace

OpenChannel openLink(const SignIn &signIn) {
    link::LinkConfig config;
    config.name = signIn.name;
    config.address = signIn.address;
    config.invite = signIn.invite;
    config.accepted = signIn.shownKey;
    config.client = "chat-gui " ZCHAT_VERSION;
    config.label = QSysInfo::machineHostName().left(32).toStdString();
    config.folder = link::defaultFolder();
    return [config](Wake wake) -> std::unique_ptr<Channel> {
        return std::make_unique<LinkChannel>(config, std::move(wake));
    };
}

std::vector<AccountName> accountsAt(const Address &address) {
    return link::Keyring(link::defaultFolder(), address).accounts();
}

Result<Door> knockAt(const Address &address) {
    auto answer = link::askFrontDoor(link::defaultFolder(), address, doorWaits);
    if (answer.refused())
        return answer.refusal();
    if (answer.faulted())
        return answer.fault();
    Door door{.key = answer->line.key,
              .serverName = oneLine(answer->line.name),
              .fingerprint = QString::fromStdString(answer->fingerprint),
              .pinnedFingerprint = std::nullopt};
    if (answer->pinnedFingerprint)
        door.pinnedFingerprint = QString::fromStdString(*answer->pinnedFingerprint);
    return door;
}

} // namespace zchat::gui
