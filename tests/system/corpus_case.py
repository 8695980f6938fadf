"""What every test of the hostile corpus asserts: a healthy client beside the attack notices nothing, the broker serves
on, its memory stays within a bound, and nothing is stored that should not be.
"""

import collections
import json
import math
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import time
import unittest

import zmq

import healthy
from processes import PATIENCE, SANITIZED, Broker, die_with_the_test, wait_until
from raw import Raw, await_monitor, hang_up, hex_of, keys_of, link

CALM = 0.4  # seconds of the healthy client alone before each attack
ATTACK = 0.4  # seconds at least of each of the two rounds of an attack
# Under attack the healthy client's p99 is at most FACTOR times its p99 in the calm moments of the same run; what nobody
# notices in a chat is no harm either. A busy machine stalls now and then, an attack that harms does so at every try.
FACTOR, UNNOTICED = 10, 100.0  # milliseconds
TRIES = 3

OUTCOMES = {zmq.EVENT_HANDSHAKE_SUCCEEDED, zmq.EVENT_HANDSHAKE_FAILED_AUTH, zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL,
            zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL, zmq.EVENT_DISCONNECTED}

Round = collections.namedtuple("Round", "grew latencies")


def p99(latencies):
    return sorted(latencies)[math.ceil(len(latencies) * 0.99) - 1]


class Beside:
    """The healthy client's process."""

    def __init__(self, port, keys):
        here = pathlib.Path(healthy.__file__)
        self.process = subprocess.Popen([sys.executable, str(here)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, preexec_fn=die_with_the_test)
        self.tell({"port": port, "keys": [key.decode() for key in keys]})
        self.hear()

    def tell(self, line):
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()

    def hear(self):
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("the healthy client ended")
        return json.loads(line)

    def report(self):
        """(latencies in ms, troubles) since the last report."""
        self.tell("report")
        said = self.hear()
        return said["latencies"], said["troubles"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


class Corpus(unittest.TestCase):
    options = ("--rate", "off")
    registration = "open"
    calm = []  # latencies of all calm moments of the run

    @classmethod
    def setUpClass(cls):
        cls.broker = Broker(*cls.options, registration=cls.registration)
        cls.raws = []
        cls.admin = cls.first_account()
        cls.admin.hello()
        cls.healthy_keys = cls.member("healthy").keys
        cls.go_beside()

    @classmethod
    def tearDownClass(cls):
        cls.beside.close()
        for raw in cls.raws:
            raw.close()
        said = cls.broker.said()
        cls.broker.close()
        # Nothing in the log acts on who reads it, nothing is what anybody said, and no attack is an error.
        assert re.fullmatch(r"[ -~\n]*", said) and not re.search("well meant|secret word|Z error ", said), said

    # People.

    @classmethod
    def raw(cls, keys=None):
        cls.raws.append(Raw(cls.broker, keys))
        return cls.raws[-1]

    @classmethod
    def redeemed(cls, link, **fields):
        """A device that came in by an invite link."""
        device, ticket = zmq.curve_keypair(), cls.raw(keys_of(link))
        ticket.ask("redeem", device=hex_of(device[0]), **fields)
        return cls.raw(device)

    @classmethod
    def first_account(cls):
        if cls.registration == "open":
            return cls.member("admin1")
        said = wait_until(lambda: [word for word in cls.broker.said().split() if word.startswith("zchat://")],
                          "the administrator's invite link")
        return cls.redeemed(said[0].strip('",'), name="admin1")

    @classmethod
    def member(cls, name):
        """Somebody with an account, who has said hello."""
        if cls.registration == "open":
            raw = cls.raw()
            raw.register(name)
        else:
            raw = cls.redeemed(cls.admin.ask("ticket", purpose="account", name=name)["link"])
        raw.hello()
        return raw

    def verdict(self, kind, keys, server_key=None):
        """What comes of a connection to the requests (DEALER) or the events (SUB): a monitor event and its value."""
        port = self.broker.requests if kind == zmq.DEALER else self.broker.events
        made = link(kind, port, server_key or self.broker.door["key"], keys)
        seen = await_monitor(made, OUTCOMES)
        hang_up(made)
        return seen["event"], seen["value"]

    def assert_refused(self, keys):
        """Neither port lets these keys past the handshake."""
        for kind in (zmq.DEALER, zmq.SUB):
            self.assertEqual(self.verdict(kind, keys), (zmq.EVENT_HANDSHAKE_FAILED_AUTH, 400))

    def signs_in(self, keys):
        """A device comes in by both ports within the second that the corpus states."""
        start = time.monotonic()
        raw = Raw(self.broker, keys)
        raw.sub = link(zmq.SUB, self.broker.events, self.broker.door["key"], keys)
        await_monitor(raw.sub, {zmq.EVENT_HANDSHAKE_SUCCEEDED})
        raw.hello()
        self.assertLess(time.monotonic() - start, 1.0)
        raw.close()

    def ends_within_a_second(self, links, because):
        because()
        start = time.monotonic()
        for made in links:
            await_monitor(made, {zmq.EVENT_DISCONNECTED})
        self.assertLess(time.monotonic() - start, 1.0)

    # The broker.

    @classmethod
    def go_beside(cls):
        cls.beside = Beside(cls.broker.port, cls.healthy_keys)

    @classmethod
    def restart(cls):
        """Stops and starts the broker; nobody is asked to notice nothing meanwhile."""
        cls.beside.close()
        for raw in cls.raws:
            raw.close()
        assert cls.broker.stop() == 0
        cls.broker.start()
        for raw in cls.raws:
            raw.connect()
        cls.admin.hello()
        cls.go_beside()

    def status(self, field):
        """A figure of the broker's memory in KiB."""
        for line in open(f"/proc/{self.broker.process.pid}/status", encoding="ascii"):
            if line.startswith(field):
                return int(line.split()[1])
        raise AssertionError(field)

    def settled(self):
        """Its memory once it no longer moves."""
        last = [0]

        def still():
            last.append(self.status("VmRSS"))
            time.sleep(0.03)
            return abs(last[-1] - last[-2]) < 32 and last[-1]

        return wait_until(still, "the broker's memory to settle")

    def clear_peak(self):
        """Lets VmHWM begin anew."""
        pathlib.Path(f"/proc/{self.broker.process.pid}/clear_refs").write_text("5", encoding="ascii")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.broker.process.pid}/fd"))

    def lets_go_of_all_but(self, descriptors):
        wait_until(lambda: self.descriptors() <= descriptors, "the broker to let go of connections that ended")

    def stored(self):
        """All that stands in the data folder but the healthy client's own words."""
        rooms = [f'{{"{what}":{{"room":"{room}"' for what in ("room", "member", "entry")
                 for room in (healthy.PUBLIC, healthy.PRIVATE)]
        told = self.broker.command("export")
        self.assertEqual(told.returncode, 0, told.stderr)
        found = {line for line in told.stdout.splitlines() if not line.startswith(tuple(rooms))}
        store = sqlite3.connect(f"file:{self.broker.data / 'chat.db'}?mode=ro", uri=True)
        for table, columns in (("devices", "key, account, label, revoked"), ("markers", "*"),
                               ("transfers", "number, account, id, room, size"),
                               ("tickets", "key, purpose, name, uses_left, revoked"),
                               ("file_bytes WHERE bytes > 0", "account, bytes")):
            found |= {(table, *row) for row in store.execute(f"SELECT {columns} FROM {table}")}
        found |= {("ids", *row) for row in store.execute(
            "SELECT name, id FROM ids JOIN authors ON number = account WHERE name <> 'healthy'")}
        store.close()
        return found | {("blob", path.name) for path in (self.broker.data / "blobs").rglob("*") if path.is_file()}

    # Attacking.

    def attacked(self, attack, mib=1, seconds=ATTACK, stores=False):
        """Runs the attack in two rounds, again and again in each, and judges it.

        A megabyte of what the allocator keeps from the first round would say nothing, so growth counts in the second
        one; where more is allowed, in both. Unless the attack `stores`, all that is stored must be as before; if so,
        the new rows are returned, and are for the test to judge."""
        before = self.stored()
        warmed = self.round(attack, seconds)
        for _ in range(TRIES):
            self.beside.report()
            time.sleep(CALM)
            self.calm.extend(self.noticed())
            counted = self.round(attack, seconds)
            worst, calm = p99(counted.latencies), p99(self.calm)
            if SANITIZED or worst <= max(FACTOR * calm, UNNOTICED):
                break
        figures = (f"{self.id().rpartition('.')[2]}: {len(counted.latencies)} healthy posts, p99 {worst:.0f} ms "
                   f"(calm {calm:.0f} ms), memory {counted.grew:+} KiB (first {warmed.grew:+} KiB)")
        print(figures, flush=True)
        after = self.stored()
        until = time.monotonic() + PATIENCE
        while not stores and after != before and time.monotonic() < until:
            after = self.stored()  # the bytes of an upload that ended go a little later
        if not stores:
            self.assertEqual((after - before, before - after), (set(), set()))
        if not SANITIZED:
            self.assertLessEqual(counted.grew, mib * 1024, figures)
            if mib > 1:
                self.assertLessEqual(warmed.grew, mib * 1024, figures)
            self.assertLessEqual(worst, max(FACTOR * calm, UNNOTICED), figures)
        self.assertIsNone(self.broker.process.poll())
        self.admin.ask("ping")
        return after - before

    def round(self, attack, seconds):
        """What the broker's memory grew by at the highest, and how the healthy client fared."""
        memory = self.settled()
        self.clear_peak()
        self.beside.report()
        until = time.monotonic() + seconds
        attack()
        while time.monotonic() < until:
            attack()
        latencies = self.noticed()
        return Round(max(self.status("VmHWM"), self.settled()) - memory, latencies)

    def noticed(self):
        """The healthy client's latencies since the last look. It must have noticed nothing else."""
        latencies, troubles = self.beside.report()
        self.assertEqual(troubles, [])
        return latencies


def entries_of(rows):
    """The entries among new rows of stored()."""
    return [json.loads(row)["entry"] for row in rows if isinstance(row, str) and row.startswith('{"entry"')]


def ended(connection, seconds=5):
    """What the broker sent on a TCP connection until it hung up, within the time that the corpus states."""
    connection.settimeout(seconds)
    until, heard = time.monotonic() + seconds, b""
    try:
        while piece := connection.recv(65536):
            heard += piece
    except ConnectionError:
        pass
    except TimeoutError:
        raise AssertionError("the broker did not hang up") from None
    assert time.monotonic() < until
    connection.close()
    return heard
