#include "broker/store/check_files.hpp"

#include <algorithm>

#include "broker/store/file_rows.hpp"
#include "shared/base/text.hpp"
#include "shared/crypto/hash.hpp"

namespace zchat::store {

namespace {

constexpr std::uint64_t sliceBytes = std::uint64_t{1} << 20;
constexpr int shelves = 256;

std::string named(const Hash &hash) {
    return "The file " + toHex(hash);
}

// What is wrong with a file; nullopt: nothing.
std::optional<std::string> wrongWith(const BlobFolder &folder, const Hash &hash,
                                     std::uint64_t sizeBytes,
                                     const std::function<void(std::uint64_t)> &readOn) {
    const Result<std::optional<BlobFile>> file = folder.openBlob(hash);
    if (!file)
        return named(hash) + " cannot be read: " + file.why();
    if (!*file)
        return named(hash) + " is missing.";
    const Result<std::uint64_t> size = (*file)->sizeBytes();
    if (!size || *size != sizeBytes)
        return named(hash) + " has another size than its message says.";
    crypto::Hasher hasher;
    const Outcome read = eachSlice(**file, sizeBytes, [&](std::string_view slice) -> Outcome {
        hasher.add(slice);
        readOn(slice.size());
        return Done{};
    });
    if (!read)
        return named(hash) + " cannot be read: " + read.why();
    if (hasher.finish() != hash)
        return named(hash) + " is damaged: it has other bytes than were sent.";
    return std::nullopt;
}

} // namespace

bool FileRows::agrees(Tables &tables, std::int64_t key, const AccountName &by,
                      const wire::File &file) {
    count_ += 1;
    bytes_[by.value] += file.size;
    distinct_[file.hash] = file.size;
    db::Rows rows =
        tables.database.query("SELECT hash, size, account FROM attachments WHERE key = ?1", {key});
    return rows.next() && rows.id<Hash>(0) == file.hash && rows.number(1) == file.size &&
           rows.text(2) == by.value;
}

void FileRows::compareSums(Tables &tables, const Finding &finding) {
    {
        db::Rows rows = tables.database.query("SELECT count(*) FROM attachments");
        if (rows.next() && rows.number(0) != count_)
            finding("There are " + std::to_string(rows.number(0)) +
                    " files of messages instead of " + std::to_string(count_) + ".");
    }
    for (const auto &[hash, size] : distinct_)
        bytes_[std::string()] += size;
    std::vector<std::uint64_t> numbers;
    {
        db::Rows rows = tables.database.query("SELECT number FROM transfers");
        while (rows.next())
            numbers.push_back(rows.number(0));
    }
    for (const std::uint64_t number : numbers) {
        const std::optional<hub::TransferRecord> open = transfer(tables, number);
        if (!open)
            continue; // a fault, which the caller notes
        bytes_[open->account.value] += open->file.size;
        bytes_[std::string()] += open->file.size;
    }
    bool wrong = false;
    db::Rows rows = tables.database.query("SELECT account, bytes FROM file_bytes");
    while (rows.next()) {
        std::uint64_t &expected = bytes_[std::string(rows.text(0))];
        wrong = wrong || rows.number(1) != expected;
        expected = 0;
    }
    wrong = wrong || std::any_of(bytes_.begin(), bytes_.end(),
                                 [](const auto &row) { return row.second != 0; });
    if (wrong)
        finding("What files take is summed up wrongly, so quotas are wrong.");
}

void checkBlobs(Tables &tables, const std::filesystem::path &path,
                const std::function<void(Progress)> &progress, CheckReport &report,
                const Finding &finding) {
    const BlobFolder folder(path);
    const std::map<Hash, std::uint64_t> files = distinctFiles(tables);
    Progress reached;
    for (const auto &[hash, size] : files)
        reached.allBytes += size;
    for (const auto &[hash, size] : files) {
        const std::optional<std::string> wrong =
            wrongWith(folder, hash, size, [&](std::uint64_t bytes) {
                reached.doneBytes += bytes;
                if (progress)
                    progress(reached);
            });
        if (wrong && references(tables, hash) > 0)
            finding(*wrong);
        report.files += 1;
        report.fileBytes += size;
    }
    for (int first = 0; first < shelves; ++first)
        for (const Hash &hash : folder.blobs(static_cast<std::uint8_t>(first)))
            report.strays += references(tables, hash) == 0 ? 1 : 0;
    if (const std::optional<Fault> fault = tables.database.fault())
        finding("Reading which files there are failed: " + fault->text);
    tables.database.clearFault();
}

std::map<Hash, std::uint64_t> distinctFiles(Tables &tables) {
    std::map<Hash, std::uint64_t> files;
    db::Rows rows = tables.database.query("SELECT DISTINCT hash, size FROM attachments");
    while (rows.next())
        files.emplace(rows.id<Hash>(0), rows.number(1));
    return files;
}

Outcome eachSlice(const BlobFile &file, std::uint64_t sizeBytes,
                  const std::function<Outcome(std::string_view)> &take) {
    std::string slice;
    for (std::uint64_t at = 0; at < sizeBytes; at += slice.size()) {
        slice.resize(std::min(sliceBytes, sizeBytes - at));
        if (Outcome read = file.read(at, slice); !read)
            return read;
        if (Outcome taken = take(slice); !taken)
            return taken;
    }
    return Done{};
}

} // namespace zchat::store
