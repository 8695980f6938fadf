"""Clients that never wait: each keeps many requests in flight and remembers what the broker acknowledged."""

import os

import msgpack

from raw import Raw

IN_FLIGHT = 64


class Talker(Raw):
    """One client that posts, edits, redacts and reacts in the given rooms; `chance` decides what."""

    def __init__(self, broker, name, rooms, chance, keys=None):
        super().__init__(broker, keys)
        if keys is None:
            self.register(name)
        self.hello()
        self.rooms, self.chance = rooms, chance
        self.asked = {}  # re: fields
        self.acknowledged = []  # (fields, seq)
        self.own = []  # (room, seq) of texts that may still be changed
        self.told_of_the_end = False

    def step(self):
        """Fills what may be in flight, and takes in what has come."""
        while len(self.asked) < IN_FLIGHT:
            fields = self.next_post()
            self.asked[self.send("post", fields)] = fields
        while self.dealer.poll(0):
            self.take_one()

    def next_post(self):
        fields = {"id": os.urandom(16), "room": self.chance.choice(self.rooms), "kind": "text",
                  "body": "said " + os.urandom(8).hex() + " " * self.chance.randrange(400)}
        kind = self.chance.random()
        if kind < 0.3 and self.own:
            at = self.chance.randrange(len(self.own))
            fields["room"], fields["of"] = self.own[at]
            if kind < 0.15:
                fields["kind"] = "edit"
            elif kind < 0.2:
                fields["kind"] = "redact"
                del self.own[at], fields["body"]
            else:
                del fields["body"]
                fields.update(kind="react", emoji="+1", on=True)
        return fields

    def take_one(self):
        body = msgpack.unpackb(self.dealer.recv())
        if "ev" in body:
            self.told_of_the_end = self.told_of_the_end or body["ev"] == "notice"
            return
        fields = self.asked.pop(body["re"], None)
        if fields is None:
            return
        if body["ok"]:
            self.acknowledged.append((fields, body["seq"]))
            if fields["kind"] == "text":
                self.own.append((fields["room"], body["seq"]))
        else:
            # What was redacted meanwhile cannot be changed any more; nothing else may fail.
            assert body["code"] == "E_GONE", body

    def finish(self):
        """Until everything in flight is answered."""
        while self.asked:
            assert self.dealer.poll(30_000), "the broker does not answer"
            self.take_one()

    def drain(self, quiet_ms=200):
        """What was on its way when the broker ended."""
        while self.dealer.poll(quiet_ms):
            self.take_one()


def misplaced(acknowledged, logs):
    """The acknowledged posts that do not stand, once and unaltered, where the broker said."""
    wrong = []
    times = {}
    for room, log in logs.items():
        for entry in log:
            if "id" in entry:
                times[entry["id"]] = times.get(entry["id"], 0) + 1
    for fields, seq in acknowledged:
        log = logs[fields["room"]]
        entry = log[seq - 1] if seq <= len(log) else {}
        same = entry.get("id") == fields["id"] and times[fields["id"]] == 1 and entry["kind"] == fields["kind"]
        if same and not entry.get("redacted"):
            same = all(entry[key] == fields[key] for key in ("body", "of", "emoji") if key in fields)
        if not same:
            wrong.append((fields, seq, entry))
    return wrong
