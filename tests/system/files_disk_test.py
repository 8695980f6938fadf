"""A disk that fills while a file comes in: E_STORAGE, nothing lost, and it goes on once there is room again."""

import os
import subprocess
import unittest

import counting
from files_case import CHUNK, FilesCase
from processes import BROKER, Broker, wait_until

MIB = 2**20
# A name space of its own, so that the mount ends with the broker; root, or a user who may make one.
MOUNT = 'mkdir -p "$1" && mount -t tmpfs -o size=48m,mode=0700 none "$1" && shift && exec "$@"'


def may_mount():
    try:
        return subprocess.run(["unshare", "--mount", "--map-root-user", "sh", "-c", MOUNT, "sh", "/tmp", "true"],
                              capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


class OnSmallDisk(Broker):
    """A broker whose data lie on a small file system of its own."""

    def started_with(self, words):
        return ["unshare", "--mount", "--map-root-user", "sh", "-c", MOUNT, "sh", str(self.data), *words]

    def seen(self, path):
        """A path as the broker sees it."""
        return type(self.data)(f"/proc/{self.process.pid}/root{path}")


class Disk(FilesCase):
    def fill(self, leave):
        """Leaves so many bytes on the broker's disk."""
        self.ballast = self.broker.seen(self.broker.data) / "ballast"
        room = os.statvfs(self.broker.seen(self.broker.data))
        with open(self.ballast, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, room.f_bavail * room.f_frsize - leave)

    def refused_for_want_of_room(self, place, data):
        """Sends chunks until one is refused; the offset that stood then."""
        offset = place["offset"]
        while offset < len(data):
            answer = self.alice.answer(self.alice.send_chunk(place, offset, data))
            if not answer["ok"]:
                self.assertEqual(answer["code"], "E_STORAGE")
                return offset
            offset = answer["offset"]
        raise AssertionError("the disk did not fill")

    @unittest.skipUnless(may_mount(), "may not mount a file system here")
    def test_a_full_disk_refuses_chunks_and_takes_them_when_there_is_room_again(self):
        self.serve("--disk-reserve", "off", broker=OnSmallDisk)
        before = self.alice.upload("lobby", os.urandom(MIB))
        data = os.urandom(16 * MIB)
        fields = self.alice.offered("lobby", data)
        place = self.alice.ask("offer", fields)
        self.fill(4 * MIB)
        stopped = self.refused_for_want_of_room(place, data)
        self.assertGreater(stopped, 2 * MIB)
        again = self.alice.answer(self.alice.send_chunk(place, stopped, data))
        self.assertEqual(again["code"], "E_STORAGE")
        self.assertEqual(len(self.bob.download("lobby", before)), MIB)
        self.ballast.unlink()
        place = self.alice.ask("offer", fields)
        self.assertEqual(place["offset"], stopped)  # nothing of a refused chunk counts
        self.alice.send_data(place, data)
        seq = self.alice.ask("finish", transfer=place["transfer"])["seq"]
        self.assertTrue(self.bob.download("lobby", seq) == data)

    def post(self, person, acknowledged):
        """One post: the code of a refusal, or None once it stands in `acknowledged`."""
        own, body = os.urandom(16), os.urandom(300).hex()
        answer = person.answer(person.send("post", room="lobby", id=own, kind="text", body=body))
        if answer["ok"]:
            acknowledged[own] = (answer["seq"], person.name, body)
        return None if answer["ok"] else answer["code"]

    @unittest.skipUnless(may_mount(), "may not mount a file system here")
    def test_words_are_refused_on_a_full_disk_and_taken_again_without_a_restart(self):
        self.serve("--disk-reserve", "off", broker=OnSmallDisk)
        acknowledged = {}
        for _ in range(3):
            self.assertIsNone(self.post(self.alice, acknowledged))
            self.fill(256 * 1024)
            refused = set()
            for i in range(4000):
                refused.add(self.post((self.alice, self.bob)[i % 2], acknowledged))
                if refused - {None} and i % 50 == 49:
                    break
            self.assertEqual(refused, {None, "E_STORAGE"})
            self.bob.ask("ping")
            self.assertEqual(len(self.bob.ask("entries", room="lobby", after=0, limit=5)["entries"]), 5)
            self.ballast.unlink()
            wait_until(lambda: self.post(self.alice, acknowledged) is None, "a post to be taken again")
            self.assertIsNone(self.broker.process.poll())
        log = self.alice.log("lobby")
        held = {entry["id"]: (entry["seq"], entry["by"], entry["body"]) for entry in log if "id" in entry}
        self.assertEqual(len(held), sum("id" in entry for entry in log), "a post stands twice")
        self.assertEqual({own: held.get(own) for own in acknowledged}, acknowledged)
        self.assertEqual(len(held), len(acknowledged), "a post that was refused stands")

    @unittest.skipUnless(may_mount(), "may not mount a file system here")
    def test_words_go_on_while_the_reserve_keeps_files_out(self):
        self.serve("--disk-reserve", "8M", broker=OnSmallDisk)
        data = os.urandom(16 * MIB)
        place = self.alice.ask("offer", self.alice.offered("lobby", data))
        self.fill(10 * MIB)
        self.refused_for_want_of_room(place, data)
        for i in range(50):
            self.alice.post("lobby", f"word {i} " + "x" * 1000)
        self.assertEqual(self.alice.refused("offer", self.alice.offered("lobby", bytes(4 * MIB))), "E_STORAGE")
        self.ballast.unlink()
        wait_until(lambda: self.alice.answer(self.alice.send("offer", self.alice.offered("lobby", bytes(CHUNK))))["ok"],
                   "files to be taken again")

    def test_a_reserve_that_is_larger_than_the_disk_keeps_files_out_and_lets_words_in(self):
        self.serve("--disk-reserve", "1000000G")
        self.assertEqual(self.alice.refused("offer", self.alice.offered("lobby", b"x")), "E_STORAGE")
        self.alice.post("lobby", "words need no room to speak of")
        self.comes_to_hold()


if __name__ == "__main__":
    counting.main()
