// EmojiPicker: a small window to pick one emoji from: by searching, by group, or of the last used.
//
// Whole by keyboard: typing searches, arrows move, Enter picks, Escape closes. It says what was
// picked and remembers nothing itself.
#pragma once

#include <QAbstractListModel>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QToolButton>
#include <functional>
#include <vector>

#include "gui/look/look.hpp"
#include "gui/text/emoji.hpp"

namespace zchat::gui {

class EmojiModel final : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    void show(std::vector<const Emoji *> emoji);
    [[nodiscard]] const Emoji &at(int row) const { return *emoji_[std::size_t(row)]; }

private:
    std::vector<const Emoji *> emoji_;
};

class EmojiPicker final : public QFrame {
    Q_OBJECT
public:
    EmojiPicker(const Theme &theme, QWidget *parent);

    using Picked = std::function<void(const QString &emoji)>;
    // Above the point where there is room, else below it. `recent`: the last used, newest first.
    void pick(QPoint globalPosition, const QStringList &recent, Picked picked);

    [[nodiscard]] QLineEdit &searchBox() { return *search_; }
    [[nodiscard]] QListView &grid() { return *grid_; }
    [[nodiscard]] QToolButton &groupButton(std::size_t at) { return *groups_[at]; }
    [[nodiscard]] QString shownName() const { return name_->text(); }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QToolButton *makeGroup(const QString &sign, const QString &name);
    void dress();
    void search(const QString &words);
    void showGroup(int group); // -1: the last used
    void showAll(std::vector<const Emoji *> emoji);
    void take(const QModelIndex &index);

    const Theme &theme_;
    QLineEdit *search_;
    QListView *grid_;
    QLabel *name_;
    EmojiModel model_;
    std::vector<QToolButton *> groups_; // the first one: the last used
    QStringList recent_;
    Picked picked_;
};

// The last used with this one first; a handful is kept.
[[nodiscard]] QStringList withRecent(QStringList recent, const QString &emoji);

} // namespace zchat::gui
