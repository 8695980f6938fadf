// AskDialog: a small form whose answer comes from the broker.
//
// It stays open, with the broker's sentence, when the answer is a refusal, so that nothing typed is
// lost; it closes when the answer is yes. What is asked and what a yes means is the derived
// dialog's own.
#pragma once

#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "gui/look/look.hpp"
#include "gui/model/desk.hpp"

namespace zchat::gui {

class AskDialog : public QDialog {
    Q_OBJECT
public:
    AskDialog(Desk &desk, const Theme &theme, const QString &title, const QString &yes,
              QWidget *parent);

    [[nodiscard]] QString trouble() const { return trouble_->text(); }
    [[nodiscard]] QPushButton &yesButton() { return *yes_; }

Q_SIGNALS:
    // The room that the answer speaks of.
    void roomAnswered(const zchat::wire::RoomSummary &room);

protected:
    // Where a derived dialog puts what it shows, above the buttons.
    [[nodiscard]] QVBoxLayout &body() { return *body_; }
    // Called by the yes button; ends in ask() or say().
    virtual void decide() = 0;
    void ask(wire::Request request);
    void say(const QString &trouble);
    void showEvent(QShowEvent *event) override;
    Desk &desk_;

private:
    void answer(const Answer &answer);

    QVBoxLayout *body_;
    QLabel *trouble_;
    QPushButton *yes_;
    QPushButton *no_;
};

} // namespace zchat::gui
