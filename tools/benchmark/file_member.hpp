// A member who sends and saves files through the client library, as every client of the house does.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/link/link.hpp"
#include "tools/benchmark/client.hpp"

namespace zchat::bench {

class FileMember final {
public:
    // `folder` keeps its keys and cache.
    FileMember(const RunningBroker &broker, const std::string &name, const std::string &folder);

    [[nodiscard]] Outcome signIn();
    // Begins to send the files into the lobby, or to save those that were sent last below `folder`.
    void beginUpload(const std::vector<std::string> &paths);
    void beginDownload(const std::string &folder);
    // Hears what there is to hear, waiting at most so long. A transfer that failed is a fault.
    [[nodiscard]] Outcome hear(std::chrono::milliseconds atMost);
    [[nodiscard]] bool allRun() const;
    [[nodiscard]] bool allDone() const;
    [[nodiscard]] Outcome awaitAll();
    // Takes what was sent last out of the room, so that the next round finds an empty disk.
    [[nodiscard]] Outcome redactAll();

private:
    void observe(const client::Notice &notice);
    void begin(const EntryId &id, client::Command command);

    link::Link link_;
    bool online_ = false;
    std::string trouble_;
    std::map<EntryId, client::TransferChanged> transfers_; // of the last beginning
    std::vector<client::TransferChanged> sent_;
    std::map<EntryId, bool> redactions_; // whether they are stored
};

} // namespace zchat::bench
