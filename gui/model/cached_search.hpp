// CachedSearch: finds messages among those that are kept on this machine, while there is no
// connection to ask the broker.
//
// It goes back through the kept pages of each room from the newest one, a page at a time, so that
// the window stays free; a room ends where nothing more is kept of it. Bounded: the newest 5,000
// messages of a room, and 200 hits.
#pragma once

#include <QObject>
#include <vector>

#include "gui/model/desk.hpp"
#include "gui/model/search_query.hpp"

namespace zchat::gui {

class CachedSearch final : public QObject {
    Q_OBJECT
public:
    static constexpr std::uint64_t mostMessages = 5000;
    static constexpr std::size_t mostHits = 200;

    explicit CachedSearch(Desk &desk, QObject *parent = nullptr);

    // Ends the search before it.
    void start(const SearchQuery &query);
    void stop();

Q_SIGNALS:
    // Newest first within each page.
    void found(const std::vector<zchat::wire::Hit> &hits);
    void finished();

private:
    void next();
    void load(std::optional<Seq> before);
    void take(const client::WindowLoaded &page);

    Desk &desk_;
    SearchQuery query_;
    std::vector<RoomName> rooms_; // still to be searched
    std::optional<RoomName> room_;
    std::uint64_t looked_ = 0;
    std::size_t hits_ = 0;
    int run_ = 0; // pages of an earlier search are let go
};

} // namespace zchat::gui
