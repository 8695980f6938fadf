#include "shared/client/asks.hpp"

#include <utility>

#include "shared/wire/codec.hpp"

namespace zchat::client {

void Asks::send(const wire::Request &request, Purpose purpose, Effects &effects) {
    last_ += 1;
    effects.order(Send{.body = wire::encodeRequest(last_, request)});
    const bool isPost = std::holds_alternative<ForPost>(purpose);
    pending_.emplace(last_, Asked{.request = isPost ? wire::Request(wire::Post{}) : request,
                                  .purpose = std::move(purpose)});
}

std::optional<Asked> Asks::take(std::uint64_t re) {
    const auto found = pending_.find(re);
    if (found == pending_.end())
        return std::nullopt;
    Asked asked = std::move(found->second);
    pending_.erase(found);
    return asked;
}

std::vector<Asked> Asks::abandon() {
    std::vector<Asked> all;
    for (auto &[re, asked] : std::exchange(pending_, {}))
        all.push_back(std::move(asked));
    return all;
}

} // namespace zchat::client
