// Other brokers: how Redis, NATS, Mosquitto and ngircd are started and spoken to.
//
// As much of each protocol as it takes to say a text to everyone in one place. None of them stores
// anything here, and each is told to drop nothing and to slow nobody down.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace zchat::bench {

// Where it runs: a port of loopback, a folder of its own, and a certificate where it has TLS.
struct Lodging {
    std::uint16_t port = 0;
    std::string folder;
    bool tls = false;
    std::string certificate; // files
    std::string key;
};

struct OtherBroker {
    std::string name;
    std::string program;
    // Its command, once what it reads is in the folder.
    std::function<std::vector<std::string>(const Lodging &)> start;
    std::string greeting; // what it says first, before TLS even; empty: nothing
    // What one says who connects, number 0 being who will post, and what the answer has in the end.
    std::function<std::string(std::size_t number)> enter;
    std::string entered;
    std::function<std::string(const std::string &text)> post;
    char taken = '\n'; // once in each answer to a post, and in no other
};

[[nodiscard]] const std::vector<OtherBroker> &otherBrokers();

} // namespace zchat::bench
