#include "gui/model/people.hpp"

#include "gui/model/words.hpp"

namespace zchat::gui {

const Person *People::find(const AccountName &name) const {
    const auto found = people_.find(name);
    return found == people_.end() ? nullptr : &found->second;
}

QString People::shownName(const AccountName &name) const {
    const Person *person = find(name);
    return person != nullptr && !person->title.isEmpty() ? person->title
                                                         : QString::fromStdString(name.value);
}

QString People::besideName(const AccountName &name) const {
    const QString plain = QString::fromStdString(name.value);
    return shownName(name).compare(plain, Qt::CaseInsensitive) == 0 ? QString() : plain;
}

QString People::fullName(const AccountName &name) const {
    const QString beside = besideName(name);
    return beside.isEmpty() ? shownName(name) : shownName(name) + " (" + beside + ")";
}

QString People::tellingName(const AccountName &name) const {
    if (bearers_.empty())
        for (const auto &[each, person] : people_) {
            const QString plain = QString::fromStdString(each.value);
            ++bearers_[plain];
            if (const QString title = person.title.toCaseFolded();
                !title.isEmpty() && title != plain)
                ++bearers_[title];
        }
    const auto found = bearers_.find(shownName(name).toCaseFolded());
    return found != bearers_.end() && found->second > 1 ? fullName(name) : shownName(name);
}

void People::change() {
    bearers_.clear();
    Q_EMIT changed();
}

void People::hear(const std::vector<wire::PersonRow> &rows) {
    for (const wire::PersonRow &row : rows)
        people_[row.name] = Person{.title = oneLine(row.title),
                                   .state = row.state,
                                   .status = oneLine(row.text.value_or("")),
                                   .isProgram = row.bot};
    if (!rows.empty())
        change();
}

void People::hear(const std::vector<wire::PresenceState> &states) {
    for (const wire::PresenceState &state : states) {
        Person &person = people_[state.who];
        person.title = oneLine(state.title);
        person.state = state.state;
        person.status = oneLine(state.text.value_or(""));
    }
    if (!states.empty())
        change();
}

void People::hear(const wire::Me &me) {
    people_[me.name].title = oneLine(me.title);
    change();
}

void People::forgetPresence() {
    for (auto &[name, person] : people_)
        person.state = wire::State::offline;
    change();
}

} // namespace zchat::gui
