"""tools/zchat.py as far as it needs no broker."""

import os
import pathlib
import socket
import sys
import tempfile
import threading
import unittest

import counting

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
import zchat  # noqa: E402

KEY = "ab" * 32


class Addresses(unittest.TestCase):
    def test_hosts_are_folded_and_the_port_is_5555_by_default(self):
        self.assertEqual(zchat.parse_address("Chat.Example"), ("chat.example", 5555))
        self.assertEqual(zchat.parse_address("host:99"), ("host", 99))
        self.assertEqual(zchat.parse_address("[::1]:99"), ("::1", 99))
        self.assertEqual(zchat.show(zchat.parse_address("[::1]")), "[::1]:5555")

    def test_what_is_no_address_is_refused(self):
        for text in ("", "a b", "host:0", "host:70000", "http://host", "host:", "a@b"):
            with self.assertRaises(zchat.Error, msg=text):
                zchat.parse_address(text)

    def test_an_invite_link_holds_address_key_and_secret(self):
        self.assertEqual(zchat.parse_invite(f"zchat://host:7/#{KEY}.{'cd' * 32}"), (("host", 7), KEY, "cd" * 32))
        for link in ("zchat://host", f"zchat://host/#{KEY}", f"http://host/#{KEY}.{KEY}"):
            with self.assertRaises(zchat.Error):
                zchat.parse_invite(link)


class Keys(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.folder = zchat.Folder(pathlib.Path(self.home.name) / "client", zchat.Address("::1", 5555))

    def tearDown(self):
        self.home.cleanup()

    def test_keys_and_pins_come_back_and_are_nobody_elses(self):
        self.assertIsNone(self.folder.pinned())
        self.assertIsNone(self.folder.keys("alice"))
        self.folder.pin(KEY)
        keys = zchat.new_keys()
        self.folder.keep_keys("alice", keys)
        self.assertEqual(self.folder.pinned(), KEY)
        self.assertEqual(self.folder.keys("alice"), keys)
        self.assertEqual(self.folder.path.name, "__1_5555")
        self.assertEqual(os.stat(self.folder.path).st_mode & 0o777, 0o700)
        for name in ("server.key", "alice.key"):
            self.assertEqual(os.stat(self.folder.path / name).st_mode & 0o777, 0o600)
        self.assertEqual((self.folder.path / "alice.key").read_text(), f"{keys[0]}\n{keys[1]}\n")
        self.assertEqual(sorted(os.listdir(self.folder.path)), ["alice.key", "server.key"])

    def test_an_account_called_server_leaves_the_pin_alone(self):
        self.folder.pin(KEY)
        keys = zchat.new_keys()
        self.folder.keep_keys("server", keys)
        self.assertEqual(self.folder.pinned(), KEY)
        self.assertEqual(self.folder.keys("server"), keys)
        self.assertEqual(sorted(os.listdir(self.folder.path)), ["server.key", "server~.key"])

    def test_the_public_half_follows_from_the_secret_one(self):
        public, secret = zchat.new_keys()
        self.assertEqual(zchat.public_of(secret), public)

    def test_a_broken_key_file_is_named(self):
        self.folder.keep_keys("alice", ("only",))
        with self.assertRaisesRegex(zchat.Error, "alice.key is not a key file"):
            self.folder.keys("alice")

    def test_an_upload_that_was_cut_short_keeps_its_id(self):
        first = self.folder.upload_id("0123")
        self.assertEqual((len(first), self.folder.upload_id("0123")), (16, first))
        self.assertNotEqual(self.folder.upload_id("4567"), first)
        self.folder.forget_upload("0123")
        self.assertNotEqual(self.folder.upload_id("0123"), first)
        self.assertEqual(os.stat(self.folder.path / "0123.upload").st_mode & 0o777, 0o600)

    def test_the_fingerprint_is_eight_groups_of_the_keys_hash(self):
        self.assertEqual(zchat.fingerprint("00" * 32), "89eb 0d6a 8a69 1dae 2cd1 5ed0 3699 31ce")

    def test_the_home_follows_the_environment(self):
        before = dict(os.environ)
        try:
            os.environ["ZCHAT_HOME"] = "/a"
            self.assertEqual(zchat.default_home(), pathlib.Path("/a"))
            del os.environ["ZCHAT_HOME"]
            os.environ["XDG_DATA_HOME"] = "/b"
            self.assertEqual(zchat.default_home(), pathlib.Path("/b/zchat/client"))
            del os.environ["XDG_DATA_HOME"]
            os.environ["HOME"] = "/c"
            self.assertEqual(zchat.default_home(), pathlib.Path("/c/.local/share/zchat/client"))
        finally:
            os.environ.clear()
            os.environ.update(before)


class Names(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_an_honest_name_stays_as_it_is(self):
        for name in ("report.pdf", "Übersicht 2024 (v2).tar.gz", "写真.jpg", "README", "a-b_c.d", "🎉.png"):
            self.assertEqual(zchat.safe_name(name), name)

    def test_hostile_names_become_harmless(self):
        for label, saved in (("../../.ssh/authorized_keys", "_.._.ssh_authorized_keys"), ("/etc/passwd", "_etc_passwd"),
                             ("..\\..\\x.dll", "_.._x.dll"), ("CON.txt", "_CON.txt"), ("nul", "_nul"),
                             ("com1.tar.gz", "_com1.tar.gz"), ("console.txt", "console.txt"),
                             ("a\u202egpj.exe", "agpj.exe"), ("a\u200bb\ufeff.txt", "ab.txt"), (".bashrc", "bashrc"),
                             ("-rf", "rf"), ("x\ny\x1b[2J\x00", "xy[2J"), ("  . .hidden", "hidden"),
                             ("ends. . ", "ends"), ("", "file"), ("...", "file"), (" ", "file"), ("\u202e", "file"),
                             ("C:evil", "C_evil")):
            with self.subTest(label=label):
                self.assertEqual(zchat.safe_name(label), saved)

    def test_long_names_keep_their_ending_and_whole_characters(self):
        for label in ("x" * 300 + ".txt", "ü" * 150 + ".tar", "写" * 99, "x" + "." * 300, "x." + "y" * 300):
            with self.subTest(label=label):
                saved = zchat.safe_name(label)
                self.assertLessEqual(len(saved.encode()), 200)
                self.assertNotIn("\ufffd", saved)
        self.assertTrue(zchat.safe_name("x" * 300 + ".txt").endswith("x.txt"))
        self.assertTrue(zchat.safe_name("ü" * 150 + ".tar").endswith("ü.tar"))

    def test_what_is_made_safe_stays_as_it_is_when_it_comes_again(self):
        for label in ("../../x", "CON", "-" * 250 + ". .", "ü" * 99 + " .txt", "a" * 196 + " . b.txt"):
            self.assertEqual(zchat.safe_name(zchat.safe_name(label)), zchat.safe_name(label))

    def test_nothing_that_is_there_is_gone_over(self):
        (self.folder / "a.txt").write_text("mine")
        (self.folder / "a (2).txt").symlink_to("/nowhere")
        part = self.folder / ".zchat-0.part"
        part.touch(mode=0o600)
        placed = zchat._place(part, self.folder, "a.txt")
        self.assertEqual(placed.name, "a (3).txt")
        self.assertEqual(placed.stat().st_mode & 0o777, 0o600)
        self.assertEqual((self.folder / "a.txt").read_text(), "mine")
        self.assertEqual(sorted(os.listdir(self.folder)), ["a (2).txt", "a (3).txt", "a.txt"])


class FrontDoors(unittest.TestCase):
    def door(self, line):
        """The address of a server that says `line` to whoever comes first."""
        server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(server.close)

        def serve():
            connection, _ = server.accept()
            with connection:
                connection.sendall(line)

        thread = threading.Thread(target=serve)
        thread.start()
        self.addCleanup(thread.join)
        return zchat.Address(*server.getsockname())

    def test_its_line_tells_key_ports_and_name(self):
        line = f"zchat/1 key={KEY} requests=1 events=2 name=A%20team new=thing\n"
        self.assertEqual(zchat.front_door(self.door(line.encode())), (KEY, 1, 2, "A team"))

    def test_anything_else_is_no_broker(self):
        for line in (b"", b"SSH-2.0-OpenSSH\r\n", b"zchat/1 key=ab requests=1 events=2\n", b"x" * 600,
                     f"zchat/1 key={KEY} requests=1\n".encode(), f"zchat/1 key={KEY} requests=1 events=2".encode()):
            with self.assertRaisesRegex(zchat.NoBroker, "not a zchat broker", msg=line):
                zchat.front_door(self.door(line))

    def test_a_closed_port_is_no_broker(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = zchat.Address(*server.getsockname())
        with self.assertRaisesRegex(zchat.NoBroker, "No broker answers at 127.0.0.1"):
            zchat.front_door(address)

    def test_a_changed_key_is_a_hard_stop(self):
        with tempfile.TemporaryDirectory() as home:
            address = self.door(f"zchat/1 key={KEY} requests=1 events=2 name=\n".encode())
            zchat.Folder(home, address).pin("cd" * 32)
            with self.assertRaisesRegex(zchat.KeyChanged, "another key than before"):
                zchat.Client(f"alice@{zchat.show(address)}", home=home)
            self.assertEqual(zchat.Folder(home, address).pinned(), "cd" * 32)

    def test_a_link_whose_key_is_not_the_doors_stops_and_pins_nothing(self):
        with tempfile.TemporaryDirectory() as home:
            address = self.door(f"zchat/1 key={KEY} requests=1 events=2 name=\n".encode())
            with self.assertRaises(zchat.KeyChanged):
                zchat.Client("alice", invite=f"zchat://{zchat.show(address)}/#{'cd' * 32}.{'ef' * 32}", home=home)
            self.assertIsNone(zchat.Folder(home, address).pinned())


if __name__ == "__main__":
    counting.main()
