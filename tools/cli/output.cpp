#include "tools/cli/output.hpp"

#include <cerrno>

#include <poll.h>
#include <unistd.h>

namespace zchat::cli {

void Output::line(std::string_view text) {
    held_.append(text).push_back('\n');
}

void Output::text(std::string_view text) {
    held_ += text;
}

Output::Flushed Output::flush() {
    std::string_view rest = held_;
    while (!rest.empty() && state_ == Flushed::done) {
        const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
        if (written >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) { // a pipe that its other end made non-blocking
            pollfd room{.fd = descriptor_, .events = POLLOUT, .revents = 0};
            static_cast<void>(::poll(&room, 1, -1));
        } else if (errno != EINTR) {
            state_ = errno == EPIPE ? Flushed::closed : Flushed::failed;
        }
    }
    held_.clear();
    return state_;
}

} // namespace zchat::cli
