// The readers' threads: each answers questions on a read-only connection of its own.
//
// They never write and never checkpoint, so a long search holds up no post; answers go back to the
// loop by its queue, in any order. Where the loop does not keep up they wait, so that answers, 256
// KiB each at the most, never fill the memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "broker/live/live.hpp"
#include "broker/shell/fair_queue.hpp"
#include "broker/store/sqlite_reader.hpp"
#include "shared/base/bounded_queue.hpp"
#include "shared/base/log.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::shell {

inline constexpr std::size_t questionsUnderWay = 32'768;
inline constexpr std::size_t answersUnheard = 64;
inline constexpr std::size_t readerThreads = 2;

struct Answered {
    SessionId session;
    std::optional<std::uint64_t> re;
    Result<wire::Reply> reply;
};

class Readers final {
public:
    // One thread for each store. `answers` is closed by the destructor.
    Readers(std::vector<std::unique_ptr<store::SqliteReader>> stores,
            BoundedQueue<Answered> &answers, Log &log);
    ~Readers();
    Readers(const Readers &) = delete;
    Readers &operator=(const Readers &) = delete;

    // False: too much is under way.
    [[nodiscard]] bool ask(live::Ask &&ask) {
        const SessionId session = ask.session;
        return queue_.push(session, std::move(ask));
    }

private:
    void run(store::SqliteReader &store);

    std::vector<std::unique_ptr<store::SqliteReader>> stores_;
    BoundedQueue<Answered> &answers_;
    Log &log_;
    FairQueue<live::Ask> queue_{questionsUnderWay};
    std::vector<std::thread> threads_;
};

} // namespace zchat::shell
