#include "broker/shell/data_folder.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include "shared/base/private_file.hpp"
#include "shared/base/text.hpp"
#include "shared/crypto/random.hpp"

namespace zchat::shell {

namespace {

struct flock wholeFile() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

bool isHeld(const DataPaths &paths) {
    const int file = ::open(paths.lock().c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0)
        return false;
    struct flock lock = wholeFile();
    const bool held = ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    ::close(file);
    return held;
}

Result<crypto::DigestKey> loadOrMakeDigestKey(const std::filesystem::path &file) {
    const Result<std::optional<std::string>> content = readSmallFile(file);
    if (!content)
        return content.fault();
    if (*content) {
        std::string_view digits = **content;
        if (digits.ends_with('\n'))
            digits.remove_suffix(1);
        if (const auto key = fromHex<crypto::DigestKey>(digits))
            return *key;
        return Fault{file.string() + " is not a digest key: it should hold 64 hex digits. Restore "
                                     "it from a backup."};
    }
    const auto fresh = crypto::randomId<crypto::DigestKey>();
    if (const Outcome written = writePrivateFile(file, toHex(fresh) + '\n'); !written)
        return written.fault();
    return fresh;
}

Result<DataKeys> loadKeys(const DataPaths &paths) {
    const Result<crypto::KeyPair> broker = crypto::loadOrMakeKeyPair(paths.brokerKey());
    if (!broker)
        return broker.fault();
    const Result<crypto::KeyPair> admin = crypto::loadOrMakeKeyPair(paths.adminKey());
    if (!admin)
        return admin.fault();
    const Result<crypto::DigestKey> digest = loadOrMakeDigestKey(paths.digestKey());
    if (!digest)
        return digest.fault();
    return DataKeys{.broker = *broker, .admin = *admin, .digest = *digest};
}

} // namespace

Result<std::unique_ptr<DataFolder>> DataFolder::open(const DataPaths &paths) {
    if (const Outcome made = makePrivateFolder(paths.folder); !made)
        return made.fault();
    const int file = ::open(paths.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return Fault{"Cannot open " + paths.lock().string() + ": " + std::strerror(errno) + '.'};
    struct flock lock = wholeFile();
    if (::fcntl(file, F_OFD_SETLK, &lock) != 0) {
        ::close(file);
        return Fault{"Another broker already runs on " + paths.folder.string() +
                     ". Stop it first, or choose another folder with --data."};
    }
    const Result<DataKeys> keys = loadKeys(paths);
    if (!keys) {
        ::close(file);
        return keys.fault();
    }
    return std::unique_ptr<DataFolder>(new DataFolder(paths, file, *keys));
}

DataFolder::~DataFolder() {
    ::unlink(paths_.running().c_str());
    ::close(lock_);
}

Outcome DataFolder::announce(const std::string &host, const FrontLine &line) {
    return writePrivateFile(paths_.running(), host + ' ' + toString(line) + '\n');
}

Result<Running> findRunning(const DataPaths &paths) {
    const std::string where = paths.folder.string();
    const Refusal none{.code = Code::notFound,
                       .text = "No broker runs on " + where +
                               ". Start it with: chat-broker --data " + where,
                       .retryMs = {},
                       .versions = {}};
    if (!isHeld(paths))
        return none;
    const Result<std::optional<std::string>> content = readSmallFile(paths.running());
    if (!content)
        return content.fault();
    if (!*content)
        return Refusal{.code = Code::busy,
                       .text = "The broker on " + where + " is just starting or stopping.",
                       .retryMs = {},
                       .versions = {}};
    std::string_view text = **content;
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    const std::size_t space = text.find(' ');
    const auto line =
        space == std::string_view::npos ? std::nullopt : parseFrontLine(text.substr(space + 1));
    if (!line)
        return Fault{paths.running().string() + " is not what a broker writes there."};
    return Running{.host = std::string(text.substr(0, space)), .line = *line};
}

} // namespace zchat::shell
