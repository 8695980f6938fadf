"""Everyone at one table: two chat-cli, zchat.py and a client from the protocol page, on one broker."""

import json
import os
import subprocess
import sys
import threading
import unittest

import counting
from processes import CLI, PATIENCE, ROOT, Broker, die_with_the_test, wait_until
from raw import Raw

sys.path.insert(0, str(ROOT / "tools"))
import zchat  # noqa: E402


class Together(unittest.TestCase):
    def setUp(self):
        self.broker = Broker("--rate", "off")
        self.home = self.broker.path / "home"
        self.processes = []
        self.dave = Raw(self.broker)
        self.dave.register("dave")
        self.dave.hello()
        self.carol = zchat.Client(f"carol@{self.where()}", home=self.home)

    def tearDown(self):
        for process in self.processes:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                if not pipe.closed:
                    pipe.close()
        self.carol.close()
        self.dave.close()
        self.broker.close()

    def where(self):
        return f"127.0.0.1:{self.broker.port}"

    def cli(self, who, *words, **more):
        """A chat-cli of `who` that runs."""
        process = subprocess.Popen([CLI, "--as", f"{who}@{self.where()}", "--home", str(self.home), *words],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   preexec_fn=die_with_the_test, **more)
        self.processes.append(process)
        return process

    def run_cli(self, who, *words, stdin=""):
        """What a chat-cli of `who` prints that must do what it is asked."""
        process = self.cli(who, *words)
        out, err = process.communicate(stdin, timeout=PATIENCE)
        self.assertEqual(process.returncode, 0, err)
        return out

    def listen(self, who, *words):
        """Objects that a `follow --json` of `who` printed so far, in a list that grows."""
        process = self.cli(who, "follow", "--json", *words)
        heard = []

        def read():
            for line in process.stdout:
                heard.append(json.loads(line))

        threading.Thread(target=read, daemon=True).start()
        return heard

    def says(self, heard, body):
        return wait_until(lambda: [e for e in heard if e.get("body") == body], f"'{body}' to be heard")[0]

    def test_words_of_each_reach_all_the_others(self):
        self.run_cli("alice", "send", "lobby", "alice is here")
        heard = self.listen("bob", "--from", "1", "lobby")
        self.says(heard, "alice is here")
        self.carol.post("lobby", "carol is here")
        self.says(heard, "carol is here")
        self.dave.post("lobby", "dave is here")
        entry = self.says(heard, "dave is here")
        self.assertEqual((entry["by"], entry["room"], entry["kind"]), ("dave", "lobby", "text"))
        seq = entry["seq"]
        self.dave.post("lobby", kind="edit", of=seq, body="dave was here")
        self.run_cli("alice", "react", "lobby", str(seq), "👍")
        message = [m for m in self.carol.request("history", room="lobby")["messages"] if m["seq"] == seq][0]
        self.assertEqual((message["body"], message["reactions"]), ("dave was here", {"👍": ["alice"]}))
        log = self.dave.log("lobby")
        wait_until(lambda: len(heard) >= len(log), "the whole log")
        self.assertEqual([e["seq"] for e in heard], [e["seq"] for e in log])
        self.assertEqual([e["by"] for e in heard], [e["by"] for e in log])

    def test_private_words_stay_among_members(self):
        self.run_cli("alice", "whoami")
        self.run_cli("bob", "whoami")
        self.run_cli("alice", "create", "vault", "--private")
        self.run_cli("alice", "invite", "vault", "bob")
        heard = self.listen("bob", "vault")
        self.dave.subscribe("")
        wait_until(lambda: self.run_cli("alice", "send", "vault", "psst") is not None and heard, "bob to hear")
        self.assertEqual({e["room"] for e in heard}, {"vault"})
        with self.assertRaises(zchat.Refused) as caught:
            self.carol.post("vault", "let me in")
        self.assertEqual(caught.exception.code, "E_NOT_FOUND")
        self.run_cli("alice", "remove", "vault", "bob")
        self.run_cli("alice", "send", "vault", "now that bob is gone")
        last = self.dave.post("lobby", "the last word")
        for _, body in self.dave.frames():
            self.assertNotIn("vault", str(body))
            if body["ev"] == "log" and body["entries"][-1]["seq"] == last:
                break
        self.assertNotIn("now that bob is gone", str(heard))
        refused = self.cli("bob", "send", "vault", "still there?")
        refused.communicate(timeout=PATIENCE)
        self.assertEqual(refused.returncode, 1)

    def test_all_converge_after_the_broker_was_killed(self):
        heard = self.listen("alice", "--from", "1", "lobby")
        for i in range(10):
            self.carol.post("lobby", f"before {i}")
        self.says(heard, "before 9")
        sender = self.cli("bob", "send", "lobby", "--batch", "0s")
        self.dave.close()
        self.broker.kill()
        sender.stdin.write("bob wrote this while it was down\n")
        sender.stdin.close()
        poster = threading.Thread(target=self.carol.post, args=("lobby", "carol, too"), daemon=True)
        poster.start()
        self.broker.start()
        poster.join(PATIENCE)
        self.says(heard, "carol, too")
        self.dave.connect()
        wait_until(lambda: any(e.get("body", "").startswith("bob wrote") for e in heard), "what bob wrote")
        log = self.dave.log("lobby")
        wait_until(lambda: len(heard) >= len(log), "the whole log")
        self.assertEqual([(e["seq"], e["by"], e.get("body")) for e in heard],
                         [(e["seq"], e["by"], e.get("body")) for e in log])
        bodies = [e["body"] for e in log if "body" in e]
        self.assertEqual(len(bodies), len(set(bodies)))

    def test_a_follower_hears_again_after_every_restart(self):
        # libzmq's thread stopped for good in one of ten reconnects when a socket's monitor was closed too early.
        heard = self.listen("alice", "--from", "1", "lobby")
        for i in range(12):
            self.carol.post("lobby", f"round {i}")
            self.says(heard, f"round {i}")
            self.broker.kill()
            self.broker.start()
        seqs = [e["seq"] for e in heard]
        self.assertEqual(seqs, list(range(1, len(seqs) + 1)))

    def test_what_was_typed_offline_arrives_once_and_in_order_though_the_client_was_killed(self):
        self.run_cli("alice", "send", "lobby", "alice is known")
        self.broker.kill()
        folder = self.home / "servers" / f"127.0.0.1_{self.broker.port}"
        sender = self.cli("alice", "--timeout", "0", "send", "lobby", "--batch", "10ms", "--keep")
        for i in range(5):
            words = f"typed offline {i}"
            sender.stdin.write(words + "\n")
            sender.stdin.flush()
            wait_until(lambda: any(words.encode() in path.read_bytes() for path in folder.glob("alice*.db*")),
                       "the words to be on disk")
        sender.kill()
        sender.wait()
        self.broker.start()
        self.run_cli("alice", "send", "lobby", "and the last word")
        bodies = [m["body"] for m in self.carol.request("history", room="lobby")["messages"] if m["kind"] == "text"]
        self.assertEqual(bodies, ["alice is known", *(f"typed offline {i}" for i in range(5)), "and the last word"])


if __name__ == "__main__":
    counting.main()
