// The pages of the settings, each small: what is offered and which preference it sets.
#pragma once

#include "gui/window/settings_page.hpp"

namespace zchat::gui {

class LookPage final : public SettingsPage {
    Q_OBJECT
public:
    explicit LookPage(Desk &desk, QWidget *parent = nullptr);
};

class WritingPage final : public SettingsPage {
    Q_OBJECT
public:
    explicit WritingPage(Desk &desk, QWidget *parent = nullptr);
};

class MessagesPage final : public SettingsPage {
    Q_OBJECT
public:
    explicit MessagesPage(Desk &desk, QWidget *parent = nullptr);

private:
    void showIgnored(const Preferences &now);
    QWidget *ignored_;
};

class NotificationsPage final : public SettingsPage {
    Q_OBJECT
public:
    explicit NotificationsPage(Desk &desk, QWidget *parent = nullptr);

Q_SIGNALS:
    void testWanted();
    void logWanted();

private:
    void addKeywords();
    void addQuietHours();
};

class DownloadsPage final : public SettingsPage {
    Q_OBJECT
public:
    explicit DownloadsPage(Desk &desk, QWidget *parent = nullptr);
    [[nodiscard]] QComboBox &pictures() { return *pictures_; }

Q_SIGNALS:
    void folderChangeWanted();
    void folderOpenWanted();

private:
    [[nodiscard]] QComboBox *addSizes(const QString &name, std::uint64_t DownloadChoices::*which);
    QComboBox *pictures_;
};

class WindowPage final : public SettingsPage {
    Q_OBJECT
public:
    explicit WindowPage(Desk &desk, QWidget *parent = nullptr);
};

} // namespace zchat::gui
