// Transfers: the files that this client sends and saves, from the person's wish to the end.
//
// Each is kept on disk until it is done, so it goes on after a crash of either side; how far it is
// stands in files, never here. A few run at once with equal shares of the line, the rest wait in
// the order in which they were asked for; one that the broker puts off gives its place away
// meanwhile. What a single one does next is upload.hpp's and download.hpp's affair. It touches no
// file: orders go out, answers come in.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/client/download.hpp"
#include "shared/client/transfer_progress.hpp"
#include "shared/client/upload.hpp"

namespace zchat::client {

class Transfers final {
public:
    explicit Transfers(Chance &chance)
        : line_(chance) {}

    // Tells each at once, in the order in which they were asked for: whoever asks for the same
    // again knows it before anything else happens.
    void start(const std::map<EntryId, KeptTransfer> &kept, std::int64_t nowMs, Effects &effects);

    // What the person asks.
    void upload(UploadFile wanted, Effects &effects);
    void download(DownloadFile wanted, Effects &effects);
    void pause(const EntryId &id, Effects &effects);
    void resume(const EntryId &id, Effects &effects);
    void cancel(const EntryId &id, Effects &effects);
    void autoDownload(AutoDownload rule) { rule_ = std::move(rule); }
    // What others sent may be wanted by itself.
    void entriesAdded(const EntriesAdded &added, const AccountName &me, Effects &effects);

    // Signed in; the largest file that the broker takes.
    void connected(std::uint16_t port, const PublicKey &broker, std::uint64_t limitBytes,
                   std::int64_t nowMs);
    void disconnected() { line_.forbid(); }
    void lineUp(std::int64_t nowMs) { line_.up(nowMs); }
    void lineDown(std::int64_t nowMs, Effects &effects) { line_.down(nowMs, effects); }
    void lineRefused(int status, std::int64_t nowMs, Effects &effects) {
        line_.refused(status, nowMs, effects);
    }
    void heard(std::string_view body, std::int64_t nowMs, Effects &effects);

    void fileSays(const FileHashing &file, std::int64_t nowMs, Effects &effects);
    void fileSays(const FileHashed &file, std::int64_t nowMs, Effects &effects);
    void fileSays(SliceRead slice, std::int64_t nowMs, Effects &effects);
    void fileSays(const PartFound &part, std::int64_t nowMs, Effects &effects);
    void fileSays(const SliceWritten &slice, std::int64_t nowMs, Effects &effects);
    void fileSays(const FilePlaced &file, std::int64_t nowMs, Effects &effects);
    void fileSays(const FileFailed &file, std::int64_t nowMs, Effects &effects);

    // Gives places, sends what may be sent, tells what moved.
    void pump(std::int64_t nowMs, Effects &effects);
    [[nodiscard]] std::optional<std::int64_t> nextDueMs() const;

private:
    enum class Stage : std::uint8_t {
        queued, // for a place
        active,
        later, // put off until laterMs
        paused,
        failed,
        done,
    };
    // What was last told of it.
    struct Told {
        TransferState state = TransferState::preparing;
        std::string why;
        std::uint64_t doneBytes = 0;
        std::int64_t atMs = 0;
    };
    struct Item {
        KeptTransfer kept;
        std::variant<Upload, Download> work;
        Stage stage = Stage::queued;
        std::int64_t laterMs = 0;
        std::string why = {}; // of waiting or of having failed
        Finishes finished = {};
        TransferProgress progress = {};
        std::optional<Told> told = {};
    };

    Item &add(KeptTransfer kept);
    void move(Item &item, Stage stage);
    void fail(Item &item, const Fails &fails, Effects &effects);
    void finish(Item &item, const Finishes &finishes, Effects &effects);
    void apply(Item &item, const Turn &turn, std::int64_t nowMs, Effects &effects);
    // The transfer that an answer is for, where it still waits for it.
    [[nodiscard]] Item *find(const EntryId &id);
    [[nodiscard]] Item *find(const EntryId &id, std::uint64_t attempt);
    [[nodiscard]] Workbench bench(Item &item, std::int64_t nowMs, Effects &effects);
    [[nodiscard]] Turn answered(Item &item, const TransferLine::Asked &asked,
                                std::variant<wire::Map, Refusal> body, std::int64_t nowMs,
                                Effects &effects);
    void closeFile(Item &item, bool removePart, Effects &effects);

    void lineLost(std::int64_t nowMs, Effects &effects);
    [[nodiscard]] bool givePlaces(std::int64_t nowMs, Effects &effects);
    [[nodiscard]] bool pumpActive(std::int64_t nowMs, Effects &effects);
    void sendCancels(std::int64_t nowMs, Effects &effects);
    [[nodiscard]] TransferState stateOf(const Item &item) const;
    [[nodiscard]] TransferChanged changed(const Item &item, std::int64_t nowMs) const;
    void tell(Item &item, std::int64_t nowMs, Effects &effects);

    TransferLine line_;
    std::uint64_t limitBytes_ = std::numeric_limits<std::uint64_t>::max();
    std::optional<AutoDownload> rule_;
    std::uint64_t lastOrder_ = 0;
    std::uint64_t lastAttempt_ = 0;

    std::map<EntryId, Item> items_;
    std::size_t notDone_ = 0;
    std::map<std::uint64_t, EntryId> queue_; // by order
    std::vector<EntryId> active_;
    std::set<std::pair<std::int64_t, EntryId>> later_;
    std::deque<EntryId> done_;           // oldest first
    std::set<EntryId> touched_;          // something is to be told, active or not
    std::vector<std::uint64_t> cancels_; // of transfers at the broker, to be sent
};

} // namespace zchat::client
