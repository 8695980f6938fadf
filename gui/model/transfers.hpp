// Transfers: the uploads and downloads that this window has heard of, and where attachments are on
// this machine.
//
// Filled by TransferChanged. Transfers end and are forgotten by the link; where their files are is
// remembered in the AccountSettings, so that a picture that was seen yesterday is there today. It
// starts and stops nothing: that is the Desk's to ask and the link's to do.
#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "gui/model/account_settings.hpp"
#include "shared/client/notices.hpp"

namespace zchat::gui {

class Transfers final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    // From now on places are remembered there; those heard before are added.
    void keepIn(AccountSettings &settings);
    void hear(const client::TransferChanged &notice);

    [[nodiscard]] const client::TransferChanged *find(const EntryId &id) const;
    [[nodiscard]] const client::TransferChanged *downloadOf(const RoomName &room, Seq seq) const;
    [[nodiscard]] std::vector<client::TransferChanged> uploadsInto(const RoomName &room) const;
    [[nodiscard]] bool isSource(const QString &path) const; // of an upload that is not over

    // The attachment's file on this machine; empty where it was never saved or is gone.
    [[nodiscard]] QString placeOf(const RoomName &room, Seq seq) const;
    // Saved once, or its download cancelled: whoever deleted or declined it does not want it
    // fetched by itself.
    [[nodiscard]] bool wasDecided(const RoomName &room, Seq seq) const;

Q_SIGNALS:
    void changed(const zchat::client::TransferChanged &transfer);

private:
    using Attachment = std::pair<RoomName, Seq>;

    AccountSettings *settings_ = nullptr;
    std::map<EntryId, client::TransferChanged> transfers_; // neither done nor cancelled
    std::vector<EntryId> uploads_;                         // oldest first
    std::map<Attachment, EntryId> downloads_;
    std::set<Attachment> declined_;
    std::map<Attachment, QString> early_; // heard before the settings were there
};

// Whether it goes on by itself.
[[nodiscard]] bool isUnderWay(const client::TransferChanged &transfer);
[[nodiscard]] QString pathOf(const client::TransferChanged &transfer);

} // namespace zchat::gui
