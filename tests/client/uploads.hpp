// Uploads with a test as the broker and as whoever has the files, which are all of one size and
// read as they are asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/client/brain.hpp"

namespace zchat::client {

inline constexpr std::uint64_t chunk = limits::chunkBytes;

inline Hash hashOf(std::uint8_t byte) {
    Hash hash;
    hash.bytes.fill(byte);
    return hash;
}

inline UploadFile uploadOf(std::uint8_t id) {
    UploadFile upload;
    upload.id = idOf(id);
    upload.room = lobby;
    upload.path = "/home/alice/" + std::to_string(id) + ".bin";
    upload.file.media = "application/octet-stream";
    return upload;
}

inline void readSlices(Brain &brain) {
    for (auto orders = brain.takeOrders<ReadSlice>(); !orders.empty();
         orders = brain.takeOrders<ReadSlice>())
        for (const ReadSlice &order : orders)
            brain.in(SliceRead{.id = order.id,
                               .attempt = order.attempt,
                               .offset = order.offset,
                               .data = wire::Bytes(order.bytes, 'x')});
}
inline void hashFiles(Brain &brain, std::uint64_t sizeBytes, std::uint8_t hash = 7) {
    for (const HashFile &order : brain.takeOrders<HashFile>()) {
        brain.in(FileHashing{
            .id = order.id, .attempt = order.attempt, .doneBytes = 0, .sizeBytes = sizeBytes});
        brain.in(FileHashed{.id = order.id,
                            .attempt = order.attempt,
                            .sizeBytes = sizeBytes,
                            .hash = hashOf(hash),
                            .modified = 1'000});
    }
}
inline void openLine(Brain &brain) {
    REQUIRE(brain.takeOrders<OpenTransfers>().size() == 1);
    brain.in(SocketUp{.socket = Socket::transfers});
}
// Answers the one offer that is on its way.
inline wire::Offer acceptOffer(Brain &brain, std::uint64_t offset = 0, std::uint64_t transfer = 9) {
    const auto offer = brain.carriedOne<wire::Offer>();
    brain.replyCarried(offer.re, wire::OfferReply{.transfer = transfer, .offset = offset});
    readSlices(brain);
    return offer.request;
}
// Stores whatever chunks come, to the end; the offsets in the order of their coming.
inline std::vector<std::uint64_t> storeChunks(Brain &brain) {
    std::vector<std::uint64_t> offsets;
    for (auto chunks = brain.carried<wire::Chunk>(); !chunks.empty();
         chunks = brain.carried<wire::Chunk>())
        for (const auto &each : chunks) {
            offsets.push_back(each.request.offset);
            brain.replyCarried(each.re, wire::ChunkReply{.offset = each.request.offset +
                                                                   each.request.data.size()});
            readSlices(brain);
        }
    return offsets;
}
inline std::vector<TransferState> statesOf(Brain &brain, const EntryId &id) {
    std::vector<TransferState> states;
    for (const TransferChanged &changed : brain.heard<TransferChanged>())
        if (changed.id == id && (states.empty() || states.back() != changed.state))
            states.push_back(changed.state);
    return states;
}
inline TransferChanged lastOf(Brain &brain, const EntryId &id) {
    std::optional<TransferChanged> last;
    for (const TransferChanged &changed : brain.heard<TransferChanged>())
        if (changed.id == id)
            last = changed;
    REQUIRE(last);
    return *last;
}
// A brain whose upload 1, of ten chunks, is accepted and on its way.
struct Sending {
    Brain brain;
    explicit Sending(std::uint64_t chunks = 10) {
        brain.start();
        brain.connect({summary(lobby, 1)});
        brain.ask(uploadOf(1));
        hashFiles(brain, chunks * chunk);
        openLine(brain);
        (void)acceptOffer(brain);
    }
};

} // namespace zchat::client
