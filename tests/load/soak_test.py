"""Hours in small: many clients talk, look, come and go, lose their connections, send files; memory and
descriptors stay flat.

What is resident is sampled and fitted with a line. A leak is a slope that neither chance explains
(two standard errors) nor the growth of the store, whose new pages the one connection that writes
holds in its cache. libzmq's queues have room for 512 frames each way on each connection, which count
only once they were written to: so everybody asks often, and nothing is sampled before the queues have
been round once. A run of less than ten minutes sees them fill and no slope: there only the whole
growth is bounded. ZCHAT_SOAK_MINUTES is the length (tools/soak), ZCHAT_SOAK_CLIENTS the crowd.
"""

import os
import pathlib
import random
import statistics
import time
import unittest

import counting
from crowd import Crowd
from load import Talker
from processes import SANITIZED, Broker, wait_until
from raw import Raw

MINUTES = float(os.environ.get("ZCHAT_SOAK_MINUTES", "0.4"))
CLIENTS = int(os.environ.get("ZCHAT_SOAK_CLIENTS", "30"))
WARM = 0.4  # of the time, before anything is sampled
MIB = 1 << 20
LONG = 10  # minutes after which a slope means something
CACHE = 32 * MIB  # of the connection that writes
FREE_MIB_PER_HOUR = 4


def fitted(samples):
    """(slope an hour, its standard error) of [(seconds, value)]."""
    times, values = zip(*samples)
    slope, start = statistics.linear_regression(times, values)
    middle = statistics.fmean(times)
    spread = sum((at - middle) ** 2 for at in times)
    rest = sum((value - start - slope * at) ** 2 for at, value in samples)
    return slope * 3600, 3600 * (rest / max(1, len(samples) - 2) / spread) ** 0.5


def leaks(memory, store):
    """Whether [(seconds, bytes)] rises more than chance and the store's growth explain."""
    slope, error = fitted(memory)
    grown, _ = fitted(store)
    return slope - 2 * error > FREE_MIB_PER_HOUR * MIB + max(0, grown)


class Fit(unittest.TestCase):
    def samples(self, per_second):
        chance = random.Random(7)
        return [(at, 50 * MIB + per_second * at + chance.gauss(0, 2 * MIB)) for at in range(0, 1800, 10)]

    def test_a_slope_is_told_from_noise(self):
        flat = [(at, 0) for at in range(0, 1800, 10)]
        self.assertFalse(leaks(self.samples(0), flat))
        self.assertTrue(leaks(self.samples(10 * 1024), flat))
        self.assertFalse(leaks(self.samples(10 * 1024), [(at, at * 12 * 1024) for at, _ in flat]))


class Soak(unittest.TestCase):
    def setUp(self):
        self.chance = random.Random(1)
        self.broker = Broker("--rate", "off")
        self.process = pathlib.Path(f"/proc/{self.broker.process.pid}")
        self.talker = Talker(self.broker, "talker", ["lobby"], self.chance)
        self.sender = Raw(self.broker)
        self.sender.register("sender")
        self.sender.hello()
        self.descriptors_before = self.descriptors()
        self.crowd = Crowd(self.broker, CLIENTS)
        self.crowd.do("online")
        self.crowd.do("room", "plaza", "public")
        self.crowd.do("room", "den", "private")

    def tearDown(self):
        for client in (self.talker, self.sender):
            client.close()
        if self.crowd:
            self.crowd.close()
        self.broker.close()

    def descriptors(self):
        return len(list((self.process / "fd").iterdir()))

    def memory(self):
        status = (self.process / "status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024

    def store(self):
        return sum((self.broker.data / name).stat().st_size for name in ("chat.db", "chat.db-wal"))

    def work(self, round_number):
        """About a second of what people do."""
        self.crowd.do("talk", ("lobby", "plaza", "den")[round_number % 3], 0.8, 3, 300)
        self.crowd.do("move", "plaza", max(1, CLIENTS // 100))
        for room in ("lobby", "den"):
            self.crowd.do("look", room, 3)
        if round_number % 5 == 0:
            self.crowd.do("lose", max(1, CLIENTS // 100))
        for _ in range(2):
            self.talker.dealer.poll(0) and self.talker.take_one()
        fields = self.talker.next_post()
        self.talker.asked[self.talker.send("post", fields)] = fields
        self.talker.finish()
        data = os.urandom(50_000)
        seq = self.sender.upload("lobby", data)
        self.assertEqual(self.sender.download("lobby", seq), data)
        self.sender.post("lobby", None, kind="redact", of=seq)
        self.sender.ask("search", query="left")
        self.sender.events.clear()
        del self.talker.own[:-100], self.talker.acknowledged[:]

    def test_memory_and_descriptors_stay_flat(self):
        memory, store, descriptors = [], [], []
        began = time.monotonic()
        every = max(0.5, min(10, MINUTES * 60 / 40))
        next_sample, rounds = began + WARM * MINUTES * 60, 0
        while time.monotonic() < began + MINUTES * 60:
            self.work(rounds)
            rounds += 1
            if time.monotonic() >= next_sample:
                next_sample += every
                at = time.monotonic() - began
                memory.append((at, self.memory()))
                store.append((at, self.store()))
                descriptors.append((at, self.descriptors()))
        self.crowd.do("settle", "lobby")
        slope, error = fitted(memory)
        grown, _ = fitted(store)
        fd_slope, fd_error = fitted(descriptors)
        print(f"{CLIENTS} clients, {MINUTES:g} minutes, {rounds} rounds, {len(memory)} samples")
        print(f"memory {memory[0][1] / MIB:.1f} to {memory[-1][1] / MIB:.1f} MiB, "
              f"slope {slope / MIB:.2f} +- {error / MIB:.2f} MiB/h; store {grown / MIB:.2f} MiB/h")
        print(f"descriptors {descriptors[0][1]} to {descriptors[-1][1]}, slope {fd_slope:.2f} +- {fd_error:.2f} /h",
              flush=True)
        if not SANITIZED:  # which keeps what was freed
            self.assertLess(memory[-1][1] - memory[0][1], CACHE)
            if MINUTES >= LONG:
                self.assertFalse(leaks(memory, store), "memory rises")
        self.assertLess(fd_slope - 2 * fd_error, 60, "descriptors rise")
        self.crowd.close()
        self.crowd = None
        wait_until(lambda: self.descriptors() <= self.descriptors_before + 2,
                   "the descriptors of those who left to be closed")


if __name__ == "__main__":
    counting.main()
