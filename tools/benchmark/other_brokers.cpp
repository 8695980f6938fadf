#include "tools/benchmark/other_brokers.hpp"

#include <fstream>
#include <string_view>

namespace zchat::bench {

namespace {

std::string configured(const Lodging &lodging, const std::string &text) {
    std::string file = lodging.folder + "/broker.conf";
    std::ofstream(file) << text;
    return file;
}

// RESP: an array of strings.
std::string resp(const std::vector<std::string> &words) {
    std::string text = "*" + std::to_string(words.size()) + "\r\n";
    for (const std::string &word : words)
        text += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
    return text;
}

const OtherBroker redis{
    .name = "Redis",
    .program = "redis-server",
    .start =
        [](const Lodging &lodging) {
            const std::string port = std::to_string(lodging.port);
            std::vector<std::string> words{"--bind",
                                           "127.0.0.1",
                                           "--save",
                                           "",
                                           "--appendonly",
                                           "no",
                                           "--client-output-buffer-limit",
                                           "pubsub 0 0 0"};
            if (lodging.tls)
                words.insert(words.end(), {"--port", "0", "--tls-port", port, "--tls-cert-file",
                                           lodging.certificate, "--tls-key-file", lodging.key,
                                           "--tls-auth-clients", "no", "--tls-ca-cert-file",
                                           lodging.certificate});
            else
                words.insert(words.end(), {"--port", port});
            return words;
        },
    .greeting = "",
    .enter =
        [](std::size_t number) {
            return number == 0 ? resp({"PING"}) : resp({"SUBSCRIBE", "lobby"});
        },
    .entered = "\r\n",
    .post =
        [](const std::string &text) {
            return resp({"PUBLISH", "lobby", text});
        },
};

const OtherBroker nats{
    .name = "NATS",
    .program = "nats-server",
    .start = [](const Lodging &lodging) -> std::vector<std::string> {
        std::string text = "listen: \"127.0.0.1:" + std::to_string(lodging.port) +
                           "\"\nlog_file: \"" + lodging.folder +
                           "/log\"\nping_interval: \"1h\"\nwrite_deadline: \"60s\"\n"
                           "max_pending: 1GB\n";
        if (lodging.tls)
            text += "tls { cert_file: \"" + lodging.certificate + "\", key_file: \"" + lodging.key +
                    "\" }\n";
        return {"-c", configured(lodging, text)};
    },
    .greeting = "\r\n",
    .enter = [](std::size_t number) -> std::string {
        // Only who posts is answered each time.
        return number == 0 ? "CONNECT {\"verbose\":true,\"pedantic\":false}\r\nPING\r\n"
                           : "CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB lobby 1\r\n"
                             "PING\r\n";
    },
    .entered = "PONG\r\n",
    .post =
        [](const std::string &text) {
            return "PUB lobby " + std::to_string(text.size()) + "\r\n" + text + "\r\n";
        },
    .taken = '+', // +OK
};

// MQTT 3.1.1. Whoever posts is answered (QoS 1), whoever hears does not answer (QoS 0).
std::string mqtt(char type, const std::string &body) {
    std::string packet(1, type);
    for (std::size_t left = body.size(); packet.size() == 1 || left > 0; left >>= 7U)
        packet += static_cast<char>((left & 0x7fU) | (left > 0x7fU ? 0x80U : 0U));
    return packet + body;
}
std::string mqttString(const std::string &text) {
    return std::string{static_cast<char>(text.size() >> 8U), static_cast<char>(text.size())} + text;
}

using namespace std::string_literals;
constexpr char mqttConnect = '\x10';
constexpr char mqttPost = '\x32';
constexpr char mqttSubscribe = '\x82';
constexpr char mqttTaken = '\x40';
const std::string mqttPacketId = "\0\1"s;

const OtherBroker mosquitto{
    .name = "Mosquitto",
    .program = "mosquitto",
    .start = [](const Lodging &lodging) -> std::vector<std::string> {
        std::string text = "listener " + std::to_string(lodging.port) + " 127.0.0.1\n";
        if (lodging.tls)
            text += "certfile " + lodging.certificate + "\nkeyfile " + lodging.key + "\n";
        return {"-c",
                configured(lodging, text + "allow_anonymous true\npersistence false\nuser root\n"
                                           "max_queued_messages 0\nlog_type none\n"
                                           "max_inflight_messages 0\n")};
    },
    .greeting = "",
    .enter =
        [](std::size_t number) {
            const std::string connect =
                mqtt(mqttConnect, mqttString("MQTT") + "\4\2\0\0"s +
                                      mqttString("member" + std::to_string(number)));
            return connect +
                   mqtt(mqttSubscribe,
                        mqttPacketId + mqttString(number == 0 ? "nothing" : "lobby") + "\0"s);
        },
    .entered = "\x90\3\0\1\0"s,
    .post =
        [](const std::string &text) {
            return mqtt(mqttPost, mqttString("lobby") + mqttPacketId + text);
        },
    .taken = mqttTaken,
};

// IRC answers no message, so that each comes with a ping.
const OtherBroker ngircd{
    .name = "ngircd",
    .program = "ngircd",
    .start = [](const Lodging &lodging) -> std::vector<std::string> {
        const std::string port = std::to_string(lodging.port);
        return {"-n", "-f",
                configured(lodging, "[Global]\nName = irc.bench.test\nAdminInfo1 = bench\n"
                                    "Listen = 127.0.0.1\n" +
                                        (lodging.tls ? "" : "Ports = " + port + "\n") +
                                        "[Limits]\nMaxConnections = 0\nMaxConnectionsIP = 0\n"
                                        "MaxPenaltyTime = 0\nMaxJoins = 0\n"
                                        "PingTimeout = 3600\nPongTimeout = 3600\n"
                                        "[Options]\nDNS = no\nIdent = no\nPAM = no\n" +
                                        (lodging.tls ? "[SSL]\nCertFile = " + lodging.certificate +
                                                           "\nKeyFile = " + lodging.key +
                                                           "\nPorts = " + port + "\n"
                                                     : ""))};
    },
    .greeting = "",
    .enter =
        [](std::size_t number) {
            return "NICK m" + std::to_string(number) + "\r\nUSER m 0 * :m\r\nJOIN #lobby\r\n";
        },
    .entered = "End of NAMES list\r\n",
    .post = [](const std::string &text) { return "PRIVMSG #lobby :" + text + "\r\nPING :x\r\n"; },
};

} // namespace

const std::vector<OtherBroker> &otherBrokers() {
    static const std::vector<OtherBroker> all{redis, nats, mosquitto, ngircd};
    return all;
}

} // namespace zchat::bench
