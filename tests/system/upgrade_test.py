"""The data of every release opens, holds what it held and goes on; that of a newer one is refused and left alone."""

import hashlib
import json
import pathlib
import shutil
import sqlite3
import subprocess
import tarfile
import unittest

import counting
from processes import BROKER, Broker
from raw import Raw

RELEASES = sorted(path for path in (pathlib.Path(__file__).parent / "releases").iterdir() if path.is_dir())


class Unpacked(Broker):
    """A broker on the data folder of a release."""

    def __init__(self, release):
        self.release = release
        super().__init__("--rate", "off")

    def start(self):
        if not self.data.exists():
            with tarfile.open(self.release / "data.tar.xz") as archive:
                archive.extractall(self.path)
            self.version = pragma(self.data / "chat.db", "PRAGMA user_version")
        return super().start()


def pragma(database, sentence):
    connection = sqlite3.connect(database)
    try:
        row = connection.execute(sentence).fetchone()
        connection.commit()
        return row and row[0]
    finally:
        connection.close()


def contents(folder):
    """What every file of a folder holds; without the empty companions that SQLite makes to read a file."""
    held = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm")}
    return {name: digest for name, digest in held.items()
            if not name.endswith("-wal") or (folder / name).stat().st_size > 0}


class Upgrade(unittest.TestCase):
    def test_there_are_releases_to_open(self):
        self.assertTrue(RELEASES)

    def test_the_data_of_each_release_opens_and_goes_on(self):
        for release in RELEASES:
            with self.subTest(release.name):
                self.open(release, json.loads((release / "known.json").read_text()))

    def open(self, release, known):
        broker = Unpacked(release)
        alice = Raw(broker, tuple(key.encode() for key in known["keys"]))
        try:
            self.assertEqual(alice.hello()["me"]["name"], "alice")
            self.assertEqual(broker.command("export").stdout, (release / "export.jsonl").read_text())
            check = broker.command("check")
            self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
            if pragma(broker.data / "chat.db", "PRAGMA user_version") > broker.version:
                self.assertTrue((broker.data / f"chat.db.version-{broker.version}").exists())
            log = alice.log("lobby")
            # An id that was given years ago still gets its first answer.
            first = next(entry for entry in log if entry.get("id") == bytes.fromhex(known["first"]))
            self.assertEqual(alice.post("lobby", first["body"], id=first["id"]), first["seq"])
            self.assertEqual(alice.refused("post", room="lobby", kind="text", id=first["id"], body="x"), "E_CONFLICT")
            self.assertEqual(alice.download("lobby", known["file"]), known["data"].encode())
            found = alice.ask("search", query="between us")["hits"]
            self.assertEqual([hit["message"]["body"] for hit in found], ["between us"])
            self.assertEqual(alice.post("lobby", "new words"), log[-1]["seq"] + 1)
        finally:
            alice.close()
            broker.close()

    def test_the_data_of_a_newer_release_is_refused_untouched(self):
        broker = Unpacked(RELEASES[0])  # and it writes the newest version
        broker.stop()
        database = broker.data / "chat.db"
        try:
            version = pragma(database, "PRAGMA user_version")
            # The pages of today bear sums that only the broker writes; those of 0.1.0 bear none.
            shutil.copy(broker.data / f"chat.db.version-{broker.version}", database)
            pragma(database, f"PRAGMA user_version = {version + 1}")
            before = contents(broker.data)
            for words in (["serve", "--port", "0"], ["check"], ["export"], ["backup", str(broker.path / "copy")]):
                with self.subTest(words[0]):
                    said = subprocess.run([BROKER, words[0], "--data", str(broker.data), *words[1:]],
                                          capture_output=True, text=True, timeout=30)
                    self.assertEqual(said.returncode, 1, said.stdout + said.stderr)
                    self.assertIn(f"of a newer version ({version + 1}; this program knows {version}): "
                                  "use the newer program. It was not touched.", said.stderr)
                    self.assertEqual(contents(broker.data), before)
            self.assertFalse((broker.path / "copy").exists())
        finally:
            broker.close()


if __name__ == "__main__":
    counting.main()
