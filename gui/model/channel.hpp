// Channel: what the window needs of a link, and no more: commands in, notices out.
//
// The window's only road to the broker. In the program it is a Link; in tests it is a script. Both
// go through the same Bridge, so what a test feeds is what a broker would cause.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "shared/client/commands.hpp"
#include "shared/client/notices.hpp"

namespace zchat::gui {

class Channel {
public:
    Channel() = default;
    virtual ~Channel() = default;
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;

    // False when it is full: the caller keeps its command.
    [[nodiscard]] virtual bool push(client::Command command) = 0;
    [[nodiscard]] virtual std::vector<client::Notice> take(std::size_t most) = 0;
    // 16 random bytes that name a post for ever.
    [[nodiscard]] virtual EntryId newId() = 0;
};

// Called on any thread when a notice enters an empty queue.
using Wake = std::function<void()>;
using OpenChannel = std::function<std::unique_ptr<Channel>(Wake)>;

} // namespace zchat::gui
