#include "tools/benchmark/other_fan_out.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <thread>
#include <utility>

#include "tools/benchmark/free_ports.hpp"
#include "tools/benchmark/raw_socket.hpp"

namespace zchat::bench {

namespace {

// Stands once in each text and in nothing else that any of them says.
constexpr char mark = '%';

} // namespace

std::string programNamed(const std::string &name) {
    const char *path = std::getenv("PATH");
    std::istringstream folders(std::string(path == nullptr ? "" : path) + ":/usr/sbin");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (const std::string file = folder + '/' + name; ::access(file.c_str(), X_OK) == 0)
            return file;
    return {};
}

Result<Certificate> makeCertificate(const std::string &folder) {
    const Certificate made{.file = folder + "/certificate.pem", .key = folder + "/key.pem"};
    const std::string openssl = programNamed("openssl");
    if (openssl.empty())
        return Fault{.text = "There is no openssl to make a certificate with."};
    Result<Process> making = Process::start(
        {openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-days", "1", "-subj", "/CN=localhost", "-keyout", made.key, "-out", made.file});
    if (!making)
        return making.fault();
    if (!making->waitAtMost(std::chrono::seconds(Stream::patienceSeconds)) || making->status() != 0)
        return Fault{.text = "openssl made no certificate."};
    return made;
}

Result<std::unique_ptr<OtherFanOut>>
OtherFanOut::start(const OtherBroker &broker, const std::string &folder, std::size_t members,
                   const std::optional<Certificate> &certificate) {
    std::filesystem::create_directories(folder);
    const Result<BrokerPorts> ports = freePorts();
    if (!ports)
        return ports.fault();
    const Lodging lodging{.port = ports->front,
                          .folder = folder,
                          .tls = certificate.has_value(),
                          .certificate = certificate ? certificate->file : "",
                          .key = certificate ? certificate->key : ""};
    std::vector<std::string> words = broker.start(lodging);
    words.insert(words.begin(), programNamed(broker.program));
    Result<Process> server = Process::start(words);
    if (!server)
        return server.fault();
    std::unique_ptr<OtherFanOut> made(new OtherFanOut(broker, lodging.tls, std::move(*server)));
    if (const Outcome ready = made->connect(lodging.port, members); !ready)
        return ready.fault();
    return made;
}

OtherFanOut::OtherFanOut(const OtherBroker &broker, bool tls, Process server)
    : broker_(broker)
    , tls_(tls)
    , name_(broker.name + (tls ? " with TLS" : ""))
    , server_(std::move(server))
    , epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    expect(epoll_ >= 0);
}

OtherFanOut::~OtherFanOut() {
    ::close(epoll_);
}

Outcome OtherFanOut::connect(std::uint16_t port, std::size_t members) {
    // None of them says alike when it is ready, so its door is tried until it opens.
    for (int attempt = 0; !Stream::connect(port); ++attempt)
        if (attempt == Stream::patienceSeconds * 10 ||
            server_.waitAtMost(std::chrono::milliseconds(100)))
            return Fault{.text = name_ + " did not become ready."};
    for (std::size_t number = 1; number <= members; ++number) {
        std::optional<Stream> hearer = entered(port, number);
        if (!hearer)
            return Fault{.text = name_ + " lets no member in."};
        epoll_event event{.events = EPOLLIN, .data = {.u64 = hearers_.size()}};
        expect(::epoll_ctl(epoll_, EPOLL_CTL_ADD, hearer->descriptor(), &event) == 0);
        hearers_.push_back(std::move(*hearer));
    }
    poster_ = entered(port, 0);
    return poster_ ? Outcome(Done{}) : Fault{.text = name_ + " lets nobody post."};
}

std::optional<Stream> OtherFanOut::entered(std::uint16_t port, std::size_t number) {
    std::optional<Stream> stream = Stream::connect(port);
    if (!stream || (!broker_.greeting.empty() && !stream->readUntil(broker_.greeting)) ||
        (tls_ && !stream->secure()) || !stream->send(broker_.enter(number)) ||
        !stream->readUntil(broker_.entered))
        return std::nullopt;
    return stream;
}

Outcome OtherFanOut::post(const std::string &request, const Load &load) {
    std::uint64_t sent = 0;
    for (std::uint64_t taken = 0; taken < load.messages;) {
        std::string batch;
        for (; sent < load.messages && sent < taken + load.inFlight; ++sent)
            batch += request;
        std::string answers;
        if (!poster_->send(batch) || !poster_->read(answers))
            return Fault{.text = name_ + " takes no message."};
        taken +=
            static_cast<std::uint64_t>(std::count(answers.begin(), answers.end(), broker_.taken));
    }
    return Done{};
}

bool OtherFanOut::listen(std::uint64_t messages) {
    std::array<epoll_event, 256> ready{};
    std::string heard;
    for (std::uint64_t count = 0; count < messages;) {
        const int woken = ::epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()),
                                       Stream::patienceSeconds * 1000);
        if (woken <= 0)
            return false;
        for (int i = 0; i < woken; ++i) {
            heard.clear();
            if (!hearers_[ready.at(static_cast<std::size_t>(i)).data.u64].read(heard))
                return false;
            count += static_cast<std::uint64_t>(std::count(heard.begin(), heard.end(), mark));
        }
    }
    return true;
}

Result<Heard> OtherFanOut::run(const Load &load) {
    std::string text(load.bytes, 'x');
    text.front() = mark;
    const std::uint64_t deliveries = load.messages * hearers_.size();
    const Meter meter(server_);
    Outcome said = Done{};
    std::thread poster([&] { said = post(broker_.post(text), load); });
    const bool heard = listen(deliveries);
    poster.join();
    if (!said)
        return Fault{.text = said.why()};
    if (!heard)
        return Fault{.text = "Not every member of " + name_ + " heard every message in time."};
    return meter.heard(deliveries, deliveries);
}

} // namespace zchat::bench
