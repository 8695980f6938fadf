"""What is not for everyone: private and direct rooms, removal in mid-flight, secret and absent rooms."""

import os
import unittest

import counting
from processes import Broker
from raw import Raw, keys_of

ROOM_OPS = {
    "post": {"id": None, "kind": "text", "body": "x"},
    "entries": {"after": 0},
    "history": {},
    "search": {"query": "x"},
    "read": {"seq": 0},
    "room": {"topic": "x"},
    "join": {},
    "leave": {},
    "invite": {"who": "alice"},
    "remove": {"who": "alice"},
    "role": {"who": "alice", "role": "member"},
    "notify": {"mode": "all"},
    "members": {},
    "typing": {},
    "offer": {"id": None, "name": "a", "size": 1, "hash": bytes(32)},
    "fetch": {"seq": 1, "offset": 0, "length": 1},
}


class Private(unittest.TestCase):
    def setUp(self):
        self.broker = Broker()
        self.people = {}
        for name in ("admin1", "alice", "bob", "eve"):
            self.people[name] = Raw(self.broker)
            self.people[name].register(name)
            self.people[name].hello()
        self.alice, self.bob, self.eve = (self.people[name] for name in ("alice", "bob", "eve"))

    def tearDown(self):
        for raw in self.people.values():
            raw.close()
        self.broker.close()

    def test_a_subscriber_to_everything_hears_public_rooms_only(self):
        self.eve.subscribe("", "room/", "room/vault/", "room/~", "presence/")
        self.alice.ask("create", room="vault", kind="private", invite=["bob"])
        direct = self.alice.ask("direct", {"with": ["bob"]})["room"]["room"]
        for room in ("vault", direct):
            self.alice.post(room, "the secret word")
            self.alice.ask("typing", room=room)
            self.bob.ask("read", room=room, seq=1)
        self.bob.heard(lambda e: e["ev"] == "log" and e["room"] == direct)
        last = self.alice.post("lobby", "the last word")
        names = set()
        for topic, body in self.eve.frames():
            self.assertNotIn("secret", str(body))
            self.assertNotIn("vault", str(body))
            self.assertNotIn(direct, str(body))
            names.add(topic)
            if body["ev"] == "log" and body["entries"][-1]["seq"] == last:
                break
        for _, body in self.eve.frames(patience=2.5):  # what is gathered for a second comes after the last word
            self.assertNotIn("vault", str(body))
            self.assertNotIn(direct, str(body))
        self.assertLessEqual(names, {b"room/lobby/", b"beat/", b"presence/"})
        self.eve.ask("ping")
        self.assertNotIn("vault", str(self.eve.events))
        self.assertNotIn("secret", str(self.eve.events))

    def test_removal_ends_hearing_at_once(self):
        self.alice.ask("create", room="vault", kind="private", invite=["bob"])
        self.bob.heard(lambda e: e["ev"] == "rooms" and e["room"]["room"] == "vault")
        # Posts before and after the removal are all under way together; what counts is their order in the log.
        def say(body):
            return self.alice.send("post", room="vault", id=os.urandom(16), kind="text", body=body)

        asked = [say(f"before {i}") for i in range(50)]
        asked.append(self.alice.send("remove", room="vault", who="bob"))
        asked += [say(f"after {i}") for i in range(50)]
        for re in asked:
            self.assertTrue(self.alice.answer(re)["ok"])
        gone = self.bob.heard(lambda e: e["ev"] == "rooms" and e.get("gone"))
        self.assertEqual(gone["room"]["room"], "vault")
        self.assertEqual(self.bob.refused("entries", room="vault", after=0), "E_NOT_FOUND")
        removed = [e for e in self.alice.log("vault") if e.get("change") == "removed"][0]["seq"]
        heard = [e for event in self.bob.events if event["ev"] == "log" and event["room"] == "vault"
                 for e in event["entries"]]
        self.assertTrue(all(entry["seq"] <= removed for entry in heard))
        self.assertNotIn("after", str(heard))
        self.alice.ask("invite", room="vault", who="bob")
        self.bob.heard(lambda e: e["ev"] == "rooms" and not e.get("gone"))
        seq = self.alice.post("vault", "welcome back")
        event = self.bob.heard(lambda e: e["ev"] == "log" and e["entries"][-1]["seq"] == seq)
        self.assertEqual(event["entries"][-1]["body"], "welcome back")
        self.assertEqual(len(self.bob.log("vault")), seq)  # who is in again reads everything

    def test_a_secret_room_and_an_absent_one_answer_the_same_bytes(self):
        admin = self.people["admin1"]
        invite = admin.ask("ticket", purpose="bot", name="robot", scope={"rooms": ["lobby"]})["link"]
        ticket = Raw(self.broker, keys_of(invite))
        robot = Raw(self.broker)
        ticket.ask("redeem", device=robot.device)
        ticket.close()
        askers = {"eve": self.eve, "admin1": admin, "robot": robot}

        def everything():
            answers = {}
            for who, asker in askers.items():
                for op, fields in ROOM_OPS.items():
                    fields = {key: os.urandom(16) if held is None else held for key, held in fields.items()}
                    asker.re = 1000
                    answer = asker.answer(asker.send(op, room="vault", **fields))
                    self.assertFalse(answer["ok"], (who, op))
                    answers[who, op] = answer["raw"]
            return answers

        absent = everything()
        self.alice.ask("create", room="vault", kind="private", title="Nobody knows", invite=["bob"])
        self.alice.post("vault", "x")
        secret = everything()
        self.assertEqual(absent, secret)
        for (who, op), raw in absent.items():
            if who != "robot" and op not in ("offer", "fetch"):
                self.assertIn(b"E_NOT_FOUND", raw, (who, op))
        self.assertEqual(self.eve.refused("create", room="vault", kind="public"), "E_CONFLICT")
        self.assertNotIn("vault", str(self.eve.ask("rooms")["rooms"]))
        self.assertEqual(self.eve.ask("search", query="x")["hits"], [])
        robot.close()

    def test_private_rooms_reach_members_by_their_own_connection(self):
        self.alice.ask("create", room="vault", kind="private", invite=["bob"])
        silent = Raw(self.broker, self.bob.keys)
        silent.hello(events=False)
        seq = self.alice.post("vault", "for two")
        self.assertEqual(self.bob.heard(lambda e: e["ev"] == "log" and e["entries"][-1]["seq"] == seq)["room"], "vault")
        silent.ask("ping")
        self.assertEqual(silent.events, [])
        silent.close()


if __name__ == "__main__":
    counting.main()
