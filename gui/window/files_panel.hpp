// FilesPanel: a window of its own with two lists: every transfer of this session, and the files
// that were sent into the open room.
//
// What is pressed in it is asked of the Desk; folders are opened by the main window, and a file is
// never opened.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>
#include <map>
#include <memory>
#include <vector>

#include "gui/model/room_files.hpp"
#include "gui/model/transfer_list.hpp"
#include "gui/window/file_card.hpp"

namespace zchat::gui {

// A column of cards that scrolls, with a sentence where there is none.
class FileColumn final : public QScrollArea {
    Q_OBJECT
public:
    FileColumn(const Theme &theme, const QString &name, QWidget *parent);

    // As many cards as asked for; those that are there stay what they are.
    void setCount(std::size_t count);
    [[nodiscard]] FileCard &card(std::size_t at) { return *cards_[at]; }
    [[nodiscard]] std::size_t count() const { return cards_.size(); }
    void setEmptyWords(const QString &words);
    [[nodiscard]] QString emptyWords() const;

Q_SIGNALS:
    void acted(std::size_t at, zchat::gui::FileAct act);
    void showWanted(std::size_t at);

private:
    const Theme &theme_;
    QVBoxLayout *column_;
    QLabel *empty_;
    std::vector<FileCard *> cards_;
};

class FilesPanel final : public QDialog {
    Q_OBJECT
public:
    FilesPanel(Desk &desk, TransferList &list, const Theme &theme, QWidget *parent);

    [[nodiscard]] FileColumn &transfers() { return *transfers_; }
    [[nodiscard]] FileColumn &sent() { return *sent_; }
    [[nodiscard]] QTabWidget &tabs() { return *tabs_; }
    [[nodiscard]] QPushButton &moreButton() { return *more_; }
    [[nodiscard]] QPushButton &clearButton() { return *clear_; }
    void showTransfers();
    void showSent();

Q_SIGNALS:
    void folderWanted(const QString &path);
    void messageWanted(const zchat::RoomName &room, zchat::Seq seq);
    void viewWanted(const zchat::RoomName &room, zchat::Seq seq);

private:
    [[nodiscard]] QWidget *makeTransfers();
    [[nodiscard]] QWidget *makeSent();
    void fillTransfers();
    void refreshTransfer(const client::TransferChanged &transfer);
    void fillSent();
    void followRoom();
    void act(const client::TransferChanged &transfer, FileAct act);
    void act(const SentFile &sent, FileAct act);
    [[nodiscard]] FileFacts factsOf(const client::TransferChanged &transfer) const;
    [[nodiscard]] FileFacts factsOf(const SentFile &sent) const;

    Desk &desk_;
    TransferList &list_;
    const Theme &theme_;
    QTabWidget *tabs_;
    FileColumn *transfers_ = nullptr;
    QPushButton *clear_ = nullptr;
    FileColumn *sent_ = nullptr;
    QPushButton *more_ = nullptr;
    QLabel *trouble_ = nullptr;
    std::unique_ptr<RoomFiles> files_;
    std::vector<SentFile> shown_;
};

} // namespace zchat::gui
