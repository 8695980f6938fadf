// Effects: what one step of the brain wants done, gathered in order.
#pragma once

#include <utility>
#include <vector>

#include "shared/client/core.hpp"

namespace zchat::client {

class Effects final {
public:
    void tell(Notice notice) { outputs_.push_back(Tell{.notice = std::move(notice)}); }
    void keep(Keep keep) { outputs_.push_back(std::move(keep)); }
    void order(Output output) { outputs_.push_back(std::move(output)); }
    [[nodiscard]] std::vector<Output> take() { return std::exchange(outputs_, {}); }

private:
    std::vector<Output> outputs_;
};

} // namespace zchat::client
