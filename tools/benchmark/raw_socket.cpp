#include "tools/benchmark/raw_socket.hpp"

#include <zmq.h>

#include <array>
#include <iostream>
#include <string>

#include "shared/base/result.hpp"
#include "shared/base/text.hpp"
#include "shared/crypto/keys.hpp"

namespace zchat::bench {

void expect(bool well) {
    INVARIANT(well, "a floor failed");
}

void beClient(void *socket, const crypto::KeyPair &own, const PublicKey &server) {
    const int none = 0;
    expect(zmq_setsockopt(socket, ZMQ_CURVE_SERVERKEY, server.bytes.data(), 32) == 0);
    expect(zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, own.publicKey.bytes.data(), 32) == 0);
    expect(zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, own.secretKey.bytes.data(), 32) == 0);
    expect(zmq_setsockopt(socket, ZMQ_LINGER, &none, sizeof none) == 0);
}

RawSocket::RawSocket(int type, const RawOptions &options)
    : context_(zmq_ctx_new())
    , socket_(nullptr) {
    expect(zmq_ctx_set(context_, ZMQ_IO_THREADS, options.ioThreads) == 0);
    socket_ = zmq_socket(context_, type);
    const crypto::KeyPair keys = crypto::generateKeyPair();
    const int server = 1;
    const int none = 0;
    const int waits = 1;
    const int backlog = 4096; // as the broker's: an audience comes all at once
    expect(zmq_setsockopt(socket_, ZMQ_CURVE_SERVER, &server, sizeof server) == 0);
    expect(zmq_setsockopt(socket_, ZMQ_CURVE_SECRETKEY, keys.secretKey.bytes.data(), 32) == 0);
    expect(zmq_setsockopt(socket_, ZMQ_BACKLOG, &backlog, sizeof backlog) == 0);
    expect(zmq_setsockopt(socket_, ZMQ_SNDHWM, &options.sendBound, sizeof options.sendBound) == 0);
    if (options.waits)
        expect(zmq_setsockopt(socket_, ZMQ_XPUB_NODROP, &waits, sizeof waits) == 0);
    expect(zmq_setsockopt(socket_, ZMQ_LINGER, &none, sizeof none) == 0);
    expect(zmq_bind(socket_, "tcp://127.0.0.1:*") == 0);
    std::array<char, 256> endpoint{};
    std::size_t size = endpoint.size();
    expect(zmq_getsockopt(socket_, ZMQ_LAST_ENDPOINT, endpoint.data(), &size) == 0);
    const std::string text(endpoint.data());
    std::cout << toHex(keys.publicKey) << ' ' << text.substr(text.rfind(':') + 1) << std::endl;
}

RawSocket::~RawSocket() {
    zmq_close(socket_);
    zmq_ctx_term(context_);
}

} // namespace zchat::bench
