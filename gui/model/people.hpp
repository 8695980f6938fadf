// People: what is known of the accounts of this server: titles, presence, status words.
//
// Filled by the people list after sign-in and by presence from then on. Whoever is not known yet is
// shown by name alone.
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <optional>
#include <vector>

#include "shared/wire/events.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::gui {

struct Person {
    QString title;
    wire::State state = wire::State::offline;
    QString status;
    bool isProgram = false;
};

class People final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] const Person *find(const AccountName &name) const;
    // The title where there is one, else the name.
    [[nodiscard]] QString shownName(const AccountName &name) const;
    // The name, where the title says something else and could pose as somebody; else empty.
    [[nodiscard]] QString besideName(const AccountName &name) const;
    // Both, where there are both: "Tom Okafor (tom)".
    [[nodiscard]] QString fullName(const AccountName &name) const;
    // For narrow places: the shown name, and both only where it could be taken for somebody else's.
    [[nodiscard]] QString tellingName(const AccountName &name) const;
    [[nodiscard]] const std::map<AccountName, Person> &all() const { return people_; }

    void hear(const std::vector<wire::PersonRow> &rows);
    void hear(const std::vector<wire::PresenceState> &states);
    void hear(const wire::Me &me);
    // Without a connection nobody's presence is known.
    void forgetPresence();

Q_SIGNALS:
    void changed();

private:
    void change();

    std::map<AccountName, Person> people_;
    mutable std::map<QString, int>
        bearers_; // of each title or name, folded; empty: not counted yet
};

} // namespace zchat::gui
