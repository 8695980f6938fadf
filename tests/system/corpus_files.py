"""The hostile corpus, 30 to 32: files whose names, chunks and sizes mean harm."""

import os

from corpus_case import Corpus, entries_of
from raw import hash_of

CHUNK = 128 * 1024


class Files(Corpus):
    options = ("--rate", "off", "--quota", "4M")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alice, cls.mallory = cls.member("alice"), cls.member("mallory")

    def test_30_names_that_are_paths_devices_options_or_turned_around(self):
        names = ("../../.ssh/authorized_keys", "/etc/passwd", "CON.txt", "a\u202egpj.exe", ".bashrc", "-rf",
                 "x\ny\x1b[2J", "ü" * 127 + "x")
        data = b"the same bytes"

        def attack():
            for name in names:
                self.mallory.upload("lobby", data, name=name)
            for name in ("x" * 300, "ü" * 128, ""):
                self.assertEqual(self.mallory.refused("offer", self.mallory.offered("lobby", data, name=name)), "E_NAME")

        came = self.attacked(attack, seconds=0, stores=True)
        entries = sorted(entries_of(came), key=lambda entry: entry["seq"])
        self.assertEqual([entry["name"] for entry in entries], list(names) * (len(entries) // len(names)))
        self.assertEqual([row for row in came if row[0] == "blob"], [("blob", hash_of(data).hex())])
        self.assertEqual({path.name for path in self.broker.path.iterdir()}, {"data", "log", "ready"})

    def test_31_chunks_and_sums_that_do_not_fit(self):
        data = os.urandom(CHUNK + 1000)
        fields = self.mallory.offered("lobby", data)
        place = self.mallory.ask("offer", fields)
        self.mallory.send_data(place, data, CHUNK)
        bad = ((CHUNK + 1, b"gap", "E_CONFLICT"), (CHUNK + 1000, b"past the end", "E_CONFLICT"),
               (0, b"overlap", "E_CONFLICT"), (CHUNK - 1, b"overlap", "E_CONFLICT"),
               (CHUNK, bytes(1001), "E_CONFLICT"), (CHUNK, bytes(CHUNK + 1), "E_TOO_LARGE"),
               (2**62, b"far away", "E_CONFLICT"), (2**63, b"further", "E_SCHEMA"))
        wrong = self.mallory.offered("lobby", data, hash=hash_of(b"other"))

        def attack():
            for offset, piece, code in bad:
                self.assertEqual(
                    self.mallory.refused("chunk", transfer=place["transfer"], offset=offset, data=piece), code, offset)
            self.assertEqual(self.mallory.refused("finish", transfer=place["transfer"]), "E_CONFLICT")  # too early
            again = self.mallory.ask("offer", fields)
            self.assertEqual((again["transfer"], again["offset"]), (place["transfer"], CHUNK))
            lie = self.mallory.ask("offer", wrong)
            self.mallory.send_data(lie, data)
            for code in ("E_CONFLICT", "E_NOT_FOUND"):  # the wrong hash ends it
                self.assertEqual(self.mallory.refused("finish", transfer=lie["transfer"]), code)

        self.attacked(attack)
        self.mallory.send_data({**place, "offset": CHUNK}, data)
        seq = self.mallory.ask("finish", transfer=place["transfer"])["seq"]
        self.assertEqual(self.alice.download("lobby", seq), data)
        seq = self.mallory.upload("lobby", data, id=wrong["id"])  # nothing stands under that id
        self.assertEqual(self.alice.download("lobby", seq), data)

    def test_32_more_bytes_than_a_file_or_an_account_may_have(self):
        def attack():
            for size in (2 * 2**30 + 1, 2**63, 2**64 - 1, 4 * 2**20 + 1):
                self.assertEqual(self.mallory.refused("offer", self.mallory.offered("lobby", b"x", size=size)),
                                 "E_TOO_LARGE")

        self.attacked(attack)
