"""Files that are refused: each gets the stated code, and leaves nothing and nobody worse off."""

import os
import unittest

import counting
from files_case import CHUNK, FilesCase
from raw import Raw, keys_of


class Refused(FilesCase):
    # Transfers.

    def test_another_ones_transfer_is_as_absent_as_none(self):
        data = os.urandom(2 * CHUNK)
        place = self.alice.ask("offer", self.alice.offered("lobby", data))
        self.alice.send_data(place, data, CHUNK)
        for op, fields in (("chunk", {"offset": CHUNK, "data": b"x"}), ("finish", {}), ("cancel", {})):
            answers = []
            for transfer in (place["transfer"], 10**9):
                self.bob.re = 1000
                answers.append(self.bob.answer(self.bob.send(op, transfer=transfer, **fields)))
            self.assertEqual(answers[0]["code"], "E_NOT_FOUND")
            self.assertEqual(answers[0]["raw"], answers[1]["raw"])
        self.alice.send_data({**place, "offset": CHUNK}, data)
        self.alice.ask("finish", transfer=place["transfer"])
        self.assertEqual(self.alice.refused("finish", transfer=place["transfer"]), "E_NOT_FOUND")

    def test_cancel_removes_what_was_sent(self):
        data = os.urandom(2 * CHUNK)
        fields = self.alice.offered("lobby", data)
        place = self.alice.ask("offer", fields)
        self.alice.send_data(place, data, CHUNK)
        self.comes_to_hold(partial=1)
        self.alice.ask("cancel", transfer=place["transfer"])
        self.comes_to_hold()
        answer = self.alice.answer(self.alice.send_chunk(place, CHUNK, data))
        self.assertEqual(answer["code"], "E_NOT_FOUND")
        self.assertEqual(self.alice.refused("cancel", transfer=place["transfer"]), "E_NOT_FOUND")
        self.assertEqual(self.alice.ask("offer", fields)["offset"], 0)

    def test_an_offer_is_judged_as_a_post_is(self):
        self.alice.ask("create", room="shut", kind="public")
        self.bob.ask("join", room="shut")
        self.alice.ask("remove", room="shut", who="bob")
        self.alice.ask("create", room="old", kind="public")
        self.alice.ask("room", room="old", archived=True)
        gone = self.alice.post("lobby", "gone")
        self.alice.post("lobby", kind="redact", of=gone, body=None)
        for room, fields, code in (("nowhere", {}, "E_NOT_FOUND"), ("shut", {}, "E_DENIED"), ("old", {}, "E_DENIED"),
                                   ("lobby", {"reply": 999}, "E_NOT_FOUND"), ("lobby", {"reply": gone}, "E_GONE"),
                                   ("lobby", {"hash": bytes(31)}, "E_SCHEMA"), ("lobby", {"hash": "x"}, "E_SCHEMA"),
                                   ("lobby", {"size": -1}, "E_SCHEMA"), ("lobby", {"id": bytes(15)}, "E_SCHEMA"),
                                   ("lobby", {"body": "x" * 16385}, "E_TOO_LARGE")):
            self.assertEqual(self.bob.refused("offer", self.bob.offered(room, b"x", **fields)), code, (room, fields))
        post = {"room": "lobby", "id": os.urandom(16), "kind": "file", "name": "a", "size": 1, "hash": bytes(32)}
        self.assertEqual(self.bob.refused("post", post), "E_SCHEMA")
        self.comes_to_hold()

    def test_rights_are_looked_at_again_when_a_file_is_finished(self):
        self.alice.ask("create", room="vault", kind="private", invite=["bob"])
        self.alice.ask("create", room="open", kind="public")
        self.bob.ask("join", room="open")
        self.alice.ask("create", room="old", kind="public")
        places = {}
        for room in ("vault", "open", "old"):
            places[room] = self.bob.ask("offer", self.bob.offered(room, room.encode()))
            self.bob.send_data(places[room], room.encode())
        self.alice.ask("remove", room="vault", who="bob")
        self.alice.ask("remove", room="open", who="bob")
        self.alice.ask("room", room="old", archived=True)
        for room, code in (("vault", "E_NOT_FOUND"), ("open", "E_DENIED"), ("old", "E_DENIED")):
            self.assertEqual(self.bob.refused("finish", transfer=places[room]["transfer"]), code, room)
            self.assertNotIn("file", [entry["kind"] for entry in self.alice.log(room)])
        self.comes_to_hold()

    def test_the_largest_file_is_the_configured_one(self):
        self.serve("--max-file", "1M")
        self.assertEqual(self.alice.hello()["limits"]["file"], 2**20)
        self.assertEqual(self.alice.refused("offer", self.alice.offered("lobby", bytes(2**20 + 1))), "E_TOO_LARGE")
        self.alice.upload("lobby", bytes(2**20))

    def test_a_quota_counts_what_stands_and_what_is_under_way(self):
        self.serve("--quota", "1M")
        half, other, third = (os.urandom(2**19) for _ in range(3))
        seq = self.alice.upload("lobby", half)
        place = self.alice.ask("offer", self.alice.offered("lobby", other))
        answer = self.alice.answer(self.alice.send("offer", self.alice.offered("lobby", b"x")))
        self.assertEqual(answer["code"], "E_TOO_LARGE")
        self.assertRegex(answer["text"], r"\d.*\.$")
        self.bob.upload("lobby", third)  # another one's is untouched by it
        self.alice.ask("cancel", transfer=place["transfer"])
        self.alice.upload("lobby", other)
        self.assertEqual(self.alice.refused("offer", self.alice.offered("lobby", b"x")), "E_TOO_LARGE")
        self.alice.post("lobby", kind="redact", of=seq, body=None)
        self.alice.upload("lobby", b"x")

    def test_the_disks_quota_counts_equal_bytes_once(self):
        self.serve("--disk-quota", "1M")
        data, rest = os.urandom(2**19), os.urandom(2**19 + 1)
        self.alice.upload("lobby", data)
        self.bob.upload("lobby", data)
        self.assertEqual(self.bob.refused("offer", self.bob.offered("lobby", rest)), "E_TOO_LARGE")
        self.bob.upload("lobby", rest[:-1])
        self.assertEqual(self.bob.refused("offer", self.bob.offered("lobby", b"x")), "E_TOO_LARGE")

    # Reading.

    def test_what_one_may_not_see_is_absent(self):
        eve = self.person("eve")
        text = self.alice.post("lobby", "no file")
        for room, seq in (("lobby", text), ("lobby", 999), ("nowhere", 1)):
            self.assertEqual(eve.refused("fetch", room=room, seq=seq, offset=0, length=1), "E_NOT_FOUND")
        eve.re = 1000
        absent = eve.answer(eve.send("fetch", room="vault", seq=2, offset=0, length=1))["raw"]
        self.alice.ask("create", room="vault", kind="private", invite=["bob"])
        seq = self.alice.upload("vault", b"secret")
        eve.re = 1000
        self.assertEqual(eve.answer(eve.send("fetch", room="vault", seq=2, offset=0, length=1))["raw"], absent)
        self.assertEqual(self.bob.download("vault", seq), b"secret")
        self.alice.ask("remove", room="vault", who="bob")
        self.assertEqual(self.bob.refused("fetch", room="vault", seq=seq, offset=0, length=1), "E_NOT_FOUND")

    # Bots.

    def test_a_bot_sends_and_reads_files_inside_its_scope_only(self):
        self.alice.ask("create", room="build", kind="public")
        seq = self.alice.upload("build", b"for bots")
        self.alice.upload("lobby", b"not for bots")

        def bot(name, ops):
            scope = {"rooms": ["build"], "ops": ops}
            invite = self.alice.ask("ticket", purpose="bot", name=name, scope=scope)["link"]
            ticket, device = Raw(self.broker, keys_of(invite)), Raw(self.broker)
            self.raws += [ticket, device]
            ticket.ask("redeem", device=device.device)
            return device

        sender = bot("sender", ["offer", "chunk", "finish", "fetch"])
        own = sender.upload("build", b"built")
        self.assertEqual(self.bob.download("build", own), b"built")
        self.assertEqual(sender.download("build", seq), b"for bots")
        self.assertEqual(sender.refused("fetch", room="lobby", seq=2, offset=0, length=1), "E_DENIED")
        self.assertEqual(sender.refused("offer", sender.offered("lobby", b"x")), "E_DENIED")
        self.assertEqual(sender.refused("cancel", transfer=1), "E_DENIED")
        # What it may not read is not skipped for it.
        self.assertIn("transfer", sender.ask("offer", sender.offered("build", b"not for bots")))
        poster = bot("poster", ["post"])
        for op, fields in (("offer", poster.offered("build", b"x")), ("finish", {"transfer": 1}),
                           ("chunk", {"transfer": 1, "offset": 0, "data": b"x"}),
                           ("fetch", {"room": "build", "seq": seq, "offset": 0, "length": 1})):
            self.assertEqual(poster.refused(op, fields), "E_DENIED", op)

    def test_who_sends_past_the_window_is_bounded_and_harms_only_that_upload(self):
        data = os.urandom(64 * CHUNK)
        fields = self.alice.offered("lobby", data)
        place = self.alice.ask("offer", fields)
        asked = [self.alice.send_chunk(place, offset, data) for offset in range(0, len(data), CHUNK)]
        codes = {answer.get("code") for answer in map(self.alice.answer, asked)}
        self.assertLessEqual(codes, {None, "E_BUSY", "E_CONFLICT"})
        self.bob.post("lobby", "meanwhile")
        place = self.alice.ask("offer", fields)
        self.alice.send_data(place, data)
        seq = self.alice.ask("finish", transfer=place["transfer"])["seq"]
        self.assertEqual(self.bob.download("lobby", seq), data)


if __name__ == "__main__":
    counting.main()
