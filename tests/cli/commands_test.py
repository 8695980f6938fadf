"""chat-cli as people and scripts run it: a real broker, real pipes, a real terminal."""

import json
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
import counting  # noqa: E402
from processes import CLI, PATIENCE, Broker, die_with_the_test, wait_until  # noqa: E402

DONE, REFUSED, USAGE, NO_CONNECTION, NOT_TRUSTED, LOCAL_FAILURE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


class Terminal:
    """A chat-cli on a pseudo terminal: what it wrote so far, and keys to press."""

    def __init__(self, words, environment):
        self.seen = ""
        self.process, self.screen = pty.fork()
        if self.process == 0:
            die_with_the_test()
            os.execve(CLI, words, environment)

    def wait_for(self, text):
        """Waits until `text` is written, and forgets all up to its end."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            ready, _, _ = select.select([self.screen], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise AssertionError(f"waited in vain for {text!r} in {self.seen!r}")
            try:
                self.seen += os.read(self.screen, 65536).decode()
            except OSError:
                raise AssertionError(f"ended without {text!r}: {self.seen!r}") from None
        before, self.seen = self.seen.split(text, 1)
        return before

    def press(self, keys):
        os.write(self.screen, keys.encode())

    def end(self):
        """The exit code, once it ended."""
        try:
            while os.read(self.screen, 65536):
                pass
        except OSError:
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


class Commands(unittest.TestCase):
    def setUp(self):
        self.broker = Broker("--rate", "off")
        self.home = self.broker.path / "home"

    def tearDown(self):
        self.broker.close()

    def words(self, who, *words):
        return [CLI, "--as", f"{who}@localhost:{self.broker.port}", "--home", str(self.home), *words]

    def start(self, who, *words, **more):
        return subprocess.Popen(self.words(who, *words), preexec_fn=die_with_the_test,
                                **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE,
                                   "text": True, **more})

    def run_cli(self, who, *words, stdin="", code=DONE):
        process = self.start(who, *words)
        out, self.err = process.communicate(stdin, timeout=PATIENCE)
        self.assertEqual(process.returncode, code, self.err)
        return out

    def entries(self, *words):
        return [json.loads(line) for line in self.run_cli("bob", "follow", "--json", *words).splitlines()]

    def bodies(self, *words):
        return [entry["body"] for entry in self.entries(*words) if entry["kind"] == "text"]

    def terminal(self, who, *words):
        sanitizer = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        return Terminal(self.words(who, *words),
                        {"TERM": "xterm", "NO_COLOR": "1", "PATH": "/usr/bin:/bin", **sanitizer})

    # Sending.

    def test_send_ends_once_stored_and_prints_the_seq(self):
        seq = self.run_cli("alice", "send", "lobby", "--print-seq", "one", "[two,three]")
        self.assertEqual(seq, "2\n")
        self.assertIn("Its key is pinned", self.err)
        stored = json.loads(self.run_cli("alice", "send", "lobby", "--json", stdin="line\nother\n\n"))
        self.assertEqual((stored["room"], stored["seq"]), ("lobby", 3))
        self.assertEqual(self.bodies("lobby", "--from", "1", "--until-head"), ["one [two,three]", "line\nother"])

    def test_send_says_nothing_where_stdin_is_empty(self):
        self.assertEqual(self.run_cli("alice", "send", "lobby", "--print-seq", stdin="\n\n"), "")

    def test_lines_of_a_pipe_are_gathered_while_it_goes_on(self):
        with self.start("alice", "send", "lobby", "--batch", "50ms", "--code", "--print-seq") as sender:
            sender.stdin.write("first\n")
            sender.stdin.flush()
            self.assertEqual(sender.stdout.readline(), "2\n")
            sender.stdin.write("second\nthird")
            sender.stdin.close()
            self.assertEqual(sender.wait(PATIENCE), DONE)
        said = "\n".join(self.bodies("lobby", "--from", "1", "--until-head"))
        self.assertEqual(re.findall(r"first|second|third", said), ["first", "second", "third"])
        self.assertTrue(said.startswith("```\nfirst\n```"))

    def test_an_interrupted_pipe_still_tells_what_it_gathered(self):
        with self.start("alice", "send", "lobby", "--batch", "1h", "--print-seq") as sender:
            sender.stdin.write("x" * 20000 + "\ngathered\n")
            sender.stdin.flush()
            sender.stdout.readline()  # so much does not wait: now it surely has read
            sender.stdin.write("the last words\n")
            sender.stdin.flush()
            wait_until(lambda: unread(sender.stdin.fileno()) == 0, "the words to be read")
            sender.send_signal(signal.SIGINT)
            self.assertEqual(sender.wait(PATIENCE), INTERRUPTED)
        self.assertIn("the last words", self.bodies("lobby", "--from", "1", "--until-head")[-1])

    def test_data_is_one_json_object(self):
        self.run_cli("alice", "send", "lobby", "--data", "build", "--fallback", "ok", '{"n":[1,2.5],"by":"ci"}')
        entry = self.entries("lobby", "--from", "2", "--until-head")[0]
        self.assertEqual((entry["type"], entry["data"], entry["body"]), ("build", {"n": [1, 2.5], "by": "ci"}, "ok"))
        self.run_cli("alice", "send", "lobby", "--data", "build", "[1]", code=USAGE)

    # Following.

    def test_a_cursor_goes_on_exactly_where_it_stopped(self):
        for text in ("one", "two"):
            self.run_cli("alice", "send", "lobby", text)
        follow = ("lobby", "--cursor", "nightly", "--until-head")
        self.assertEqual(self.bodies(*follow), ["one", "two"])
        self.assertEqual(self.entries(*follow), [])
        self.broker.kill()
        self.broker.start()
        self.run_cli("alice", "send", "lobby", "three")
        self.assertEqual(self.bodies(*follow), ["three"])
        self.assertEqual(self.run_cli("bob", "read", "lobby", "--cursor", "nightly"),
                         self.run_cli("bob", "read", "lobby"))

    def test_a_cursor_stands_where_the_output_was_taken_when_interrupted(self):
        with self.start("bob", "follow", "lobby", "--json", "--cursor", "c") as follower:
            for text in ("one", "two", "three"):
                self.run_cli("alice", "send", "lobby", text)
            seen = ""
            while "three" not in seen:
                seen = follower.stdout.readline()
            follower.send_signal(signal.SIGINT)
            self.assertEqual(follower.wait(PATIENCE), INTERRUPTED)
        self.assertEqual(int(self.run_cli("bob", "read", "lobby", "--cursor", "c")), json.loads(seen)["seq"])

    def test_the_cursors_of_all_rooms_stand_at_the_end(self):
        self.run_cli("bob", "whoami")
        for room in ("two", "three"):
            self.run_cli("alice", "create", room, "--with", "bob")
        heads = {e["room"]: e["seq"] for e in self.entries("--cursor", "all", "--until-head")}
        self.assertEqual(sorted(heads), ["lobby", "three", "two"])
        for room, head in heads.items():
            self.assertEqual(int(self.run_cli("bob", "read", room, "--cursor", "all")), head)

    def test_from_counts_only_for_a_new_cursor(self):
        for text in ("one", "two", "three"):
            self.run_cli("alice", "send", "lobby", text)
        follow = ("lobby", "--cursor", "new", "--from", "3", "--until-head")
        self.assertEqual(self.bodies(*follow), ["two", "three"])
        self.assertEqual(self.bodies(*follow), [])

    def test_all_rooms_are_followed_and_new_ones_too(self):
        self.run_cli("bob", "whoami")
        self.run_cli("alice", "whoami")
        with self.start("bob", "follow", "--json", "--cursor", "all") as follower:
            follower.stdout.readline()  # of the lobby: it follows
            self.run_cli("alice", "create", "ops", "--private", "--with", "bob")
            self.run_cli("alice", "send", "ops", "in a new room")
            self.run_cli("alice", "send", "@bob", "for you")
            heard = {}
            while len(heard) < 2:
                entry = json.loads(follower.stdout.readline())
                if entry["kind"] == "text":
                    heard[entry["body"]] = entry["room"]
            self.assertEqual(heard["in a new room"], "ops")
            self.assertTrue(heard["for you"].startswith("~"))
            follower.terminate()
            follower.wait(PATIENCE)

    def test_a_reader_that_leaves_ends_follow_quietly(self):
        for i in range(3):
            self.run_cli("alice", "send", "lobby", "much " * 3000)
        with self.start("bob", "follow", "lobby", "--from", "1") as follower:
            follower.stdout.readline()
            follower.stdout.close()
            for i in range(8):  # more than the pipe holds
                self.run_cli("alice", "send", "lobby", "more " * 3000)
            self.assertEqual(follower.wait(PATIENCE), DONE)
            self.assertNotIn("rror", follower.stderr.read())

    def test_a_full_disk_is_a_local_failure(self):
        self.run_cli("alice", "send", "lobby", "something")
        with open("/dev/full", "w") as full:
            process = self.start("bob", "follow", "lobby", "--from", "1", "--until-head", stdout=full)
            _, err = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, LOCAL_FAILURE)
        self.assertIn("cannot be written", err)

    # Files.

    def source(self, name="source.bin", size=300_000):
        path = self.broker.path / name
        path.write_bytes(os.urandom(size))
        return path

    def test_a_file_goes_up_and_comes_down_the_same(self):
        source, down = self.source(), self.broker.path / "down"
        out = self.run_cli("alice", "upload", str(source), "--room", "lobby", "--caption", "hi", "--print-seq")
        self.assertEqual(out, "2\n")
        entry = self.entries("lobby", "--from", "2", "--until-head")[0]
        self.assertEqual((entry["kind"], entry["name"], entry["size"], entry["body"]),
                         ("file", "source.bin", 300_000, "hi"))
        path = self.run_cli("bob", "download", "lobby", "2", "--folder", str(down)).rstrip("\n")
        self.assertEqual(path, str(down / "source.bin"))
        self.assertEqual(pathlib.Path(path).read_bytes(), source.read_bytes())
        self.assertEqual(self.err, "")  # no progress in a pipe
        again = json.loads(self.run_cli("bob", "download", "lobby", "2", "--folder", str(down), "--json"))
        self.assertEqual(again["path"], str(down / "source (2).bin"))
        exact = down / "chosen"
        exact.write_text("old")
        self.run_cli("bob", "download", "lobby", "2", "-o", str(exact))
        self.assertEqual(exact.read_bytes(), source.read_bytes())
        self.assertEqual(sorted(p.name for p in down.iterdir()), ["chosen", "source (2).bin", "source.bin"])

    def test_several_files_and_a_picture_with_its_size(self):
        picture = self.broker.path / "dot.png"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x10" + bytes(20))
        self.run_cli("bob", "whoami")
        words = ("upload", str(self.source("a.txt", 10)), str(picture), "--room", "@bob", "--json")
        told = [json.loads(line) for line in self.run_cli("alice", *words).splitlines()]
        self.assertEqual(sorted(t["name"] for t in told), ["a.txt", "dot.png"])
        entries = {e["name"]: e for e in self.entries("@alice", "--from", "1", "--until-head")}
        self.assertEqual(entries["a.txt"]["media"], "text/plain")
        self.assertEqual((entries["dot.png"]["media"], entries["dot.png"]["width"], entries["dot.png"]["height"]),
                         ("image/png", 32, 16))

    def test_what_cannot_be_transferred_says_so(self):
        self.run_cli("alice", "upload", "/nowhere", "--room", "lobby", code=LOCAL_FAILURE)
        self.assertIn("is not a file that can be read", self.err)
        self.run_cli("alice", "upload", str(self.source()), "--room", "nowhere", code=REFUSED)
        self.assertIn("source.bin: ", self.err)
        self.run_cli("alice", "send", "lobby", "words")
        self.run_cli("alice", "download", "lobby", "2", code=REFUSED)
        self.assertIn("has no file", self.err)
        self.run_cli("alice", "download", "lobby", "99", code=REFUSED)
        self.run_cli("alice", "upload", str(self.source()), "--room", "lobby")
        self.run_cli("alice", "delete", "lobby", "3")
        self.run_cli("alice", "download", "lobby", "3", code=REFUSED)
        self.assertIn("was deleted", self.err)

    def test_an_interrupted_upload_goes_on_when_it_is_asked_again(self):
        source = self.source(size=200_000_000)
        words = ("upload", str(source), "--room", "lobby", "--print-seq")
        upload = self.terminal("alice", *words)
        upload.wait_for("left")
        os.kill(upload.process, signal.SIGINT)
        upload.wait_for("1 transfer goes on from there")
        self.assertEqual(upload.end(), INTERRUPTED)
        self.assertEqual(self.run_cli("alice", *words), "2\n")
        kinds = [e["kind"] for e in self.entries("lobby", "--from", "2", "--until-head")]
        self.assertEqual(kinds.count("file"), 1)

    def test_an_upload_without_a_broker_ends_in_time_and_goes_on_later(self):
        self.run_cli("alice", "whoami")
        self.broker.kill()
        source = self.source()
        self.run_cli("alice", "--timeout", "300ms", "upload", str(source), "--room", "lobby", code=NO_CONNECTION)
        self.assertIn("goes on", self.err)
        self.broker.start()
        self.run_cli("alice", "send", "lobby", "one-shot commands leave it alone")
        self.run_cli("alice", "upload", str(source), "--room", "lobby")
        kinds = [e["kind"] for e in self.entries("lobby", "--from", "2", "--until-head")]
        self.assertEqual([kind for kind in kinds if kind != "member"], ["text", "file"])

    # What scripts rely on.

    def test_refusals_and_wrong_usage_have_their_codes(self):
        self.run_cli("alice", "send", "nowhere", "x", code=REFUSED)
        self.assertIn("(E_NOT_FOUND)", self.err)
        self.run_cli("alice", "leave", "lobby", code=REFUSED)
        self.run_cli("alice", "send", "not a room", code=USAGE)

    def test_no_broker_ends_in_time_and_takes_the_message_back(self):
        self.run_cli("alice", "whoami")
        self.broker.kill()
        self.run_cli("alice", "--timeout", "300ms", "send", "lobby", "never", code=NO_CONNECTION)
        self.assertEqual(self.err.count("\n"), 1, self.err)
        self.run_cli("alice", "--timeout", "300ms", "send", "lobby", "later", "--keep", code=NO_CONNECTION)
        self.broker.start()
        self.run_cli("alice", "send", "lobby", "now")
        self.assertEqual(self.bodies("lobby", "--from", "1", "--until-head"), ["later", "now"])

    def test_a_changed_key_is_a_hard_stop(self):
        self.run_cli("alice", "whoami")
        pin = self.home / "servers" / f"localhost_{self.broker.port}" / "server.key"
        pin.write_text("ab" * 32 + "\n")
        self.run_cli("alice", "send", "lobby", "x", code=NOT_TRUSTED)
        self.assertIn("has changed", self.err)
        self.assertEqual(pin.read_text(), "ab" * 32 + "\n")

    def test_an_invite_link_lets_one_in_where_strangers_stay_out(self):
        self.run_cli("alice", "whoami")
        link = self.run_cli("alice", "ticket", "account", "--name", "carol").strip()
        self.broker.stop()
        self.broker.options = ("--registration", "invite")
        self.broker.start()
        self.run_cli("mallory", "--timeout", "20s", "rooms", code=NOT_TRUSTED)
        words = [CLI, "--home", str(self.home / "carols"), "--invite", link, "whoami", "--json"]
        out = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, preexec_fn=die_with_the_test)
        self.assertEqual(out.returncode, DONE, out.stderr)
        self.assertEqual(json.loads(out.stdout)["me"]["name"], "carol")

    # Talking.

    def test_the_line_being_typed_stays_whole_while_messages_arrive(self):
        self.run_cli("alice", "whoami")
        talk = self.terminal("bob", "talk")
        talk.wait_for("lobby> ")
        talk.press("half a s")
        talk.wait_for("half a s")
        self.run_cli("alice", "send", "lobby", "in \x1b[2J between")
        before = talk.wait_for("alice: in \\x1b[2J between")
        self.assertNotIn("\x1b[2J", before)
        talk.wait_for("lobby> half a s")
        talk.press("entence\r")
        talk.wait_for("bob: half a sentence")
        talk.press("/jo\t@alice\r")
        talk.wait_for("@alice> ")
        talk.press("psst\r")
        talk.wait_for("bob: psst")
        talk.press("\x04")
        self.assertEqual(talk.end(), DONE)
        self.assertEqual(self.bodies("@alice", "--from", "1", "--until-head"), ["psst"])
        self.assertEqual(self.bodies("lobby", "--from", "1", "--until-head")[-1], "half a sentence")

    def test_talk_without_a_terminal_reads_lines_and_waits_until_they_are_stored(self):
        out = self.run_cli("bob", "talk", stdin="one\n/nonsense\n//two\n")
        self.assertIn("no command /nonsense", out)
        self.assertNotIn("\x1b", out)
        self.assertEqual(self.bodies("lobby", "--from", "1", "--until-head"), ["one", "/two"])


def unread(pipe):
    """Bytes that wait in a pipe."""
    import fcntl
    import termios
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, b"\0\0\0\0"), sys.byteorder)


if __name__ == "__main__":
    counting.main()
