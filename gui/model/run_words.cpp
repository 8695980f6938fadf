#include "gui/model/run_words.hpp"

#include <QCoreApplication>
#include <array>

#include "gui/model/timeline_model.hpp"
#include "gui/model/words.hpp"

namespace zchat::gui {

namespace {

constexpr qsizetype namedAlone = 3; // more than these, and the rest is a number

QString tr(const char *words, int n = -1) {
    return QCoreApplication::translate("words", words, nullptr, n);
}

QString ignoredWords(int count) {
    return count == 1 ? tr("Message of an ignored person")
                      : tr("%n messages of ignored people", count);
}

void addOnce(QStringList &names, const QString &name) {
    if (!names.contains(name))
        names << name;
}

QString noteLine(const Note &note, const People &people) {
    const QString who = people.fullName(note.who);
    switch (note.kind) {
    case NoteKind::cameOnline:
        return tr("%1 came online").arg(who);
    case NoteKind::wentOffline:
        return tr("%1 went offline").arg(who);
    case NoteKind::renamed:
        return tr("%1 is now called %2").arg(note.before, who);
    }
    return {};
}

} // namespace

QString listWords(const QStringList &names) {
    if (names.isEmpty())
        return {};
    if (names.size() == 1)
        return names.front();
    if (names.size() <= namedAlone)
        return tr("%1 and %2").arg(names.mid(0, names.size() - 1).join(", "), names.back());
    return tr("%1 and %n others", static_cast<int>(names.size()) - 2)
        .arg(names.mid(0, 2).join(", "));
}

QString runWords(const TimelineModel &model, int first, int last, const People &people) {
    if (!isSystemLine(model.row(last)))
        return ignoredWords(last - first + 1);
    QStringList joined;
    QStringList left;
    QStringList invited;
    QStringList removed;
    int others = 0;
    for (int i = first; i <= last; ++i) {
        const auto *member = std::get_if<wire::MemberChange>(&model.row(i).message.entry.content);
        const QString who = member != nullptr ? people.fullName(member->who) : QString();
        if (member == nullptr || member->change == wire::Change::role)
            ++others;
        else
            addOnce(member->change == wire::Change::joined    ? joined
                    : member->change == wire::Change::left    ? left
                    : member->change == wire::Change::invited ? invited
                                                              : removed,
                    who);
    }
    QStringList parts;
    if (!joined.isEmpty())
        parts << tr("%1 joined").arg(listWords(joined));
    if (!left.isEmpty())
        parts << tr("%1 left").arg(listWords(left));
    if (!invited.isEmpty())
        parts << tr("invited: %1").arg(listWords(invited));
    if (!removed.isEmpty())
        parts << tr("removed: %1").arg(listWords(removed));
    if (others > 0)
        parts << (others == 1 ? tr("1 change of this room")
                              : tr("%n changes of this room", others));
    return parts.join(" · ");
}

QString noteWords(const std::vector<Note> &notes, const People &people) {
    QStringList came;
    QStringList went;
    QStringList lines;
    for (const Note &note : notes) {
        if (note.kind == NoteKind::cameOnline)
            addOnce(came, people.fullName(note.who));
        else if (note.kind == NoteKind::wentOffline)
            addOnce(went, people.fullName(note.who));
        else
            lines << noteLine(note, people);
    }
    if (!came.isEmpty())
        lines << tr("%1 came online").arg(listWords(came));
    if (!went.isEmpty())
        lines << tr("%1 went offline").arg(listWords(went));
    return lines.join(" · ");
}

QString noteTip(const std::vector<Note> &notes, const People &people) {
    QStringList lines;
    for (const Note &note : notes)
        lines << timeWords(note.at) + "  " + noteLine(note, people);
    return lines.join('\n');
}

} // namespace zchat::gui
