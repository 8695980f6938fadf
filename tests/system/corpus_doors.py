"""The hostile corpus, 1 to 8: at the three ports, before anybody is let in."""

import os
import socket
import time

import msgpack
import zmq
from zmq.utils import z85

from corpus_case import Corpus, ended
from curve import Curve
from processes import PATIENCE
from raw import context, keys_of


def greeting(mechanism):
    """The first 64 bytes of a ZMTP 3.0 connection."""
    return b"\xff" + bytes(8) + b"\x7f\x03\x00" + mechanism.ljust(20, b"\0") + bytes(32)


READY = b"\x04\x1a\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER"


class Doors(Corpus):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ports = cls.broker.port, cls.broker.requests, cls.broker.events

    def connected(self, port, *sent):
        connection = socket.create_connection(("127.0.0.1", port), PATIENCE)
        try:
            for piece in sent:
                connection.sendall(piece)
        except ConnectionError:
            pass  # the front door is quick
        return connection

    def test_01_a_silent_connection_on_each_port(self):
        def attack():
            start = time.monotonic()
            silent = [self.connected(port, *sent) for port in self.ports for _ in range(10)
                      for sent in ((), (b"\xff",), (greeting(b"CURVE"),))]
            for connection in silent:
                ended(connection, max(0.01, start + 5 - time.monotonic()))

        self.attacked(attack, seconds=0)

    def test_02_400_silent_connections(self):
        member = self.member("patient")

        def attack():
            before = self.descriptors()
            silent = [self.connected(port) for port in self.ports[1:] for _ in range(200)]
            self.signs_in(member.keys)
            for connection in silent:
                connection.close()
            self.lets_go_of_all_but(before)

        self.attacked(attack, mib=32)

    def test_03_a_web_browser_on_each_port(self):
        def attack():
            for port in self.ports:
                ended(self.connected(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 10))

        self.attacked(attack)

    def test_04_the_null_mechanism(self):
        def attack():
            for port in self.ports[1:]:
                for mechanism in (b"NULL", b"PLAIN"):
                    hello = msgpack.packb({"op": "ping", "re": 1})
                    heard = ended(self.connected(port, greeting(mechanism), READY, bytes((0, len(hello))) + hello))
                    self.assertLessEqual(len(heard), 64)  # its own greeting

        self.attacked(attack)

    def test_05_a_frame_of_4_gib_announced_before_the_handshake(self):
        def attack():
            for port in self.ports[1:]:
                for flags in (b"\x02", b"\x06"):  # a message, a command
                    for size in (1 << 32, (1 << 63) - 1):
                        frame = flags + size.to_bytes(8, "big") + b"x" * 100
                        ended(self.connected(port, greeting(b"CURVE"), frame))

        self.attacked(attack)

    def test_06_the_wrong_server_key(self):
        keys = zmq.curve_keypair()

        def attack():
            for kind in (zmq.DEALER, zmq.SUB):
                event, _ = self.verdict(kind, keys, "ab" * 32)
                self.assertNotEqual(event, zmq.EVENT_HANDSHAKE_SUCCEEDED)

        self.attacked(attack)

    def test_08_another_accounts_routing_id(self):
        alice, mallory = self.member("alice"), self.member("mallory")
        room = alice.ask("create", room="mine", kind="private")["room"]["room"]
        hello = msgpack.packb({"op": "hello", "re": 1, "versions": [1], "client": "x", "events": True})
        names = b"alice", alice.device.encode(), bytes.fromhex(alice.device), b"x\0\0\0\1"

        def attack():
            for name in names:
                impostor = context.socket(zmq.DEALER)
                impostor.routing_id = name
                impostor.curve_serverkey = z85.encode(bytes.fromhex(alice.door["key"]))
                impostor.curve_publickey, impostor.curve_secretkey = mallory.keys
                impostor.connect(f"tcp://127.0.0.1:{self.broker.requests}")
                impostor.send(hello)
                self.assertTrue(impostor.poll(PATIENCE * 1000))
                answer = msgpack.unpackb(impostor.recv())
                self.assertEqual((answer["re"], answer["ok"], answer["code"]), (None, False, "E_FRAME"))
                self.assertFalse(impostor.poll(0))
                impostor.close(0)
            # In the form of libzmq's own, which its sockets refuse to send: a session like any other, and nobody else's.
            for name in (b"\0\0\0\0\1", b"\0" + os.urandom(4)):
                impostor = Curve(self.broker.requests, self.broker.door["key"], mallory.keys, name)
                impostor.say(msgpack.packb({"op": "devices", "re": 1}))
                answer = msgpack.unpackb(impostor.hear())
                self.assertEqual([device["device"] for device in answer["devices"]], [mallory.device])
                impostor.close()
            alice.ask("ping")

        self.attacked(attack, seconds=0)
        seq = alice.post(room, "still mine")
        alice.heard(lambda e: e["ev"] == "log" and e["room"] == room and e["entries"][-1]["seq"] == seq)


class ByInvitation(Corpus):
    registration = "invite"

    def test_07_an_unknown_key(self):
        self.attacked(lambda: self.assert_refused(zmq.curve_keypair()))

    def test_19_tickets_and_devices_that_no_longer_count(self):
        alice = self.member("alice")

        def ticket(**fields):
            made = alice.ask("ticket", purpose="device", **fields)
            raw = self.raw(keys_of(made["link"]))
            raw.hello(events=False)
            return raw, made["ticket"]

        spent, _ = ticket()
        self.ends_within_a_second([spent.dealer], lambda: spent.ask("redeem", device="ab" * 32))
        revoked, name = ticket()
        self.ends_within_a_second([revoked.dealer], lambda: alice.ask("revoke", ticket=name))
        made = time.monotonic()
        expired, _ = ticket(expires_s=1)
        self.ends_within_a_second([expired.dealer], lambda: time.sleep(max(0, made + 1 - time.monotonic())))
        phone = self.redeemed(alice.ask("ticket", purpose="device")["link"])
        phone.hello()
        phone.subscribe("")
        self.ends_within_a_second([phone.dealer, phone.sub], lambda: alice.ask("revoke", device=phone.device))

        def attack():
            for raw in (spent, revoked, expired, phone):
                self.assert_refused(raw.keys)

        self.attacked(attack)
