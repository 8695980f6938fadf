#include "tools/benchmark/stored_house.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "broker/hub/hub.hpp"
#include "broker/store/sqlite_store.hpp"
#include "shared/base/private_file.hpp"
#include "tools/benchmark/log_maker.hpp"

namespace zchat::bench {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds toldEvery{1};

// One line that is written over, so that nobody waits in the dark.
class ProgressLine final {
public:
    explicit ProgressLine(std::uint64_t messages)
        : messages_(messages) {}
    ~ProgressLine() { std::fputc('\n', stderr); }
    ProgressLine(const ProgressLine &) = delete;
    ProgressLine &operator=(const ProgressLine &) = delete;

    void tell(std::uint64_t stored) {
        const Clock::time_point now = Clock::now();
        if (stored < messages_ && now - told_ < toldEvery)
            return;
        told_ = now;
        const double seconds = std::chrono::duration<double>(now - began_).count();
        std::fprintf(stderr, "\rmaking a store: %llu of %llu messages, %.0f/s ",
                     static_cast<unsigned long long>(stored),
                     static_cast<unsigned long long>(messages_),
                     static_cast<double>(stored) / seconds);
    }

private:
    std::uint64_t messages_;
    Clock::time_point began_ = Clock::now();
    Clock::time_point told_ = began_;
};

Outcome fill(const fs::path &database, const PublicKey &reader, std::uint64_t messages) {
    const Result<std::unique_ptr<store::SqliteStore>> store = store::SqliteStore::open(database);
    if (!store)
        return store.fault();
    hub::Hub hub(**store);
    if (const Outcome prepared = hub.prepare(logBegins); !prepared)
        return prepared;
    LogMaker maker(hub, reader);
    ProgressLine line(messages);
    return maker.make(messages, [&line](std::uint64_t stored) { line.tell(stored); });
}

Outcome make(const fs::path &folder, std::uint64_t messages) {
    const fs::path unfinished = folder.string() + ".unfinished";
    std::error_code failed;
    fs::remove_all(unfinished, failed);
    fs::create_directories(unfinished, failed);
    if (failed)
        return Fault{.text = "Could not make " + unfinished.string() + ": " + failed.message()};
    if (const Outcome made = makePrivateFolder(unfinished / "data"); !made)
        return made;
    const Result<crypto::KeyPair> reader = crypto::loadOrMakeKeyPair(unfinished / "reader.key");
    if (!reader)
        return reader.fault();
    if (const Outcome filled = fill(unfinished / "data" / "chat.db", reader->publicKey, messages);
        !filled)
        return filled;
    fs::rename(unfinished, folder, failed);
    if (failed)
        return Fault{.text = "Could not name " + folder.string() + ": " + failed.message()};
    return Done{};
}

} // namespace

Result<StoredHouse> storedHouse(const std::string &above, std::uint64_t messages) {
    const fs::path folder = fs::path(above) / std::to_string(messages);
    if (!fs::exists(folder / "data" / "chat.db"))
        if (const Outcome made = make(folder, messages); !made)
            return made.fault();
    const Result<crypto::KeyPair> reader = crypto::loadOrMakeKeyPair(folder / "reader.key");
    if (!reader)
        return reader.fault();
    return StoredHouse{.folder = folder, .reader = *reader};
}

} // namespace zchat::bench
