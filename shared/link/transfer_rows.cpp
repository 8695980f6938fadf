#include "shared/link/transfer_rows.hpp"

#include <utility>

#include "shared/wire/codec.hpp"

namespace zchat::link::rows {

void putTransfer(db::Database &database, const client::KeptTransfer &transfer) {
    const wire::Bytes offer = wire::encodeRequest(1, wire::Offer{.room = transfer.room,
                                                                 .id = transfer.id,
                                                                 .file = transfer.file,
                                                                 .prev = std::nullopt});
    const auto saveAs =
        transfer.saveAs ? db::Parameter(db::Blob{*transfer.saveAs}) : db::Parameter(std::nullopt);
    database.run("INSERT OR REPLACE INTO transfers (id, place, upload, offer, seq, path, modified, "
                 "transfer, folder, save_as, paused, why) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                 {transfer.id, transfer.order, transfer.upload, db::Blob{offer}, transfer.seq,
                  db::Blob{transfer.path}, transfer.modified, transfer.transfer,
                  db::Blob{transfer.folder}, saveAs, transfer.paused, transfer.why});
}

std::map<EntryId, client::KeptTransfer> transfers(db::Database &database) {
    std::map<EntryId, client::KeptTransfer> all;
    db::Rows rows =
        database.query("SELECT place, upload, offer, seq, path, modified, transfer, folder, "
                       "save_as, paused, why FROM transfers");
    while (rows.next()) {
        wire::Incoming read = wire::decodeRequest(rows.blob(2));
        wire::Offer *offer = read.request.ok() ? std::get_if<wire::Offer>(&*read.request) : nullptr;
        if (offer == nullptr)
            continue;
        client::KeptTransfer kept;
        kept.order = rows.number(0);
        kept.id = offer->id;
        kept.upload = rows.integer(1) != 0;
        kept.room = std::move(offer->room);
        kept.file = std::move(offer->file);
        kept.seq = Seq{rows.number(3)};
        kept.path = std::string(rows.blob(4));
        kept.modified = rows.integer(5);
        if (!rows.isNull(6))
            kept.transfer = rows.number(6);
        kept.folder = std::string(rows.blob(7));
        if (!rows.isNull(8))
            kept.saveAs = std::string(rows.blob(8));
        kept.paused = rows.integer(9) != 0;
        kept.why = std::string(rows.text(10));
        all.emplace(kept.id, std::move(kept));
    }
    return all;
}

} // namespace zchat::link::rows
