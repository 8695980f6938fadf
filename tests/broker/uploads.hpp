// Uploads and downloads in the words of the protocol, for the tests of a real broker.
#pragma once

#include "broker/store/blob_folder.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/crypto/random.hpp"
#include "tests/broker/process.hpp"

namespace zchat::tests {

inline const RoomName lobby("lobby");

void registerAs(Client &client, const char *name);

// The same bytes for the same seed, none of which repeat in a way that hides a mix-up.
[[nodiscard]] wire::Bytes bytesOf(std::size_t size, std::uint32_t seed = 1);
// To the lobby, under an id of its own.
[[nodiscard]] wire::Offer offerOf(const wire::Bytes &bytes);
[[nodiscard]] wire::Chunk chunkOf(std::uint64_t transfer, std::uint64_t offset,
                                  const wire::Bytes &bytes, std::size_t size = limits::chunkBytes);
// Sends from an offset until at least another is stored; returns where it got to.
std::uint64_t sendChunks(Client &client, std::uint64_t transfer, std::uint64_t from,
                         const wire::Bytes &bytes, std::uint64_t upTo);
[[nodiscard]] Seq upload(Client &client, const wire::Offer &offer, const wire::Bytes &bytes);
[[nodiscard]] wire::Bytes download(Client &client, Seq seq);
void redact(Client &client, Seq seq);

[[nodiscard]] store::BlobFolder blobsIn(const TemporaryFolder &data);
// Waits until a file is gone: the broker removes such beside what it answers.
void awaitGone(Client &client, const std::filesystem::path &file);
// Writes a file and the folders above it.
void write(const std::filesystem::path &file, std::string_view bytes);

} // namespace zchat::tests
