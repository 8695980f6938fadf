"""Clients that mean harm: each leaves the broker as it was, and others unharmed."""

import unittest

import zmq

import counting
from processes import Broker
from raw import Raw, await_monitor


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

    def test_a_frame_over_1_mib_ends_the_connection(self):
        bob = self.newcomer("loud")
        bob.dealer.send(b"\xc6\x00\x20\x00\x00" + bytes(2 << 20))
        await_monitor(bob.dealer, {zmq.EVENT_DISCONNECTED})

    def test_light_requests_have_a_pace_of_their_own(self):
        bob = self.newcomer("nervous")
        for op, fields in (("typing", {"room": "lobby"}), ("search", {"query": "x"}),
                           ("read", {"room": "lobby", "seq": 0})):
            asked = [bob.send(op, fields) for _ in range(100)]
            codes = {answer.get("code") for answer in map(bob.answer, asked)}
            self.assertIn("E_RATE", codes, op)
            self.assertLessEqual(codes, {None, "E_RATE"})

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


if __name__ == "__main__":
    counting.main()
