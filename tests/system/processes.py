"""A real broker as a process of its own, on free loopback ports, in a folder that goes away with the test."""

import ctypes
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BROKER = os.environ.get("ZCHAT_BROKER")
CLI = os.environ.get("ZCHAT_CLI")
# Whether the programs are compiled with a sanitizer, which takes time, memory and addresses (tools/test).
SANITIZED = "ASAN_OPTIONS" in os.environ or "TSAN_OPTIONS" in os.environ
PATIENCE = 30  # seconds until something that must happen counts as not happening; never a measurement


def wait_until(done, what, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while True:
        value = done()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.01)


def die_with_the_test():
    """In a child: a test that is killed leaves nothing behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Broker:
    """`chat-broker serve` with the options given; restart() keeps its data and its ports."""

    def __init__(self, *options, registration="open", data="data", instead_of=None):
        """`instead_of` is a broker that has ended, whose folder and ports this one takes over."""
        self.folder = instead_of.folder if instead_of else tempfile.TemporaryDirectory(prefix="zchat-test-")
        self.path = pathlib.Path(self.folder.name)
        self.data = self.path / data
        self.options = ("--registration", registration, *options)
        self.port = instead_of.port if instead_of else 0
        if instead_of:
            self.requests, self.events = instead_of.requests, instead_of.events
        self.start()

    def start(self):
        # Between a kill and a restart somebody else's connection may sit on a port for a moment.
        wait_until(self._started, "the broker to start")
        line = self.ready.read_text()
        assert re.fullmatch(r"zchat/1 front=\d+ key=[0-9a-f]{64} requests=\d+ events=\d+ name=\S*\n", line), line
        self.door = dict(pair.split("=", 1) for pair in line.split()[1:])
        self.port, self.requests, self.events = (int(self.door[name]) for name in ("front", "requests", "events"))
        return self

    def _started(self):
        self.ready = self.path / "ready"
        self.ready.unlink(missing_ok=True)
        ports = ("--port", str(self.port))
        if self.port:
            ports += ("--requests-port", str(self.requests), "--events-port", str(self.events))
        self.log = open(self.path / "log", "ab")
        words = [BROKER, "serve", "--data", str(self.data), "--bind", "127.0.0.1", *ports, "--ready-file",
                 str(self.ready), *self.options]
        self.process = subprocess.Popen(self.started_with(words), stdout=self.log, stderr=subprocess.STDOUT,
                                        preexec_fn=die_with_the_test)
        wait_until(lambda: self.ready.exists() or self.process.poll() is not None, "the broker's ready file")
        if self.process.poll() is not None and not (self.port and "in use" in self.said()):
            raise AssertionError("the broker ended at once:\n" + self.said())
        return self.process.poll() is None

    def started_with(self, words):
        """The words that start the broker, for a test that puts something around it."""
        return words

    def said(self):
        return (self.path / "log").read_text(errors="replace")

    def kill(self):
        """As kill -9 does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def stop(self):
        """SIGTERM, and its exit status."""
        self.process.terminate()
        status = self.process.wait(PATIENCE)
        self.log.close()
        return status

    def close(self):
        if self.process.poll() is None:
            self.kill()
        self.folder.cleanup()

    def command(self, *words):
        """An administrator's command beside the running broker: its output."""
        words = [BROKER, words[0], "--data", str(self.data), *words[1:]]
        return subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE)
