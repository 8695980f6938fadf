#include "gui/model/people.hpp"

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

void People::hear(const std::vector<wire::PersonRow> &rows) {
    for (const wire::PersonRow &row : rows)
        people_[row.name] = Person{.title = QString::fromStdString(row.title),
                                   .state = row.state,
                                   .status = QString::fromStdString(row.text.value_or("")),
                                   .isProgram = row.bot};
    if (!rows.empty())
        Q_EMIT changed();
}

void People::hear(const std::vector<wire::PresenceState> &states) {
    for (const wire::PresenceState &state : states) {
        Person &person = people_[state.who];
        person.title = QString::fromStdString(state.title);
        person.state = state.state;
        person.status = QString::fromStdString(state.text.value_or(""));
    }
    if (!states.empty())
        Q_EMIT changed();
}

void People::hear(const wire::Me &me) {
    people_[me.name].title = QString::fromStdString(me.title);
    Q_EMIT changed();
}

void People::forgetPresence() {
    for (auto &[name, person] : people_)
        person.state = wire::State::offline;
    Q_EMIT changed();
}

} // namespace zchat::gui
