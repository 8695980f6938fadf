#include "gui/model/timeline_model.hpp"

#include <QDateTime>
#include <QStringList>
#include <algorithm>

#include "gui/model/words.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::gui {

TimelineModel::TimelineModel(const People &people, QObject *parent)
    : QAbstractListModel(parent)
    , people_(people) {
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

// Days, groups and the New line follow from a row and the one before it; a pass over the window
// keeps every rule in one place and touches only rows where something changed.
void TimelineModel::decorate() {
    std::optional<std::size_t> newRow;
    if (newAfter_ && messages_ > 0) {
        const auto from = static_cast<std::size_t>(rowAtOrAfter(newAfter_->next()));
        if (from > 0 || atStart_)
            for (std::size_t i = from; i < messages_ && !newRow; ++i)
                if (wire::isCounted(rows_[i].message.entry.content) &&
                    rows_[i].message.entry.by != me_)
                    newRow = i;
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        Row &shown = rows_[i];
        const Row *before = i > 0 ? &rows_[i - 1] : nullptr;
        const bool opensDay = before == nullptr || before->day != shown.day;
        const bool opensNew = newRow == i;
        const bool opensGroup = opensDay || opensNew || isSystemLine(*before) ||
                                before->message.entry.by != shown.message.entry.by ||
                                before->minute != shown.minute;
        const bool isSame = opensDay == shown.opensDay && opensNew == shown.opensNew &&
                            opensGroup == shown.opensGroup && shown.revision != 0;
        if (isSame)
            continue;
        shown.opensDay = opensDay;
        shown.opensNew = opensNew;
        shown.opensGroup = opensGroup;
        touch(i);
    }
}

QString TimelineModel::spoken(const Row &row) const {
    const wire::Entry &entry = row.message.entry;
    const QString time =
        QLocale().toString(QDateTime::fromMSecsSinceEpoch(entry.at).time(), QLocale::ShortFormat);
    if (isSystemLine(row))
        return systemWords(entry, people_) + ", " + time;
    QStringList words;
    QString who = people_.shownName(entry.by);
    if (const QString beside = people_.besideName(entry.by); !beside.isEmpty())
        who += " (" + beside + ")";
    words << who + ": " + plainWords(row.message);
    words << time;
    if (row.message.edited)
        words << tr("edited");
    if (row.draft)
        words << stateWords(*row.draft);
    else if (entry.by == me_)
        words << tr("stored");
    std::size_t reactions = 0;
    for (const auto &[emoji, names] : row.message.reactions)
        reactions += names.size();
    if (reactions > 0)
        words << tr("%1 reactions").arg(reactions);
    return words.join(", ");
}

} // namespace zchat::gui
