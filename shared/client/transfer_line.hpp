// TransferLine: the third connection, on which the bytes of files travel, and what was asked on it.
//
// It stands only while there is something to transfer and is mended alone, after a pause with full
// jitter: words never wait for it. Its requests have numbers of their own, since the broker takes
// it for another session. It knows no transfer; Transfers, its one caller, says what each request
// is for.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "shared/client/chance.hpp"
#include "shared/client/effects.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::client {

class TransferLine final {
public:
    // What an answer is for: one attempt of one transfer.
    struct Purpose {
        EntryId id;
        std::uint64_t attempt = 0;
    };
    struct Asked {
        wire::Request request; // a chunk's data is left out
        Purpose purpose;
    };

    explicit TransferLine(Chance &chance)
        : chance_(chance) {}

    // The account is signed in: this is where the broker listens.
    void allow(std::uint16_t port, const PublicKey &broker, std::int64_t nowMs);
    // The connection for requests has ended, and this one with it.
    void forbid();
    // Opens it where it is wanted, closes it where it was not for a while, keeps it alive.
    void tend(bool wanted, std::int64_t nowMs, Effects &effects);

    void up(std::int64_t nowMs);
    void down(std::int64_t nowMs, Effects &effects);
    void refused(int status, std::int64_t nowMs, Effects &effects);

    [[nodiscard]] bool isOpen() const { return stage_ == Stage::open; }
    void send(wire::Request request, const Purpose &purpose, std::int64_t nowMs, Effects &effects);
    // What the answer with this number is for; it is then no longer on its way.
    [[nodiscard]] std::optional<Asked> answered(std::uint64_t re, std::int64_t nowMs);
    // Once after each end: nothing that was asked will be answered.
    [[nodiscard]] bool takeLost();

    [[nodiscard]] std::optional<std::int64_t> nextDueMs() const;

private:
    enum class Stage : std::uint8_t {
        forbidden, // not signed in
        closed,
        opening,
        open,
    };
    void end(std::int64_t pauseMs, std::int64_t nowMs, Effects &effects);
    void watch(std::int64_t nowMs, Effects &effects);

    Chance &chance_;
    Stage stage_ = Stage::forbidden;
    std::uint16_t port_ = 0;
    PublicKey broker_;
    std::int64_t openingSinceMs_ = 0;
    std::int64_t notBeforeMs_ = 0; // the pause after an end
    std::uint32_t failures_ = 0;
    bool wanted_ = false;
    std::int64_t wantedMs_ = 0;
    std::int64_t heardMs_ = 0;
    std::int64_t pingedMs_ = 0;
    std::optional<std::uint64_t> ping_; // on its way
    bool lost_ = false;
    std::uint64_t last_ = 0;
    std::map<std::uint64_t, Asked> pending_;
};

} // namespace zchat::client
