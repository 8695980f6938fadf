#include "gui/model/start.hpp"

#include "shared/base/text.hpp"

namespace zchat::gui {

namespace {

Refusal refused(const QString &sentence) {
    return Refusal{
        .code = Code::name, .text = sentence.toStdString(), .retryMs = {}, .versions = {}};
}

Result<StartRequest> parseLink(const std::string &word) {
    StartRequest request;
    if (auto invite = parseInviteLink(word)) {
        request.address = invite->address;
        request.invite = std::move(invite);
        return request;
    }
    if (auto message = parseMessageLink(word)) {
        request.address = message->address;
        request.message = std::move(message);
        return request;
    }
    return refused("This is not a whole zchat link. Copy it again from where it came.");
}

} // namespace

Result<StartRequest> parseStart(const QStringList &words) {
    StartRequest request;
    if (words.isEmpty())
        return request;
    if (words.size() > 1)
        return refused("One name, one address or one link, not several.");
    const std::string word = words.front().toStdString();
    if (word.starts_with("zchat:"))
        return parseLink(word);
    const std::size_t at = word.find('@');
    const auto name = parseAccountName(word.substr(0, at));
    if (!name)
        return refused(QString("“%1” cannot be a name: 1 to 32 of a-z, 0-9, “.”, “_” and “-”, "
                               "beginning and ending with a letter or digit.")
                           .arg(QString::fromStdString(word.substr(0, at))));
    request.name = name;
    if (at == std::string::npos)
        return request;
    const auto address = parseAddress(word.substr(at + 1));
    if (!address)
        return refused(QString("“%1” is not an address: host or host:port.")
                           .arg(QString::fromStdString(word.substr(at + 1))));
    request.address = *address;
    return request;
}

} // namespace zchat::gui
