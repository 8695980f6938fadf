#include "broker/shell/readers.hpp"

#include <utility>

#include "broker/hub/query.hpp"
#include "broker/shell/clock.hpp"

namespace zchat::shell {

namespace {

// The right to read and what is read are looked up in one state of the store.
Result<wire::Reply> answer(store::SqliteReader &store, const live::Ask &ask) {
    store.clearFault();
    const db::Snapshot snapshot = store.snapshot();
    return hub::answer(store, hub::Asker{.device = ask.device, .folderKey = ask.folderKey},
                       ask.request, now().wallMs);
}

} // namespace

Readers::Readers(std::vector<std::unique_ptr<store::SqliteReader>> stores,
                 BoundedQueue<Answered> &answers, Log &log)
    : stores_(std::move(stores))
    , answers_(answers)
    , log_(log) {
    for (const std::unique_ptr<store::SqliteReader> &store : stores_)
        threads_.emplace_back([this, &store] { run(*store); });
}

Readers::~Readers() {
    queue_.close();
    answers_.close();
    for (std::thread &thread : threads_)
        thread.join();
}

void Readers::run(store::SqliteReader &store) {
    while (const std::optional<live::Ask> ask = queue_.wait()) {
        Result<wire::Reply> reply = answer(store, *ask);
        if (const std::optional<Fault> fault = store.fault())
            log_.error("A question could not be answered from the store.", {{"why", fault->text}});
        if (!answers_.pushWaiting(
                Answered{.session = ask->session, .re = ask->re, .reply = std::move(reply)}))
            return;
    }
}

} // namespace zchat::shell
