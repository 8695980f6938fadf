// DirectoryDialog: everybody on this server, with presence; opens who was chosen.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>

#include "gui/model/desk.hpp"
#include "gui/window/person_list.hpp"

namespace zchat::gui {

class DirectoryDialog final : public QDialog {
    Q_OBJECT
public:
    DirectoryDialog(Desk &desk, const Theme &theme, QWidget *parent);

    [[nodiscard]] PersonList &people() { return *people_; }
    [[nodiscard]] QPushButton &messageButton() { return *message_; }
    [[nodiscard]] QPushButton &profileButton() { return *profile_; }

Q_SIGNALS:
    void personWanted(const zchat::AccountName &name);
    void messageWanted(const zchat::AccountName &name);

private:
    void fill();

    Desk &desk_;
    QLabel *count_;
    PersonList *people_;
    QPushButton *profile_;
    QPushButton *message_;
    std::size_t shown_ = 0;
};

} // namespace zchat::gui
