// SettingsPage: one page of the settings: rows of choices that are in force at once.
//
// It shows what the Desk holds and changes it there; a change from elsewhere shows here too. There
// is nothing to confirm and nothing to lose. Other pages derive from it; rows of their own go in
// with addRow().
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWidget>
#include <functional>
#include <vector>

#include "gui/model/desk.hpp"

namespace zchat::gui {

struct Choice {
    QString words;
    QVariant value;
};

class SettingsPage : public QWidget {
    Q_OBJECT
public:
    SettingsPage(Desk &desk, const QString &title, QWidget *parent = nullptr);
    [[nodiscard]] const QString &title() const { return title_; }

    void addSection(const QString &words);
    // One sentence below what it explains.
    void addHint(const QString &words);
    void addRow(QWidget *row);
    // A name at the left, what changes it at the right.
    void addRow(const QString &name, QWidget *field);
    QCheckBox *addToggle(const QString &words, bool Preferences::*field);
    QComboBox *addChoice(const QString &name, const std::vector<Choice> &choices,
                         const std::function<QVariant(const Preferences &)> &now,
                         const std::function<void(Preferences &, const QVariant &)> &set);
    // Called now and after every change.
    void follow(const std::function<void(const Preferences &)> &show);
    void change(const std::function<void(Preferences &)> &set);

protected:
    [[nodiscard]] Desk &desk() { return desk_; }

private:
    Desk &desk_;
    QString title_;
    QVBoxLayout *column_;
};

} // namespace zchat::gui
