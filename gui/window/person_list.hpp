// PersonList: people in a list that can be narrowed by typing: avatar, name, presence, and a word
// about each.
//
// Whose state changes is painted anew; who is in it is for the owner to say. Names are plain text.
#pragma once

#include <QLineEdit>
#include <QListWidget>
#include <QWidget>
#include <vector>

#include "gui/look/look.hpp"
#include "gui/model/desk.hpp"

namespace zchat::gui {

struct PersonLine {
    AccountName name;
    QString note; // at the right: a role, a room
};

class PersonList final : public QWidget {
    Q_OBJECT
public:
    PersonList(Desk &desk, const Theme &theme, const QString &accessibleName,
               QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit &filterBox() { return *filter_; }
    [[nodiscard]] QListWidget &list() { return *list_; }
    // Keeps who is current, as far as that person is still there.
    void setLines(std::vector<PersonLine> lines);
    [[nodiscard]] std::optional<AccountName> current() const;
    // Those that are shown, in order.
    [[nodiscard]] std::vector<AccountName> shown() const;

Q_SIGNALS:
    // By Enter, a double click or a click.
    void chosen(const zchat::AccountName &name);
    void currentChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void narrow();
    void describe();

    Desk &desk_;
    QLineEdit *filter_;
    QListWidget *list_;
};

} // namespace zchat::gui
