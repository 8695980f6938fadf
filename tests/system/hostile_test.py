"""Clients that mean harm: each leaves the broker as it was, and others unharmed."""

import os
import socket
import unittest

import msgpack
import zmq

import counting
from processes import PATIENCE, Broker
from raw import Raw, await_monitor, context, hang_up, link


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.broker = Broker()
        cls.alice = Raw(cls.broker)
        cls.alice.register("alice")
        cls.alice.hello()

    @classmethod
    def tearDownClass(cls):
        cls.alice.close()
        cls.broker.close()

    def tearDown(self):
        self.alice.ask("ping")  # the others are unharmed
        self.assertIsNone(self.broker.process.poll())

    def newcomer(self, name):
        raw = Raw(self.broker)
        self.addCleanup(raw.close)
        raw.register(name)
        return raw

    def memory(self):
        for line in open(f"/proc/{self.broker.process.pid}/status", encoding="ascii"):
            if line.startswith("VmRSS"):
                return int(line.split()[1])

    def ports(self):
        return self.broker.port, int(self.alice.door["requests"]), int(self.alice.door["events"])

    def ended(self, connection):
        """Whether the broker hangs up."""
        connection.settimeout(PATIENCE)
        try:
            while connection.recv(65536):
                pass
        except ConnectionError:
            pass
        return True

    def test_a_web_browser_is_hung_up_on(self):
        for port in self.ports():
            with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
                try:
                    connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 10)
                except ConnectionError:
                    pass  # the front door is quick
                self.assertTrue(self.ended(connection))

    def test_who_says_nothing_is_hung_up_on_and_does_not_stop_others(self):
        silent = [socket.create_connection(("127.0.0.1", port), PATIENCE) for port in self.ports() for _ in range(100)]
        bob = self.newcomer("patient")
        bob.hello()
        for connection in silent:
            self.assertTrue(self.ended(connection))
            connection.close()

    def test_a_frame_announced_as_4_gib_takes_no_memory(self):
        before = self.memory()
        greeting = b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"CURVE" + bytes(15) + b"\x00" + bytes(31)
        for port in self.ports()[1:]:
            with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
                connection.sendall(greeting + b"\x02" + (1 << 32).to_bytes(8, "big") + b"x" * 100)
                self.assertTrue(self.ended(connection))
        self.assertLess(self.memory() - before, 4096)

    def test_without_encryption_nobody_gets_in(self):
        plain = context.socket(zmq.DEALER)
        plain.get_monitor_socket()
        plain.connect(f"tcp://127.0.0.1:{self.alice.door['requests']}")
        event = await_monitor(plain, {zmq.EVENT_DISCONNECTED, zmq.EVENT_HANDSHAKE_SUCCEEDED,
                                      zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL, zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL})
        self.assertNotEqual(event["event"], zmq.EVENT_HANDSHAKE_SUCCEEDED)
        hang_up(plain)

    def test_the_wrong_server_key_gets_no_handshake(self):
        wrong = link(zmq.DEALER, self.alice.door["requests"], "ab" * 32, zmq.curve_keypair())
        event = await_monitor(wrong, {zmq.EVENT_HANDSHAKE_SUCCEEDED, zmq.EVENT_DISCONNECTED,
                                      zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL})
        self.assertNotEqual(event["event"], zmq.EVENT_HANDSHAKE_SUCCEEDED)
        hang_up(wrong)

    def test_a_frame_over_1_mib_ends_the_connection(self):
        bob = self.newcomer("loud")
        bob.dealer.send(b"\xc6\x00\x20\x00\x00" + bytes(2 << 20))
        await_monitor(bob.dealer, {zmq.EVENT_DISCONNECTED})

    def test_another_ones_routing_id_takes_nothing_over(self):
        mallory = Raw(self.broker)
        self.addCleanup(mallory.close)
        mallory.register("mallory")
        for name in (b"alice", self.alice.device.encode(), bytes.fromhex(self.alice.device), b"\x00\x00\x00\x00\x01"):
            impostor = context.socket(zmq.DEALER)
            impostor.routing_id = name if name[:1] != b"\0" else b"x" + name
            impostor.curve_serverkey = zmq.utils.z85.encode(bytes.fromhex(self.alice.door["key"]))
            impostor.curve_publickey, impostor.curve_secretkey = mallory.keys
            impostor.connect(f"tcp://127.0.0.1:{self.alice.door['requests']}")
            impostor.send(msgpack.packb({"op": "hello", "re": 1, "versions": [1], "client": "x", "events": True}))
            self.assertTrue(impostor.poll(PATIENCE * 1000))
            answer = msgpack.unpackb(impostor.recv())
            self.assertEqual((answer["ok"], answer["code"]), (False, "E_FRAME"))
            impostor.close(0)
        room = self.alice.ask("create", room="mine", kind="private")["room"]["room"]
        seq = self.alice.post(room, "still mine")
        self.alice.heard(lambda e: e["ev"] == "log" and e["room"] == room and e["entries"][-1]["seq"] == seq)

    def test_posting_too_fast_is_told_to_wait_and_a_known_id_is_not(self):
        bob = self.newcomer("hasty")
        first = os.urandom(16)
        bob.ask("post", room="lobby", id=first, kind="text", body="first")
        asked = [bob.send("post", room="lobby", id=os.urandom(16), kind="text", body="x") for _ in range(1000)]
        answers = [bob.answer(re) for re in asked]
        refused = [answer for answer in answers if not answer["ok"]]
        self.assertGreater(len(refused), 500)
        self.assertEqual({answer["code"] for answer in refused}, {"E_RATE"})
        self.assertTrue(all(answer["retry_ms"] > 0 for answer in refused))
        bob.ask("post", room="lobby", id=first, kind="text", body="first")
        self.alice.post("lobby", "others are not slowed")

    def test_light_requests_have_a_pace_of_their_own(self):
        bob = self.newcomer("nervous")
        for op, fields in (("typing", {"room": "lobby"}), ("search", {"query": "x"}),
                           ("read", {"room": "lobby", "seq": 0})):
            asked = [bob.send(op, fields) for _ in range(100)]
            codes = {answer.get("code") for answer in map(bob.answer, asked)}
            self.assertIn("E_RATE", codes, op)
            self.assertLessEqual(codes, {None, "E_RATE"})

    def test_who_never_reads_is_bounded(self):
        bob = self.newcomer("deaf")
        bob.dealer.setsockopt(zmq.RCVHWM, 1)
        before = self.memory()
        body = msgpack.packb({"op": "entries", "re": 1, "room": "lobby", "after": 0, "limit": 200})
        for _ in range(10_000):
            try:
                bob.dealer.send(body, zmq.NOBLOCK)
            except zmq.Again:
                break
        self.alice.post("lobby", "meanwhile")
        self.assertLess(self.memory() - before, 64 * 1024)

    def test_too_many_subscriptions_end_the_connection(self):
        bob = self.newcomer("greedy")
        sub = link(zmq.SUB, bob.door["events"], bob.door["key"], bob.keys)
        await_monitor(sub, {zmq.EVENT_HANDSHAKE_SUCCEEDED})
        for i in range(10_000):
            sub.subscribe(f"{i:0200}")
        await_monitor(sub, {zmq.EVENT_DISCONNECTED})
        hang_up(sub)

    def test_a_stranger_has_four_sessions_and_an_account_thirty_two(self):
        keys = zmq.curve_keypair()
        strangers = [Raw(self.broker, keys) for _ in range(6)]
        for raw in strangers:
            self.addCleanup(raw.close)
            raw.hello(events=False)
        keys = self.newcomer("many").keys
        own = [Raw(self.broker, keys) for _ in range(33)]
        for raw in own:
            self.addCleanup(raw.close)
            raw.hello()
        own[-1].ask("ping")
        self.assertFalse(own[0].ask("ping")["events"])  # the one that was silent longest was ended

    def test_handshakes_of_one_key_are_limited_and_others_get_in(self):
        keys = self.newcomer("restless").keys
        done = {zmq.EVENT_HANDSHAKE_SUCCEEDED, zmq.EVENT_HANDSHAKE_FAILED_AUTH}
        made, refused = [], []
        while not refused and len(made) < 900:  # faster than 20 a second, on a slow machine too
            more = [link(zmq.DEALER, self.alice.door["requests"], self.alice.door["key"], keys) for _ in range(100)]
            made += more
            outcomes = [await_monitor(one, done) for one in more]
            refused = [o["value"] for o in outcomes if o["event"] == zmq.EVENT_HANDSHAKE_FAILED_AUTH]
        self.assertEqual(set(refused), {500})
        self.newcomer("calm").hello()
        for one in made:
            hang_up(one)

    def test_a_stranger_on_the_events_port_hears_nothing(self):
        stranger = Raw(self.broker)
        self.addCleanup(stranger.close)
        sub = link(zmq.SUB, stranger.door["events"], stranger.door["key"], stranger.keys)
        event = await_monitor(sub, {zmq.EVENT_HANDSHAKE_SUCCEEDED, zmq.EVENT_HANDSHAKE_FAILED_AUTH})
        self.assertEqual((event["event"], event["value"]), (zmq.EVENT_HANDSHAKE_FAILED_AUTH, 400))
        hang_up(sub)


if __name__ == "__main__":
    counting.main()
