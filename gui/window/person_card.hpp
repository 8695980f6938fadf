// PersonCard: who somebody is, and what one can do about it: write, mention, ignore.
//
// The name stands beside the title, since anybody may choose any title. Administrators see when the
// person was here last; the broker tells nobody else.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>

#include "gui/look/look.hpp"
#include "gui/model/desk.hpp"

namespace zchat::gui {

class PersonCard final : public QDialog {
    Q_OBJECT
public:
    PersonCard(Desk &desk, const Theme &theme, const AccountName &name, QWidget *parent);

    [[nodiscard]] QPushButton &messageButton() { return *message_; }
    [[nodiscard]] QPushButton &mentionButton() { return *mention_; }
    [[nodiscard]] QPushButton &ignoreButton() { return *ignore_; }
    [[nodiscard]] const AccountName &name() const { return name_; }
    // Everything that it says, one fact a line.
    [[nodiscard]] QString facts() const;

Q_SIGNALS:
    void messageWanted(const zchat::AccountName &name);
    void mentionWanted(const QString &name);

private:
    void refresh();
    void askSeen();

    Desk &desk_;
    AccountName name_;
    QLabel *title_;
    QLabel *plainName_;
    QLabel *state_;
    QLabel *status_;
    QLabel *seen_;
    QPushButton *message_;
    QPushButton *mention_;
    QPushButton *ignore_;
};

} // namespace zchat::gui
