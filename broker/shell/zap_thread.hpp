// The ZAP thread: answers every handshake from the admission map, and asks nobody else.
#pragma once

#include <thread>

#include "broker/shell/admission.hpp"
#include "shared/net/poll.hpp"
#include "shared/net/zap.hpp"

namespace zchat::shell {

inline constexpr const char *requestsDomain = "requests";
inline constexpr const char *eventsDomain = "events";

class ZapThread final {
public:
    ZapThread(net::ZapHandler handler, Admission &admission);
    ~ZapThread();
    ZapThread(const ZapThread &) = delete;
    ZapThread &operator=(const ZapThread &) = delete;

private:
    void run();
    [[nodiscard]] net::Verdict judge(const net::Handshake &handshake);

    net::ZapHandler handler_;
    Admission &admission_;
    net::Waker stop_;
    std::thread thread_;
};

} // namespace zchat::shell
