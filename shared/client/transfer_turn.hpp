// What an upload or a download is given to work with, and what became of it. For upload.hpp,
// download.hpp and their one owner, Transfers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "shared/base/result.hpp"
#include "shared/client/effects.hpp"
#include "shared/client/kept.hpp"
#include "shared/client/transfer_line.hpp"

namespace zchat::client {

// The transfer that a step is about, and where its orders and requests go.
struct Workbench {
    KeptTransfer &kept;
    TransferLine &line;
    Effects &effects;
    std::int64_t nowMs = 0;
    std::uint64_t limitBytes = 0; // the largest file that the broker takes, as far as is known
    std::uint64_t running = 1;    // transfers of its kind that share the line
};

struct GoesOn {};
// It gives its place away and begins again later. `why` is shown meanwhile; empty where the person
// can do nothing about it.
struct Waits {
    std::string why;
    std::int64_t ms = 0;
};
// For good, until the person says otherwise.
struct Fails {
    std::string why;
    bool startOver = false; // nothing that was read, sent or saved so far is of use
};
struct Finishes {
    Seq seq;          // of the entry
    std::string path; // where a download was placed
};
using Turn = std::variant<GoesOn, Waits, Fails, Finishes>;

// What a refusal means where it has no meaning of its own for the step: busy, rate, storage and
// auth pass by themselves.
[[nodiscard]] Turn turnOf(const Refusal &refusal);
// Begins again at once.
[[nodiscard]] Turn again();

} // namespace zchat::client
