#include "gui/model/timeline_model.hpp"

#include <QDateTime>
#include <algorithm>

#include "shared/wire/fold.hpp"

namespace zchat::gui {

TimelineModel::TimelineModel(const People &people, const Transfers &transfers, QObject *parent)
    : QAbstractListModel(parent)
    , people_(people)
    , transfers_(transfers) {
    connect(&transfers, &Transfers::changed, this,
            qOverload<const client::TransferChanged &>(&TimelineModel::hear));
    connect(&people, &People::changed, this, [this] {
        // Titles stand in every row; presence alone repaints the same heights from a fresh layout.
        for (std::size_t i = 0; i < rows_.size(); ++i)
            rows_[i].revision = nextRevision_++;
        if (!rows_.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    });
}

int TimelineModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return spoken(row(index.row()));
    return {};
}

std::optional<int> TimelineModel::rowOf(const RowKey &key) const {
    if (const Seq *seq = std::get_if<Seq>(&key)) {
        const int at = rowAtOrAfter(*seq);
        if (at < static_cast<int>(messages_) && row(at).key == key)
            return at;
        return std::nullopt;
    }
    for (std::size_t i = messages_; i < rows_.size(); ++i)
        if (rows_[i].key == key)
            return static_cast<int>(i);
    return std::nullopt;
}

int TimelineModel::rowAtOrAfter(Seq seq) const {
    const auto end = rows_.begin() + static_cast<std::ptrdiff_t>(messages_);
    const auto found =
        std::lower_bound(rows_.begin(), end, seq, [](const Row &shown, const Seq &wanted) {
            return shown.message.entry.seq < wanted;
        });
    return static_cast<int>(found - rows_.begin());
}

std::optional<Seq> TimelineModel::lastSeq() const {
    if (messages_ == 0)
        return std::nullopt;
    return rows_[messages_ - 1].message.entry.seq;
}

std::optional<int> TimelineModel::firstNewRow() const {
    for (std::size_t i = 0; i < messages_; ++i)
        if (rows_[i].opensNew)
            return static_cast<int>(i);
    return std::nullopt;
}

std::vector<AccountName> TimelineModel::readersOf(const Row &row) const {
    std::vector<AccountName> readers;
    if (row.draft || row.message.entry.by != me_)
        return readers;
    for (const auto &[name, seq] : receipts_)
        if (name != me_ && seq >= row.message.entry.seq)
            readers.push_back(name);
    return readers;
}

const client::TransferChanged *TimelineModel::transferOf(const Row &row) const {
    if (row.draft)
        return transfers_.find(row.draft->id);
    const wire::Entry &entry = row.message.entry;
    // An own file's entry may be heard before its upload is told to be done.
    if (entry.by == me_ && entry.id)
        if (const client::TransferChanged *upload = transfers_.find(*entry.id))
            return upload;
    return room_ ? transfers_.downloadOf(*room_, entry.seq) : nullptr;
}

QString TimelineModel::placeOf(const Row &row) const {
    const client::TransferChanged *transfer = transferOf(row);
    if (transfer != nullptr && transfer->upload)
        return pathOf(*transfer);
    const std::optional<Seq> seq = row.draft ? row.draft->seq : row.message.entry.seq;
    return room_ && seq ? transfers_.placeOf(*room_, *seq) : QString();
}

void TimelineModel::setMe(AccountName me) {
    me_ = std::move(me);
}

Row TimelineModel::makeRow(wire::Message message, Seq foldedTo) const {
    Row row;
    row.key = message.entry.seq;
    row.foldedTo = foldedTo;
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(message.entry.at);
    row.day = at.date();
    row.minute = message.entry.at / 60'000;
    row.message = std::move(message);
    return row;
}

Row TimelineModel::makeRow(const Draft &draft) const {
    wire::Message message;
    message.entry.by = me_;
    message.entry.at = draft.at;
    message.entry.id = draft.id;
    message.entry.content = draft.content;
    Row row = makeRow(std::move(message), Seq{});
    row.key = draft.id;
    row.draft = draft;
    return row;
}

void TimelineModel::touch(std::size_t at) {
    rows_[at].revision = nextRevision_++;
    Q_EMIT dataChanged(index(static_cast<int>(at)), index(static_cast<int>(at)));
}

} // namespace zchat::gui
