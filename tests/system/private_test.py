"""What is not for everyone: private and direct rooms, removal in mid-flight."""

import os
import unittest

import counting
from processes import Broker
from raw import Raw


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
