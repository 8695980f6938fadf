"""The real chat-gui from outside: under Xvfb, with a real broker, by keys and mouse that xdotool sends to the X server.

What the window did is read where a person or a peer would see it: in its title, in its exit status, and in what others
find in the log.
"""

import json
import os
import pathlib
import subprocess
import unittest

import counting
from processes import CLI, PATIENCE, Broker, die_with_the_test, wait_until

GUI = os.environ.get("ZCHAT_GUI")


class Display:
    """An X server without a screen."""

    def __init__(self, size="1280x800"):
        ours, theirs = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(theirs), "-screen", "0", size + "x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=(theirs,), stderr=subprocess.DEVNULL, preexec_fn=die_with_the_test)
        os.close(theirs)
        with os.fdopen(ours) as number:
            self.name = ":" + number.readline().strip()  # written once it takes connections

    def xdotool(self, *words):
        done = subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": self.name}, capture_output=True,
                              text=True, timeout=PATIENCE)
        return done.stdout.split("\n")[0] if done.returncode == 0 else ""

    def close(self):
        self.process.kill()
        self.process.wait()


class Window:
    """A chat-gui of its own X server; `home` keeps its keys, outbox and settings over a restart."""

    def __init__(self, display, home, *words):
        self.display, self.home = display, home
        self.process = self.another(*words)

    def another(self, *words):
        """The same person's program started with these words."""
        environment = {**os.environ, "DISPLAY": self.display.name, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8",
                       "DBUS_SESSION_BUS_ADDRESS": "disabled:", "XDG_RUNTIME_DIR": str(self.home)}
        for name in ("DATA", "CONFIG", "CACHE", "STATE"):
            environment[f"XDG_{name}_HOME"] = str(self.home / name.lower())
        return subprocess.Popen([GUI, *words], env=environment, preexec_fn=die_with_the_test)

    def titles(self):
        """The titles of what is visible, the X server's own windows left out."""
        env = {**os.environ, "DISPLAY": self.display.name}
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "."], env=env, capture_output=True,
                               text=True, timeout=PATIENCE).stdout.split()
        return {self.display.xdotool("getwindowname", each): each for each in found}

    def await_title(self, part):
        """Waits for a window whose title has these words, gives it the keys, and returns its title."""
        def named():
            assert self.process.poll() is None, "chat-gui ended"
            return [title for title in self.titles() if part in title]
        title = wait_until(named, f"a window titled '{part}'")[0]
        number = self.titles().get(title)
        if number:
            self.display.xdotool("windowfocus", "--sync", number)
        return title

    def type(self, words):
        self.display.xdotool("type", "--delay", "4", words)

    def key(self, *keys):
        self.display.xdotool("key", "--delay", "20", *keys)

    def click(self, x, y):
        self.display.xdotool("mousemove", "--sync", str(x), str(y), "click", "1")

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


class FromOutside(unittest.TestCase):
    def setUp(self):
        self.broker = Broker("--rate", "off")
        self.addCleanup(self.broker.close)
        self.display = Display()
        self.addCleanup(self.display.close)
        self.home = self.broker.path / "alice"
        self.home.mkdir(mode=0o700)

    def where(self):
        return f"127.0.0.1:{self.broker.port}"

    def open(self, *words):
        window = Window(self.display, self.home, *words)
        self.addCleanup(window.kill)
        return window

    def opened(self):
        """Alice's window, in the lobby and connected."""
        window = self.open(f"alice@{self.where()}")
        window.await_title("# lobby")
        return window

    def cli(self, *words):
        done = subprocess.run([CLI, "--as", f"bob@{self.where()}", "--home", str(self.broker.path / "bob"), *words],
                              capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def said(self, body):
        """The messages of alice with these words, as bob finds them."""
        lines = self.cli("history", "lobby", "--json").splitlines()
        return [m for m in map(json.loads, lines) if m.get("body") == body and m.get("by") == "alice"]

    def await_said(self, body):
        return wait_until(lambda: self.said(body), f"'{body}' in the lobby")

    def settings(self):
        """All that the window keeps on this machine, to wait until words of a draft are among it."""
        files = [path for path in pathlib.Path(self.home).rglob("*") if path.is_file()]
        return b"".join(path.read_bytes() for path in files)

    def test_chat_gui_name_at_host_connects_at_once_and_typing_anywhere_lands_in_the_box(self):
        window = self.opened()
        window.type("hello from the keyboard")
        window.key("Return")
        self.assertEqual(len(self.await_said("hello from the keyboard")), 1)

    def test_chat_gui_alone_asks_for_a_name_and_an_address_and_shows_the_fingerprint_once(self):
        window = self.open()
        window.await_title("Sign in")
        window.type("alice")
        window.key("Tab", "ctrl+a")
        window.type(self.where())
        window.key("Return")
        # The first Return knocks and shows the key; the second takes it.
        def shown():
            window.key("Return")
            return any("# lobby" in title for title in window.titles())
        wait_until(shown, "the lobby behind the dialog")
        window.await_title("# lobby")
        window.type("signed in")
        window.key("Return")
        self.await_said("signed in")

    def test_a_draft_outlives_a_crash(self):
        window = self.opened()
        window.type("half a thought")
        wait_until(lambda: b"half a thought" in self.settings(), "the draft to be kept")
        window.kill()
        again = self.opened()
        again.key("End")
        again.type(" and the rest")
        again.key("Return")
        self.await_said("half a thought and the rest")

    def test_what_was_sent_offline_outlives_a_crash_and_stands_once(self):
        window = self.opened()
        self.broker.kill()
        window.type("written while nobody answered")
        window.key("Return")
        wait_until(lambda: b"written while nobody answered" in self.settings(), "the outbox to keep it")
        window.kill()
        self.broker.start()
        self.opened()
        self.await_said("written while nobody answered")
        self.assertEqual(len(self.said("written while nobody answered")), 1)

    def test_a_second_start_raises_the_first_window(self):
        window = self.opened()
        for words in ([f"alice@{self.where()}"], []):
            second = window.another(*words)
            self.assertEqual(second.wait(PATIENCE), 0)
        self.assertEqual(len([title for title in window.titles() if "lobby" in title]), 1)

    def join_workshop(self, window):
        self.cli("create", "workshop")
        window.key("ctrl+j")
        window.await_title("Join")
        window.type("workshop")
        window.key("Return")
        window.await_title("# workshop")

    def test_ctrl_k_jumps_to_a_room_and_ctrl_tab_to_the_last(self):
        window = self.opened()
        self.join_workshop(window)
        window.key("ctrl+Tab")
        window.await_title("# lobby")
        window.key("ctrl+k")
        window.type("wksh")
        window.key("Return")
        window.await_title("# workshop")

    def test_a_room_opens_by_a_click_in_the_sidebar(self):
        window = self.opened()
        self.join_workshop(window)
        window.click(60, 150)  # the first of the rooms
        window.await_title("# lobby")

    def test_a_mention_counts_in_the_title_until_it_is_read(self):
        window = self.opened()
        self.join_workshop(window)
        self.cli("send", "lobby", "@alice are you there?")
        window.await_title("(1)")
        window.key("ctrl+Tab")
        title = window.await_title("# lobby")
        wait_until(lambda: not any(t.startswith("(") for t in window.titles()), "the count to go, after " + title)

    def test_a_link_to_a_message_opens_its_room_in_the_window_that_is_there(self):
        window = self.opened()
        self.join_workshop(window)
        second = window.another(f"zchat://{self.where()}/lobby/1")
        self.assertEqual(second.wait(PATIENCE), 0)
        window.await_title("# lobby")

    def test_ctrl_q_quits(self):
        window = self.opened()
        window.key("ctrl+q")
        self.assertEqual(window.process.wait(PATIENCE), 0)


if __name__ == "__main__":
    counting.main()
