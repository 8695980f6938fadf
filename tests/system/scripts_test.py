"""tools/zchat.py and the scripts on it, against a real broker that goes and comes back."""

import json
import os
import pathlib
import subprocess
import sys
import threading
import unittest

import counting
from processes import PATIENCE, ROOT, Broker, wait_until
from raw import Raw

sys.path.insert(0, str(ROOT / "tools"))
import zchat  # noqa: E402


class Scripts(unittest.TestCase):
    def setUp(self):
        self.broker = Broker()
        self.home = self.broker.path / "home"
        self.clients = []
        self.processes = []

    def tearDown(self):
        for process in self.processes:
            process.kill()
            process.communicate()
        for client in self.clients:
            client.close()
        self.broker.close()

    def client(self, name, **more):
        self.clients.append(zchat.Client(f"{name}@127.0.0.1:{self.broker.port}", home=self.home, **more))
        return self.clients[-1]

    def script(self, name, *words, stdin=None):
        environment = {**os.environ, "ZCHAT_HOME": str(self.home), "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen([sys.executable, str(ROOT / "tools" / name), *words], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        self.processes.append(process)
        return process

    def test_a_name_is_registered_once_and_is_the_same_device_later(self):
        first = self.client("alice")
        self.assertEqual(first.me["role"], "admin")
        again = self.client("alice")
        self.assertEqual(again.me, first.me)
        folder = self.home / "servers" / f"127.0.0.1_{self.broker.port}"
        self.assertEqual((folder / "server.key").read_text(), self.broker.door["key"] + "\n")
        self.assertEqual((folder / "alice.key").read_text().split()[0], first.me["device"])

    def test_another_device_cannot_take_a_name(self):
        self.client("alice")
        with self.assertRaises(zchat.Refused) as caught:
            zchat.Client(f"alice@127.0.0.1:{self.broker.port}", home=self.broker.path / "elsewhere")
        self.assertEqual(caught.exception.code, "E_CONFLICT")
        self.assertEqual(list(self.broker.path.glob("elsewhere/servers/*/alice.key")), [])

    def test_a_post_stands_once_however_often_it_is_sent(self):
        alice = self.client("alice")
        own = os.urandom(16)
        self.assertEqual(alice.post("lobby", "once", id=own), alice.post("lobby", "once", id=own))
        with self.assertRaises(zchat.Refused) as caught:
            alice.post("nowhere", "x")
        self.assertEqual(caught.exception.code, "E_NOT_FOUND")

    def test_a_follower_misses_nothing_while_the_broker_is_killed_and_comes_back(self):
        alice, bob = self.client("alice"), self.client("bob")
        alice.request("create", room="vault", kind="private", invite=["bob"])
        heard = []

        def listen():
            for entry in bob.follow(["lobby", "vault"], after=0):
                heard.append(entry)
                if {e["room"] for e in heard if e.get("body") == "the end"} == {"lobby", "vault"}:
                    return

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        for i in range(20):
            alice.post("lobby" if i % 2 else "vault", f"before {i}")
        wait_until(lambda: any(e.get("body") == "before 19" for e in heard), "what was said before")
        self.broker.kill()
        self.broker.start()
        for i in range(20):
            alice.post("lobby" if i % 2 else "vault", f"after {i}")
        for room in ("lobby", "vault"):
            alice.post(room, "the end")
        listener.join(PATIENCE)
        self.assertFalse(listener.is_alive())
        for room in ("lobby", "vault"):
            seqs = [e["seq"] for e in heard if e["room"] == room]
            self.assertEqual(seqs, list(range(1, len(seqs) + 1)))
        bodies = [e["body"] for e in heard if e["kind"] == "text"]
        self.assertEqual(len(bodies), 42)

    def test_a_post_waits_for_a_broker_that_is_away(self):
        alice = self.client("alice")
        self.broker.kill()
        seqs = []
        poster = threading.Thread(target=lambda: seqs.append(alice.post("lobby", "patience")), daemon=True)
        poster.start()
        self.broker.start()
        poster.join(PATIENCE)
        self.assertEqual([e["body"] for e in entry_at(self, seqs[0])], ["patience"])

    def test_a_cursor_goes_on_where_it_stopped(self):
        alice = self.client("alice")
        for i in range(5):
            alice.post("lobby", f"line {i}")
        taken = []
        for entry in alice.follow("lobby", cursor="nightly"):
            taken.append(entry["seq"])
            if entry.get("body") == "line 2":
                break  # worked off up to line 1; line 2 was being worked on
        rest = [e for e in alice.follow("lobby", cursor="nightly", until_head=True)]
        self.assertEqual([e["body"] for e in rest], ["line 2", "line 3", "line 4"])
        self.assertEqual(list(alice.follow("lobby", cursor="nightly", until_head=True)), [])

    def test_the_scripts_inject_and_follow(self):
        where = f"127.0.0.1:{self.broker.port}"
        follower = self.script("follow.py", "--as", f"bob@{where}", "--json", "--from", "1", "lobby")
        injector = self.script("inject.py", "--as", f"alice@{where}", "lobby")
        injector.communicate("first line\n\nsecond line\n", timeout=PATIENCE)
        self.assertEqual(injector.returncode, 0)
        done = self.script("inject.py", "--as", f"alice@{where}", "--data", "build", '{"passed": true}', "lobby",
                           "build passed")
        self.assertEqual(done.wait(PATIENCE), 0, done.stderr.read())
        said = []
        while not said or said[-1].get("type") != "build":
            said.append(json.loads(follower.stdout.readline()))
        self.assertEqual([e["body"] for e in said if "body" in e], ["first line", "second line", "build passed"])
        self.assertEqual([e["seq"] for e in said], list(range(1, len(said) + 1)))
        self.assertEqual({e["room"] for e in said}, {"lobby"})

    def test_a_file_is_sent_and_saved_under_a_name_of_its_own(self):
        alice, bob = self.client("alice"), self.client("bob")
        source, folder = self.broker.path / "report.pdf", self.broker.path / "in"
        folder.mkdir()
        source.write_bytes(os.urandom(3 * 2**20 + 5))
        told, asked = [], bob.post("lobby", "where are the figures?")
        seq = alice.send_file("lobby", source, "the figures", lambda done, size: told.append((done, size)), reply=asked)
        entry = next(e for e in bob.follow("lobby", after=seq - 1, until_head=True))
        self.assertEqual([entry[key] for key in ("name", "media", "body", "reply", "size")],
                         ["report.pdf", "application/pdf", "the figures", asked, 3 * 2**20 + 5])
        self.assertEqual((told[0][0], told[-1]), (0, (3 * 2**20 + 5, 3 * 2**20 + 5)))
        self.assertEqual(told, sorted(told))
        paths = [bob.save_file("lobby", seq, folder) for _ in range(2)]
        self.assertEqual([path.name for path in paths], ["report.pdf", "report (2).pdf"])
        exact = folder / "exact"
        exact.write_text("goes")
        paths.append(bob.save_file("lobby", seq, exact))
        for path in paths:
            self.assertEqual(path.read_bytes(), source.read_bytes())
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.assertEqual(sorted(path.name for path in folder.iterdir()), ["exact", "report (2).pdf", "report.pdf"])
        self.assertNotEqual(alice.send_file("lobby", source, "the figures", reply=asked), seq)  # meant twice
        self.assertEqual(list(alice.folder.path.glob("*.upload")), [])

    def test_files_wait_for_a_broker_that_is_killed_again_and_again(self):
        alice, bob = self.client("alice"), self.client("bob")
        source, saved = self.broker.path / "big.bin", self.broker.path / "saved.bin"
        source.write_bytes(os.urandom(48 * 2**20))
        points = {2**20 * at for at in (5, 21, 40)}

        def killing(done, size):
            for point in {point for point in left if point <= done}:
                left.discard(point)
                self.broker.kill()
                self.broker.start()

        left = set(points)
        seq = alice.send_file("lobby", source, progress=killing)
        self.assertEqual(left, set())
        left = set(points)
        bob.save_file("lobby", seq, saved, progress=killing)
        self.assertEqual(left, set())
        self.assertTrue(saved.read_bytes() == source.read_bytes())
        self.assertEqual([e["kind"] for e in bob.follow("lobby", after=0, until_head=True)].count("file"), 1)

    def test_what_cannot_be_sent_or_saved_is_told_in_a_sentence(self):
        alice = self.client("alice")
        here = self.broker.path
        text = alice.post("lobby", "no file")
        seq = alice.send_file("lobby", __file__)
        for attempt in (lambda: alice.send_file("lobby", here / "absent"), lambda: alice.send_file("nowhere", __file__),
                        lambda: alice.send_file("lobby", here), lambda: alice.save_file("lobby", text, here),
                        lambda: alice.save_file("lobby", 999, here), lambda: alice.save_file("nowhere", 1, here),
                        lambda: alice.save_file("lobby", seq, here / "absent" / "x")):
            with self.assertRaisesRegex(zchat.Error, r"[^.]\.$"):
                attempt()
        alice.post("lobby", {"kind": "redact", "of": seq})
        with self.assertRaisesRegex(zchat.Error, "was removed"):
            alice.save_file("lobby", seq, here)
        self.assertEqual(list(here.glob(".*.part")), [])
        self.assertEqual(list(alice.folder.path.glob("*.upload")), [])

    def test_a_file_that_changes_while_it_is_sent_is_not_sent(self):
        alice = self.client("alice")
        source = self.broker.path / "log.txt"
        source.write_bytes(bytes(8 * 2**20))

        def changing(done, size):
            with open(source, "r+b") as file:
                file.truncate(2 * 2**20)

        with self.assertRaisesRegex(zchat.Error, "changed while it was being sent"):
            alice.send_file("lobby", source, progress=changing)
        self.assertNotIn("file", [e["kind"] for e in alice.follow("lobby", after=0, until_head=True)])
        wait_until(lambda: not list(self.broker.data.glob("blobs/partial/*")), "what was sent to be removed")

    def test_spoilt_bytes_of_a_download_that_was_cut_short_are_fetched_anew(self):
        alice = self.client("alice")
        source, folder = self.broker.path / "source", self.broker.path / "in"
        folder.mkdir()
        source.write_bytes(os.urandom(3 * 2**20))
        seq = alice.send_file("lobby", source)

        def stop(done, size):
            if done > 2**20:
                raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            alice.save_file("lobby", seq, folder, stop)
        part, = folder.iterdir()
        self.assertGreater(part.stat().st_size, 2**20)
        with open(part, "r+b") as file:
            file.write(b"spoilt")
        self.assertEqual(alice.save_file("lobby", seq, folder).read_bytes(), source.read_bytes())

    def test_the_script_sends_files(self):
        where = f"127.0.0.1:{self.broker.port}"
        names = [self.broker.path / name for name in ("a.txt", "b.txt")]
        for name in names:
            name.write_text(name.name)
        sender = self.script("sendfile.py", "--as", f"alice@{where}", *map(str, names), "--room", "lobby", "--caption",
                             "two of them", "--progress", "--print-seq")
        out, err = sender.communicate(timeout=PATIENCE)
        self.assertEqual(sender.returncode, 0, err)
        files = [e for e in self.client("bob").follow("lobby", after=0, until_head=True) if e["kind"] == "file"]
        self.assertEqual([(e["name"], e.get("body")) for e in files], [("a.txt", "two of them"), ("b.txt", None)])
        self.assertEqual(out, "".join(f"{e['seq']}\n" for e in files))
        self.assertIn("100 %", err)
        refused = self.script("sendfile.py", "--as", f"alice@{where}", "absent.txt", "--room", "lobby")
        self.assertEqual(refused.wait(PATIENCE), 1)
        self.assertEqual(refused.stderr.read(), "sendfile.py: absent.txt: No such file or directory.\n")

    def test_a_client_whose_broker_was_away_goes_on_when_it_is_back(self):
        alice = self.client("alice", timeout=1)
        self.broker.kill()
        with self.assertRaises(zchat.NoBroker):
            alice.request("rooms")
        self.broker.start()
        alice.request("rooms")

    def test_the_scripts_say_in_a_sentence_what_is_wrong(self):
        refused = self.script("inject.py", "--as", f"alice@127.0.0.1:{self.broker.port}", "nowhere", "x")
        self.assertEqual(refused.wait(PATIENCE), 1)
        self.assertRegex(refused.stderr.read(), r"inject\.py: .*nowhere.*\.")
        self.broker.kill()
        nobody = self.script("follow.py", "--as", f"alice@127.0.0.1:{self.broker.port}", "lobby")
        self.assertEqual(nobody.wait(PATIENCE), 1)
        self.assertIn("No broker answers at 127.0.0.1", nobody.stderr.read())

    def test_a_broker_with_another_key_is_not_spoken_to(self):
        alice = self.client("alice")
        alice.post("lobby", "x")
        self.broker.kill()
        self.broker = Broker(data="other", instead_of=self.broker)
        with self.assertRaises(zchat.KeyChanged):
            self.client("alice")

    def test_an_invite_link_lets_in_pins_and_serves_once(self):
        self.broker.close()
        self.broker = Broker(registration="invite")
        self.home = self.broker.path / "home"
        link = wait_until(lambda: [w for w in self.broker.said().split() if w.startswith("zchat://")],
                          "the administrator's link")[0].strip('",')
        with self.assertRaises(zchat.NotAdmitted):
            self.client("eve")
        root = zchat.Client("root", invite=link, home=self.home)
        self.clients.append(root)
        self.assertEqual(root.me["role"], "admin")
        self.assertGreater(root.post("lobby", "hello"), 0)
        again = zchat.Client("root", invite=link, home=self.home)  # the same device again: it is in already
        self.clients.append(again)
        self.assertEqual(again.me, root.me)
        with self.assertRaises(zchat.Error):
            zchat.Client("eve", invite=link, home=self.broker.path / "elsewhere")

    def test_the_follower_of_fifteen_lines_follows(self):
        source = ROOT / "tools" / "examples" / "follower.py"
        self.assertLessEqual(len(source.read_text().splitlines()), 15)
        alice = self.client("alice")
        alice.post("lobby", "before it came")
        for _ in range(2):  # the second time it has its key
            process = subprocess.Popen([sys.executable, str(source), "127.0.0.1", str(self.broker.port)],
                                       stdout=subprocess.PIPE, text=True, cwd=self.broker.path)
            self.processes.append(process)
            self.assertIn("alice", process.stdout.readline())
            alice.post("lobby", "while it listens")
            while "while it listens" not in (line := process.stdout.readline()):
                self.assertTrue(line)
            process.kill()
            process.wait()
        self.assertEqual(os.stat(pathlib.Path(self.broker.path) / "follower.key").st_mode & 0o777, 0o600)


def entry_at(test, seq):
    """The entry of that seq, as another account sees it."""
    reader = Raw(test.broker)
    try:
        reader.register("reader")
        return [e for e in reader.log("lobby") if e["seq"] == seq]
    finally:
        reader.close()


if __name__ == "__main__":
    counting.main()
