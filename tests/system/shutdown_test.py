"""SIGTERM under load, ten times: it ends soon and well, clients are told, and what was acknowledged stands."""

import os
import random
import time
import unittest

import counting
from load import Talker, misplaced
from processes import SANITIZED, Broker
from raw import Raw

ROUNDS = int(os.environ.get("ZCHAT_SHUTDOWNS", "10"))
SECONDS = 20 if SANITIZED else 5


class Shutdown(unittest.TestCase):
    def setUp(self):
        self.seed = int(os.environ.get("ZCHAT_SEED", random.randrange(1 << 32)))
        print(f"seed {self.seed}", flush=True)
        self.chance = random.Random(self.seed)
        self.broker = Broker("--rate", "off")
        self.talkers = [Talker(self.broker, name, ["lobby"], self.chance) for name in ("alice", "bob", "carol")]
        self.alice = self.talkers[0]
        self.alice.ask("create", room="den", kind="private", invite=["bob", "carol"])
        for talker in self.talkers:
            talker.rooms = ["lobby", "den"]
        # One that asks for pages and never reads them; and a file on its way.
        self.deaf = Raw(self.broker)
        self.deaf.register("deaf")
        self.sender = Raw(self.broker)
        self.sender.register("sender")
        self.acknowledged = []

    def tearDown(self):
        for client in (*self.talkers, self.deaf, self.sender):
            client.close()
        self.broker.close()

    def end_under_load(self):
        """How long the broker took to end."""
        data = os.urandom(4 << 20)
        place = self.sender.ask("offer", self.sender.offered("lobby", data))
        for chunk in range(place["window"]):
            self.sender.send_chunk(place, chunk * place["chunk"], data)
        for _ in range(200):
            self.deaf.send("entries", room="lobby", after=0)
        until = time.monotonic() + self.chance.uniform(0.05, 0.5)
        while time.monotonic() < until:
            for talker in self.talkers:
                talker.step()
        start = time.monotonic()
        self.broker.process.terminate()
        while self.broker.process.poll() is None:
            self.assertLess(time.monotonic() - start, 60, "the broker does not end")
            for talker in self.talkers:
                talker.step()
        self.broker.log.close()
        return time.monotonic() - start

    def come_again(self):
        for client in (*self.talkers, self.deaf, self.sender):
            client.close()
        self.broker.start()
        for client in (*self.talkers, self.deaf, self.sender):
            client.connect()
            client.answers.clear()
            client.hello()

    def test_ten_ends_under_load_lose_nothing(self):
        slowest = 0
        for _ in range(ROUNDS):
            took = self.end_under_load()
            slowest = max(slowest, took)
            self.assertEqual(self.broker.process.returncode, 0, self.broker.said()[-1000:])
            self.assertLess(took, SECONDS)
            for talker in self.talkers:
                talker.drain()
                self.assertTrue(talker.told_of_the_end, "a client was not told that the broker goes down")
                talker.told_of_the_end = False
                talker.asked.clear()
                talker.own.clear()
                self.acknowledged += talker.acknowledged
                talker.acknowledged = []
            self.come_again()
            logs = {room: self.alice.log(room) for room in ("lobby", "den")}
            self.assertEqual(misplaced(self.acknowledged, logs), [])
        print(f"{ROUNDS} ends, {len(self.acknowledged)} acknowledged, the slowest took {slowest:.2f} s", flush=True)
        self.assertGreater(len(self.acknowledged), ROUNDS * 10)


if __name__ == "__main__":
    counting.main()
