"""Power loss: the real broker is recorded under load, and what a crash could leave of its disk is opened again.

The recorder is preloaded and writes down every write, sync and change of a name; the clients append to the same
journal what they heard acknowledged. test_power cuts the power at random places of it. ZCHAT_POWER_DISKS says how
often, ZCHAT_POWER_SEED which; tools/power takes larger figures. From some 400 on, ZCHAT_POWER_TURNS makes the log move
into the file while the broker runs, and each disk takes its time.
"""

import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
import counting  # noqa: E402
from processes import Broker  # noqa: E402
from raw import Raw, hash_of  # noqa: E402

RECORDER, REPLAY = os.environ["ZCHAT_RECORDER"], os.environ["ZCHAT_REPLAY"]
DISKS = os.environ.get("ZCHAT_POWER_DISKS", "500")
SEED = os.environ.get("ZCHAT_POWER_SEED", "1")
TURNS = int(os.environ.get("ZCHAT_POWER_TURNS", "50"))  # in each of the broker's lives
ACKNOWLEDGED = 9  # journal.hpp

if pathlib.Path("/dev/shm").is_dir():
    tempfile.tempdir = os.environ["TMPDIR"] = "/dev/shm"  # a sync costs nothing there, and is recorded all the same


class Recorded(Broker):
    def __init__(self, journal, *options):
        self.journal = journal
        super().__init__("--rate", "off", *options, data="server/data")  # two folders deep, both new

    def started_with(self, words):
        return ["env", f"LD_PRELOAD={RECORDER}", f"ZCHAT_RECORD_ROOT={self.path}", f"ZCHAT_RECORD={self.journal}",
                *words]


class Power(unittest.TestCase):
    def setUp(self):
        self.chance = random.Random(int(SEED))
        self.kept = tempfile.TemporaryDirectory(prefix="zchat-journal-")
        self.journal = pathlib.Path(self.kept.name) / "journal"
        self.out = os.open(self.journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.broker = Recorded(self.journal)
        self.people = {name: Raw(self.broker) for name in ("alice", "bob", "carol")}
        self.rooms = 0
        self.said = []  # (room, seq, by) of what may be edited or redacted
        for name, person in self.people.items():
            person.register(name)

    def tearDown(self):
        for person in self.people.values():
            person.close()
        self.broker.close()
        os.close(self.out)
        self.kept.cleanup()

    def note(self, *words):
        text = "\t".join(map(str, words)).encode()
        os.write(self.out, struct.pack("<QQQII", ACKNOWLEDGED, 0, 0, len(text), 0) + text)

    def note_keys(self):
        for name in ("broker.key", "digest.key"):
            self.note("keys", name, (self.broker.data / name).read_text().rstrip("\n"))

    def restart(self, end):
        end()
        self.broker.start()
        for person in self.people.values():
            person.close()
            person.answers.clear()
            person.connect()

    def burst(self):
        """Posts of everybody at once: the hub takes them as few turns."""
        waiting = []
        for name, person in self.people.items():
            for _ in range(self.chance.randrange(1, 6)):
                own, body = os.urandom(16), "x" * self.chance.randrange(1, 700)
                waiting.append((name, own, body, person.send("post", room="lobby", id=own, kind="text", body=body)))
        for name, own, body, re in waiting:
            answer = self.people[name].answer(re)
            self.assertTrue(answer["ok"], answer)
            self.note("said", "lobby", answer["seq"], own.hex(), name, body)
            self.said.append(("lobby", answer["seq"], name))

    def change(self):
        """An edit, a reaction or a redaction of something that was said."""
        room, seq, by = self.chance.choice(self.said)
        own, kind = os.urandom(16), self.chance.choice(("edit", "react", "redact"))
        more = {"edit": {"body": f"edited {seq}"}, "react": {"emoji": "👍", "on": True}, "redact": {}}[kind]
        if kind == "redact":
            self.note("redacting", room, seq)
            self.said = [each for each in self.said if each[1] != seq or each[0] != room]
        made = self.people[by].ask("post", room=room, id=own, kind=kind, of=seq, **more)["seq"]
        self.note("entry", room, made, own.hex(), by)
        if kind == "redact":
            self.note("redacted", room, seq)

    def read(self):
        name, person = self.chance.choice(list(self.people.items()))
        seq = self.chance.randrange(1, 20)
        person.ask("read", room="lobby", seq=seq)
        self.note("marker", name, "lobby", seq)

    def send_file(self):
        name, person = self.chance.choice(list(self.people.items()))
        data, own = os.urandom(self.chance.randrange(1, 300_000)), os.urandom(16)
        seq = person.upload("lobby", data, id=own)
        self.note("file", "lobby", seq, own.hex(), name, hash_of(data).hex())
        self.said.append(("lobby", seq, name))

    def make_room(self):
        self.rooms += 1
        room = f"room{self.rooms}"
        self.people["bob"].ask("create", room=room, kind="private")
        self.people["bob"].ask("invite", room=room, who="carol")
        own = os.urandom(16)
        seq = self.people["carol"].post(room, "in a corner", id=own)
        self.note("said", room, seq, own.hex(), "carol", "in a corner")

    def load(self):
        for _ in range(TURNS):
            do = self.chance.choices((self.burst, self.change, self.read, self.send_file, self.make_room),
                                     (50, 30, 10, 4, 2))[0]
            if do != self.change or self.said:
                do()

    def test_what_was_acknowledged_stands_on_whatever_disk_a_power_loss_leaves(self):
        self.note_keys()
        self.load()
        self.restart(self.broker.kill)  # SQLite goes on with the log that was left
        self.load()
        self.restart(lambda: self.assertEqual(self.broker.stop(), 0))  # and with the file alone
        self.load()
        self.assertEqual(self.broker.stop(), 0)
        for person in self.people.values():
            person.close()  # a monitor that nobody reads while its socket knocks in vain stops libzmq
        ended = subprocess.run([REPLAY, self.journal, DISKS, SEED], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True)
        print(ended.stdout, end="", flush=True)
        self.assertEqual(ended.returncode, 0, ended.stdout)


if __name__ == "__main__":
    counting.main()
