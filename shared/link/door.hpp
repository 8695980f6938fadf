// Door: asks the front door on a thread of its own, since looking up a name may take as long as the
// system likes and a person's window must not wait for it.
//
// One question at a time. Ending it waits for no look-up: the thread is let go and finds nobody to
// tell.
#pragma once

#include <memory>
#include <optional>
#include <variant>

#include "shared/base/address.hpp"
#include "shared/net/front_door.hpp"
#include "shared/net/poll.hpp"

namespace zchat::link {

using DoorWord = std::variant<net::DoorFound, net::DoorFailure>;

class Door final {
public:
    Door();
    ~Door();
    Door(const Door &) = delete;
    Door &operator=(const Door &) = delete;

    // Forgets an earlier question.
    void ask(const Address &address);
    // The answer, once; answered() is readable when there is one.
    [[nodiscard]] std::optional<DoorWord> take();
    [[nodiscard]] const net::Waker &answered() const;

private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
};

} // namespace zchat::link
