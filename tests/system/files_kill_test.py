"""kill -9 in the middle of files: of the broker, of a script, of a full disk's victim. Each ends with the right bytes,
one entry, and nothing left over."""

import os
import random
import signal
import subprocess
import sys
import unittest

import counting
from files_case import CHUNK, FilesCase
from processes import CLI, PATIENCE, ROOT, die_with_the_test, wait_until
from raw import hash_of

SAVE = """
import sys, zchat
with zchat.Client(sys.argv[1]) as chat:
    print(chat.save_file("lobby", int(sys.argv[2]), sys.argv[3]))
"""


class Kills(FilesCase):
    def setUp(self):
        super().setUp()
        self.seed = random.randrange(2**32)
        print(f"seed {self.seed}", file=sys.stderr)
        self.random = random.Random(self.seed)
        self.home = self.broker.path / "home"
        self.folder = self.broker.path / "downloads"
        self.folder.mkdir()
        self.process = None

    def tearDown(self):
        if self.process:
            self.kill_client()
        super().tearDown()

    def kill_broker(self):
        self.broker.kill()
        for raw in self.raws:
            raw.close()
            raw.answers.clear()
        self.broker.start()
        for raw in self.raws:
            raw.connect()

    def files(self):
        return [entry for entry in self.alice.log("lobby") if entry["kind"] == "file"]

    def all_is_well(self, data):
        """One entry, its bytes, and nothing else."""
        entries = self.files()
        self.assertEqual([entry["hash"] for entry in entries], [hash_of(data)])
        self.assertTrue(self.bob.download("lobby", entries[0]["seq"]) == data)
        self.comes_to_hold(data)

    # The broker.

    def test_an_upload_goes_on_where_it_was_when_the_broker_was_killed(self):
        data = os.urandom(24 * CHUNK + 1234)
        fields = self.alice.offered("lobby", data)
        acknowledged = 0
        for killed in range(7):
            place = self.alice.ask("offer", fields)
            # The system outlives the broker: what it was told to write is there.
            self.assertGreaterEqual(place["offset"], acknowledged)
            acknowledged = place["offset"]
            asked = [self.alice.send_chunk(place, offset, data)
                     for offset in range(acknowledged, len(data), CHUNK)[:place["window"]]]
            for re in asked[:self.random.randrange(6)]:
                acknowledged = self.alice.answer(re)["offset"]
            self.kill_broker()
            if killed == 3:
                self.comes_to_hold(partial=1)
        place = self.alice.ask("offer", fields)
        self.alice.send_data(place, data)
        # And while it seals, at a random moment of that.
        for _ in range(3):
            self.alice.send("finish", transfer=place["transfer"])
            self.alice.dealer.poll(self.random.random() * 4)
            self.kill_broker()
            place = self.alice.ask("offer", fields)
            if "seq" in place:
                break
            self.assertEqual(place["offset"], len(data))
        else:
            self.alice.ask("finish", transfer=place["transfer"])
        self.all_is_well(data)

    def test_a_download_goes_on_where_it_was_when_the_broker_was_killed(self):
        data = os.urandom(40 * CHUNK + 99)
        seq = self.alice.upload("lobby", data)
        got = b""
        for _ in range(5):
            asked = [self.bob.send("fetch", room="lobby", seq=seq, offset=len(got) + i * CHUNK, length=CHUNK)
                     for i in range(8)]
            for re in asked[:self.random.randrange(1, 8)]:
                got += self.bob.answer(re)["data"]
            self.kill_broker()
        while len(got) < len(data):
            got += self.bob.ask("fetch", room="lobby", seq=seq, offset=len(got), length=CHUNK)["data"]
        self.assertTrue(got == data)
        self.all_is_well(data)

    # The client.

    def run_client(self, *words):
        self.process = subprocess.Popen(words, env={**os.environ, "ZCHAT_HOME": str(self.home),
                                                    "PYTHONPATH": str(ROOT / "tools")},
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        preexec_fn=die_with_the_test)

    def kill_client(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()
        self.process = None

    def finish_client(self):
        out, err = self.process.communicate(timeout=PATIENCE * 2)
        self.assertEqual(self.process.returncode, 0, err)
        self.process = None
        return out

    def bytes_of(self, pattern, folder):
        """The size of the one file there of that pattern; 0 before it is there."""
        return max((path.stat().st_size for path in folder.glob(pattern)), default=0)

    def kill_five_times(self, words, pattern, folder, size):
        """Runs the client, and kills it each time when a file has grown past a random point, until it may finish."""
        reached = 0
        for fifth in range(5):
            target = int(size * (fifth + self.random.random()) / 6)
            self.run_client(*words)
            wait_until(lambda: self.bytes_of(pattern, folder) > target or self.process.poll() is not None,
                       f"{pattern} to pass {target} bytes")
            self.assertIsNone(self.process.poll(), "the client was done before it was killed")
            self.assertGreaterEqual(self.bytes_of(pattern, folder), reached, "it began anew")
            reached = self.bytes_of(pattern, folder)
            self.kill_client()
        self.run_client(*words)
        return self.finish_client()

    def where(self, who):
        return f"{who}@127.0.0.1:{self.broker.port}"

    def uploads_over_kills(self, *words):
        source = self.broker.path / "source.bin"
        data = os.urandom(48 * 2**20 + 77)
        source.write_bytes(data)
        words = [word.replace("SOURCE", str(source)) for word in words]
        self.kill_five_times(words, "*", self.broker.data / "blobs" / "partial", len(data))
        self.all_is_well(data)

    def downloads_over_kills(self, *words):
        data = os.urandom(48 * 2**20 + 77)
        seq = self.alice.upload("lobby", data, name="../big.bin")
        words = [word.replace("SEQ", str(seq)).replace("FOLDER", str(self.folder)) for word in words]
        self.kill_five_times(words, ".*.part", self.folder, len(data))
        saved = list(self.folder.iterdir())
        self.assertEqual(len(saved), 1, saved)
        self.assertTrue(saved[0].read_bytes() == data)
        self.assertEqual(saved[0].stat().st_mode & 0o777, 0o600)

    def test_a_script_that_was_killed_goes_on_with_its_upload(self):
        self.uploads_over_kills(sys.executable, str(ROOT / "tools" / "sendfile.py"), "--as", self.where("carol"),
                                "--room", "lobby", "SOURCE")

    def test_a_script_that_was_killed_goes_on_with_its_download(self):
        self.downloads_over_kills(sys.executable, "-c", SAVE, self.where("carol"), "SEQ", "FOLDER")

    @unittest.skipUnless(CLI, "needs chat-cli")
    def test_a_command_line_that_was_killed_goes_on_with_its_upload(self):
        self.uploads_over_kills(CLI, "--as", self.where("carol"), "upload", "SOURCE", "--room", "lobby")

    @unittest.skipUnless(CLI, "needs chat-cli")
    def test_a_command_line_that_was_killed_goes_on_with_its_download(self):
        self.downloads_over_kills(CLI, "--as", self.where("carol"), "download", "lobby", "SEQ", "--folder", "FOLDER")


if __name__ == "__main__":
    counting.main()
