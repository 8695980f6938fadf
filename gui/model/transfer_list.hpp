// TransferList: every transfer of this session in one list, those that are over among them.
//
// Transfers forgets what is done; a person wants to see it, and to open its folder. The newest
// stands first; of those that are over the last few hundred stay, and cancelled ones go.
#pragma once

#include <QObject>
#include <vector>

#include "gui/model/transfers.hpp"

namespace zchat::gui {

class TransferList final : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t mostOver = 200;

    explicit TransferList(const Transfers &transfers, QObject *parent = nullptr);

    [[nodiscard]] const std::vector<client::TransferChanged> &rows() const { return rows_; }
    [[nodiscard]] std::size_t underWay() const;
    void clearDone();

Q_SIGNALS:
    void rowChanged(const zchat::client::TransferChanged &transfer);
    void rowsChanged(); // came or went

private:
    void hear(const client::TransferChanged &transfer);
    bool trim();

    std::vector<client::TransferChanged> rows_;
};

} // namespace zchat::gui
