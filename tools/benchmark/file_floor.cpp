#include "tools/benchmark/file_floor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include <array>
#include <cstring>
#include <map>

#include "shared/base/limits.hpp"
#include "shared/crypto/hash.hpp"
#include "tools/benchmark/raw_socket.hpp"

namespace zchat::bench {

namespace {

constexpr int patienceMs = 60'000;

// Every message begins with this; a reply repeats it.
struct Header {
    char verb; // 'p' puts the bytes that follow, 'h' hashes them too, 's' syncs, 'g' gets `bytes`
    std::uint8_t file;
    std::uint64_t offset;
    std::uint64_t bytes;
};

void writeAll(int file, const void *data, std::size_t bytes, std::uint64_t offset) {
    expect(::pwrite(file, data, bytes, static_cast<off_t>(offset)) == static_cast<ssize_t>(bytes));
}

struct Kept {
    int file = -1;
    crypto::Hasher hasher;
};

// Carries out the request in `message` and makes the answer.
zmq_msg_t served(std::map<std::uint8_t, Kept> &files, const std::string &folder,
                 zmq_msg_t &message) {
    const char *data = static_cast<const char *>(zmq_msg_data(&message));
    Header header{};
    std::memcpy(&header, data, sizeof header);
    const bool isPut = header.verb == 'p' || header.verb == 'h';
    Kept &kept = files[header.file];
    if (kept.file < 0 || (isPut && header.offset == 0)) {
        if (kept.file >= 0)
            ::close(kept.file);
        const std::string path = folder + "/" + std::to_string(header.file);
        kept.file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        kept.hasher = {};
        expect(kept.file >= 0);
    }
    if (isPut)
        writeAll(kept.file, data + sizeof header, header.bytes, header.offset);
    if (header.verb == 'h')
        kept.hasher.add({data + sizeof header, header.bytes});
    if (header.verb == 's')
        expect(::fsync(kept.file) == 0);
    zmq_msg_t answer;
    const std::size_t bytes = header.verb == 'g' ? header.bytes : 0;
    expect(zmq_msg_init_size(&answer, sizeof header + bytes) == 0);
    char *to = static_cast<char *>(zmq_msg_data(&answer));
    std::memcpy(to, &header, sizeof header);
    expect(::pread(kept.file, to + sizeof header, bytes, static_cast<off_t>(header.offset)) ==
           static_cast<ssize_t>(bytes));
    return answer;
}

} // namespace

int runRawCopy(const std::string &folder) {
    const RawSocket router(ZMQ_ROUTER);
    std::map<std::uint8_t, Kept> files;
    std::array<zmq_pollitem_t, 2> items{
        zmq_pollitem_t{.socket = router.handle(), .fd = 0, .events = ZMQ_POLLIN, .revents = 0},
        zmq_pollitem_t{.socket = nullptr, .fd = STDIN_FILENO, .events = ZMQ_POLLIN, .revents = 0}};
    zmq_msg_t sender;
    zmq_msg_t body;
    zmq_msg_init(&sender);
    zmq_msg_init(&body);
    while (zmq_poll(items.data(), 2, -1) >= 0 && items[1].revents == 0) {
        expect(zmq_msg_recv(&sender, router.handle(), 0) >= 0);
        expect(zmq_msg_recv(&body, router.handle(), 0) >= 0);
        zmq_msg_t answer = served(files, folder, body);
        expect(zmq_msg_send(&sender, router.handle(), ZMQ_SNDMORE) >= 0);
        expect(zmq_msg_send(&answer, router.handle(), 0) >= 0);
    }
    zmq_msg_close(&sender);
    zmq_msg_close(&body);
    return 0;
}

namespace {

// As a sender must before it can name the file by its hash.
void hashWhole(const std::string &path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    expect(file >= 0);
    crypto::Hasher hasher;
    std::vector<char> slice(limits::MiB);
    for (ssize_t got = 1; got > 0;) {
        got = ::read(file, slice.data(), slice.size());
        expect(got >= 0);
        hasher.add({slice.data(), static_cast<std::size_t>(got)});
    }
    static_cast<void>(hasher.finish());
    ::close(file);
}

} // namespace

struct FileFloor::Copy {
    std::uint8_t number;
    int file;
    std::uint64_t size;
    std::uint64_t asked = 0;
    std::uint64_t done = 0;
    bool synced = false;
};

FileFloor::FileFloor(RawServer server)
    : server_(std::move(server))
    , context_(zmq_ctx_new())
    , socket_(zmq_socket(context_, ZMQ_DEALER)) {
    beClient(socket_, crypto::generateKeyPair(), server_.key);
    expect(zmq_setsockopt(socket_, ZMQ_RCVTIMEO, &patienceMs, sizeof patienceMs) == 0);
    expect(zmq_connect(socket_, ("tcp://127.0.0.1:" + std::to_string(server_.port)).c_str()) == 0);
}

FileFloor::~FileFloor() {
    zmq_close(socket_);
    zmq_ctx_term(context_);
}

Result<std::unique_ptr<FileFloor>> FileFloor::start(const std::string &program,
                                                    const std::string &folder) {
    Result<RawServer> server = startRaw(program, copyWord, {folder});
    if (!server)
        return server.fault();
    return std::unique_ptr<FileFloor>(new FileFloor(std::move(*server)));
}

Outcome FileFloor::up(const std::vector<std::string> &paths, Hashing hashing) {
    if (hashing == Hashing::bothSides)
        for (const std::string &path : paths)
            hashWhole(path);
    std::vector<Copy> copies;
    sizes_.clear();
    for (const std::string &path : paths) {
        const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        struct stat status {};
        expect(file >= 0 && ::fstat(file, &status) == 0);
        sizes_.push_back(static_cast<std::uint64_t>(status.st_size));
        copies.push_back(Copy{.number = static_cast<std::uint8_t>(copies.size()),
                              .file = file,
                              .size = sizes_.back()});
    }
    return run(std::move(copies), hashing == Hashing::bothSides ? 'h' : 'p');
}

Outcome FileFloor::down(const std::vector<std::string> &paths) {
    std::vector<Copy> copies;
    for (const std::string &path : paths) {
        const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        expect(file >= 0);
        copies.push_back(Copy{.number = static_cast<std::uint8_t>(copies.size()),
                              .file = file,
                              .size = sizes_.at(copies.size())});
    }
    return run(std::move(copies), 'g');
}

bool FileFloor::request(const Copy &copy, char verb, std::uint64_t offset, std::size_t bytes) {
    const Header header{.verb = verb, .file = copy.number, .offset = offset, .bytes = bytes};
    const bool isPut = verb == 'p' || verb == 'h';
    zmq_msg_t message;
    expect(zmq_msg_init_size(&message, sizeof header + (isPut ? bytes : 0)) == 0);
    char *data = static_cast<char *>(zmq_msg_data(&message));
    std::memcpy(data, &header, sizeof header);
    if (isPut)
        expect(::pread(copy.file, data + sizeof header, bytes, static_cast<off_t>(offset)) ==
               static_cast<ssize_t>(bytes));
    return zmq_msg_send(&message, socket_, 0) >= 0;
}

bool FileFloor::receive(std::vector<Copy> &copies) {
    zmq_msg_t message;
    zmq_msg_init(&message);
    const bool came = zmq_msg_recv(&message, socket_, 0) >= 0;
    if (came) {
        const char *data = static_cast<const char *>(zmq_msg_data(&message));
        Header header{};
        std::memcpy(&header, data, sizeof header);
        Copy &copy = copies.at(header.file);
        if (header.verb == 'g')
            writeAll(copy.file, data + sizeof header, header.bytes, header.offset);
        copy.done += header.bytes;
        copy.synced = header.verb == 's';
    }
    zmq_msg_close(&message);
    return came;
}

Outcome FileFloor::run(std::vector<Copy> copies, char verb) {
    const auto step = [&](Copy &copy) {
        while (copy.asked < copy.size &&
               copy.asked - copy.done < limits::windowChunks * limits::chunkBytes) {
            const std::size_t bytes =
                std::min<std::uint64_t>(limits::chunkBytes, copy.size - copy.asked);
            if (!request(copy, verb, copy.asked, bytes))
                return false;
            copy.asked += bytes;
        }
        return true;
    };
    for (std::size_t left = copies.size(); left > 0;) {
        for (Copy &copy : copies)
            if (!step(copy))
                return Fault{.text = "The raw copy takes nothing."};
        if (!receive(copies))
            return Fault{.text = "The raw copy does not answer."};
        for (Copy &copy : copies) {
            if (copy.file < 0 || copy.done < copy.size)
                continue;
            if (verb == 'g') {
                expect(::fsync(copy.file) == 0);
                copy.synced = true;
            } else if (!copy.synced && copy.asked == copy.size) {
                copy.asked += 1; // asked to sync, once
                if (!request(copy, 's', 0, 0))
                    return Fault{.text = "The raw copy takes nothing."};
            }
            if (copy.synced) {
                ::close(copy.file);
                copy.file = -1;
                left -= 1;
            }
        }
    }
    return Done{};
}

} // namespace zchat::bench
