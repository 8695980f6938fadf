// TimelineModel: the open room's messages, as a window of at most 400 over its log.
//
// A room of a million messages costs what one of four hundred does: the model asks for the page
// before or after its window while the person scrolls, and lets go of the other end. It folds what
// is heard into the rows it holds, puts own drafts below the newest message, and says for each row
// whether a day, the New line or a sender's group begins there, and which runs of quiet lines are
// folded into one. It knows no widget, and it never asks the broker itself: pageWanted says what is
// missing.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "gui/model/people.hpp"
#include "gui/model/row.hpp"
#include "gui/model/transfers.hpp"

namespace zchat::gui {

enum class Page : std::uint8_t { newest, older, newer, around };

struct PageWanted {
    Page page = Page::newest;
    Seq seq; // before, after or around it; of no meaning with newest
};

class TimelineModel final : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr std::size_t windowRows = 400;
    // After this many entries a page that was asked for before them is asked for again.
    static constexpr std::size_t recentEntries = 2048;

    TimelineModel(const People &people, const Transfers &transfers, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    // Words for screen readers and for tests; the delegate paints from row().
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    [[nodiscard]] const Row &row(int number) const { return rows_[std::size_t(number)]; }
    [[nodiscard]] std::optional<int> rowOf(const RowKey &key) const;
    // The row with the lowest seq at or above this one, for when a row is gone.
    [[nodiscard]] int rowAtOrAfter(Seq seq) const;
    [[nodiscard]] const std::optional<RoomName> &room() const { return room_; }
    [[nodiscard]] const AccountName &me() const { return me_; }
    [[nodiscard]] bool isAtHead() const { return atHead_; }
    [[nodiscard]] bool isAtStart() const { return atStart_; }
    [[nodiscard]] bool isLoading() const { return pending_.has_value(); }
    [[nodiscard]] std::optional<Seq> lastSeq() const;
    [[nodiscard]] std::optional<int> firstNewRow() const;
    // Messages below the window that came while it did not reach down there, and those of them that
    // name me.
    [[nodiscard]] std::size_t unseenBelow() const { return unseenBelow_; }
    [[nodiscard]] std::size_t mentionsBelow() const { return mentionsBelow_; }
    [[nodiscard]] bool mentionsMe(const wire::Entry &entry) const;
    // The first message that was unread when the room was opened, or since it was left alone.
    [[nodiscard]] std::optional<Seq> oldestUnread() const;
    [[nodiscard]] bool isIgnored(const AccountName &name) const { return ignored_.contains(name); }
    // Whether the row is part of a run that folds, folded or not.
    [[nodiscard]] bool isInRun(int number) const;
    // The rows of the run that this one belongs to, from the first to the last.
    [[nodiscard]] std::pair<int, int> runAround(int number) const;
    // Where the view should stand after a reset; absent: at the end.
    [[nodiscard]] const std::optional<RowKey> &landing() const { return landing_; }
    // Why there is no history, as a sentence; empty where there is one.
    [[nodiscard]] const QString &trouble() const { return trouble_; }
    // Who has read this own message, as far as receipts told.
    [[nodiscard]] std::vector<AccountName> readersOf(const Row &row) const;
    // The message that a reply quotes: a row, or one that was fetched for it; null where neither.
    [[nodiscard]] const wire::Message *original(Seq of) const;
    // What moves this row's attachment, up or down; null where nothing does.
    [[nodiscard]] const client::TransferChanged *transferOf(const Row &row) const;
    // The attachment's file on this machine, or of an upload its source; else empty.
    [[nodiscard]] QString placeOf(const Row &row) const;

    void setMe(AccountName me);
    // Empties the window and asks for the newest page, or the one around a seq.
    void open(const RoomName &room, std::optional<Seq> marker, std::vector<Draft> drafts,
              std::optional<Seq> around = std::nullopt);
    void close();
    void setAttended(bool isAttended) { attended_ = isAttended; }
    void setFollowing(bool isFollowing) { following_ = isFollowing; }
    void setIgnored(std::set<AccountName> names);
    // Folds or unfolds the run that this row belongs to.
    void toggleFold(int number);
    // The New line goes above this message.
    void markNewFrom(Seq seq);
    // A quiet line below what was said last.
    void note(Note happened);

    void wantOlder();
    void wantNewer();
    void showNewest();
    void showAround(Seq seq);
    // After a refusal, once there is a connection again.
    void askAgain();

    // The page that was asked for last, or its refusal.
    void take(const client::WindowLoaded &loaded);
    void hear(const std::vector<wire::Entry> &entries);
    void hear(const Draft &draft);
    // Of a reply whose original is no row.
    void hearOriginal(const RoomName &room, wire::Message original, Seq foldedTo);
    void skipTo(Seq head);
    void hearReceipts(const std::map<AccountName, Seq> &read);

Q_SIGNALS:
    void pageWanted(const zchat::gui::PageWanted &wanted);
    void originalWanted(const zchat::RoomName &room, zchat::Seq of);
    // showNewest where the window reaches the end already.
    void newestShown();
    // Somebody else has just said what stands in this row.
    void heard(int row);
    void stateChanged();

private:
    void ask(PageWanted wanted);
    void wantOriginals();
    void foldOriginal(Seq of, const wire::Entry &entry);
    void touchReplies(Seq of);
    void replace(const client::WindowLoaded &loaded, const PageWanted &wanted);
    void prepend(std::vector<Row> rows);
    void append(std::vector<Row> rows);
    [[nodiscard]] std::vector<Row> rowsOf(const client::WindowLoaded &loaded) const;
    void replay(std::vector<Row> &rows, Seq head, bool reachesEnd) const;
    void fold(const wire::Entry &entry);
    void hearMessage(const wire::Entry &entry);
    void settleDraft(std::size_t at, const wire::Entry &entry);
    void removeRows(std::size_t from, std::size_t count);
    void insertRow(std::size_t at, Row row);
    void trimFront();
    void trimBack();
    void forgetSettledDrafts();
    void addDraftRows();
    void dropDraftRows();
    void decorate();
    [[nodiscard]] std::optional<std::size_t> newRow() const;
    [[nodiscard]] std::vector<RowMarks> marks() const;
    void markRuns(std::vector<RowMarks> &marks) const;
    [[nodiscard]] bool isUnfolded(std::size_t from, std::size_t to) const;
    void touch(std::size_t at);
    [[nodiscard]] Row makeRow(wire::Message message, Seq foldedTo) const;
    [[nodiscard]] Row makeRow(const Draft &draft) const;
    void hear(const client::TransferChanged &transfer);
    [[nodiscard]] bool isMessage(const EntryId &id) const;
    [[nodiscard]] QString spoken(const Row &row) const;

    const People &people_;
    const Transfers &transfers_;
    AccountName me_;
    std::optional<RoomName> room_;
    std::vector<Row> rows_;          // messages by seq, then drafts in the order they were written
    std::size_t messages_ = 0;       // how many of them are messages
    std::vector<Draft> drafts_;      // of this room, shown or not
    std::deque<wire::Entry> recent_; // heard since the room was opened, for pages that lag behind
    std::optional<PageWanted> pending_;
    std::optional<PageWanted> refused_;
    std::optional<RowKey> landing_;
    std::optional<Seq> newAfter_;
    std::map<AccountName, Seq> receipts_;
    struct Original {
        wire::Message message;
        Seq foldedTo; // what came up to this is in it
    };
    std::map<Seq, Original> originals_; // of replies, where they are no rows
    std::set<Seq> originalsAsked_;
    QString trouble_;
    std::set<AccountName> ignored_;
    std::set<Seq> unfolded_; // one row at least of each run that a person unfolded
    std::size_t unseenBelow_ = 0;
    std::size_t mentionsBelow_ = 0;
    std::uint64_t nextRevision_ = 1;
    bool atHead_ = false;
    bool atStart_ = false;
    bool attended_ = true;
    bool following_ = true;
};

} // namespace zchat::gui
