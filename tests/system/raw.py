"""A client written from docs/protocol.md alone, on pyzmq and msgpack: what an outsider would write.

It shares nothing with tools/zchat.py, so that the two cannot be wrong in the same way.
"""

import hashlib
import os
import socket
import threading
import time

import msgpack
import zmq
from zmq.utils import z85
from zmq.utils.monitor import recv_monitor_message

from processes import PATIENCE

context = zmq.Context()
context.setsockopt(zmq.LINGER, 0)
context.setsockopt(zmq.MAX_SOCKETS, 1023)


def door(port):
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        line = b""
        while not line.endswith(b"\n"):
            line += connection.recv(512) or b"\n"
    return dict(pair.split("=", 1) for pair in line.decode().split()[1:])


def hex_of(key):
    return z85.decode(key).hex()


def keys_of(link):
    """The key pair that an invite link carries."""
    secret = z85.encode(bytes.fromhex(link.strip().rpartition(".")[2]))
    return zmq.curve_public(secret), secret


def hash_of(data):
    return hashlib.blake2b(data, digest_size=32).digest()


class Refusal(Exception):
    def __init__(self, answer):
        super().__init__(f"{answer['code']}: {answer['text']}")
        self.code = answer["code"]
        self.answer = answer


def far_context():
    """A context whose threads give way to all others, as if their machine were another one: handshakes cost who asks
    for them as much as the broker. The threads start with the first socket and are as nice as the thread that opens
    it."""
    made = zmq.Context()
    made.setsockopt(zmq.LINGER, 0)

    def open_first():
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        made.socket(zmq.DEALER).close()

    opener = threading.Thread(target=open_first)
    opener.start()
    opener.join()
    return made


def link(kind, port, server_key, keys, within=context, reads_ahead=None):
    """A CURVE socket of `kind`. With `reads_ahead` it takes in only so many messages that nobody reads, sends however
    much, and does not come back."""
    made = within.socket(kind)
    if reads_ahead is not None:
        for option, value in ((zmq.RCVHWM, reads_ahead), (zmq.SNDHWM, 0), (zmq.RECONNECT_IVL, -1)):
            made.setsockopt(option, value)
    made.curve_serverkey = z85.encode(bytes.fromhex(server_key))
    made.curve_publickey, made.curve_secretkey = keys
    if kind == zmq.SUB:
        made.setsockopt(zmq.SNDHWM, 0)
    made.get_monitor_socket()  # kept by pyzmq until disable_monitor()
    made.connect(f"tcp://127.0.0.1:{port}")
    return made


def await_monitor(made, wanted, patience=PATIENCE):
    """Waits for one of the wanted monitor events of a socket and returns it."""
    deadline = time.monotonic() + patience
    while made.get_monitor_socket().poll(max(0, deadline - time.monotonic()) * 1000):
        event = recv_monitor_message(made.get_monitor_socket())
        if event["event"] in wanted:
            return event
    raise AssertionError("the connection did not change in time")


def hang_up(made):
    """Closes a socket of link(). Its monitor must outlive the monitoring, or libzmq waits for it for ever."""
    monitor = made.get_monitor_socket()
    made.disable_monitor()
    monitor.close(0)
    made.close(0)


class Raw:
    """One device on one broker. `broker` has a front door's `port`."""

    def __init__(self, broker, keys=None):
        self.keys = keys or zmq.curve_keypair()
        self.device = hex_of(self.keys[0])
        self.broker = broker
        self.events = []
        self.answers = {}
        self.sub = None
        self.re = 0
        self.connect()

    def connect(self):
        self.door = door(self.broker.port)
        self.dealer = link(zmq.DEALER, self.door["requests"], self.door["key"], self.keys)

    def close(self):
        for made in (self.dealer, self.sub):
            if made is not None:
                hang_up(made)
        self.dealer = self.sub = None

    # Asking.

    def send(self, op, fields=None, **more):
        self.re += 1
        self.dealer.send(msgpack.packb({"op": op, "re": self.re, **(fields or {}), **more}))
        return self.re

    def take_in(self, patience):
        """One message from the DEALER, kept as an answer or an event."""
        if not self.dealer.poll(patience * 1000):
            monitor = self.dealer.get_monitor_socket()
            seen = [recv_monitor_message(monitor)["event"].name for _ in iter(lambda: monitor.poll(0), 0)]
            raise AssertionError(f"the broker did not answer; its connection saw {seen}")
        raw = self.dealer.recv()
        body = msgpack.unpackb(raw)
        if "ev" in body:
            assert "re" not in body
            self.events.append(body)
        else:
            assert body["re"] not in self.answers, "a request was answered twice"
            self.answers[body["re"]] = body
            body["raw"] = raw

    def answer(self, re, patience=PATIENCE):
        deadline = time.monotonic() + patience
        while re not in self.answers:
            self.take_in(max(0, deadline - time.monotonic()))
        return self.answers.pop(re)

    def ask(self, op, fields=None, **more):
        """The reply; a refusal is raised."""
        answer = self.answer(self.send(op, fields, **more))
        if not answer["ok"]:
            raise Refusal(answer)
        return answer

    def refused(self, op, fields=None, **more):
        """The code of a refusal that must come."""
        answer = self.answer(self.send(op, fields, **more))
        assert not answer["ok"], f"{op} was not refused: {answer}"
        assert answer["text"].endswith(".") and "\n" not in answer["text"], answer["text"]
        return answer["code"]

    def ask_bytes(self, *frames):
        """The answer to frames that are sent as they are."""
        self.dealer.send_multipart(frames)
        deadline = time.monotonic() + PATIENCE
        while None not in self.answers and self.re not in self.answers and 1 not in self.answers:
            self.take_in(max(0, deadline - time.monotonic()))
        return self.answers.popitem()[1]

    def register(self, name):
        self.name = name
        return self.ask("register", name=name)["me"]

    def hello(self, events=True):
        return self.ask("hello", versions=[1], client="raw", events=events)

    def post(self, room, body="hi", **fields):
        """Its seq."""
        fields = {"room": room, "kind": "text", "id": os.urandom(16), "body": body, **fields}
        return self.ask("post", {key: held for key, held in fields.items() if held is not None})["seq"]

    # Files.

    def offered(self, room, data, **fields):
        """The fields of an offer of `data`."""
        return {"room": room, "id": os.urandom(16), "name": "data.bin", "size": len(data), "hash": hash_of(data),
                **fields}

    def send_chunk(self, place, offset, data):
        """Sends one chunk of the data of a transfer; the number to ask the answer of."""
        data = data[offset:offset + place["chunk"]]
        return self.send("chunk", transfer=place["transfer"], offset=offset, data=data)

    def send_data(self, place, data, until=None):
        """Sends what the broker lacks, up to `until`, inside the window; returns the offset that it answers last."""
        data = data[:until]
        self.stored, asked = place["offset"], []
        for offset in range(place["offset"], len(data), place["chunk"]):
            if len(asked) == place["window"]:
                self.take_offset(*asked.pop(0))
            asked.append((self.send_chunk(place, offset, data), min(offset + place["chunk"], len(data))))
        for chunk in asked:
            self.take_offset(*chunk)
        return self.stored

    def take_offset(self, re, expected):
        answer = self.answer(re)
        if not answer["ok"]:
            raise Refusal(answer)
        assert answer["offset"] == expected, (answer["offset"], expected)
        self.stored = expected

    def upload(self, room, data, **fields):
        """Offers, sends and finishes: the seq."""
        place = self.ask("offer", self.offered(room, data, **fields))
        if "seq" in place:
            return place["seq"]
        self.send_data(place, data)
        return self.ask("finish", transfer=place["transfer"])["seq"]

    def download(self, room, seq):
        """The bytes attached to an entry."""
        data = b""
        while True:
            piece = self.ask("fetch", room=room, seq=seq, offset=len(data), length=512 * 1024)
            data += piece["data"]
            if len(data) == piece["size"]:
                return data
            assert len(piece["data"]) == 512 * 1024

    # Hearing.

    def subscribe(self, *topics):
        """A fresh SUB; returns once a beat proves that its subscriptions are in force."""
        self.sub = link(zmq.SUB, self.door["events"], self.door["key"], self.keys)
        for topic in (*topics, "beat/"):
            self.sub.subscribe(topic)
        self.heard_frame(lambda topic, body: topic == b"beat/")

    def frames(self, patience=PATIENCE):
        """Frames of the SUB as (topic, body) while they come."""
        deadline = time.monotonic() + patience
        while self.sub.poll(max(0, deadline - time.monotonic()) * 1000):
            frames = self.sub.recv_multipart()
            assert len(frames) == 1
            topic, zero, body = frames[0].partition(b"\0")
            assert zero and topic.endswith(b"/")
            yield topic, msgpack.unpackb(body)

    def heard_frame(self, wanted):
        for topic, body in self.frames():
            if wanted(topic, body):
                return body
        raise AssertionError("the frame did not come")

    def heard(self, wanted):
        """The first event on the DEALER that is `wanted`."""
        deadline = time.monotonic() + PATIENCE
        at = 0
        while True:
            while at < len(self.events):
                if wanted(self.events[at]):
                    return self.events.pop(at)
                at += 1
            self.take_in(max(0, deadline - time.monotonic()))

    def log(self, room):
        """All entries of a room, checked to have no gap."""
        entries, head = [], None
        while head is None or entries[-1:] and entries[-1]["seq"] < head:
            page = self.ask("entries", room=room, after=entries[-1]["seq"] if entries else 0, limit=200)
            head = page["head"]
            assert page["entries"] or head == len(entries)
            entries += page["entries"]
        assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
        return entries
