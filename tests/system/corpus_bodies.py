"""The hostile corpus, 9 to 17, 20 and 26 to 29: what an account may put into a request."""

import os

import msgpack

from corpus_case import Corpus, entries_of
from processes import PATIENCE
from vectors_test import vectors

PING = msgpack.packb({"op": "ping", "re": 1})
BAD = {name: (octets, said) for kind, name, octets, said in vectors() if kind == "bad"}
POST = {"room": "lobby", "id": bytes(16), "kind": "text", "body": "QQQ"}
TEXT = {"op": "post", "re": 1, **POST}
# What stands for QQQ in a body: not UTF-8, by a stray byte, an overlong form, an early end, a surrogate.
NOT_UTF8 = b"\xff\xfe\xfd", b"\xc0\x80Q", b"QQ\xc3", b"\xed\xa0\x80"
UNSAFE = "\0", "\r\n", "\x1b[2J", "\u202e", "\u2066"


class Bodies(Corpus):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mallory = cls.member("mallory")

    def expect(self, code, body, re=None):
        answer = self.mallory.ask_bytes(body)
        self.assertEqual((answer["ok"], answer.get("code"), answer["re"]), (False, code, re), (body[:200], answer))

    def expect_of(self, code, **fields):
        self.expect(code, msgpack.packb(fields), re=fields["re"])

    def test_09_no_frame_an_empty_body_and_64_extra_frames(self):
        shapes = ((b"",), (b"", b""), (b"x", PING), (b"", b"", PING), (PING, b"", b""), (b"x",) * 64 + (PING,),
                  (b"",) * 64 + (PING,))
        senders = [(self.raw(self.mallory.keys).dealer, frames) for frames in shapes]

        def attack():
            for dealer, frames in senders:
                dealer.send_multipart(frames)
                self.assertTrue(dealer.poll(PATIENCE * 1000))
                answer = msgpack.unpackb(dealer.recv_multipart()[-1])  # what is like a REQ is answered like one
                self.assertEqual((answer["ok"], answer["code"], answer["re"]), (False, "E_FRAME", None), frames)

        self.attacked(attack)

    def test_10_truncated_messagepack(self):
        whole = msgpack.packb(TEXT)

        def attack():
            self.expect(BAD["truncated"][1], BAD["truncated"][0])
            for end in range(1, len(whole)):
                self.expect("E_DECODE", whole[:end])

        self.attacked(attack)

    def test_11_a_million_nested_arrays(self):
        self.attacked(lambda: self.expect("E_DECODE", b"\x91" * 1_000_000))

    def test_12_sizes_that_are_only_claimed(self):
        claims = [head + size for head in (b"\xdd", b"\xdf", b"\xdb", b"\xc6")  # array, map, str, bin
                  for size in (b"\x80\0\0\0", b"\xff\xff\xff\xff")]
        self.assertIn(BAD["array32-of-2-to-31"][0], claims)

        def attack():
            for claim in claims:
                self.expect("E_DECODE", claim)
                self.expect("E_DECODE", PING.replace(b"\x82", b"\x83", 1) + b"\xa1x" + claim)

        self.attacked(attack)

    def test_13_trailing_bytes(self):
        def attack():
            for more in (b"\xc0", PING, b"\x00" * 1000):
                self.expect("E_DECODE", PING + more)

        self.attacked(attack)

    def test_14_duplicate_keys(self):
        data = msgpack.packb({**TEXT, "kind": "data", "type": "x", "data": {"QQQ": 1, "RRR": 2}})

        def attack():
            self.expect("E_DECODE", BAD["duplicate-key"][0])
            self.expect("E_DECODE", data.replace(b"RRR", b"QQQ", 1).replace(b"QQQ", b"RRR", 1).replace(b"QQQ", b"RRR"))

        self.attacked(attack)

    def test_15_an_integer_key_a_wrong_type_a_missing_field_a_post_of_a_file(self):
        file = {"op": "post", "re": 1, "room": "lobby", "id": bytes(16), "kind": "file", "name": "a", "size": 1,
                "hash": bytes(32)}

        def attack():
            for name in ("integer-key", "missing-field", "nil-field", "post-of-file"):
                self.expect("E_SCHEMA", BAD[name][0], re=1)
            self.expect_of("E_SCHEMA", **file)
            for field, wrong in (("room", 1), ("room", b"lobby"), ("id", "x" * 16), ("id", bytes(15)), ("kind", 1),
                                 ("body", b"x"), ("body", ["x"]), ("body", None), ("prev", True)):
                self.expect_of("E_SCHEMA", **{**TEXT, field: wrong})
            for field in ("room", "id", "kind", "body"):
                self.expect_of("E_SCHEMA", **{key: held for key, held in TEXT.items() if key != field})
            for re in (None, -1, "1", 1.5):
                self.expect("E_SCHEMA", msgpack.packb({"op": "ping", "re": re}))

        self.attacked(attack)

    def test_16_minus_1_2_to_63_and_nan_as_a_seq(self):
        places = (("entries", "after", {}), ("history", "before", {}), ("history", "after", {}),
                  ("history", "around", {}), ("read", "seq", {}), ("fetch", "seq", {"offset": 0, "length": 1}),
                  ("fetch", "offset", {"seq": 1, "length": 1}), ("post", "reply", POST),
                  ("post", "of", {**POST, "kind": "edit"}))

        def attack():
            for name in ("negative-seq", "seq-of-2-to-63", "seq-not-a-number"):
                self.expect("E_SCHEMA", BAD[name][0], re=1)
            for op, field, more in places:
                for seq in (-1, 2**63, float("nan"), float("inf"), 1.0, "1"):
                    self.expect_of("E_SCHEMA", **{"room": "lobby", **more, "op": op, "re": 1, field: seq})

        self.attacked(attack)

    def test_17_versions_that_nobody_speaks(self):
        def attack():
            for versions in ([0], [9999], [], [0, 2, 9999]):
                re = self.mallory.send("hello", versions=versions, client="x", events=False)
                answer = self.mallory.answer(re)
                self.assertEqual((answer["ok"], answer["code"], answer["versions"]), (False, "E_VERSION", [1, 1]))

        self.attacked(attack)

    def test_20_by_and_from_in_a_body(self):
        posted = []

        def attack():
            posted.append(self.mallory.ask("post", {**POST, "id": os.urandom(16), "by": "admin1", "from": "admin1",
                                                    "device": self.admin.device, "seq": 1, "at": 0,
                                                    "mentions": ["admin1"]})["seq"])

        came = self.attacked(attack, seconds=0, stores=True)
        entries = sorted(entries_of(came), key=lambda entry: entry["seq"])
        self.assertEqual([(e["seq"], e["by"], e["mentions"]) for e in entries], [(s, "mallory", []) for s in posted])

    def test_26_after_0_and_a_limit_of_2_to_63(self):
        for room, count, body in (("many", 250, "x"), ("large", 40, "x" * 16_000)):
            self.mallory.ask("create", room=room, kind="private")
            for re in [self.mallory.send("post", {**POST, "room": room, "id": os.urandom(16), "body": body})
                       for _ in range(count)]:
                self.mallory.answer(re)

        def attack():
            for limit in (2**63, 2**64 - 1):
                page = self.mallory.ask("entries", room="many", after=0, limit=limit)
                self.assertEqual([entry["seq"] for entry in page["entries"]], list(range(1, 201)))
                page = self.mallory.ask("entries", room="large", after=0, limit=limit)
                self.assertEqual([entry["seq"] for entry in page["entries"]], list(range(1, 18)))
                self.assertLess(sum(len(entry.get("body", "")) for entry in page["entries"]), 256 * 1024)
                self.assertLess(len(page["raw"]), 257 * 1024)
                self.assertEqual(len(self.mallory.ask("history", room="many", limit=limit)["messages"]), 200)

        self.attacked(attack)

    def test_27_a_text_of_16_kib_and_a_byte(self):
        seq = self.mallory.post("lobby", "x" * 16_384)
        offer = self.mallory.offered("lobby", b"x", body="x" * 16_385)

        def attack():
            for fields in ({}, {"kind": "edit", "of": seq}, {"kind": "data", "type": "x", "data": {}},
                           {"body": "ü" * 8192 + "x"}):
                self.expect_of("E_TOO_LARGE", **{**TEXT, "body": "x" * 16_385, **fields})
            self.assertEqual(self.mallory.refused("offer", offer), "E_TOO_LARGE")

        self.attacked(attack)

    def test_28_bad_utf8_nul_and_a_lone_surrogate(self):
        create = {"op": "create", "re": 1, "room": "fine", "kind": "private"}
        bodies = [msgpack.packb(fields) for fields in (
            TEXT, {**TEXT, "room": "QQQ"}, {**create, "room": "QQQ"}, {**create, "title": "QQQ"},
            {**create, "topic": "QQQ"}, {"op": "search", "re": 1, "query": "QQQ"}, {**TEXT, "QQQ": 1},
            {"op": "account", "re": 1, "who": "mallory", "title": "QQQ"})]

        def attack():
            for body in bodies:
                for bad in NOT_UTF8:
                    self.expect("E_DECODE", body.replace(b"QQQ", bad))
            self.expect("E_DECODE", BAD["lone-surrogate"][0])
            self.expect("E_SCHEMA", BAD["zero-character"][0], re=1)
            for fields in ({**TEXT, "body": "a\0b"}, {**TEXT, "room": "a\0b"}, {**create, "title": "a\0b"},
                           {**create, "topic": "a\0b"}):
                self.expect_of("E_SCHEMA", **fields)

        self.attacked(attack)

    def test_29_names_that_pose_or_steer(self):
        stranger = self.raw()
        refused = ("a\r\nb", "\x1b[2J", "\u0430dmin1", "ad\u200dmin1", "\u202enimda", "a" * 33, "", "-a", "a.", "a b", "ä",
                   "all", "system", "ADMIN")

        def attack():
            for name in refused:
                self.expect_of("E_NAME", op="create", re=1, room=name, kind="public")
                self.expect_of("E_NAME", op="join", re=1, room=name)
                self.expect_of("E_NAME", op="invite", re=1, room="lobby", who=name)
                self.assertEqual(stranger.refused("register", name=name), "E_NAME")
            self.assertEqual(self.mallory.ask("join", room="LOBBY")["room"]["room"], "lobby")
            self.assertEqual(stranger.refused("register", name="Mallory"), "E_CONFLICT")

        self.attacked(attack)
        # What somebody called themselves is a label of a device, and nothing of it acts on who reads the log.
        stranger.ask("register", name="UPPER", label="\x1b[2Jlabel")
        self.assertEqual(stranger.hello()["me"]["name"], "upper")


