// The half of MemoryStore that reads logs: pages, counts, searches.
#include <algorithm>
#include <charconv>

#include "broker/store/folded_text.hpp"
#include "broker/store/memory_store.hpp"
#include "shared/base/planted.hpp"
#include "shared/wire/codec.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::store {

using namespace hub;

namespace {

// Room for one page; the first element always fits, so that a page leads on.
class Page final {
public:
    Page(std::uint64_t limit, std::size_t bytes)
        : limit_(limit)
        , bytes_(bytes) {}
    [[nodiscard]] bool takes(std::size_t size) {
        if (count_ >= limit_ || (count_ > 0 && used_ + size > bytes_))
            return false;
        ++count_;
        used_ += size;
        return true;
    }

private:
    const std::uint64_t limit_;
    const std::size_t bytes_;
    std::uint64_t count_ = 0;
    std::size_t used_ = 0;
};

std::size_t sizeOf(const wire::Message &message) {
    return wire::encodeMessage(message).size();
}

bool isWordByte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

// Words in small letters, as search compares them.
std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : foldedText(text)) {
        if (isWordByte(c)) {
            word.push_back(c);
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    if (!word.empty())
        words.push_back(std::move(word));
    return words;
}

// What stands between spaces in a query, each as the words that must follow one another.
std::vector<std::vector<std::string>> phrasesOf(std::string_view query) {
    std::vector<std::vector<std::string>> phrases;
    for (std::size_t from = 0; from < query.size();) {
        const std::size_t end = std::min(query.find_first_of(" \t\r\n", from), query.size());
        std::vector<std::string> phrase = wordsOf(query.substr(from, end - from));
        if (!phrase.empty())
            phrases.push_back(std::move(phrase));
        from = end + 1;
    }
    return phrases;
}

bool holdsAll(const std::vector<std::string> &words,
              const std::vector<std::vector<std::string>> &phrases) {
    return std::all_of(phrases.begin(), phrases.end(), [&](const auto &phrase) {
        return std::search(words.begin(), words.end(), phrase.begin(), phrase.end()) != words.end();
    });
}

bool holds(const wire::Message &message, wire::Has has) {
    const wire::Content &content = message.entry.content;
    switch (has) {
    case wire::Has::file:
        return std::holds_alternative<wire::File>(content);
    case wire::Has::link:
        return hasLink(searchedText(content));
    }
    return false;
}

bool names(const wire::Message &message, const std::string &name) {
    const wire::Text *text = std::get_if<wire::Text>(&message.entry.content);
    return text &&
           std::find(text->mentions.begin(), text->mentions.end(), name) != text->mentions.end();
}

bool holdsRoom(const std::optional<std::vector<RoomName>> &rooms, const RoomName &room) {
    return !rooms || std::find(rooms->begin(), rooms->end(), room) != rooms->end();
}

std::string snippetOf(const wire::Message &message, const std::string &firstWord) {
    const std::string text = searchedText(message.entry.content);
    const std::size_t at = foldedText(text).find(firstWord);
    return snippetAround(text, at == std::string::npos ? 0 : at);
}

} // namespace

const MemoryStore::Room *MemoryStore::log(const RoomName &room) const {
    const auto found = logs_.find(room);
    return found == logs_.end() ? nullptr : &found->second;
}

std::vector<wire::Encoded<wire::Entry>> MemoryStore::entries(const RoomName &room, Seq after,
                                                             std::uint64_t limit,
                                                             std::size_t pageBytes) const {
    std::vector<wire::Encoded<wire::Entry>> found;
    const Room *held = log(room);
    if (fails() || !held)
        return found;
    Page page(limit, pageBytes);
    for (std::size_t i = after.value; i < held->entries.size(); ++i) {
        wire::Encoded<wire::Entry> next{wire::encodeEntry(held->entries[i])};
        if (!page.takes(next.bytes.size()))
            break;
        found.push_back(std::move(next));
    }
    return found;
}

std::optional<wire::Entry> MemoryStore::entry(const RoomName &room, Seq seq) const {
    const Room *held = log(room);
    if (fails() || !held || seq.value == 0 || seq.value > held->entries.size())
        return std::nullopt;
    return held->entries[seq.value - 1];
}

std::vector<wire::Encoded<wire::Message>> MemoryStore::history(const RoomName &room,
                                                               const HistoryWindow &window,
                                                               std::size_t pageBytes) const {
    std::vector<wire::Encoded<wire::Message>> found;
    const Room *held = log(room);
    if (fails() || !held)
        return found;
    const auto &messages = held->messages;
    // Older ones are taken from `upper` downwards, newer ones from it upwards.
    auto upper = window.before   ? messages.lower_bound(*window.before)
                 : window.after  ? messages.upper_bound(*window.after)
                 : window.around ? messages.lower_bound(*window.around)
                                 : messages.end();
    auto lower = upper;
    std::uint64_t older = window.around ? window.limit / 2 : window.after ? 0 : window.limit;
    std::uint64_t newer = window.around ? window.limit - older : window.after ? window.limit : 0;
    Page page(window.limit, pageBytes);
    while (older > 0 || newer > 0) {
        if (newer > 0) {
            --newer;
            if (upper == messages.end() || !page.takes(sizeOf(upper->second)))
                newer = 0;
            else
                ++upper;
        }
        if (older > 0) {
            --older;
            if (lower == messages.begin() || !page.takes(sizeOf(std::prev(lower)->second)))
                older = 0;
            else
                --lower;
        }
    }
    for (; lower != upper; ++lower)
        found.push_back({wire::encodeMessage(lower->second)});
    return found;
}

std::optional<wire::Message> MemoryStore::message(const RoomName &room, Seq seq) const {
    const Room *held = log(room);
    if (fails() || !held)
        return std::nullopt;
    const auto found = held->messages.find(seq);
    return found == held->messages.end() ? std::nullopt : std::optional(found->second);
}

Counts MemoryStore::counts(const AccountName &account, const RoomName &room, Seq marker) const {
    Counts counts;
    const Room *held = log(room);
    const auto record = rooms_.find(room);
    if (fails() || !held || record == rooms_.end())
        return counts;
    const bool direct = record->second.kind == wire::RoomKind::direct;
    for (auto row = held->messages.upper_bound(marker); row != held->messages.end(); ++row) {
        const wire::Message &message = row->second;
        if (!wire::isCounted(message.entry.content) || message.entry.redacted ||
            (message.entry.by == account && !planted(Bug::countsOwnPosts)))
            continue;
        ++counts.unread;
        if (direct || names(message, account.value) || names(message, "all"))
            ++counts.mentions;
    }
    return counts;
}

// A page is the number of messages that are older than what was looked at so far.
template <class Matches>
FoundPage MemoryStore::newestFirst(const std::optional<std::string> &page, std::uint64_t limit,
                                   Matches matches) const {
    FoundPage result;
    std::size_t left = spoken_.size();
    if (page) {
        std::size_t asked = 0;
        std::from_chars(page->data(), page->data() + page->size(), asked);
        left = std::min(left, asked);
    }
    for (; left > 0; --left) {
        const Spoken &spoken = spoken_[left - 1];
        const wire::Message &message = logs_.at(spoken.room).messages.at(spoken.seq);
        if (message.entry.redacted || !matches(spoken.room, message))
            continue;
        if (result.found.size() >= limit) {
            result.next = std::to_string(left);
            break;
        }
        result.found.push_back(
            FoundMessage{.room = spoken.room, .message = message, .snippet = {}});
    }
    return result;
}

FoundPage MemoryStore::search(const SearchQuery &query) const {
    if (fails())
        return FoundPage{};
    const std::vector<std::vector<std::string>> phrases = phrasesOf(query.words);
    // Something was asked for that is no word of any message.
    if (phrases.empty() && query.words.find_first_not_of(" \t\r\n") != std::string::npos)
        return FoundPage{};
    FoundPage result = newestFirst(
        query.page, query.limit, [&](const RoomName &room, const wire::Message &message) {
            const wire::Entry &entry = message.entry;
            return holdsRoom(query.rooms, room) && mayRead(query.viewer, room) &&
                   (!query.from || *query.from == entry.by) &&
                   (!query.since || entry.at >= *query.since) &&
                   (!query.until || entry.at < *query.until) &&
                   (!query.has || holds(message, *query.has)) &&
                   holdsAll(wordsOf(searchedText(entry.content)), phrases);
        });
    const std::string firstWord = phrases.empty() ? std::string() : phrases.front().front();
    for (FoundMessage &found : result.found)
        found.snippet = snippetOf(found.message, firstWord);
    return result;
}

FoundPage MemoryStore::mentions(const AccountName &viewer,
                                const std::optional<std::vector<RoomName>> &rooms,
                                const std::optional<std::string> &page, std::uint64_t limit) const {
    if (fails())
        return FoundPage{};
    FoundPage result =
        newestFirst(page, limit, [&](const RoomName &room, const wire::Message &message) {
            if (message.entry.by == viewer || !holdsRoom(rooms, room) || !mayRead(viewer, room))
                return false;
            const bool direct = rooms_.at(room).kind == wire::RoomKind::direct;
            return direct || names(message, viewer.value) ||
                   (names(message, "all") && joined(viewer, room));
        });
    for (FoundMessage &found : result.found)
        found.snippet = snippetOf(found.message, "@" + viewer.value);
    return result;
}

} // namespace zchat::store
