#include "gui/model/transfer_list.hpp"

#include <algorithm>

namespace zchat::gui {

namespace {

bool isDone(const client::TransferChanged &transfer) {
    return transfer.state == client::TransferState::done;
}

} // namespace

TransferList::TransferList(const Transfers &transfers, QObject *parent)
    : QObject(parent) {
    connect(&transfers, &Transfers::changed, this, &TransferList::hear);
}

std::size_t TransferList::underWay() const {
    return static_cast<std::size_t>(std::count_if(rows_.begin(), rows_.end(), isUnderWay));
}

void TransferList::clearDone() {
    std::erase_if(rows_, isDone);
    Q_EMIT rowsChanged();
}

void TransferList::hear(const client::TransferChanged &transfer) {
    const auto known = std::find_if(rows_.begin(), rows_.end(),
                                    [&](const auto &row) { return row.id == transfer.id; });
    const bool isKnown = known != rows_.end();
    if (transfer.state == client::TransferState::cancelled) {
        if (!isKnown)
            return;
        rows_.erase(known);
        Q_EMIT rowsChanged();
        return;
    }
    if (isKnown)
        *known = transfer;
    else
        rows_.insert(rows_.begin(), transfer);
    const bool isTrimmed = trim();
    if (isKnown && !isTrimmed)
        Q_EMIT rowChanged(transfer);
    else
        Q_EMIT rowsChanged();
}

bool TransferList::trim() {
    if (static_cast<std::size_t>(std::count_if(rows_.begin(), rows_.end(), isDone)) <= mostOver)
        return false;
    const auto oldest = std::find_if(rows_.rbegin(), rows_.rend(), isDone);
    rows_.erase(std::next(oldest).base());
    return true;
}

} // namespace zchat::gui
