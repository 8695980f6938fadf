#include "tests/broker/uploads.hpp"

#include <fstream>

namespace zchat::tests {

void registerAs(Client &client, const char *name) {
    static_cast<void>(client.get<wire::MeReply>(
        wire::Register{.name = AccountName(name), .title = {}, .label = {}}));
}

wire::Bytes bytesOf(std::size_t size, std::uint32_t seed) {
    wire::Bytes bytes(size, '\0');
    for (char &byte : bytes) {
        seed = seed * 1664525U + 1013904223U;
        byte = static_cast<char>(seed >> 24U);
    }
    return bytes;
}

wire::Offer offerOf(const wire::Bytes &bytes) {
    wire::Offer offer;
    offer.room = lobby;
    offer.id = crypto::randomId<EntryId>();
    offer.file.name = "a file.bin";
    offer.file.size = bytes.size();
    offer.file.hash = crypto::hash(bytes);
    return offer;
}

wire::Chunk chunkOf(std::uint64_t transfer, std::uint64_t offset, const wire::Bytes &bytes,
                    std::size_t size) {
    return {.transfer = transfer, .offset = offset, .data = bytes.substr(offset, size)};
}

std::uint64_t sendChunks(Client &client, std::uint64_t transfer, std::uint64_t from,
                         const wire::Bytes &bytes, std::uint64_t upTo) {
    while (from < upTo)
        from = client.get<wire::ChunkReply>(chunkOf(transfer, from, bytes)).offset;
    return from;
}

Seq upload(Client &client, const wire::Offer &offer, const wire::Bytes &bytes) {
    const auto open = client.get<wire::OfferReply>(offer);
    static_cast<void>(sendChunks(client, open.transfer, open.offset, bytes, bytes.size()));
    return client.get<wire::PostReply>(wire::Finish{.transfer = open.transfer}).seq;
}

wire::Bytes download(Client &client, Seq seq) {
    wire::Bytes bytes;
    for (;;) {
        const auto piece = client.get<wire::FetchReply>(wire::Fetch{
            .room = lobby, .seq = seq, .offset = bytes.size(), .length = limits::fetchBytes});
        bytes += piece.data;
        if (piece.data.empty()) {
            CHECK(bytes.size() == piece.size);
            return bytes;
        }
    }
}

void redact(Client &client, Seq seq) {
    static_cast<void>(
        client.get<wire::PostReply>(wire::Post{.room = lobby,
                                               .id = crypto::randomId<EntryId>(),
                                               .content = wire::Redact{.of = seq, .reason = {}},
                                               .prev = {}}));
}

store::BlobFolder blobsIn(const TemporaryFolder &data) {
    return store::BlobFolder(data.path() / "blobs");
}

void awaitGone(Client &client, const std::filesystem::path &file) {
    await([&file] { return !std::filesystem::exists(file); },
          [&client] { static_cast<void>(client.get<wire::PingReply>(wire::Ping{})); });
}

void write(const std::filesystem::path &file, std::string_view bytes) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

} // namespace zchat::tests
