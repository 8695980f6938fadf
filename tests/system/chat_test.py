"""What people do in rooms, asked in bytes by a client written from the protocol page."""

import os
import unittest

import msgpack
import zmq

import counting
from processes import Broker
from raw import Raw, hang_up, link
from vectors_test import vectors


class Chat(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.broker = Broker()
        cls.alice = Raw(cls.broker)
        cls.alice.register("alice")
        cls.alice.hello()
        cls.bob = Raw(cls.broker)
        cls.bob.register("bob")
        cls.bob.hello()

    @classmethod
    def tearDownClass(cls):
        cls.alice.close()
        cls.bob.close()
        cls.broker.close()

    def room(self, name, kind="public", **fields):
        return self.alice.ask("create", room=name, kind=kind, **fields)["room"]

    def test_a_req_socket_does_for_a_one_shot_script(self):
        door = self.alice.door
        asking = link(zmq.REQ, door["requests"], door["key"], self.alice.keys)
        for body in ({"op": "hello", "versions": [1], "client": "one-shot", "events": False},
                     {"op": "post", "room": "lobby", "kind": "text", "id": os.urandom(16), "body": "from a script"}):
            asking.send(msgpack.packb({"re": 1, **body}))
            self.assertTrue(msgpack.unpackb(asking.recv())["ok"])
        asking.send(msgpack.packb({"re": 1, "op": "hello", "versions": [1], "client": "x", "events": True}))
        self.assertEqual(msgpack.unpackb(asking.recv())["code"], "E_SCHEMA")
        hang_up(asking)

    def test_hello_tells_who_i_am_and_what_is_allowed(self):
        hello = self.alice.hello()
        self.assertEqual(hello["me"], {"name": "alice", "title": hello["me"]["title"], "role": "admin",
                                       "device": self.alice.device})
        self.assertEqual((hello["version"], hello["registration"]), (1, "open"))
        self.assertEqual(hello["limits"]["text"], 16384)
        self.assertIn("lobby", [room["room"] for room in hello["rooms"]])

    def test_a_message_is_edited_reacted_to_pinned_and_redacted(self):
        self.room("fold")
        self.bob.ask("join", room="fold")
        seq = self.bob.post("fold", "first @alice")
        self.bob.post("fold", kind="edit", of=seq, body="second @alice")
        self.alice.post("fold", kind="react", of=seq, emoji="👍", on=True, body=None)
        self.alice.post("fold", kind="pin", of=seq, on=True, body=None)
        self.alice.post("fold", "a reply", reply=seq)
        message = [m for m in self.bob.ask("history", room="fold")["messages"] if m["seq"] == seq][0]
        self.assertEqual(message["body"], "second @alice")
        self.assertEqual(message["reactions"], {"👍": ["alice"]})
        self.assertEqual((message["replies"], message["pinned"], message["redacted"]), (1, True, False))
        self.assertEqual(message["mentions"], ["alice"])
        self.assertIn("edited", message)
        self.bob.post("fold", kind="redact", of=seq, reason="never mind", body=None)
        raw = self.alice.answer(self.alice.send("entries", room="fold", after=0))["raw"]
        self.assertNotIn(b"first", raw)
        self.assertNotIn(b"second", raw)
        entries = self.alice.log("fold")
        self.assertTrue(entries[seq - 1]["redacted"])
        self.assertNotIn("body", entries[seq - 1])
        self.assertEqual(self.bob.ask("search", query="second")["hits"], [])

    def test_an_id_is_answered_once_and_for_ever(self):
        own = os.urandom(16)
        first = self.alice.ask("post", room="lobby", id=own, kind="text", body="once")
        again = self.alice.ask("post", room="lobby", id=own, kind="text", body="once", prev=os.urandom(16))
        self.assertEqual((first["seq"], first["at"]), (again["seq"], again["at"]))
        self.assertEqual(self.alice.refused("post", room="lobby", id=own, kind="text", body="twice"), "E_CONFLICT")
        self.assertNotEqual(self.bob.ask("post", room="lobby", id=own, kind="text", body="once")["seq"], first["seq"])
        self.alice.post("lobby", kind="redact", of=first["seq"], body=None)
        self.assertEqual(self.alice.ask("post", room="lobby", id=own, kind="text", body="once")["seq"], first["seq"])

    def test_prev_keeps_a_later_post_from_overtaking(self):
        first, second = os.urandom(16), os.urandom(16)
        answer = self.alice.answer(self.alice.send("post", room="lobby", id=second, kind="text", body="2", prev=first))
        self.assertEqual(answer["code"], "E_BUSY")
        self.assertGreaterEqual(answer["retry_ms"], 0)
        self.alice.ask("post", room="lobby", id=first, kind="text", body="1")
        self.alice.ask("post", room="lobby", id=second, kind="text", body="2", prev=first)

    def test_a_public_room_is_heard_on_its_topic_and_the_beat_tells_its_head(self):
        self.room("news")
        self.bob.subscribe("room/news/")
        seq = self.alice.post("news", "extra")
        body = self.bob.heard_frame(lambda topic, body: topic == b"room/news/")
        self.assertEqual((body["ev"], body["room"]), ("log", "news"))
        self.assertEqual([(e["seq"], e["by"], e["body"]) for e in body["entries"]], [(seq, "alice", "extra")])
        beat = self.bob.heard_frame(lambda topic, body: topic == b"beat/")
        self.assertEqual(beat["ev"], "beat")
        self.assertEqual(beat["heads"]["news"], seq)

    def test_posting_to_a_public_room_joins_it_first(self):
        self.room("open-house")
        self.bob.post("open-house", "hello")
        entries = self.alice.log("open-house")
        self.assertEqual([(e["kind"], e["by"]) for e in entries[-2:]], [("member", "bob"), ("text", "bob")])
        self.assertEqual((entries[-2]["who"], entries[-2]["change"]), ("bob", "joined"))

    def test_direct_rooms_are_one_for_the_same_people(self):
        room = self.alice.ask("direct", {"with": ["bob"]})["room"]
        self.assertEqual(self.bob.ask("direct", {"with": ["alice", "bob"]})["room"]["room"], room["room"])
        self.assertRegex(room["room"], r"^~[a-z2-7]{26}$")
        self.assertEqual((room["kind"], room["with"]), ("direct", ["bob"]))
        self.alice.post(room["room"], "psst")
        event = self.bob.heard(lambda e: e["ev"] == "log" and e["room"] == room["room"])
        self.assertEqual(event["entries"][0]["body"], "psst")
        summary = [r for r in self.bob.ask("rooms")["rooms"] if r["room"] == room["room"]][0]
        self.assertEqual((summary["unread"], summary["mentions"]), (1, 1))
        for op in ("invite", "remove", "leave", "role"):
            self.assertEqual(self.alice.refused(op, room=room["room"], who="bob", role="owner"), "E_DENIED")

    def test_markers_rise_and_cursors_stand_apart(self):
        self.room("read")
        for body in ("one", "two", "three"):
            self.alice.post("read", body)
        head = len(self.alice.log("read"))
        self.bob.ask("join", room="read")
        other = Raw(self.broker, self.bob.keys)
        other.hello()
        self.assertEqual(self.bob.ask("read", room="read", seq=head)["seq"], head)
        event = other.heard(lambda e: e["ev"] == "marker" and e["room"] == "read")
        self.assertEqual((event["seq"], event["unread"]), (head, 0))
        self.assertEqual(self.bob.ask("read", room="read", seq=1)["seq"], head)
        self.assertEqual(self.bob.ask("read", room="read", seq=1, lower=True)["seq"], 1)
        self.assertEqual(self.bob.ask("read", room="read", seq=0)["seq"], 1)
        self.assertEqual(self.bob.ask("read", room="read", seq=10**6)["seq"], head + 1)
        self.assertEqual(self.bob.ask("read", room="read", seq=0, cursor="nightly")["seq"], 0)
        self.assertEqual(self.bob.ask("read", room="read", seq=2, cursor="nightly")["seq"], 2)
        self.assertEqual(self.bob.ask("read", room="read", seq=0)["seq"], head + 1)
        other.close()

    def test_search_and_mentions_find_newest_first(self):
        self.room("find")
        self.alice.post("find", "a red apple, see http://example.org")
        self.alice.post("find", "A RED pear for @bob")
        hits = self.bob.ask("search", query="red", room="find")["hits"]
        self.assertEqual([hit["message"]["body"][:5] for hit in hits], ["A RED", "a red"])
        self.assertEqual(len(self.bob.ask("search", query="apple red", room="find")["hits"]), 1)
        self.assertEqual(len(self.bob.ask("search", query="", room="find", has="link")["hits"]), 1)
        first = self.bob.ask("search", query="red", room="find", limit=1)
        second = self.bob.ask("search", query="red", room="find", limit=1, page=first["next"])
        self.assertEqual(second["hits"][0]["message"]["body"][:5], "a red")
        self.bob.ask("join", room="find")
        self.assertEqual(self.bob.ask("mentions")["hits"][0]["message"]["body"], "A RED pear for @bob")

    def test_pages_end_at_their_bounds(self):
        self.room("pages")
        for _ in range(40):
            self.alice.post("pages", "x" * 16000)
        self.assertEqual(len(self.alice.log("pages")), 41)
        newest = self.alice.ask("history", room="pages", limit=3)["messages"]
        self.assertEqual([m["seq"] for m in newest], [39, 40, 41])
        before = self.alice.ask("history", room="pages", before=39, limit=2)["messages"]
        self.assertEqual([m["seq"] for m in before], [37, 38])
        after = self.alice.ask("history", room="pages", after=39, limit=2)["messages"]
        self.assertEqual([m["seq"] for m in after], [40, 41])
        around = [m["seq"] for m in self.alice.ask("history", room="pages", around=20, limit=5)["messages"]]
        self.assertIn(20, around)

    def test_typing_and_presence_reach_the_others(self):
        self.room("chatter")
        self.bob.ask("join", room="chatter")
        self.bob.subscribe("room/chatter/", "presence/")
        self.alice.ask("typing", room="chatter")
        typing = self.bob.heard_frame(lambda topic, body: body["ev"] == "typing")
        self.assertEqual((typing["room"], typing["who"]), ("chatter", ["alice"]))
        self.alice.ask("status", state="away", text="lunch")
        presence = self.bob.heard_frame(
            lambda topic, body: body["ev"] == "presence" and any(s["who"] == "alice" for s in body["states"]))
        state = [s for s in presence["states"] if s["who"] == "alice"][0]
        self.assertEqual((state["state"], state["text"]), ("away", "lunch"))
        people = {p["name"]: p for p in self.bob.ask("people")["people"]}
        self.assertEqual((people["alice"]["state"], people["alice"]["text"]), ("away", "lunch"))

    def test_members_and_roles(self):
        self.room("crew")
        self.bob.ask("join", room="crew")
        self.assertEqual(self.bob.refused("room", room="crew", topic="mine"), "E_DENIED")
        self.alice.ask("role", room="crew", who="bob", role="moderator")
        self.assertEqual(self.bob.ask("room", room="crew", topic="ours")["room"]["topic"], "ours")
        members = {m["name"]: m["role"] for m in self.bob.ask("members", room="crew")["members"]}
        self.assertEqual(members, {"alice": "owner", "bob": "moderator"})
        self.alice.ask("remove", room="crew", who="bob")
        for op in ({"op": "join"}, {"op": "post", "id": os.urandom(16), "kind": "text", "body": "x"}):
            self.assertEqual(self.bob.refused(op.pop("op"), room="crew", **op), "E_DENIED")
        self.alice.ask("room", room="crew", archived=True)
        self.assertEqual(self.alice.refused("post", room="crew", id=os.urandom(16), kind="text", body="x"), "E_DENIED")

    def test_data_goes_round_as_it_came(self):
        payload = {"passed": True, "log": None, "ratio": 1.0, "list": [1, -1, "ü"], "raw": b"\0\xff"}
        seq = self.alice.post("lobby", kind="data", type="build", data=payload, body="built")
        entry = self.bob.log("lobby")[seq - 1]
        self.assertEqual((entry["type"], entry["data"], entry["body"]), ("build", payload, "built"))
        self.assertEqual(self.alice.refused("post", room="lobby", id=os.urandom(16), kind="edit", of=seq, body="x"),
                         "E_DENIED")

    def test_bad_bodies_get_their_codes_and_harm_nobody(self):
        for kind, name, octets, said in vectors():
            if kind == "bad":
                with self.subTest(name=name):
                    answer = self.bob.ask_bytes(octets)
                    self.assertEqual((answer["ok"], answer["code"]), (False, said))
                    if said == "E_DECODE":
                        self.assertIsNone(answer["re"])
        self.alice.ask("ping")

    def test_a_key_without_an_account_may_only_come_in(self):
        stranger = Raw(self.broker)
        self.assertIsNone(stranger.hello(events=False)["me"])
        stranger.ask("ping")
        for op, fields in (("rooms", {}), ("entries", {"room": "lobby", "after": 0}), ("post", {}), ("people", {})):
            self.assertEqual(stranger.refused(op, fields), "E_AUTH")
        self.assertEqual(stranger.refused("register", name="alice"), "E_CONFLICT")
        self.assertEqual(stranger.refused("register", name="Admin"), "E_NAME")
        self.assertEqual(stranger.refused("redeem", device="ab" * 32, name="carol"), "E_DENIED")
        self.assertEqual(stranger.register("Carol")["name"], "carol")
        self.assertEqual(stranger.register("carol")["name"], "carol")
        stranger.close()

    def test_a_ping_tells_which_private_rooms_moved(self):
        self.room("pulse", kind="private", invite=["bob"])
        self.bob.ask("ping")
        seq = self.alice.post("pulse", "x")
        pong = self.bob.ask("ping")
        self.assertEqual((pong["events"], pong["heads"].get("pulse")), (True, seq))
        self.assertNotIn("pulse", self.bob.ask("ping")["heads"])
        quiet = Raw(self.broker, self.bob.keys)
        self.assertFalse(quiet.ask("ping")["events"])
        quiet.ask("bye")
        quiet.close()


if __name__ == "__main__":
    counting.main()
