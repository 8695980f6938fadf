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

RawSocket::RawSocket(int type)
    : context_(zmq_ctx_new())
    , socket_(zmq_socket(context_, type)) {
    const crypto::KeyPair keys = crypto::generateKeyPair();
    const int server = 1;
    const int none = 0;
    expect(zmq_setsockopt(socket_, ZMQ_CURVE_SERVER, &server, sizeof server) == 0);
    expect(zmq_setsockopt(socket_, ZMQ_CURVE_SECRETKEY, keys.secretKey.bytes.data(), 32) == 0);
    expect(zmq_setsockopt(socket_, ZMQ_SNDHWM, &none, sizeof none) == 0);
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
