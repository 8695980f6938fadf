"""Five backups while people talk, change, redact and send files: each is served, and is the log up to its heads."""

import os
import random
import signal
import subprocess
import time
import unittest

import counting
from load import Talker, misplaced
from processes import BROKER, Broker, die_with_the_test
from raw import Raw

BACKUPS = int(os.environ.get("ZCHAT_BACKUPS", "5"))
FILES = 25
ROOMS = ("lobby", "den")


class Restored(Broker):
    """A broker on a backup, in the place of nobody."""

    def __init__(self, folder):
        self.copy = folder
        super().__init__("--rate", "off")

    def start(self):
        self.data = self.copy
        return super().start()


def before_it_was_redacted(entry):
    """What a later redaction leaves as it is."""
    return {key: entry.get(key) for key in ("seq", "at", "by", "id", "kind", "of")}


class BackupUnderLoad(unittest.TestCase):
    def setUp(self):
        seed = int(os.environ.get("ZCHAT_SEED", random.randrange(1 << 32)))
        print(f"seed {seed}", flush=True)
        chance = random.Random(seed)
        self.broker = Broker("--rate", "off")
        self.talkers = [Talker(self.broker, name, list(ROOMS[:1]), chance) for name in ("alice", "bob")]
        self.alice = self.talkers[0]
        self.alice.ask("create", room="den", kind="private", invite=["bob"])
        for talker in self.talkers:
            talker.rooms = list(ROOMS)
        self.sender = Raw(self.broker)
        self.sender.register("carol")
        self.files = {}  # seq in the lobby: bytes

    def tearDown(self):
        for client in (*self.talkers, self.sender):
            client.close()
        self.broker.close()

    def work(self):
        for talker in self.talkers:
            talker.step()
        if len(self.files) < FILES:
            data = os.urandom(20_000)
            self.files[self.sender.upload("lobby", data)] = data

    def start_backup(self, target):
        words = [BROKER, "backup", "--data", str(self.broker.data), str(target)]
        return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                preexec_fn=die_with_the_test)

    def back_up(self, target):
        """The heads that it names."""
        backup = self.start_backup(target)
        rounds = 0
        while backup.poll() is None:
            self.work()
            rounds += 1
        said, complaint = backup.communicate()
        self.assertEqual(backup.returncode, 0, complaint)
        self.assertGreater(rounds, 0, "nobody worked meanwhile")
        return {room: int(head) for room, head in (line.split() for line in said.splitlines())}

    def check_copy(self, target, heads, logs):
        check = subprocess.run([BROKER, "check", "--data", str(target)], capture_output=True, text=True)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
        served = Restored(target)
        alice = Raw(served, self.alice.keys)
        try:
            for room in ROOMS:
                copied = alice.log(room)
                self.assertEqual(len(copied), heads[room])
                for entry, now in zip(copied, logs[room]):
                    if now.get("redacted") and not entry.get("redacted"):
                        entry, now = map(before_it_was_redacted, (entry, now))
                    self.assertEqual(entry, now)
            for seq, data in self.files.items():
                if seq <= heads["lobby"]:
                    self.assertEqual(alice.download("lobby", seq), data)
            # It goes on where the copy ends.
            self.assertEqual(alice.post("lobby", "after the restoring"), heads["lobby"] + 1)
        finally:
            alice.close()
            served.close()

    def test_each_of_five_backups_is_the_log_up_to_the_heads_it_names(self):
        copies = []
        for number in range(BACKUPS):
            until = time.monotonic() + 0.5
            while time.monotonic() < until:
                self.work()
            target = self.broker.path / f"backup-{number}"
            copies.append((target, self.back_up(target)))
        for talker in self.talkers:
            talker.finish()
        logs = {room: self.alice.log(room) for room in ROOMS}
        for talker in self.talkers:
            self.assertEqual(misplaced(talker.acknowledged, logs), [])
        self.assertEqual([path for path in self.broker.path.iterdir() if "unfinished" in path.name], [])
        self.assertGreater(copies[-1][1]["lobby"], copies[0][1]["lobby"])
        for target, heads in copies:
            self.check_copy(target, heads, logs)
        print(f"{BACKUPS} backups of {sum(map(len, logs.values()))} entries and {len(self.files)} files", flush=True)

    def test_a_backup_that_is_killed_leaves_no_folder_that_looks_like_one(self):
        for _ in range(50):
            self.work()
        for talker in self.talkers:
            talker.finish()
        target = self.broker.path / "cut-short"
        backup = self.start_backup(target)
        while backup.poll() is None and not list(self.broker.path.glob("cut-short.unfinished-*")):
            pass
        backup.send_signal(signal.SIGKILL)
        backup.communicate()
        self.assertEqual(backup.returncode, -signal.SIGKILL, "it was done before it could be killed")
        self.assertFalse(target.exists())
        self.assertEqual(len(self.back_up(target)), 2)  # and the name is still free


if __name__ == "__main__":
    counting.main()
