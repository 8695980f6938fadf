// The part of TimelineModel that says how rows stand to each other, and how each one is spoken.
#include <QDateTime>
#include <QLocale>
#include <QStringList>
#include <algorithm>

#include "gui/model/run_words.hpp"
#include "gui/model/timeline_model.hpp"
#include "gui/model/words.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::gui {

namespace {

// System lines fold into each other, and so do messages of ignored people.
enum class Run : std::uint8_t { none, system, ignored };

std::size_t leastToFold(Run run) {
    return run == Run::system ? 2 : 1;
}

// What turns or hides text is read out as what it is. Lines stay lines, and the marks that writing
// from right to left needs stay marks.
QString visible(const QString &words) {
    QString whole;
    QString run;
    for (const QChar c : words) {
        const bool stays =
            c == '\n' || c.unicode() == 0x200e || c.unicode() == 0x200f || c.unicode() == 0x061c;
        if (!stays) {
            run += c;
            continue;
        }
        whole += oneLine(run.toStdString()) + c;
        run.clear();
    }
    return whole + oneLine(run.toStdString());
}

} // namespace

bool TimelineModel::mentionsMe(const wire::Entry &entry) const {
    const auto *text = std::get_if<wire::Text>(&entry.content);
    if (text == nullptr)
        return false;
    return std::any_of(text->mentions.begin(), text->mentions.end(),
                       [&](const std::string &name) { return name == "all" || name == me_.value; });
}

std::optional<Seq> TimelineModel::oldestUnread() const {
    return newAfter_ ? std::optional(newAfter_->next()) : std::nullopt;
}

void TimelineModel::setIgnored(std::set<AccountName> names) {
    if (ignored_ == names)
        return;
    ignored_ = std::move(names);
    unfolded_.clear();
    // Quotes of their messages change too, wherever they stand.
    for (std::size_t i = 0; i < rows_.size(); ++i)
        touch(i);
    decorate();
    Q_EMIT stateChanged();
}

std::pair<int, int> TimelineModel::runAround(int number) const {
    int last = number;
    while (last + 1 < rowCount() && row(last).runLength == 0)
        ++last;
    const int length = std::max(1, static_cast<int>(row(last).runLength));
    if (last - length + 1 > number)
        return {number, number};
    return {last - length + 1, last};
}

bool TimelineModel::isInRun(int number) const {
    const auto [first, last] = runAround(number);
    return row(last).runLength > 0 && first <= number;
}

void TimelineModel::toggleFold(int number) {
    const auto [first, last] = runAround(number);
    if (row(last).runLength == 0)
        return;
    const bool wasFolded = row(last).fold == Fold::last;
    for (int i = first; i <= last; ++i) {
        if (wasFolded)
            unfolded_.insert(row(i).message.entry.seq);
        else
            unfolded_.erase(row(i).message.entry.seq);
    }
    decorate();
}

void TimelineModel::markNewFrom(Seq seq) {
    newAfter_ = Seq{seq.value - std::min<std::uint64_t>(1, seq.value)};
    decorate();
    Q_EMIT stateChanged();
}

void TimelineModel::note(Note happened) {
    if (messages_ == 0 || !atHead_)
        return;
    Row &last = rows_[messages_ - 1];
    // Who went and came again within one line of talk says nothing new.
    const auto isUndone = [&](const Note &other) {
        return other.who == happened.who && other.kind != happened.kind &&
               other.kind != NoteKind::renamed && happened.kind != NoteKind::renamed;
    };
    const auto undone = std::find_if(last.notes.begin(), last.notes.end(), isUndone);
    if (undone != last.notes.end())
        last.notes.erase(undone);
    else
        last.notes.push_back(std::move(happened));
    touch(messages_ - 1);
    decorate();
}

std::optional<std::size_t> TimelineModel::newRow() const {
    if (!newAfter_ || messages_ == 0)
        return std::nullopt;
    const auto from = static_cast<std::size_t>(rowAtOrAfter(newAfter_->next()));
    if (from == 0 && !atStart_)
        return std::nullopt; // it may stand above the window
    for (std::size_t i = from; i < messages_; ++i)
        if (wire::isCounted(rows_[i].message.entry.content) && rows_[i].message.entry.by != me_)
            return i;
    return std::nullopt;
}

bool TimelineModel::isUnfolded(std::size_t from, std::size_t to) const {
    for (std::size_t i = from; i <= to; ++i)
        if (unfolded_.contains(rows_[i].message.entry.seq))
            return true;
    return false;
}

void TimelineModel::markRuns(std::vector<RowMarks> &marks) const {
    const auto runOf = [&](std::size_t i) {
        if (isSystemLine(rows_[i]))
            return Run::system;
        const wire::Entry &entry = rows_[i].message.entry;
        return !rows_[i].draft && entry.by != me_ && isIgnored(entry.by) ? Run::ignored : Run::none;
    };
    for (std::size_t first = 0; first < messages_;) {
        const Run run = runOf(first);
        std::size_t last = first;
        while (last + 1 < messages_ && runOf(last + 1) == run && !marks[last + 1].opensDay &&
               !marks[last + 1].opensNew && rows_[last].notes.empty())
            ++last;
        if (run != Run::none && last - first + 1 >= leastToFold(run)) {
            marks[last].runLength = last - first + 1;
            if (!isUnfolded(first, last)) {
                for (std::size_t i = first; i < last; ++i)
                    marks[i].fold = Fold::hidden;
                marks[last].fold = Fold::last;
            }
        }
        first = last + 1;
    }
}

std::vector<RowMarks> TimelineModel::marks() const {
    std::vector<RowMarks> marks(rows_.size());
    const std::optional<std::size_t> opensNew = newRow();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        marks[i].opensDay = i == 0 || rows_[i - 1].day != rows_[i].day;
        marks[i].opensNew = opensNew == i;
    }
    markRuns(marks);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const Row *before = i > 0 ? &rows_[i - 1] : nullptr;
        marks[i].opensGroup = marks[i].opensDay || marks[i].opensNew || isSystemLine(*before) ||
                              marks[i - 1].fold != Fold::none || !before->notes.empty() ||
                              before->message.entry.by != rows_[i].message.entry.by ||
                              before->minute != rows_[i].minute;
    }
    return marks;
}

// All of it follows from a row and its neighbours; a pass over the window keeps every rule in one
// place and touches only rows where something changed.
void TimelineModel::decorate() {
    const std::vector<RowMarks> wanted = marks();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        RowMarks &stands = rows_[i];
        if (stands == wanted[i] && rows_[i].revision != 0)
            continue;
        stands = wanted[i];
        touch(i);
    }
}

QString TimelineModel::spoken(const Row &row) const {
    const wire::Entry &entry = row.message.entry;
    const QString time = timeWords(entry.at);
    if (row.fold == Fold::hidden)
        return {};
    if (row.fold == Fold::last) {
        const auto [first, last] = runAround(static_cast<int>(&row - rows_.data()));
        return runWords(*this, first, last, people_);
    }
    if (isSystemLine(row))
        return systemWords(entry, people_) + ", " + time;
    QString who = people_.fullName(entry.by);
    if (const auto reply = replyOf(entry); reply && !entry.redacted) {
        const wire::Message *quoted = original(*reply);
        who += quoted != nullptr ? tr(", in reply to %1").arg(people_.fullName(quoted->entry.by))
                                 : tr(", in reply to an earlier message");
    }
    QStringList words{who + ": " + visible(plainWords(row.message)), time};
    if (row.message.edited && !entry.redacted)
        words << tr("edited");
    if (row.message.pinned)
        words << tr("pinned");
    if (const client::TransferChanged *transfer = transferOf(row))
        words << transferWords(*transfer);
    else if (row.draft)
        words << stateWords(*row.draft);
    else if (entry.by == me_ && !entry.redacted)
        words << tr("stored");
    if (const auto readers = readersOf(row); !readers.empty())
        words << tr("read by %n", nullptr, static_cast<int>(readers.size()));
    std::size_t reactions = 0;
    for (const auto &[emoji, names] : row.message.reactions)
        reactions += names.size();
    if (reactions > 0)
        words << (reactions == 1 ? tr("1 reaction")
                                 : tr("%n reactions", nullptr, static_cast<int>(reactions)));
    return words.join(", ");
}

} // namespace zchat::gui
