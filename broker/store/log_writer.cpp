#include "broker/store/log_writer.hpp"

#include <algorithm>

#include "broker/store/called.hpp"
#include "broker/store/file_rows.hpp"
#include "broker/store/folded_text.hpp"
#include "broker/store/log_rows.hpp"
#include "broker/store/seal.hpp"
#include "broker/store/search_rows.hpp"
#include "broker/store/tallies.hpp"
#include "shared/wire/codec.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::store {

namespace {

constexpr std::size_t tailsAtMost = 20'000;

} // namespace

void LogWriter::append(const RoomName &room, const wire::Entry &entry,
                       const std::optional<Hash> &digest) {
    const std::optional<RoomIdentity> identity = tables_.room(room);
    if (!identity) {
        tables_.database.fail("An entry came for the room " + room.value +
                              ", which was never put into the store.");
        return;
    }
    const std::int64_t key = rowKey(identity->number, entry.seq);
    const AuthorNumber author = tables_.madeAuthor(entry.by);
    tables_.database.run(
        "INSERT INTO entries(key, entry, digest) VALUES(?1, ?2, ?3)",
        {key, db::Blob{sealed(Sealed::entry, key, wire::encodeEntry(entry))}, digest});
    if (entry.id && digest)
        tables_.database.run("INSERT INTO ids(account, id, key) VALUES(?1, ?2, ?3)",
                             {author.value, *entry.id, key});
    if (const wire::Edit *edit = std::get_if<wire::Edit>(&entry.content))
        tables_.database.run("INSERT INTO edits(target, key) VALUES(?1, ?2)",
                             {rowKey(identity->number, edit->of), key});
    if (wire::isMessage(entry.content))
        addMessage(*identity, entry, author);
}

void LogWriter::addMessage(const RoomIdentity &room, const wire::Entry &entry,
                           AuthorNumber author) {
    const std::int64_t key = rowKey(room.number, entry.seq);
    std::int64_t &counted = countedIn(room.number);
    std::int64_t &own = ownIn(room.number, author);
    std::optional<std::int64_t> place;
    if (wire::isCounted(entry.content)) {
        place = nextPlace(key, entry.at);
        counted += 1;
        own += 1;
    }
    tables_.database.run("INSERT INTO messages(key, author, counted, own, place) "
                         "VALUES(?1, ?2, ?3, ?4, ?5)",
                         {key, author.value, counted, own, place});
    if (!place)
        return;
    index(*place, {.body = searchedText(entry.content),
                   .tags = searchTags(room.number, author, entry.content)});
    addMentions(room, entry, author, *place);
    if (const wire::File *file = std::get_if<wire::File>(&entry.content))
        addAttachment(tables_, key, entry.by, *file);
}

std::int64_t LogWriter::nextPlace(std::int64_t key, TimeMs at) {
    if (!lastPlace_) {
        db::Rows rows =
            tables_.database.query("SELECT place, latest FROM places ORDER BY place DESC LIMIT 1");
        lastPlace_ = rows.next() ? LastPlace{.place = rows.integer(0), .latest = rows.integer(1)}
                                 : LastPlace{};
    }
    lastPlace_->place += 1;
    lastPlace_->latest = std::max(lastPlace_->latest, at);
    tables_.database.run("INSERT INTO places(place, key, at, latest) VALUES(?1, ?2, ?3, ?4)",
                         {lastPlace_->place, key, at, lastPlace_->latest});
    return lastPlace_->place;
}

void LogWriter::addMentions(const RoomIdentity &room, const wire::Entry &entry, AuthorNumber author,
                            std::int64_t place) {
    const Called called = calledBy(room, entry);
    const auto add = [&](AuthorNumber account) {
        tables_.database.run("INSERT INTO mentions(account, place) VALUES(?1, ?2)",
                             {account.value, place});
        addToTally(tables_, {.kind = Tally::mention, .room = room.number, .account = account},
                   entry.seq, 1);
    };
    for (const std::string &name : called.names)
        add(tables_.madeAuthor(AccountName(name)));
    if (!called.everyone)
        return;
    add(nobody);
    addToTally(tables_, {.kind = Tally::everyone, .room = room.number, .account = author},
               entry.seq, 1);
}

void LogWriter::replace(const RoomName &room, const wire::Message &message) {
    const std::optional<RoomIdentity> identity = tables_.room(room);
    const std::int64_t key = identity ? rowKey(identity->number, message.entry.seq) : 0;
    const std::optional<wire::Message> before = identity ? messageAt(tables_, key) : std::nullopt;
    if (!before) {
        tables_.database.fail("A message that is not in the store was to be replaced.");
        return;
    }
    tables_.database.run(
        "UPDATE messages SET message = ?2 WHERE key = ?1",
        {key, db::Blob{sealed(Sealed::message, key, wire::encodeMessage(message))}});
    std::optional<std::int64_t> place;
    AuthorNumber author;
    {
        db::Rows rows =
            tables_.database.query("SELECT author, place FROM messages WHERE key = ?1", {key});
        if (!rows.next() || rows.isNull(1) || before->entry.redacted)
            return;
        author = AuthorNumber{rows.integer(0)};
        place = rows.integer(1);
    }
    const std::string was = searchedText(before->entry.content);
    const std::string is = searchedText(message.entry.content);
    if (!message.entry.redacted && was == is)
        return;
    const auto tagsOf = [&](const wire::Content &content) {
        return searchTags(identity->number, author, content);
    };
    unindex(*place, {.body = was, .tags = tagsOf(before->entry.content)});
    if (message.entry.redacted)
        takeAway(*identity, *before, author, *place);
    else
        index(*place, {.body = is, .tags = tagsOf(message.entry.content)});
}

void LogWriter::takeAway(const RoomIdentity &room, const wire::Message &before, AuthorNumber author,
                         std::int64_t place) {
    const Seq seq = before.entry.seq;
    if (const wire::File *file = std::get_if<wire::File>(&before.entry.content))
        removeAttachment(tables_, rowKey(room.number, seq), before.entry.by, *file);
    addToTally(tables_, {.kind = Tally::redacted, .room = room.number, .account = nobody}, seq, 1);
    addToTally(tables_, {.kind = Tally::redacted, .room = room.number, .account = author}, seq, 1);
    const Called called = calledBy(room, before.entry);
    const auto remove = [&](AuthorNumber account) {
        tables_.database.run("DELETE FROM mentions WHERE account = ?1 AND place = ?2",
                             {account.value, place});
        addToTally(tables_, {.kind = Tally::mention, .room = room.number, .account = account}, seq,
                   -1);
    };
    for (const std::string &name : called.names)
        remove(tables_.madeAuthor(AccountName(name)));
    if (!called.everyone)
        return;
    remove(nobody);
    addToTally(tables_, {.kind = Tally::everyone, .room = room.number, .account = author}, seq, -1);
}

void LogWriter::index(std::int64_t place, Words words) {
    reindexed_[place].after = std::move(words);
}

void LogWriter::unindex(std::int64_t place, Words words) {
    Reindexed &message = reindexed_[place];
    if (message.after)
        message.after.reset(); // of this turn, so the index never heard of it
    else
        message.before = std::move(words);
}

void LogWriter::writeIndex() {
    for (const auto &[place, message] : reindexed_) {
        // A table without content must be told what to forget.
        if (message.before)
            tables_.database.run(
                "INSERT INTO search(search, rowid, body, tags) VALUES('delete', ?1, ?2, ?3)",
                {place, message.before->body, message.before->tags});
        if (message.after)
            tables_.database.run("INSERT INTO search(rowid, body, tags) VALUES(?1, ?2, ?3)",
                                 {place, message.after->body, message.after->tags});
    }
    reindexed_.clear();
}

void LogWriter::blank(const RoomName &room, Seq of) {
    const std::optional<RoomIdentity> identity = tables_.room(room);
    if (!identity)
        return;
    const std::int64_t key = rowKey(identity->number, of);
    blankRow(key);
    std::vector<std::int64_t> edits;
    {
        db::Rows rows = tables_.database.query("SELECT key FROM edits WHERE target = ?1", {key});
        while (rows.next())
            edits.push_back(rows.integer(0));
    }
    for (const std::int64_t edit : edits)
        blankRow(edit);
}

void LogWriter::blankRow(std::int64_t key) {
    std::optional<wire::Entry> entry;
    {
        db::Rows rows = tables_.database.query("SELECT entry FROM entries WHERE key = ?1", {key});
        if (rows.next())
            entry = tables_.entryFrom(key, rows.blob(0));
    }
    if (!entry)
        return;
    wire::blank(*entry);
    tables_.database.run("UPDATE entries SET entry = ?2 WHERE key = ?1",
                         {key, db::Blob{sealed(Sealed::entry, key, wire::encodeEntry(*entry))}});
}

void LogWriter::forget() {
    reindexed_.clear();
    lastPlace_.reset();
    counted_.clear();
    own_.clear();
}

std::int64_t &LogWriter::countedIn(RoomNumber room) {
    const auto found = counted_.find(room.value);
    if (found != counted_.end())
        return found->second;
    if (counted_.size() >= tailsAtMost)
        counted_.clear();
    return counted_.emplace(room.value, countedUpTo(tables_, lastKey(room))).first->second;
}

std::int64_t &LogWriter::ownIn(RoomNumber room, AuthorNumber author) {
    const std::pair key(room, author);
    const auto found = own_.find(key);
    if (found != own_.end())
        return found->second;
    if (own_.size() >= tailsAtMost)
        own_.clear();
    return own_.emplace(key, ownUpTo(tables_, author, lastKey(room))).first->second;
}

} // namespace zchat::store
