#include "broker/shell/config.hpp"

#include <vector>

#include "shared/base/private_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
using namespace zchat::shell;
using tests::TemporaryFolder;

namespace {

Command parse(std::vector<const char *> words) {
    words.insert(words.begin(), "chat-broker");
    return parseCommandLine(static_cast<int>(words.size()), words.data());
}
ServeCommand serving(const std::vector<const char *> &words) {
    const Command command = parse(words);
    if (const auto *print = std::get_if<PrintCommand>(&command))
        FAIL(print->text);
    return std::get<ServeCommand>(command);
}
std::string refused(const std::vector<const char *> &words) {
    const Command command = parse(words);
    REQUIRE(std::holds_alternative<PrintCommand>(command));
    CHECK(std::get<PrintCommand>(command).status == exitUsage);
    return std::get<PrintCommand>(command).text;
}
bool holds(const std::string &text, const std::string &part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("command line: the defaults need no flags") {
    const ServeCommand serve = serving({});
    CHECK(serve.bind == std::vector<std::string>{"127.0.0.1"});
    CHECK(serve.frontPort == 5555);
    CHECK(serve.requestsPort == 5556);
    CHECK(serve.eventsPort == 5557);
    CHECK(serve.registrationOpen);
    CHECK(serve.pace.limited);
    CHECK(serve.pace.postsPerSecond == 50);
    CHECK(serve.pace.postsBurst == 200);
    CHECK(serve.data == defaultDataFolder());
    CHECK_FALSE(serve.name.empty());
}

TEST_CASE("command line: serve is what happens without a word, and takes the same flags") {
    CHECK(serving({"serve", "--port", "7000", "--data", "d"}).frontPort == 7000);
    CHECK(serving({"--port", "7000", "serve"}).requestsPort == 7001);
}

TEST_CASE("command line: port 0 is any free port for all three") {
    const ServeCommand serve = serving({"--port", "0"});
    CHECK(serve.frontPort == 0);
    CHECK(serve.requestsPort == 0);
    CHECK(serve.eventsPort == 0);
    CHECK(serving({"--port", "0", "--events-port", "9"}).eventsPort == 9);
}

TEST_CASE("command line: registration is open on this machine, by invitation elsewhere") {
    CHECK(serving({"--bind", "127.0.0.1", "::1"}).registrationOpen);
    CHECK_FALSE(serving({"--bind", "0.0.0.0"}).registrationOpen);
    CHECK_FALSE(serving({"--bind", "127.0.0.1", "192.168.1.2"}).registrationOpen);
    CHECK(serving({"--bind", "0.0.0.0", "--registration", "open"}).registrationOpen);
    CHECK_FALSE(serving({"--registration", "invite"}).registrationOpen);
}

TEST_CASE("command line: a rate is a pace and a burst, or off") {
    CHECK(serving({"--rate", "5/10"}).pace.postsBurst == 10);
    CHECK_FALSE(serving({"--rate", "off"}).pace.limited);
    for (const char *wrong : {"5", "5/", "/5", "0/5", "5/0", "-1/5", "5/5x", "on", "1e3/5"})
        CHECK(holds(refused({"--rate", wrong}), "is neither N/BURST nor off"));
}

TEST_CASE("command line: files are bounded by sizes in bytes, KiB, MiB, GiB or TiB") {
    const hub::FileBounds unsaid = serving({}).files;
    CHECK(unsaid.fileBytes == limits::fileBytes);
    CHECK(unsaid.reserveBytes == limits::diskReserveBytes);
    CHECK_FALSE(unsaid.accountBytes);
    CHECK_FALSE(unsaid.diskBytes);
    const hub::FileBounds said = serving({"--max-file", "3G", "--quota", "20GiB", "--disk-quota",
                                          "1TiB", "--disk-reserve", "off"})
                                     .files;
    CHECK(said.fileBytes == 3 * (std::uint64_t{1} << 30));
    CHECK(said.accountBytes == 20 * (std::uint64_t{1} << 30));
    CHECK(said.diskBytes == std::uint64_t{1} << 40);
    CHECK(said.reserveBytes == 0);
    CHECK(serving({"--max-file", "1000"}).files.fileBytes == 1000);
    CHECK(serving({"--max-file", "7KiB"}).files.fileBytes == 7 * 1024);
    for (const char *wrong : {"off", "", "G", "1.5G", "-1", "5GB", "5 GiB", "5Gi", "5PiB",
                              "9223372036854775808", "9000000TiB", "99999999999999999999999"})
        CHECK(holds(refused({"--max-file", wrong}), "is no size such as 2GiB"));
    CHECK(holds(refused({"--quota", "much"}), "is neither a size such as 20GiB nor off"));
}

TEST_CASE("command line: what is no setting or no value is refused in one sentence") {
    CHECK(holds(refused({"--prot", "5555"}), "--prot"));
    CHECK(holds(refused({"--port", "70000"}), "--port"));
    CHECK(holds(refused({"--port", "65534"}), "leaves no room"));
    CHECK(holds(refused({"--registration", "maybe"}), "maybe"));
    CHECK(holds(refused({"--public", "two words"}), "HOST"));
    CHECK(holds(refused({"--log", "xml"}), "xml"));
    CHECK(holds(refused({"--log-level", "loud"}), "none of debug, info, warning, error"));
    CHECK(holds(refused({"account", "Not A Name"}), "is not an account's name"));
    CHECK(holds(refused({"revoke"}), "revoke needs"));
    CHECK(holds(refused({"ticket", "--port", "1"}), "--port"));
}

TEST_CASE("command line: help and version are printed, and are no failure") {
    for (const char *flag : {"--help", "--version"}) {
        const Command command = parse({flag});
        REQUIRE(std::holds_alternative<PrintCommand>(command));
        CHECK(std::get<PrintCommand>(command).status == exitOk);
        CHECK(holds(std::get<PrintCommand>(command).text, "chat-broker"));
    }
}

TEST_CASE("configuration: every flag is a key of the file, and the command line wins") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "broker.toml";
    REQUIRE(writePrivateFile(file, "# our broker\n"
                                   "data = \"/srv/chat\"\n"
                                   "bind = [\"127.0.0.1\", \"10.0.0.1\"]\n"
                                   "port = 7000\n"
                                   "public = \"chat.example.org\"\n"
                                   "registration = \"open\"\n"
                                   "rate = \"7/9\"\n"
                                   "max-file = \"5MiB\"\n"
                                   "disk-reserve = \"1GiB\"\n"
                                   "log = \"json\"\n"
                                   "log-level = \"warning\"\n"
                                   "name = \"Our chat\"\n"));
    const ServeCommand serve = serving({"--config", file.c_str()});
    CHECK(serve.data == "/srv/chat");
    CHECK(serve.bind == std::vector<std::string>{"127.0.0.1", "10.0.0.1"});
    CHECK(serve.eventsPort == 7002);
    CHECK(serve.publicHost == "chat.example.org");
    CHECK_FALSE(serve.publicPort);
    CHECK(serving({"--public", "chat.example.org:80"}).publicPort == 80);
    CHECK(serve.registrationOpen);
    CHECK(serve.pace.postsPerSecond == 7);
    CHECK(serve.files.fileBytes == 5 * limits::MiB);
    CHECK(serve.files.reserveBytes == 1024 * limits::MiB);
    CHECK(serve.logFormat == LogFormat::json);
    CHECK(serve.logLevel == LogLevel::warning);
    CHECK(serve.name == "Our chat");
    CHECK(serving({"serve", "--config", file.c_str(), "--port", "8000"}).frontPort == 8000);
}

TEST_CASE("configuration: an unknown key, a bad value or no file stops the start") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "broker.toml";
    REQUIRE(writePrivateFile(file, "prot = 5555\n"));
    CHECK(holds(refused({"--config", file.c_str()}), "prot"));
    REQUIRE(writePrivateFile(file, "port = 5555\n[serve]\nport = 1\n"));
    CHECK(holds(refused({"--config", file.c_str()}), "serve.port"));
    REQUIRE(writePrivateFile(file, "rate = \"often\"\n"));
    CHECK(holds(refused({"--config", file.c_str()}), "is neither N/BURST nor off"));
    REQUIRE(writePrivateFile(file, "this is no TOML\n"));
    CHECK(holds(refused({"--config", file.c_str()}), "this is no TOML"));
    CHECK(holds(refused({"--config", (folder.path() / "none.toml").c_str()}), "cannot be read"));
}

TEST_CASE("command line: administration becomes the request that it stands for") {
    const Command command =
        parse({"ticket", "bot", "--name", "Build", "--room", "ops", "--op", "post", "--rate", "5",
               "--uses", "2", "--expires-hours", "3", "--data", "d"});
    const auto &admin = std::get<AdminCommand>(command);
    CHECK(admin.data == "d");
    const auto &ticket = std::get<wire::Ticket>(admin.request);
    CHECK(ticket.purpose == wire::Purpose::bot);
    CHECK(ticket.name == AccountName("build"));
    REQUIRE(ticket.scope);
    CHECK(ticket.scope->rooms == std::vector{RoomName("ops")});
    CHECK(ticket.scope->ops == std::vector<std::string>{"post"});
    CHECK(ticket.scope->rate == 5);
    CHECK(ticket.uses == 2);
    CHECK(ticket.expiresS == 3 * 3600);
    const auto account = std::get<wire::Account>(
        std::get<AdminCommand>(parse({"account", "bob", "--enable", "--role", "admin"})).request);
    CHECK(account.disabled == false);
    CHECK(account.role == wire::AccountRole::admin);
    CHECK_FALSE(account.removed);
}
