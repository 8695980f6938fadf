"""The hostile corpus, 18, 21 to 25, 39 and 40: what others may do and hear is not for everyone."""

import os

import msgpack
import zmq

from corpus_case import Corpus, entries_of
from processes import PATIENCE
from raw import hash_of
from vectors_test import vectors

# One request of every op, in the bytes of the protocol page.
EVERY_OP = [msgpack.unpackb(octets) for kind, _, octets, _ in vectors() if kind == "request"]
FOR_STRANGERS = {"hello", "ping", "bye", "register", "redeem"}


def said(events):
    """Which of the events are about what somebody said, by room."""
    return [event["room"] for event in events if event["ev"] == "log"]


class People(Corpus):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alice, cls.bob, cls.mallory = (cls.member(name) for name in ("alice", "bob", "mallory"))

    def raw_answer(self, asker, request):
        """The bytes of the answer to a request whose `re` is 1000."""
        asker.dealer.send(msgpack.packb({**request, "re": 1000}))
        return asker.answer(1000)["raw"]

    def test_18_every_op_from_a_key_without_an_account(self):
        stranger, ops = self.raw(), set()

        def attack():
            for request in EVERY_OP:
                if request["op"] not in FOR_STRANGERS:
                    ops.add(request["op"])
                    answer = msgpack.unpackb(self.raw_answer(stranger, request))
                    self.assertEqual((answer["ok"], answer["code"]), (False, "E_AUTH"), request["op"])
            self.assertEqual(self.verdict(zmq.SUB, stranger.keys), (zmq.EVENT_HANDSHAKE_FAILED_AUTH, 400))
            self.assertIsNone(stranger.ask("hello", versions=[1], client="x", events=True)["me"])

        self.attacked(attack)
        self.assertEqual(len(ops), 30)
        self.alice.post("lobby", "not for strangers")
        stranger.ask("ping")
        self.assertEqual(stranger.events, [])

    def test_21_the_same_id_and_content_again(self):
        fields = {"room": "lobby", "id": os.urandom(16), "kind": "text", "body": "once"}
        first = self.mallory.ask("post", fields)

        def attack():
            for more in ({}, {"prev": os.urandom(16)}, {"unknown": 1}):
                again = self.mallory.ask("post", fields, **more)
                self.assertEqual((again["seq"], again["at"]), (first["seq"], first["at"]))

        self.attacked(attack)
        self.restart()
        self.attacked(attack)

    def test_22_the_same_id_with_other_content(self):
        fields = {"room": "lobby", "id": os.urandom(16), "kind": "text", "body": "once"}
        self.mallory.ask("post", fields)
        file = self.mallory.offered("lobby", b"once", id=fields["id"])

        def attack():
            for other in ({"body": "twice"}, {"room": "square"}, {"reply": 1}, {"kind": "edit", "of": 1},
                          {"kind": "data", "type": "x", "data": {}}):
                self.assertEqual(self.mallory.refused("post", {**fields, **other}), "E_CONFLICT", other)
            self.assertEqual(self.mallory.refused("offer", file), "E_CONFLICT")

        self.attacked(attack)

    def test_23_sub_to_nothing_and_to_every_prefix(self):
        self.alice.ask("create", room="cellar", kind="private", invite=["bob"])
        direct = self.alice.ask("direct", {"with": ["bob"]})["room"]["room"]
        self.mallory.subscribe("", *(topic[:end] for topic in ("room/cellar/", f"room/{direct}/", "presence/")
                                     for end in range(1, len(topic) + 1)))

        def attack():
            for room in ("cellar", direct):
                self.alice.post(room, "the secret word")
                self.alice.ask("typing", room=room)
                self.bob.ask("read", room=room, seq=1)
            last = self.alice.post("lobby", "the last word")
            for topic, body in self.mallory.frames():
                self.hears_nothing_of(direct, topic, body)
                if body["ev"] == "log" and body["room"] == "lobby" and body["entries"][-1]["seq"] == last:
                    return
            self.fail("lobby was not heard")

        self.attacked(attack, stores=True)
        for topic, body in self.mallory.frames(patience=2.5):  # what is gathered for a second comes after the last word
            self.hears_nothing_of(direct, topic, body)
        self.mallory.ask("ping")
        self.assertEqual({event["ev"] for event in self.mallory.events} - {"notice"}, set())

    def hears_nothing_of(self, direct, topic, body):
        self.assertIn(topic, (b"room/lobby/", b"room/square/", b"beat/", b"presence/"))
        for word in ("secret", "cellar", "parlour", direct):
            self.assertNotIn(word, str(body))

    def test_24_every_op_that_names_a_room_in_a_foreign_and_in_an_absent_one(self):
        invite = self.admin.ask("ticket", purpose="bot", name="robot", scope={"rooms": ["lobby"]})["link"]
        askers = {"mallory": self.mallory, "admin1": self.admin, "robot": self.redeemed(invite)}
        # Without `prev`, whose E_BUSY comes before the room is looked for.
        requests = [{key: held for key, held in {**request, "room": "vault"}.items() if key != "prev"}
                    for request in EVERY_OP if "room" in request and request["op"] != "create"]
        self.assertGreater(len({request["op"] for request in requests}), 15)

        def everything():
            return [(who, request["op"], self.raw_answer(asker, request))
                    for who, asker in askers.items() for request in requests]

        absent = everything()
        for who, op, raw in absent:
            self.assertEqual(msgpack.unpackb(raw)["code"], "E_DENIED" if who == "robot" else "E_NOT_FOUND", op)
        self.alice.ask("create", room="vault", kind="private", title="Nobody knows", invite=["bob"])
        for _ in range(50):
            self.alice.post("vault", "x")
        self.attacked(lambda: self.assertEqual(everything(), absent))
        self.assertEqual(self.mallory.refused("create", room="vault", kind="public"), "E_CONFLICT")
        self.assertNotIn("vault", str(self.mallory.ask("rooms")["rooms"]))

    def test_25_an_attachment_of_a_foreign_room(self):
        secret = os.urandom(200_000)
        self.alice.ask("create", room="safe", kind="private", invite=["bob"])
        seq = self.alice.upload("safe", secret)

        def attack():
            for room, of in (("safe", seq), ("lobby", seq), ("safe", 1), ("nowhere", seq)):
                self.assertEqual(self.mallory.refused("fetch", room=room, seq=of, offset=0, length=1), "E_NOT_FOUND")
            known, unknown = (self.mallory.ask("offer", self.mallory.offered("lobby", data))
                              for data in (secret, os.urandom(200_000)))
            for place in (known, unknown):
                self.assertEqual({**place, "re": 0, "raw": 0},
                                 {"re": 0, "raw": 0, "ok": True, "transfer": place["transfer"], "offset": 0,
                                  "chunk": 128 * 1024, "window": 8})
            self.mallory.send_data(known, bytes(200_000))
            self.assertEqual(self.mallory.refused("finish", transfer=known["transfer"]), "E_CONFLICT")
            self.mallory.ask("cancel", transfer=unknown["transfer"])

        self.attacked(attack)
        self.assertEqual(self.bob.download("safe", seq), secret)

    def test_39_another_ones_message_an_absent_one_and_a_redacted_one(self):
        self.alice.ask("create", room="talk", kind="public")
        self.alice.ask("create", room="shut", kind="public")
        for room in ("talk", "shut"):
            self.mallory.ask("join", room=room)
        own, gone, other, shut = (who.post(room, "words") for who, room in (
            (self.mallory, "talk"), (self.mallory, "talk"), (self.alice, "talk"), (self.alice, "shut")))
        self.mallory.post("talk", kind="redact", of=gone, body=None)
        self.alice.ask("remove", room="shut", who="mallory")
        edit, redact = {"kind": "edit", "body": "x"}, {"kind": "redact"}
        react, pin = {"kind": "react", "emoji": "x", "on": True}, {"kind": "pin", "on": True}
        cases = [("E_DENIED", "talk", other, edit), ("E_DENIED", "talk", other, redact),
                 ("E_DENIED", "talk", own, pin), ("E_DENIED", "shut", shut, react)]
        cases += [(code, "talk", of, kind) for code, of in (("E_NOT_FOUND", 999), ("E_NOT_FOUND", 1), ("E_GONE", gone))
                  for kind in (edit, redact, react)]

        def attack():
            for code, room, of, kind in cases:
                said = {"room": room, "id": os.urandom(16), "of": of, **kind}
                self.assertEqual(self.mallory.refused("post", said), code, (room, of, kind))

        self.attacked(attack)

    def test_40_the_last_owner_a_missing_account_and_the_lobby(self):
        for room, kind in (("crew", "public"), ("band", "private")):
            self.alice.ask("create", room=room, kind=kind, invite=["bob"])
            self.alice.ask("role", room=room, who="bob", role="moderator")

        def attack():
            for room in ("crew", "band"):
                self.assertEqual(self.alice.refused("leave", room=room), "E_CONFLICT")
                self.assertEqual(self.alice.refused("remove", room=room, who="alice"), "E_CONFLICT")
                for role in ("moderator", "member"):
                    self.assertEqual(self.alice.refused("role", room=room, who="alice", role=role), "E_CONFLICT")
                self.assertEqual(self.alice.refused("invite", room=room, who="nobody"), "E_NOT_FOUND")
                self.assertEqual(self.bob.refused("remove", room=room, who="alice"), "E_DENIED")
            for op, fields in (("remove", {}), ("role", {"role": "member"})):
                self.assertEqual(self.admin.refused(op, room="crew", who="alice", **fields), "E_CONFLICT")
            for who in (self.alice, self.admin):
                self.assertEqual(who.refused("leave", room="lobby"), "E_DENIED")

        self.attacked(attack)
