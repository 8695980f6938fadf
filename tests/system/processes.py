"""A real broker as a process of its own, on free loopback ports, in a folder that goes away with the test."""

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


class Broker:
    """`chat-broker serve` with the options given; restart() keeps its data and its ports."""

    def __init__(self, *options, registration="open"):
        self.folder = tempfile.TemporaryDirectory(prefix="zchat-test-")
        self.path = pathlib.Path(self.folder.name)
        self.data = self.path / "data"
        self.options = ("--registration", registration, *options)
        self.port = 0
        self.process = None
        self.start()

    def start(self):
        ready = self.path / "ready"
        ready.unlink(missing_ok=True)
        self.log = open(self.path / "log", "ab")
        self.process = subprocess.Popen(
            [BROKER, "serve", "--data", str(self.data), "--bind", "127.0.0.1", "--port", str(self.port), "--ready-file",
             str(ready), *self.options],
            stdout=self.log, stderr=subprocess.STDOUT)
        wait_until(lambda: ready.exists() or self.process.poll() is not None, "the broker's ready file")
        if self.process.poll() is not None:
            raise AssertionError("the broker ended at once:\n" + self.said())
        line = ready.read_text()
        assert re.fullmatch(r"zchat/1 front=\d+ key=[0-9a-f]{64} requests=\d+ events=\d+ name=\S*\n", line), line
        self.door = dict(pair.split("=", 1) for pair in line.split()[1:])
        self.port = int(self.door["front"])
        return self

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
