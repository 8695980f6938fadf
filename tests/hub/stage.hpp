// Stage: a hub and its readers on a store in memory, spoken to in lines and answering in lines.
//
// Requests go through the real codec, both ways. Stage directions start with `!`:
//   ! cast alice bob      registers each, without a word
//   ! open / ! invite     whether strangers may register
//   ! clock 5000          what the clock will say next
//   ! over 250            the next request is over its rate
//   ! fail commit / ! fail verb 3
//   ! restart             a new hub on the same store
//   ! together … ! done   the lines between them are one turn
//   ! seen alice          the loop says that this device is at work
//   ! snapshot            what live would be told at the start
//   ! bounds file=10 account=20 disk=30 free=40 (each may be left out)
//   ! sealed alice 3      the bytes of transfer 3 are right and durable; or ! unsealed
//   ! sweep               the hour in which old transfers end
// A line after `- ` is said without being written down; it must be answered with ok.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "broker/hub/files.hpp"
#include "broker/hub/hub.hpp"
#include "broker/hub/query.hpp"
#include "broker/store/memory_store.hpp"
#include "shared/wire/codec.hpp"
#include "tests/hub/recorder.hpp"
#include "tests/hub/speech.hpp"

namespace zchat::testing {

class Stage final {
public:
    Stage();
    // On a store of the test's own; then `! fail` has nothing to fail.
    explicit Stage(hub::Store &store);

    // What follows from one line of a dialogue, each line of it indented by two spaces.
    std::string play(std::string_view line);
    // Only the answer to a request: `ok …` or `E_… "…"`.
    std::string ask(std::string_view line);

    [[nodiscard]] store::MemoryStore &store() { return store_; }
    [[nodiscard]] const std::set<std::string> &ops() const { return ops_; }
    [[nodiscard]] const std::set<std::string> &codes() const { return codes_; }

private:
    struct Heard {
        hub::Envelope envelope;
        std::optional<std::string> refusal; // of the codec
    };

    void direct(std::string_view direction, std::string &out);
    void cast(std::string_view names);
    void bound(const std::string &name, std::uint64_t bytes);
    // From those around the hub, as if this speaker's session were behind it.
    void happen(const std::string &speaker, decltype(hub::Envelope::input) input, std::string &out);
    Heard hear(std::string_view line);
    void turn(std::string &out);
    void question(const Heard &heard, std::string &out);
    void fetch(const Heard &heard, const wire::Fetch &asked, std::string &out);
    void print(const hub::Output &output, std::string &out);
    std::string answered(const std::variant<wire::Reply, Refusal> &body);
    SessionId sessionOf(const std::string &speaker);

    store::MemoryStore store_;
    Recorder recorder_;
    std::unique_ptr<hub::Hub> hub_;
    std::map<std::string, SessionId> sessions_;
    std::map<SessionId, std::string> speakers_;
    std::vector<hub::Envelope> waiting_;
    bool together_ = false;
    bool open_ = true;
    hub::FileBounds files_;
    TimeMs clock_ = 1000;
    std::uint64_t tickets_ = 0;
    std::optional<std::uint64_t> over_;
    std::set<std::string> ops_;
    std::set<std::string> codes_;
};

} // namespace zchat::testing
