"""kill -9 at random moments under mixed load: what was acknowledged stands, once and unaltered, after every restart.

ZCHAT_KILLS says how often, ZCHAT_KILLS_SEED which moments; tools/kills takes larger figures.
"""

import os
import random
import time
import unittest

import counting
import zmq

from processes import Broker
from raw import Raw, hash_of

KILLS = int(os.environ.get("ZCHAT_KILLS", "25"))
SEED = int(os.environ.get("ZCHAT_KILLS_SEED", "1"))
LONGEST_LOAD = 0.3  # seconds before a kill
UNDER_WAY = 40      # requests of one client


class Client(Raw):
    """Sends without waiting and keeps what becomes of each request; after a restart it asks again what is open."""

    def __init__(self, broker, name, chance):
        super().__init__(broker)
        self.register(name)
        self.chance = chance
        self.open = {}      # by id: the fields of a post without an answer
        self.sent = {}      # by re: the id of a post, or the seq of a marker
        self.stands = {}    # by id: (seq, fields) of what was acknowledged
        self.marker = 0
        self.files = {}     # by seq: the hash of what was sent

    def send_post(self, own, fields):
        self.open[own] = fields
        self.sent[self.send("post", id=own, **fields)] = own

    def act(self, room):
        mine = [seq for seq, fields in self.stands.values() if fields["kind"] == "text" and fields["room"] == room]
        kind = self.chance.choices(("text", "edit", "react", "read"), (70, 12, 12, 6))[0]
        if kind == "read":
            seq = self.marker + 1
            self.sent[self.send("read", room="lobby", seq=seq)] = seq
        elif kind == "text" or not mine:
            self.send_post(os.urandom(16), {"room": room, "kind": "text", "body": os.urandom(20).hex()})
        else:
            more = {"body": os.urandom(20).hex()} if kind == "edit" else {"emoji": "👍", "on": True}
            self.send_post(os.urandom(16), {"room": room, "kind": kind, "of": self.chance.choice(mine), **more})

    def settle(self):
        """Takes in the answers that have come."""
        while self.dealer.poll(0):
            self.take_in(0)
        for re in [re for re in self.answers if re in self.sent]:
            answer, what = self.answers.pop(re), self.sent.pop(re)
            if isinstance(what, int):
                self.marker = max(self.marker, what if answer["ok"] else 0)
                continue
            assert answer["ok"], answer
            fields = self.open.pop(what, None)
            if fields is not None:
                self.stands[what] = (answer["seq"], fields)
            assert self.stands[what][0] == answer["seq"], "a repeated post has another seq"

    def begin_file(self):
        """Sends some of a file; it goes on after the kill."""
        data = os.urandom(self.chance.randrange(1, 600_000))
        offer = self.offered("lobby", data)
        place = self.answer(self.send("offer", offer))
        if place["ok"] and "seq" not in place:
            for offset in range(0, len(data), place["chunk"]):
                self.send_chunk(place, offset, data)
        return offer, data

    def end_file(self, offer, data):
        place = self.ask("offer", offer)
        if "seq" not in place:
            self.send_data(place, data)
            place = self.ask("finish", transfer=place["transfer"])
        self.files[place["seq"]] = hash_of(data)

    def again(self):
        self.close()
        self.answers.clear()
        self.sent.clear()
        self.connect()
        for own, fields in list(self.open.items()):
            self.send_post(own, fields)


class Kills(unittest.TestCase):
    def setUp(self):
        self.chance = random.Random(SEED)
        self.broker = Broker("--rate", "off")
        self.clients = [Client(self.broker, name, self.chance) for name in ("alice", "bob", "carol", "dave")]
        alice = self.clients[0]
        alice.ask("create", room="den", kind="private")
        alice.ask("invite", room="den", who="bob")
        self.rooms = {client: ("lobby", "den") if client in self.clients[:2] else ("lobby",)
                      for client in self.clients}
        self.logs = {"lobby": [], "den": []}

    def tearDown(self):
        for client in self.clients:
            client.close()
        self.broker.close()

    def load(self, until):
        poller = zmq.Poller()
        for client in self.clients:
            poller.register(client.dealer, zmq.POLLIN)
        while (left := until - time.monotonic()) > 0:
            for client in self.clients:
                for _ in range(UNDER_WAY - len(client.sent)):
                    client.act(self.chance.choice(self.rooms[client]))
            poller.poll(left * 1000)
            for client in self.clients:
                client.settle()

    def compare(self, kill):
        """Every log goes on from what it was, and holds all that was acknowledged."""
        for room, before in self.logs.items():
            log = self.clients[0].log(room)
            at = f"kill {kill} of seed {SEED}, {room}"
            self.assertEqual(log[:len(before)], before, at)
            self.assertEqual([entry["seq"] for entry in log], list(range(1, len(log) + 1)), at)
            ids = [(entry["by"], entry["id"]) for entry in log if "id" in entry]
            self.assertEqual(len(ids), len(set(ids)), at)
            self.logs[room] = log
        for client in self.clients:
            for own, (seq, fields) in client.stands.items():
                entry = self.logs[fields["room"]][seq - 1]
                self.assertEqual((entry["id"], entry["by"]), (own, client.name))
                self.assertEqual({key: entry[key] for key in fields if key != "room"},
                                 {key: fields[key] for key in fields if key != "room"})
            rooms = {room["room"]: room for room in client.hello(events=False)["rooms"]}
            self.assertGreaterEqual(rooms["lobby"]["read"], client.marker)
        return sum(len(client.stands) for client in self.clients)

    def test_what_was_acknowledged_outlives_every_kill(self):
        for kill in range(1, KILLS + 1):
            sender = self.chance.choice(self.clients)
            file = sender.begin_file() if kill % 3 == 0 else None
            self.load(time.monotonic() + self.chance.uniform(0, LONGEST_LOAD))
            self.broker.kill()
            for client in self.clients:
                while client.dealer.poll(20):  # answers that were on their way
                    client.settle()
            if kill % 5 == 0:
                self.broker.start()
                self.broker.kill()  # while it has hardly begun
            self.broker.start()
            for client in self.clients:
                client.again()
            for client in self.clients:
                while client.sent:
                    client.take_in(30)
                    client.settle()
            if file:
                sender.end_file(*file)
            stand = self.compare(kill)
        for client in self.clients:
            for seq, expected in client.files.items():
                self.assertEqual(hash_of(self.clients[0].download("lobby", seq)), expected)
        self.assertEqual(self.broker.stop(), 0)
        checked = self.broker.command("check")
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        print(f"{KILLS} kills, {stand} acknowledged posts, all there", flush=True)


if __name__ == "__main__":
    counting.main()
