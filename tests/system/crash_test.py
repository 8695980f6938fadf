"""kill -9 of the broker with thousands of posts in flight: what was acknowledged stands, once."""

import os
import subprocess
import time
import unittest

import msgpack

import counting
from processes import BROKER, Broker
from raw import Raw

POSTS = 2000


class Crash(unittest.TestCase):
    def setUp(self):
        self.broker = Broker("--rate", "off")
        self.alice = Raw(self.broker)
        self.alice.register("alice")

    def tearDown(self):
        self.alice.close()
        self.broker.close()

    def post_all(self, bodies, until):
        """Sends every body without waiting; what was answered by the time `until` says stop."""
        acknowledged = {}
        self.sent = sent = {}
        waiting = list(bodies.items())
        while not until(acknowledged):
            while waiting and len(sent) - len(acknowledged) < 4000:
                own, body = waiting.pop(0)
                sent[self.alice.send("post", room="lobby", id=own, kind="text", body=body)] = own
            self.alice.take_in(10)
            for re in list(self.alice.answers):
                answer = self.alice.answers.pop(re)
                self.assertTrue(answer["ok"], answer)
                acknowledged[sent[re]] = answer["seq"]
        return acknowledged

    def test_every_acknowledged_post_stands_once_and_no_seq_is_missing(self):
        bodies = {os.urandom(16): f"post {i} " + "x" * 100 for i in range(POSTS)}
        acknowledged = self.post_all(bodies, lambda done: len(done) > 100)
        self.broker.kill()
        while self.alice.dealer.poll(200):  # answers that were on their way
            answer = msgpack.unpackb(self.alice.dealer.recv())
            if "re" in answer:
                acknowledged[self.sent[answer["re"]]] = answer["seq"]
        self.assertGreater(len(acknowledged), 100)
        self.alice.close()
        self.broker.start()
        self.alice.connect()
        self.alice.answers.clear()
        before = self.alice.log("lobby")
        by_id = {}
        for entry in before:
            if "id" in entry:
                self.assertNotIn(entry["id"], by_id, "a post stands twice")
                by_id[entry["id"]] = entry
        for own, seq in acknowledged.items():
            self.assertEqual((by_id[own]["seq"], by_id[own]["body"], by_id[own]["by"]), (seq, bodies[own], "alice"))
        # Everything goes out again, as a client does that never heard: the first answers come back.
        again = self.post_all(bodies, lambda done: len(done) == POSTS)
        for own, seq in acknowledged.items():
            self.assertEqual(again[own], seq)
        after = self.alice.log("lobby")
        self.assertEqual(after[:len(before)], before)
        self.assertEqual(sorted(e["id"] for e in after if "id" in e), sorted(bodies))

    def test_sigterm_keeps_what_was_acknowledged_and_ends_well(self):
        own = os.urandom(16)
        seq = self.alice.ask("post", room="lobby", id=own, kind="text", body="last words")["seq"]
        start = time.monotonic()
        self.assertEqual(self.broker.stop(), 0)
        self.assertLess(time.monotonic() - start, 5)
        self.alice.close()
        self.broker.start()
        self.alice.connect()
        self.assertEqual(self.alice.log("lobby")[seq - 1]["id"], own)

    def test_a_second_broker_on_the_same_data_is_refused_in_a_sentence(self):
        second = subprocess.run([BROKER, "serve", "--data", str(self.broker.data), "--port", "0"], capture_output=True,
                                text=True, timeout=30)
        self.assertNotEqual(second.returncode, 0)
        self.assertRegex(second.stderr + second.stdout, r"[A-Z].*\.")
        self.alice.ask("ping")


if __name__ == "__main__":
    counting.main()
