"""A connection by ZMTP and CURVE in plain Python and libsodium, for what libzmq's own sockets would never send."""

import ctypes
import ctypes.util
import socket
import struct

from zmq.utils import z85

from processes import PATIENCE

sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
MORE, LONG, COMMAND = 1, 2, 4


def box(message, nonce, to, own):
    out = ctypes.create_string_buffer(len(message) + 16)
    assert sodium.crypto_box_easy(out, message, ctypes.c_ulonglong(len(message)), nonce, to, own) == 0
    return out.raw


def opened(sealed, nonce, of, own):
    out = ctypes.create_string_buffer(len(sealed) - 16)
    assert sodium.crypto_box_open_easy(out, sealed, ctypes.c_ulonglong(len(sealed)), nonce, of, own) == 0
    return out.raw


def prefixed(name, value):
    return bytes((len(name),)) + name + struct.pack(">I", len(value)) + value


class Curve:
    """A client that says whatever frames it likes, as one that comes as a DEALER."""

    def __init__(self, port, server_key, keys, identity=b""):
        self.server = bytes.fromhex(server_key)
        self.public, self.secret = map(z85.decode, keys)
        self.short_public, self.short_secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
        sodium.crypto_box_keypair(self.short_public, self.short_secret)
        self.count = 0
        self.tcp = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.tcp.sendall(b"\xff" + bytes(8) + b"\x7f\x03\x01" + b"CURVE".ljust(20, b"\0") + bytes(32))
        self.shake_hands(identity)

    def shake_hands(self, identity):
        self.read(64)
        number = self.number()
        hello = box(bytes(64), b"CurveZMQHELLO---" + number, self.server, self.short_secret)
        self.command(b"\x05HELLO\x01\x00" + bytes(72) + self.short_public.raw + number + hello)
        welcome = self.frame()
        assert welcome.startswith(b"\x07WELCOME"), welcome
        inner = opened(welcome[24:], b"WELCOME-" + welcome[8:24], self.server, self.short_secret)
        self.there, cookie = inner[:32], inner[32:]
        nonce = bytes(16)
        vouch = nonce + box(self.short_public.raw + self.server, b"VOUCH---" + nonce, self.there, self.secret)
        about = self.public + vouch + prefixed(b"Socket-Type", b"DEALER") + prefixed(b"Identity", identity)
        number = self.number()
        self.command(b"\x08INITIATE" + cookie + number +
                     box(about, b"CurveZMQINITIATE" + number, self.there, self.short_secret))
        ready = self.frame()
        assert ready.startswith(b"\x05READY"), ready

    def number(self):
        self.count += 1
        return struct.pack(">Q", self.count)

    def read(self, size):
        data = b""
        while len(data) < size:
            piece = self.tcp.recv(size - len(data))
            if not piece:
                raise ConnectionError("the broker hung up")
            data += piece
        return data

    def frame(self):
        flags = self.read(1)[0]
        return self.read(struct.unpack(">Q", self.read(8))[0] if flags & LONG else self.read(1)[0])

    def command(self, body):
        self.send_frame(COMMAND, body)

    def send_frame(self, flags, body):
        size = struct.pack(">BQ", flags | LONG, len(body)) if len(body) > 255 else bytes((flags, len(body)))
        self.tcp.sendall(size + body)

    def say(self, body, more=False):
        """One frame of a message."""
        number = self.number()
        self.send_frame(0, b"\x07MESSAGE" + number + box(bytes((MORE if more else 0,)) + body,
                                                         b"CurveZMQMESSAGEC" + number, self.there, self.short_secret))

    def hear(self):
        """The body of the next frame."""
        frame = self.frame()
        assert frame.startswith(b"\x07MESSAGE"), frame
        return opened(frame[16:], b"CurveZMQMESSAGES" + frame[8:16], self.there, self.short_secret)[1:]

    def close(self):
        self.tcp.close()
