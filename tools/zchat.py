"""A zchat client for scripts, in one file on pyzmq and msgpack alone.

    import zchat

    with zchat.Client("alice@localhost") as chat:
        chat.post("lobby", "The build is green.")
        chat.send_file("lobby", "report.pdf", "The figures of June.")
        for entry in chat.follow("lobby", cursor="nightly"):
            print(entry["by"], entry.get("body"))
            if entry["kind"] == "file":
                chat.save_file("lobby", entry["seq"], "downloads")

The first contact with a broker remembers its key and says so on stderr; a key that changed later is
a hard stop. Device keys and remembered keys lie where the C++ clients have theirs. docs/protocol.md
is what this file speaks. One thread uses a Client; make one for each thread. The file is long because
copying it is then all that a script elsewhere needs.
"""

import collections
import contextlib
import fcntl
import getpass
import hashlib
import itertools
import mimetypes
import os
import pathlib
import random
import re
import socket
import sys
import tempfile
import time
import unicodedata
import urllib.parse

try:
    import msgpack
    import zmq
    from zmq.utils import z85
    from zmq.utils.monitor import recv_monitor_message
except ImportError as missing:
    sys.exit(f"{sys.executable} has no {missing.name}. Install python3-zmq and python3-msgpack and use /usr/bin/python3, "
             "or install pyzmq and msgpack with pip.")

PORT = 5555
REPEATABLE = {"hello", "ping", "register", "redeem", "devices", "accounts", "account", "post", "entries", "history",
              "search", "mentions", "read", "rooms", "room", "direct", "join", "notify", "members", "people", "status",
              "typing", "offer", "chunk", "fetch"}
PASSING = {"E_BUSY", "E_RATE", "E_STORAGE"}  # refusals that end by themselves
SLICE = 1 << 20  # bytes of a file that are read and hashed at a time


class Error(Exception):
    """Anything that went wrong, in a sentence for a person."""


class Refused(Error):
    """The broker said no: `code` is for programs, the text for people."""

    def __init__(self, answer):
        super().__init__(answer["text"])
        self.code = answer["code"]
        self.retry_ms = answer.get("retry_ms")


class NoBroker(Error):
    """Nothing, or no broker, answers at that address."""


class KeyChanged(Error):
    """The broker at a known address shows another key. There is no way to go on regardless."""


class NotAdmitted(Error):
    """The broker does not know this device's key."""


class TimedOut(Error):
    """No answer in time."""


class _Lost(Exception):
    """A connection ended; both are made anew."""


# --- Addresses, links and the front door ---------------------------------------------------------

Address = collections.namedtuple("Address", "host port")
Door = collections.namedtuple("Door", "key requests events name")


def parse_address(text):
    """host, host:port, [v6] or [v6]:port; the host in lower case."""
    match = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]@]+)(?::(\d{1,5}))?", text)
    port = int(match[2]) if match and match[2] else PORT
    if not match or not 1 <= port <= 65535:
        raise Error(f"'{text}' is not an address: write host or host:port.")
    return Address(match[1].strip("[]").lower(), port)


def parse_invite(link):
    """(address, broker's public key in hex, ticket's secret key in hex) of an invite link."""
    match = re.fullmatch(r"zchat://([^/#]+)/?#([0-9a-fA-F]{64})\.([0-9a-fA-F]{64})", link.strip())
    if not match:
        raise Error("This is not an invite link: it looks like zchat://host:5555/#key.secret")
    return parse_address(match[1]), match[2].lower(), match[3].lower()


def show(address):
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{host}:{address.port}"


def front_door(address, timeout=5):
    """What the broker at `address` says of itself."""
    deadline = time.monotonic() + timeout
    line = b""
    try:
        with socket.create_connection(address, timeout) as door:
            while not line.endswith(b"\n") and len(line) <= 512:
                door.settimeout(max(0.01, deadline - time.monotonic()))
                more = door.recv(513 - len(line))
                if not more:
                    break
                line += more
    except OSError as why:
        raise NoBroker(f"No broker answers at {show(address)}: {why}.") from None
    try:
        word, *pairs = line.decode().rstrip("\n").split(" ")
        said = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
        if word != "zchat/1" or not line.endswith(b"\n") or not re.fullmatch("[0-9a-fA-F]{64}", said["key"]):
            raise ValueError
        return Door(said["key"].lower(), int(said["requests"]), int(said["events"]),
                    urllib.parse.unquote(said.get("name", "")))
    except (ValueError, KeyError):
        raise NoBroker(f"What answers at {show(address)} is not a zchat broker.") from None


# --- Keys and pins on disk -----------------------------------------------------------------------

def default_home():
    if os.environ.get("ZCHAT_HOME"):
        return pathlib.Path(os.environ["ZCHAT_HOME"])
    data = os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local" / "share"
    return pathlib.Path(data) / "zchat" / "client"


def fingerprint(key):
    """What people compare: 32 hex digits of the key's BLAKE2b-256 in groups of four."""
    digits = hashlib.blake2b(bytes.fromhex(key), digest_size=32).hexdigest()[:32]
    return " ".join(digits[i:i + 4] for i in range(0, 32, 4))


def new_keys():
    """A fresh (public, secret) pair in hex."""
    public, secret = zmq.curve_keypair()
    return z85.decode(public).hex(), z85.decode(secret).hex()


def public_of(secret):
    return z85.decode(zmq.curve_public(_z85(secret))).hex()


def _z85(key):
    return z85.encode(bytes.fromhex(key))


class Folder:
    """What is kept for one address: the broker's pinned key, and a device key for each account."""

    def __init__(self, home, address):
        self.path = pathlib.Path(home) / "servers" / f"{address.host.replace(':', '_')}_{address.port}"

    def _write(self, name, text):
        self.path.mkdir(parents=True, exist_ok=True)
        for folder in (self.path, self.path.parent, self.path.parent.parent):
            os.chmod(folder, 0o700)
        with tempfile.NamedTemporaryFile("w", dir=self.path, delete=False) as file:  # born with 0600
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.rename(file.name, self.path / name)

    def pinned(self):
        try:
            return (self.path / "server.key").read_text().strip().lower()
        except FileNotFoundError:
            return None

    def pin(self, key):
        self._write("server.key", key + "\n")

    def _key_name(self, account):
        """The file of an account's keys; `server.key` holds the broker's pin."""
        return "server~.key" if account == "server" else f"{account}.key"

    def keys(self, account):
        try:
            public, secret = (self.path / self._key_name(account)).read_text().split()
            return public, secret
        except FileNotFoundError:
            return None
        except ValueError:
            raise Error(f"{self.path / self._key_name(account)} is not a key file: it has two lines of 64 hex digits.") from None

    def keep_keys(self, account, keys):
        self._write(self._key_name(account), "\n".join(keys) + "\n")

    def forget_keys(self, account):
        (self.path / self._key_name(account)).unlink(missing_ok=True)

    def upload_id(self, mark):
        """The id of the upload that `mark` tells from others: of one begun before, else new and kept from now on."""
        try:
            return bytes.fromhex((self.path / f"{mark}.upload").read_text())
        except FileNotFoundError:
            made = os.urandom(16)
            self._write(f"{mark}.upload", made.hex() + "\n")
            return made

    def forget_upload(self, mark):
        (self.path / f"{mark}.upload").unlink(missing_ok=True)


# --- Names of files ------------------------------------------------------------------------------

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")}
NAME_BYTES = 200  # leaves room for " (2)" below the 255 that file systems take


def safe_name(label):
    """A harmless name for a file whose sender called it `label`: no path, nothing hidden, nothing reserved."""
    # Cc and Cs are control characters and lone surrogates; Cf holds what joins, hides or turns text around.
    kept = "".join(mark for mark in label if unicodedata.category(mark) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    kept = re.sub(r'[/\\:*?"<>|]', "_", kept).lstrip(".- ").rstrip(". ")
    if kept.split(".")[0].rstrip().lower() in RESERVED:
        kept = "_" + kept
    stem, suffix = os.path.splitext(kept)
    if len(suffix.encode()) > 32:  # no ending, but a name with a dot in it
        stem, suffix = kept, ""
    stem = stem.encode()[:NAME_BYTES - len(suffix.encode())].decode(errors="ignore")
    return (stem + suffix).rstrip(". ") or "file"


def _place(part, folder, label):
    """Gives the finished `part` a name of its own in the folder, over nothing that is there."""
    stem, suffix = os.path.splitext(safe_name(label))
    for number in itertools.count(1):
        target = folder / (stem + (f" ({number})" if number > 1 else "") + suffix)
        try:
            os.link(part, target)  # a rename would go over what came there meanwhile
        except FileExistsError:
            continue
        except OSError:  # a file system without links: claim the name, then rename over the claim
            try:
                os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            except FileExistsError:
                continue
            os.replace(part, target)
        part.unlink(missing_ok=True)
        return target


def _sync(folder):
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- The client ----------------------------------------------------------------------------------

class Client:
    """A connection as one account: requests, posts that arrive once, and rooms without gaps.

    `who` is NAME, NAME@HOST or NAME@HOST:PORT; without it $ZCHAT_AS, or the login name at localhost.
    `invite` is an invite link; `who` may then be a name alone, or nothing where the ticket has one.
    """

    def __init__(self, who=None, *, invite=None, home=None, timeout=10, title=None):
        self.timeout = timeout
        self.title = title
        who = who or os.environ.get("ZCHAT_AS") or (None if invite else getpass.getuser())
        self.name, _, where = (who or "").lower().partition("@")
        self._link = parse_invite(invite) if invite else None
        self.address = self._link[0] if self._link else parse_address(where or "localhost")
        self.folder = Folder(home or default_home(), self.address)
        self._context = zmq.Context()
        self._requests = self._events = self._bytes = self._monitors = None
        self._topics = ()
        self._wants_events = False
        self._re = 0
        self._wanted = set()
        self._answers = {}
        self._heard = collections.deque(maxlen=10_000)  # what falls out is a gap, and is asked for as any other
        self._last_traffic = time.monotonic()
        self.me = None
        try:
            self._sign_in()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._disconnect()
        self._context.destroy(linger=0)

    # Connections.

    def _door(self):
        """The front door, once its key is what is expected there."""
        door = front_door(self.address)
        expected = self._link[1] if self._link else self.folder.pinned()
        if expected and door.key != expected:
            raise KeyChanged(
                f"The broker at {show(self.address)} shows another key than before: stop. It was\n"
                f"  {fingerprint(expected)}\nand is now\n  {fingerprint(door.key)}\nIf its administrator changed it on "
                "purpose, ask for a new invite link.")
        if self.folder.pinned() != door.key:
            self.folder.pin(door.key)
            if self._link:  # the link told it already
                return door
            print(f"First contact with {show(self.address)}: its key is now remembered. Its fingerprint is "
                  f"{fingerprint(door.key)}.", file=sys.stderr)
        return door

    def _socket(self, kind, port, keys, door):
        link = self._context.socket(kind)
        for option, value in ((zmq.LINGER, 0), (zmq.MAXMSGSIZE, 1 << 20), (zmq.HANDSHAKE_IVL, 5000), (zmq.IPV6, 1),
                              (zmq.RECONNECT_IVL, 250), (zmq.RECONNECT_IVL_MAX, 10000), (zmq.TCP_KEEPALIVE, 1),
                              (zmq.SNDHWM, 0 if kind == zmq.SUB else 1000), (zmq.CURVE_SERVERKEY, _z85(door.key)),
                              (zmq.CURVE_PUBLICKEY, _z85(keys[0])), (zmq.CURVE_SECRETKEY, _z85(keys[1]))):
            link.setsockopt(option, value)
        if kind == zmq.DEALER:
            link.setsockopt(zmq.IMMEDIATE, 1)
        monitor = link.get_monitor_socket()
        for topic in self._topics if kind == zmq.SUB else ():
            link.setsockopt(zmq.SUBSCRIBE, topic)
        link.connect(f"tcp://{show(Address(self.address.host, port))}")
        return link, monitor

    def _connect(self, keys):
        self._disconnect()
        self._keys = keys
        self._at = door = self._door()
        self._requests, monitor = self._socket(zmq.DEALER, door.requests, keys, door)
        self._monitors = [(self._requests, monitor)]
        if self._topics:
            self._events, monitor = self._socket(zmq.SUB, door.events, keys, door)
            self._monitors.append((self._events, monitor))
        self._last_traffic = time.monotonic()
        self._trouble = None

    def _disconnect(self):
        for link, monitor in self._monitors or ():
            link.disable_monitor()
            monitor.close(0)
            link.close(0)
        self._requests = self._events = self._bytes = self._monitors = None

    def _carrier(self):
        """The connection for contents of files: words never wait behind them."""
        if self._monitors is None:
            raise _Lost
        if self._bytes is None:
            self._bytes, monitor = self._socket(zmq.DEALER, self._at.requests, self._keys, self._at)
            self._monitors.append((self._bytes, monitor))
        return self._bytes

    def _renew(self, deadline):
        """Connects again, with growing pauses, until `deadline` (None: for ever)."""
        pause = 0.25
        while True:
            try:
                self._connect(self._keys)
                if self._wants_events:
                    self._hello()
                return
            except (NoBroker, TimedOut, _Lost) as why:
                if deadline is not None and time.monotonic() + pause > deadline:
                    raise NoBroker(f"The broker at {show(self.address)} is gone.") from why
                time.sleep(random.uniform(pause / 2, pause))
                pause = min(10, pause * 2)

    def _sign_in(self):
        keys = self.folder.keys(self.name) if self.name else None
        if self._link:
            self._redeem(keys)
            return
        keys = keys or new_keys()
        hello = self._greet(keys)
        self.me = hello["me"]
        if self.me is None:
            if hello["registration"] != "open":
                raise NotAdmitted(f"The broker at {show(self.address)} takes invited people only: ask for a link.")
            self.folder.keep_keys(self.name, keys)  # before the broker knows it, so that it is never lost
            fields = {"name": self.name, "label": socket.gethostname()[:64]}
            try:
                self.me = self.request("register", fields | ({"title": self.title} if self.title else {}))["me"]
            except Refused:
                self.folder.forget_keys(self.name)
                raise

    def _greet(self, keys):
        deadline = time.monotonic() + self.timeout
        while True:
            self._connect(keys)
            try:
                return self._hello()
            except _Lost:
                if time.monotonic() > deadline:
                    raise TimedOut(self._trouble or f"The broker at {show(self.address)} hangs up.") from None
                time.sleep(0.25)

    def _redeem(self, keys):
        """Lets a device key in with the link's ticket; a key that is in already is used as it is."""
        waiting = "invite-" + hashlib.blake2b(self._link[2].encode(), digest_size=8).hexdigest()
        if keys is None:
            keys = self.folder.keys(waiting) or new_keys()
            self.folder.keep_keys(waiting, keys)
        fields = {"device": keys[0], "label": socket.gethostname()[:64]} | ({"name": self.name} if self.name else {})
        try:
            self._connect((public_of(self._link[2]), self._link[2]))
            self.me = self.request("redeem", fields)["me"]
        except (TimedOut, NotAdmitted, Refused) as why:  # the ticket may be used up, by this very device
            self.me = self._greet(keys)["me"]
            if self.me is None:
                raise why
        self.name = self.me["name"]
        self.folder.keep_keys(self.name, keys)
        self.folder.forget_keys(waiting)
        self._link = None
        self._greet(keys)

    def _hello(self):
        fields = {"versions": [1], "client": "zchat.py", "events": self._wants_events}
        hello = self._once("hello", fields, self.timeout)
        self.limits = hello["limits"]
        return hello

    # Requests.

    def request(self, op, fields=None, *, timeout=None, **more):
        """The reply to one request; Refused where the broker says no.

        After a lost connection the request goes out again where that is safe.
        """
        deadline = time.monotonic() + (timeout or self.timeout)
        while True:
            try:
                return self._once(op, {**(fields or {}), **more}, deadline - time.monotonic())
            except _Lost:
                self._renew(deadline)
                if op not in REPEATABLE:
                    raise Error(f"The connection ended before '{op}' was answered.") from None

    def _once(self, op, fields, timeout):
        deadline = time.monotonic() + timeout
        return self._answer(self._send(self._requests, op, fields, deadline), deadline)

    def _send(self, link, op, fields, deadline):
        """The number under which _answer() awaits the answer."""
        if link is None:
            raise _Lost
        self._re += 1
        body = msgpack.packb({"op": op, "re": self._re, **fields})
        while True:  # not before the handshake is done: libzmq keeps nothing for us
            try:
                link.send(body, zmq.NOBLOCK)
                self._wanted.add(self._re)
                return self._re
            except zmq.Again:
                self._pump(min(self._left(deadline), 0.02))

    def _answer(self, number, deadline):
        try:
            while number not in self._answers:
                self._pump(min(self._left(deadline), 0.5))
        finally:
            self._wanted.discard(number)
        answer = self._answers.pop(number)
        if not answer["ok"]:
            raise Refused(answer)
        return answer

    def _left(self, deadline):
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimedOut(self._trouble or f"The broker at {show(self.address)} did not answer in time.")
        return left

    def _pump(self, timeout):
        """Takes in what has come: answers, events, news of the connections."""
        poller = zmq.Poller()
        for link, monitor in self._monitors:
            poller.register(link, zmq.POLLIN)
            poller.register(monitor, zmq.POLLIN)
        ready = dict(poller.poll(max(0, timeout) * 1000))
        for link, monitor in self._monitors:
            while link in ready:
                try:
                    raw = link.recv(zmq.NOBLOCK)
                except zmq.Again:
                    break
                self._last_traffic = time.monotonic()
                body = msgpack.unpackb(raw.partition(b"\0")[2] if link is self._events else raw)
                if "ev" in body:
                    self._heard.append(body)
                elif body["re"] in self._wanted:  # nobody waits any more for one that came too late
                    self._answers[body["re"]] = body
            if monitor in ready:
                self._watch(monitor)

    def _watch(self, monitor):
        while monitor.poll(0):
            event = recv_monitor_message(monitor)
            kind, value = event["event"], event["value"]
            if kind == zmq.EVENT_HANDSHAKE_FAILED_AUTH and value == 400:
                raise NotAdmitted(
                    f"The broker at {show(self.address)} does not know this device: ask for an invite link.")
            if kind == zmq.EVENT_HANDSHAKE_FAILED_AUTH:
                self._trouble = f"The broker at {show(self.address)} takes no more connections for a moment."
            if kind in (zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL, zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL):
                self._trouble = f"The handshake with the broker at {show(self.address)} fails."
            if kind == zmq.EVENT_DISCONNECTED:
                raise _Lost

    # Saying something.

    def post(self, room, content, *, id=None, timeout=60, **fields):
        """Posts a text (str) or any kind (dict with "kind"); returns its seq once it is durable.

        It is sent again until it is answered: the id makes sure that it stands once.
        """
        body = {"kind": "text", "body": content} if isinstance(content, str) else dict(content)
        body |= {"room": room, "id": id or os.urandom(16), **fields}
        deadline = time.monotonic() + timeout
        while True:
            try:
                left = max(0.1, deadline - time.monotonic())
                return self.request("post", body, timeout=min(self.timeout, left))["seq"]
            except Refused as no:
                if no.code not in ("E_BUSY", "E_RATE") or time.monotonic() > deadline:
                    raise
                time.sleep((no.retry_ms or 100) / 1000)
            except TimedOut:
                if time.monotonic() > deadline:
                    raise
                self._renew(deadline)

    # Files.

    def send_file(self, room, path, caption=None, progress=None, *, id=None, timeout=60, **fields):
        """Sends the file at `path` into a room; returns the seq of its entry once every byte of it is durable.

        It goes on over lost connections for as long as bytes move on within `timeout` seconds. What was cut short, by
        a kill too, goes on where it stopped when the same is asked again. `progress` is called with the bytes that the
        broker has and the size; `fields` may hold name, media, width, height, reply.
        """
        try:
            return _Upload(self, room, path, caption, id, fields, progress, timeout).run()
        except OSError as why:
            raise Error(f"{why.filename or path}: {why.strerror}.") from why

    def save_file(self, room, seq, where=".", progress=None, *, timeout=60):
        """Saves what is attached to an entry; returns its path once it is durable and its hash is right.

        In the folder `where` it gets a safe name that is not taken there; any other `where` is the file itself, and
        goes over what may be there. It goes on as send_file() does; until it is done it lies beside its place in a
        hidden file that ends in .part.
        """
        try:
            return _Download(self, room, seq, where, progress, timeout).run()
        except OSError as why:
            raise Error(f"{why.filename or where}: {why.strerror}.") from why

    # Listening.

    def follow(self, rooms, *, after=None, cursor=None, until_head=False):
        """Every entry of the rooms, in order and without a gap, each with its "room"; for ever.

        It starts after `after`, or where the durable `cursor` of that name stands, or now. The cursor
        moves on when the next entry is asked for, so that what was not worked off comes again. With
        `until_head` it ends at what stood there when it began.
        """
        follower = _Follower(self, [rooms] if isinstance(rooms, str) else list(rooms), cursor)
        try:
            yield from follower.run(after, until_head)
        finally:
            follower.keep_cursor(at_once=True)


def _final(why):
    """Whether asking the same again later cannot help: nothing is then kept for it."""
    return type(why) is Error or (isinstance(why, Refused) and why.code not in PASSING)


class _Carrying:
    """What both directions of files share: requests in a window, and patience while bytes move on."""

    def __init__(self, client, progress, timeout):
        self.client = client
        self.progress = progress or (lambda done, size: None)
        self.timeout = timeout
        self.deadline = time.monotonic() + timeout
        self.furthest = -1

    def moved(self, done, size):
        if done > self.furthest:
            self.furthest = done
            self.deadline = time.monotonic() + self.timeout
        self.progress(done, size)

    def soon(self):
        """Half of the patience: a connection that died without a word leaves time for another one."""
        return min(self.deadline, time.monotonic() + self.timeout / 2)

    def ask(self, op, fields):
        return next(self.answers([(op, fields)], 1))

    def answers(self, requests, window):
        """The answers to the requests, in their order; at most `window` are under way."""
        client = self.client
        waiting = collections.deque()
        try:
            for op, fields in requests:
                waiting.append(client._send(client._carrier(), op, fields, self.soon()))
                if len(waiting) == window:
                    yield client._answer(waiting.popleft(), self.soon())
            while waiting:
                yield client._answer(waiting.popleft(), self.soon())
        finally:
            client._wanted.difference_update(waiting)

    def persist(self, attempt):
        """What `attempt` returns, called again over everything that passes by itself."""
        while True:
            try:
                return attempt()
            except (_Lost, TimedOut):
                if time.monotonic() >= self.deadline:
                    raise TimedOut(f"The broker at {show(self.client.address)} did not answer in time.") from None
                self.client._renew(self.deadline)
            except Refused as no:
                pause = (no.retry_ms or 1000) / 1000
                if no.code not in PASSING or time.monotonic() + pause > self.deadline:
                    raise
                time.sleep(pause)


class _Upload:
    """One call of send_file()."""

    def __init__(self, client, room, path, caption, own, fields, progress, timeout):
        self.client = client
        self.path = pathlib.Path(path)
        self.own = own
        media = mimetypes.guess_type(self.path.name)[0]
        label = self.path.name.encode(errors="replace").decode()  # names on disk need not be UTF-8
        self.offer = {"room": room, "name": label} | ({"media": media} if media else {}) | fields
        if caption:
            self.offer["body"] = caption
        self.carrying = _Carrying(client, progress, timeout)
        self.misses = 0

    def run(self):
        with open(self.path, "rb") as self.file:
            self.offer |= self.measured()
            self.size = self.offer["size"]
            if self.size > self.client.limits["file"]:
                raise Error(f"{self.path} has {self.size} bytes; this broker takes files of up to "
                            f"{self.client.limits['file']}.")
            mark = None
            if self.own is None:
                what = (self.client.name, str(self.path.resolve()), sorted(self.offer.items()))
                mark = hashlib.blake2b(repr(what).encode(errors="replace"), digest_size=8).hexdigest()
            self.offer["id"] = self.own or self.client.folder.upload_id(mark)
            try:
                seq = self.carrying.persist(self.attempt)
            except Error as why:
                if mark and _final(why):
                    self.client.folder.forget_upload(mark)
                raise
            if mark:
                self.client.folder.forget_upload(mark)
            return seq

    def measured(self):
        digest, size = hashlib.blake2b(digest_size=32), 0
        self.file.seek(0)
        while piece := self.file.read(SLICE):
            digest.update(piece)
            size += len(piece)
        return {"size": size, "hash": digest.digest()}

    def attempt(self):
        carrying = self.carrying
        place = carrying.ask("offer", self.offer)
        if "seq" in place:
            carrying.moved(self.size, self.size)
            return place["seq"]
        self.transfer = place["transfer"]
        try:
            carrying.moved(place["offset"], self.size)
            for answer in carrying.answers(self.chunks(place), place["window"]):
                carrying.moved(answer["offset"], self.size)
            return carrying.ask("finish", {"transfer": self.transfer})["seq"]
        except Refused as no:
            # The transfer ended meanwhile, or stands elsewhere than we took it to: the next offer tells.
            if no.code not in ("E_NOT_FOUND", "E_CONFLICT") or self.misses == 3:
                raise
        self.misses += 1
        self.check_unchanged()
        return self.attempt()

    def chunks(self, place):
        for offset in range(place["offset"], self.size, place["chunk"]):
            self.file.seek(offset)
            data = self.file.read(min(place["chunk"], self.size - offset))
            if not data:
                self.check_unchanged()
            yield "chunk", {"transfer": self.transfer, "offset": offset, "data": data}

    def check_unchanged(self):
        if self.measured() != {name: self.offer[name] for name in ("size", "hash")}:
            with contextlib.suppress(Refused):
                self.carrying.ask("cancel", {"transfer": self.transfer})
            raise Error(f"{self.path} changed while it was being sent: send it again.")


class _Download:
    """One call of save_file()."""

    def __init__(self, client, room, seq, where, progress, timeout):
        self.client = client
        self.room = room
        self.seq = seq
        whole = pathlib.Path(where)
        self.target = None if whole.is_dir() else whole
        self.folder = whole if whole.is_dir() else whole.parent
        self.carrying = _Carrying(client, progress, timeout)

    def run(self):
        self.entry = self.carrying.persist(self.look_up)
        size = self.entry["size"]
        what = (show(self.client.address), self.client.name, self.room, self.seq, self.entry["hash"])
        mark = hashlib.blake2b(repr(what).encode(), digest_size=8).hexdigest()
        part = self.folder / f".zchat-{mark}.part"
        with self.opened(part) as self.file:
            try:
                for _ in range(2):  # what was begun before may be spoilt; what comes from the start may not
                    self.take_in_what_is_there()
                    self.carrying.persist(self.attempt)
                    if self.digest.digest() == self.entry["hash"]:
                        break
                    self.file.truncate(0)
                else:
                    raise Error(f"What the broker sent for {self.room}/{self.seq} is not what was sent into the room.")
            except Error as why:
                if _final(why):
                    part.unlink()
                raise
            self.file.flush()
            os.fsync(self.file.fileno())
            if self.target:
                os.replace(part, self.target)
                placed = self.target
            else:
                placed = _place(part, self.folder, self.entry["name"])
        _sync(self.folder)
        self.carrying.progress(size, size)
        return placed

    def look_up(self):
        entries = self.client.request("entries", room=self.room, after=self.seq - 1, limit=1)["entries"]
        if not entries or entries[0]["seq"] != self.seq or entries[0]["kind"] != "file":
            raise Error(f"{self.room}/{self.seq} has no file.")
        if entries[0].get("redacted"):
            raise Error(f"The file of {self.room}/{self.seq} was removed.")
        return entries[0]

    @contextlib.contextmanager
    def opened(self, part):
        """The part file, for us alone."""
        while True:
            handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            with open(handle, "r+b") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise Error(f"{self.room}/{self.seq} is being saved there by another program.") from None
                try:
                    if not os.path.samestat(os.fstat(handle), os.stat(part)):
                        continue  # whoever had it before us has just given it its name
                except FileNotFoundError:
                    continue
                yield file
                return

    def take_in_what_is_there(self):
        self.digest = hashlib.blake2b(digest_size=32)
        self.file.seek(0)
        while piece := self.file.read(SLICE):
            self.digest.update(piece)
        if self.file.tell() > self.entry["size"]:
            self.file.truncate(0)
            self.take_in_what_is_there()

    def attempt(self):
        limits, size = self.client.limits, self.entry["size"]
        window = max(1, limits["window"] * limits["chunk"] // limits["fetch"])
        self.carrying.moved(self.file.tell(), size)
        for answer in self.carrying.answers(self.pieces(limits["fetch"]), window):
            if len(answer["data"]) != min(limits["fetch"], size - self.file.tell()):
                raise Error(f"The broker sent another piece of {self.room}/{self.seq} than it was asked for.")
            self.file.write(answer["data"])
            self.digest.update(answer["data"])
            self.carrying.moved(self.file.tell(), size)

    def pieces(self, length):
        for offset in range(self.file.tell(), self.entry["size"], length):
            yield "fetch", {"room": self.room, "seq": self.seq, "offset": offset,
                            "length": min(length, self.entry["size"] - offset)}


class _Follower:
    """The steps of "Missing nothing" in docs/protocol.md, for one call of follow()."""

    def __init__(self, client, rooms, cursor):
        self.client = client
        self.rooms = rooms
        self.cursor = cursor
        self.have = {}
        self.early = {room: {} for room in rooms}
        self.behind = set(rooms)  # to be compared with the broker's log
        self.done = {}  # worked off, and not yet in the cursor
        self.cursor_due = self.ping_due = 0.0

    def run(self, after, until_head):
        client = self.client
        ends = {}
        for room in self.rooms:
            ends[room] = client.request("entries", room=room, after=0, limit=1)["head"]
            if self.cursor:
                self.have[room] = client.request("read", room=room, seq=0, cursor=self.cursor)["seq"]
            else:
                self.have[room] = ends[room] if after is None else after
        if not until_head:
            self.connect()
        while True:
            try:
                for room in sorted(self.behind):
                    yield from self.catch_up(room)
                if until_head and all(self.have[room] >= ends[room] for room in self.rooms):
                    return
                yield from self.listen()
                self.keep_cursor()
            except (_Lost, TimedOut, NoBroker):
                self.connect()

    def connect(self):
        """A fresh pair of sockets: only then does the first beat prove that we hear everything."""
        client = self.client
        client._topics = tuple(f"room/{room}/".encode() for room in self.rooms) + (b"beat/",)
        client._wants_events = True
        client._heard.clear()
        client._renew(None)
        self.first_beat = True
        self.last_beat = time.monotonic()
        self.ping_due = time.monotonic() + 10
        self.behind = set(self.rooms)

    def catch_up(self, room):
        while True:
            page = self.client.request("entries", room=room, after=self.have[room], limit=200)
            for entry in page["entries"]:
                yield from self.take(room, entry)
            if self.have[room] >= page["head"] or not page["entries"]:
                self.behind.discard(room)
                return

    def take(self, room, entry):
        """Hands on the entry if it is the next one, and those that waited for it."""
        if entry["seq"] <= self.have[room]:
            return
        self.early[room][entry["seq"]] = entry
        while self.have[room] + 1 in self.early[room]:
            entry = self.early[room].pop(self.have[room] + 1)
            self.have[room] = entry["seq"]
            yield {"room": room, **entry}
            self.done[room] = entry["seq"]
        while len(self.early[room]) > 1000:  # bounded: the log has them anyway
            self.early[room].pop(max(self.early[room]))
        if self.early[room]:
            self.behind.add(room)

    def listen(self):
        client = self.client
        if not client._heard:
            client._pump(0.5)
        if time.monotonic() - self.last_beat > 2:  # silence, or we were away and more was heard than is kept
            self.last_beat = time.monotonic()
            self.behind |= set(self.rooms)
        while client._heard:
            event = client._heard.popleft()
            if event["ev"] == "log" and event["room"] in self.have:
                for entry in event["entries"]:
                    yield from self.take(event["room"], entry)
            if event["ev"] == "beat":
                self.last_beat = time.monotonic()
                if self.first_beat:
                    self.first_beat = False
                    self.behind |= set(self.rooms)
                self.compare(event["heads"])
        now = time.monotonic()
        if now - client._last_traffic > 15:
            raise _Lost
        if now > self.ping_due:
            self.ping_due = now + 10
            pong = client.request("ping")
            self.compare(pong["heads"])
            if not pong["events"]:
                client._hello()
                self.behind |= set(self.rooms)

    def compare(self, heads):
        self.behind |= {room for room in self.rooms if heads.get(room, 0) > self.have[room]}

    def keep_cursor(self, at_once=False):
        now = time.monotonic()
        if not self.cursor or not self.done or (now < self.cursor_due and not at_once):
            return
        self.cursor_due = now + 1
        for room, seq in list(self.done.items()):
            try:
                self.client.request("read", room=room, seq=seq, cursor=self.cursor)
                self.done.pop(room, None)
            except Refused as no:
                if no.code != "E_RATE":
                    raise
