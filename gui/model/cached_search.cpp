#include "gui/model/cached_search.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"

namespace zchat::gui {

CachedSearch::CachedSearch(Desk &desk, QObject *parent)
    : QObject(parent)
    , desk_(desk) {}

void CachedSearch::stop() {
    ++run_;
    rooms_.clear();
    room_.reset();
}

void CachedSearch::start(const SearchQuery &query) {
    stop();
    query_ = query;
    hits_ = 0;
    if (query.request.room) {
        rooms_ = {*query.request.room};
    } else {
        for (const auto &[name, room] : desk_.rooms().all())
            rooms_.push_back(name);
        // The last one is searched first.
        std::sort(rooms_.begin(), rooms_.end(), std::greater<>());
    }
    next();
}

void CachedSearch::next() {
    if (rooms_.empty() || hits_ >= mostHits) {
        stop();
        Q_EMIT finished();
        return;
    }
    room_ = rooms_.back();
    rooms_.pop_back();
    looked_ = 0;
    load(std::nullopt);
}

void CachedSearch::load(std::optional<Seq> before) {
    client::LoadWindow wanted;
    wanted.room = *room_;
    wanted.before = before;
    wanted.limit = limits::pageEntries;
    desk_.loadPage(std::move(wanted), this, [this, run = run_](const client::WindowLoaded &page) {
        if (run == run_)
            take(page);
    });
}

void CachedSearch::take(const client::WindowLoaded &page) {
    if (page.refusal || page.messages.empty()) {
        next();
        return;
    }
    std::vector<wire::Hit> hits;
    for (auto message = page.messages.rbegin(); message != page.messages.rend(); ++message)
        if (hits_ < mostHits && fits(query_, message->entry)) {
            ++hits_;
            hits.push_back({.room = page.room,
                            .message = *message,
                            .snippet = snippetOf(query_, message->entry).toStdString()});
        }
    looked_ += page.messages.size();
    const Seq first = page.messages.front().entry.seq;
    if (!hits.empty())
        Q_EMIT found(hits);
    if (first.value <= 1 || looked_ >= mostMessages || hits_ >= mostHits)
        next();
    else
        load(first);
}

} // namespace zchat::gui
