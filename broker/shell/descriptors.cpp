#include "broker/shell/descriptors.hpp"

#include <cstddef>
#include <linux/sockios.h>
#include <linux/tcp.h> // the system's own: the C library's tcp_info ends before what is read here
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

namespace zchat::shell {

Wire wireOf(int descriptor) {
    struct stat status {};
    if (descriptor < 0 || ::fstat(descriptor, &status) != 0 || !S_ISSOCK(status.st_mode))
        return Wire{.descriptor = descriptor, .inode = 0};
    return Wire{.descriptor = descriptor, .inode = status.st_ino};
}

bool stillStands(const Wire &wire) {
    return wire.inode != 0 && wireOf(wire.descriptor) == wire;
}

void shut(const Wire &wire) {
    if (stillStands(wire))
        ::shutdown(wire.descriptor, SHUT_RDWR);
}

bool deliveredAll(const Wire &wire) {
    int waiting = 0;
    return !stillStands(wire) || ::ioctl(wire.descriptor, SIOCOUTQ, &waiting) != 0 || waiting == 0;
}

std::optional<std::uint64_t> takenBytes(const Wire &wire) {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(wire.descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
        size < offsetof(tcp_info, tcpi_bytes_acked) + sizeof info.tcpi_bytes_acked)
        return std::nullopt;
    return info.tcpi_bytes_acked;
}

long raiseDescriptorLimit() {
    struct rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<long>(limit.rlim_cur);
}

} // namespace zchat::shell
