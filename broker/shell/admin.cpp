#include "broker/shell/admin.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <optional>
#include <utility>
#include <vector>

#include "broker/shell/clock.hpp"
#include "broker/shell/data_folder.hpp"
#include "shared/base/text.hpp"
#include "shared/net/poll.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::shell {

namespace {

constexpr std::int64_t answerWithinMs = 10'000;

// One DEALER to the broker of this machine; asks one thing at a time.
class AdminLine final {
public:
    [[nodiscard]] Outcome connect(const Running &running, const crypto::KeyPair &own) {
        Result<net::Socket> socket =
            net::makeDealer(context_, {.own = own, .broker = running.line.key});
        if (!socket)
            return socket.fault();
        socket_.emplace(std::move(*socket));
        if (const Outcome watched = socket_->watch(); !watched)
            return watched;
        return socket_->connectTcp(running.host, running.line.requests);
    }

    // The fields of the reply.
    [[nodiscard]] Result<wire::Map> ask(const wire::Request &request) {
        const wire::Bytes body = wire::encodeRequest(++re_, request);
        const std::int64_t until = now().steadyMs + answerWithinMs;
        bool sent = false;
        while (now().steadyMs < until) {
            if (!sent)
                sent = socket_->send(body) == net::Sent::sent;
            net::Poll poll;
            poll.add(*socket_);
            poll.addEvents(*socket_);
            poll.wait(std::chrono::milliseconds(until - now().steadyMs));
            for (const net::ConnectionEvent &event : socket_->takeEvents())
                if (event.kind == net::ConnectionEventKind::handshakeRefused)
                    return Fault{"The broker does not accept this data folder's key."};
            while (const std::optional<net::Received> received = socket_->receive())
                if (std::optional<Result<wire::Map>> answer = answerIn(*received))
                    return std::move(*answer);
        }
        return Fault{"The broker does not answer."};
    }

private:
    [[nodiscard]] std::optional<Result<wire::Map>> answerIn(const net::Received &received) const {
        auto heard = wire::decodeHeard(received.frames.back());
        if (!heard)
            return std::nullopt;
        auto *answer = std::get_if<wire::AnswerHeard>(&*heard);
        if (answer == nullptr || answer->re != re_)
            return std::nullopt;
        if (auto *refusal = std::get_if<Refusal>(&answer->body))
            return Result<wire::Map>(std::move(*refusal));
        return Result<wire::Map>(std::move(std::get<wire::Map>(answer->body)));
    }

    net::Context context_;
    std::optional<net::Socket> socket_;
    std::uint64_t re_ = 0;
};

void print(const std::string &line) {
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
}

int complain(const std::string &sentence, int status) {
    std::fprintf(stderr, "chat-broker: %s\n", escaped(sentence).c_str());
    return status;
}

std::string day(TimeMs at) {
    if (at <= 0)
        return "never";
    const std::time_t seconds = static_cast<std::time_t>(at / 1000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local);
    return text.data();
}

using Row = std::vector<std::string>;

Row rowOf(const wire::AccountRow &account) {
    const std::string role = account.bot ? "bot" : wire::word(account.role);
    return {account.name.value,
            role,
            std::to_string(account.devices),
            day(account.seen),
            account.disabled ? "disabled" : "enabled",
            escaped(account.title)};
}

void printTable(const std::vector<Row> &rows) {
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (const Row &row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], countCharacters(row[i]));
    for (const Row &row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size())
                line.append(widths[i] - countCharacters(row[i]) + 2, ' ');
        }
        print(line);
    }
}

// Every page of them.
int listAccounts(AdminLine &line, wire::Accounts request, bool json) {
    std::vector<Row> rows{{"NAME", "ROLE", "DEVICES", "SEEN", "STATE", "TITLE"}};
    while (true) {
        const Result<wire::Map> fields = line.ask(request);
        if (!fields)
            return complain(fields.why(), exitFailed);
        const Result<wire::Reply> reply = wire::readReply(request, *fields);
        const auto *page = reply ? std::get_if<wire::AccountsReply>(&*reply) : nullptr;
        if (page == nullptr)
            return complain("The broker's answer cannot be read.", exitFailed);
        if (page->accounts.empty())
            break;
        const wire::Value *list = wire::find(*fields, "accounts");
        if (json && list != nullptr && list->as<wire::Array>() != nullptr)
            for (const wire::Value &each : *list->as<wire::Array>())
                print(wire::toJson(each));
        for (const wire::AccountRow &account : page->accounts)
            rows.push_back(rowOf(account));
        request.after = page->accounts.back().name;
    }
    if (!json)
        printTable(rows);
    return exitOk;
}

int askOne(AdminLine &line, const wire::Request &request, bool json) {
    const Result<wire::Map> fields = line.ask(request);
    if (!fields)
        return complain(fields.why(), exitFailed);
    if (json) {
        wire::Map shown;
        for (const auto &[key, value] : *fields)
            if (key != "re" && key != "ok")
                shown.emplace_back(key, value);
        print(wire::toJson(wire::Value(std::move(shown))));
        return exitOk;
    }
    const Result<wire::Reply> reply = wire::readReply(request, *fields);
    if (reply && std::holds_alternative<wire::TicketReply>(*reply)) {
        const auto &made = std::get<wire::TicketReply>(*reply);
        print(made.link);
        std::fprintf(stderr,
                     "Whoever opens this link gets in. To withdraw it: chat-broker revoke "
                     "--ticket %s\n",
                     toHex(made.ticket).c_str());
        return exitOk;
    }
    std::fputs("Done.\n", stderr);
    return exitOk;
}

} // namespace

int administer(const AdminCommand &command) {
    const DataPaths paths(command.data);
    const Result<Running> running = findRunning(paths);
    if (!running)
        return complain(running.why(), running.refused() ? exitNoBroker : exitFailed);
    const Result<std::optional<crypto::KeyPair>> key = crypto::loadKeyPair(paths.adminKey());
    if (!key)
        return complain(key.why(), exitFailed);
    if (!*key)
        return complain("There is no " + paths.adminKey().string() + '.', exitFailed);
    AdminLine line;
    if (const Outcome connected = line.connect(*running, **key); !connected)
        return complain(connected.why(), exitFailed);
    if (const auto *accounts = std::get_if<wire::Accounts>(&command.request))
        return listAccounts(line, *accounts, command.json);
    return askOne(line, command.request, command.json);
}

} // namespace zchat::shell
