"""The store is held by another program for a moment: what may wait waits, the rest is told to come again."""

import os
import pathlib
import sqlite3
import unittest

import msgpack

import counting
from processes import PATIENCE, Broker
from raw import Raw


class Locked(unittest.TestCase):
    def setUp(self):
        self.broker = Broker("--rate", "off")
        self.alice, self.bob = Raw(self.broker), Raw(self.broker)
        self.alice.register("alice")
        self.bob.register("bob")
        self.limits = self.alice.hello()["limits"]
        # The same lock that a backup tool or a curious administrator would take.
        self.store = sqlite3.connect(pathlib.Path(self.broker.data) / "chat.db", isolation_level=None)
        self.store.execute("BEGIN IMMEDIATE")

    def tearDown(self):
        self.store.close()
        for client in (self.alice, self.bob):
            client.close()
        self.broker.close()

    @staticmethod
    def post(body):
        return {"room": "lobby", "id": os.urandom(16), "kind": "text", "body": body}

    def waits(self, most, body, more):
        """Of so many posts that the store does not take, `most` wait and `more` are refused at once. Everyone else is
        served meanwhile, and in the end all are stored."""
        posts = [self.post(body) for _ in range(most + more)]
        asked = {self.alice.send("post", fields): fields for fields in posts}
        while len(self.alice.answers) < more:
            self.alice.take_in(PATIENCE)
        refused = {re: asked.pop(re) for re in self.alice.answers}
        self.assertGreater(min(refused), max(asked))
        for answer in map(self.alice.answers.pop, refused):
            self.assertEqual(answer["code"], "E_BUSY")
            self.assertGreater(answer["retry_ms"], 0)
        self.assertEqual(self.bob.ask("history", room="lobby", limit=1)["messages"][0]["kind"], "member")
        self.store.execute("ROLLBACK")
        seqs = {self.alice.answer(re)["seq"] for re in asked}
        seqs |= {self.alice.ask("post", fields)["seq"] for fields in refused.values()}
        self.assertEqual(len(seqs), most + more)

    def test_so_many_requests_wait(self):
        self.waits(self.limits["requests"], "x", 100)

    def test_so_many_bytes_wait(self):
        body, left, most = "x" * self.limits["text"], self.limits["unanswered"], -1
        while left >= 0:
            most += 1
            left -= len(msgpack.packb({"op": "post", "re": self.alice.re + 1 + most, **self.post(body)}))
        self.waits(most, body, 20)


if __name__ == "__main__":
    counting.main()
