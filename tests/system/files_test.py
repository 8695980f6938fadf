"""Files on the wire, asked in bytes by a client written from the protocol page: what goes up comes down."""

import os
import unittest

import counting
from files_case import CHUNK, FilesCase
from raw import hash_of


class Files(FilesCase):
    # What goes up comes down.

    def test_a_file_goes_up_in_chunks_and_comes_down_in_pieces(self):
        data = os.urandom(9 * CHUNK + 7)
        self.bob.subscribe("room/lobby/")
        fields = self.alice.offered("lobby", data, name="Bild.png", media="image/png", width=640, height=480,
                                    body="see @bob")
        place = self.alice.ask("offer", fields)
        self.assertEqual((place["offset"], place["chunk"], place["window"]), (0, CHUNK, 8))
        self.assertNotIn("seq", place)
        self.assertEqual(self.alice.send_data(place, data), len(data))
        done = self.alice.ask("finish", transfer=place["transfer"])
        entry = self.alice.log("lobby")[done["seq"] - 1]
        self.assertEqual({key: entry[key] for key in entry if key not in ("at", "seq", "mentions", "redacted")},
                         {"kind": "file", "by": "alice", **{k: fields[k] for k in fields if k != "room"}})
        self.assertEqual(entry["at"], done["at"])
        heard = self.bob.heard_frame(lambda topic, body: body["ev"] == "log" and body["entries"][-1]["kind"] == "file")
        self.assertEqual(heard["entries"][-1], entry)
        piece = self.bob.ask("fetch", room="lobby", seq=done["seq"], offset=5, length=11)
        self.assertEqual((piece["data"], piece["size"]), (data[5:16], len(data)))
        self.assertEqual(self.bob.download("lobby", done["seq"]), data)
        most = self.bob.ask("fetch", room="lobby", seq=done["seq"], offset=0, length=2**40)["data"]
        self.assertEqual(most, data[:512 * 1024])
        for offset in (len(data), 2**62):
            self.assertEqual(self.bob.ask("fetch", room="lobby", seq=done["seq"], offset=offset, length=9)["data"], b"")
        self.comes_to_hold(data)

    def test_a_file_is_a_message_like_others(self):
        root = self.alice.post("lobby", "where is it?")
        seq = self.bob.upload("lobby", b"here", name="here.txt", body="found it", reply=root)
        message = self.alice.ask("history", room="lobby", limit=1)["messages"][0]
        self.assertEqual((message["kind"], message["body"], message["reply"]), ("file", "found it", root))
        self.assertEqual([hit["message"]["seq"] for hit in self.alice.ask("search", query="found", has="file")["hits"]],
                         [seq])
        lobby = [room for room in self.alice.ask("rooms")["rooms"] if room["room"] == "lobby"][0]
        self.assertEqual(lobby["unread"], 1)
        self.bob.post("lobby", kind="edit", of=seq, body="found it at last")
        self.alice.post("lobby", kind="react", of=seq, emoji="👍", on=True, body=None)
        message = [m for m in self.alice.ask("history", room="lobby")["messages"] if m["seq"] == seq][0]
        self.assertEqual((message["body"], message["size"], message["reactions"]),
                         ("found it at last", 4, {"👍": ["alice"]}))
        self.assertEqual(self.alice.download("lobby", seq), b"here")

    def test_an_empty_file_is_a_file(self):
        seq = self.alice.upload("lobby", b"", name="empty")
        self.assertEqual(self.bob.download("lobby", seq), b"")
        self.assertEqual(self.alice.log("lobby")[seq - 1]["size"], 0)

    def test_a_file_joins_the_public_room_that_it_is_sent_to(self):
        self.alice.ask("create", room="open-house", kind="public")
        self.bob.upload("open-house", b"hello")
        self.assertEqual([(e["kind"], e["by"]) for e in self.alice.log("open-house")[-2:]],
                         [("member", "bob"), ("file", "bob")])

    def test_several_uploads_and_words_share_a_connection(self):
        datas = [os.urandom(4 * CHUNK + i) for i in range(4)]
        places = [self.alice.ask("offer", self.alice.offered("lobby", data)) for data in datas]
        self.assertEqual(len({place["transfer"] for place in places}), 4)
        for i in range(5):
            asked = [self.alice.send_chunk(place, i * CHUNK, data) for place, data in zip(places, datas)]
            self.alice.post("lobby", f"between {i}")
            self.assertTrue(all(self.alice.answer(re)["ok"] for re in asked if re))
        for place, data in zip(places, datas):
            seq = self.alice.ask("finish", transfer=place["transfer"])["seq"]
            self.assertEqual(self.bob.download("lobby", seq), data)

    # Going on.

    def test_an_offer_again_tells_where_to_go_on(self):
        data = os.urandom(6 * CHUNK + 1)
        fields = self.alice.offered("lobby", data)
        place = self.alice.ask("offer", fields)
        self.assertEqual(self.alice.send_data(place, data, 2 * CHUNK), 2 * CHUNK)
        self.assertEqual(self.alice.ask("offer", fields)["offset"], 2 * CHUNK)
        other = self.person("alice", self.alice.keys)  # another connection of the same account
        place = other.ask("offer", {**fields, "unknown": 1})
        self.assertEqual(place["offset"], 2 * CHUNK)
        self.assertEqual(other.send_data(place, data, 3 * CHUNK + 5), 3 * CHUNK + 5)  # chunks may be smaller
        self.restart()
        place = self.alice.ask("offer", fields)
        self.assertEqual(place["offset"], 3 * CHUNK + 5)
        self.alice.send_data(place, data)
        self.restart()
        place = self.alice.ask("offer", fields)
        self.assertEqual(place["offset"], len(data))
        seq = self.alice.ask("finish", transfer=place["transfer"])["seq"]
        self.assertEqual(self.bob.download("lobby", seq), data)
        self.comes_to_hold(data)

    def test_a_chunk_needs_its_offer_again_after_a_restart_and_harms_nothing_without(self):
        data = os.urandom(2 * CHUNK)
        fields = self.alice.offered("lobby", data)
        place = self.alice.ask("offer", fields)
        self.alice.send_data(place, data, CHUNK)
        self.restart()
        answer = self.alice.answer(self.alice.send_chunk(place, CHUNK, data))
        self.assertTrue(answer["ok"] or answer["code"] == "E_NOT_FOUND", answer)
        place = self.alice.ask("offer", fields)
        self.assertIn(place["offset"], (CHUNK, 2 * CHUNK))
        self.alice.send_data(place, data)
        seq = self.alice.ask("finish", transfer=place["transfer"])["seq"]
        self.assertEqual(self.bob.download("lobby", seq), data)

    def test_the_same_id_gets_its_first_answer_for_ever(self):
        fields = self.alice.offered("lobby", b"once")
        place = self.alice.ask("offer", fields)
        for changed in ({"name": "other"}, {"size": 5}, {"hash": bytes(32)}, {"body": "x"}, {"media": "a/b"}):
            self.assertEqual(self.alice.refused("offer", {**fields, **changed}), "E_CONFLICT")
        self.alice.send_data(place, b"once")
        done = self.alice.ask("finish", transfer=place["transfer"])
        again = self.alice.ask("offer", fields, prev=os.urandom(16), unknown=1)
        self.assertEqual((again["seq"], again["at"]), (done["seq"], done["at"]))
        self.assertNotIn("transfer", again)
        self.assertEqual(self.alice.refused("offer", {**fields, "name": "other"}), "E_CONFLICT")
        self.assertEqual(self.alice.refused("post", room="lobby", id=fields["id"], kind="text", body="x"), "E_CONFLICT")
        self.restart()
        self.assertEqual(self.alice.ask("offer", fields)["seq"], done["seq"])
        self.alice.post("lobby", kind="redact", of=done["seq"], body=None)
        self.assertEqual(self.alice.ask("offer", fields)["seq"], done["seq"])
        own = os.urandom(16)
        self.alice.ask("post", room="lobby", id=own, kind="text", body="x")
        self.assertEqual(self.alice.refused("offer", {**fields, "id": own}), "E_CONFLICT")
        mine = self.bob.ask("offer", fields)  # ids belong to an account
        self.assertNotEqual(mine.get("seq"), done["seq"])

    def test_an_id_that_a_post_took_meanwhile_ends_the_upload(self):
        fields = self.alice.offered("lobby", b"late")
        place = self.alice.ask("offer", fields)
        self.alice.send_data(place, b"late")
        seq = self.alice.ask("post", room="lobby", id=fields["id"], kind="text", body="first")["seq"]
        self.assertEqual(self.alice.refused("finish", transfer=place["transfer"]), "E_CONFLICT")
        self.assertEqual([e["seq"] for e in self.alice.log("lobby") if e.get("id") == fields["id"]], [seq])
        self.comes_to_hold()

    def test_an_offer_waits_for_the_post_that_must_stand_before_it(self):
        first = os.urandom(16)
        fields = self.alice.offered("lobby", b"second", prev=first)
        answer = self.alice.answer(self.alice.send("offer", fields))
        self.assertEqual(answer["code"], "E_BUSY")
        self.assertGreaterEqual(answer["retry_ms"], 0)
        self.alice.ask("post", room="lobby", id=first, kind="text", body="first")
        self.assertIn("transfer", self.alice.ask("offer", fields))

    # Bytes that are there.

    def test_bytes_that_one_may_read_are_not_sent_again(self):
        data = os.urandom(CHUNK + 1)
        self.alice.ask("create", room="vault", kind="private")
        first = self.alice.upload("lobby", data)
        for who, room in ((self.alice, "vault"), (self.bob, "lobby")):
            answer = who.ask("offer", who.offered(room, data, name="copy"))
            self.assertNotIn("transfer", answer)
            self.assertEqual(who.download(room, answer["seq"]), data)
            self.assertEqual(who.log(room)[answer["seq"] - 1]["at"], answer["at"])
        self.comes_to_hold(data)
        self.assertIn("transfer", self.bob.ask("offer", self.bob.offered("lobby", data, size=len(data) + 1)))
        self.alice.post("lobby", kind="redact", of=first, body=None)
        self.assertEqual(self.alice.download("vault", 2), data)

    def test_a_guessed_hash_opens_nothing(self):
        secret = os.urandom(2 * CHUNK)
        self.alice.ask("create", room="vault", kind="private", invite=["bob"])
        seq = self.alice.upload("vault", secret)
        eve = self.person("eve")
        place = eve.ask("offer", eve.offered("lobby", secret))
        unknown = eve.ask("offer", eve.offered("lobby", os.urandom(2 * CHUNK)))
        self.assertEqual({**place, "re": 0, "raw": 0, "transfer": 0}, {**unknown, "re": 0, "raw": 0, "transfer": 0})
        eve.send_data(place, bytes(2 * CHUNK))
        self.assertEqual(eve.refused("finish", transfer=place["transfer"]), "E_CONFLICT")
        self.assertEqual(self.bob.download("vault", seq), secret)
        self.alice.ask("remove", room="vault", who="bob")
        self.assertIn("transfer", self.bob.ask("offer", self.bob.offered("lobby", secret)))
        eve.ask("cancel", transfer=unknown["transfer"])
        # Who has the bytes may send them; they lie there once, and go with the last entry that names them.
        own = eve.upload("lobby", secret)
        self.alice.post("vault", kind="redact", of=seq, body=None)
        self.assertEqual(eve.download("lobby", own), secret)
        self.assertEqual(self.alice.refused("fetch", room="vault", seq=seq, offset=0, length=1), "E_GONE")

    def test_redaction_removes_the_bytes_at_once(self):
        data = os.urandom(CHUNK)
        seq = self.alice.upload("lobby", data, name="secret.txt", body="the caption")
        self.comes_to_hold(data)
        self.alice.post("lobby", kind="redact", of=seq, body=None)
        self.assertEqual(self.bob.refused("fetch", room="lobby", seq=seq, offset=0, length=1), "E_GONE")
        self.comes_to_hold()
        entry = self.bob.log("lobby")[seq - 1]
        self.assertTrue(entry["redacted"])
        raw = self.bob.ask("entries", room="lobby", after=0)["raw"]
        for word in (b"secret.txt", b"the caption", hash_of(data)):
            self.assertNotIn(word, raw)
        self.assertIn("transfer", self.alice.ask("offer", self.alice.offered("lobby", data)))


if __name__ == "__main__":
    counting.main()
