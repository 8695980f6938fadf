"""A member who means well, in a process of its own so that no attacker's Python slows it: it posts to a public and to a
private room, hears its own words on both ways, and tells at each "report" how long they took and what else it noticed.

It is started with one line of JSON (front door and keys) and answers every further line with one of JSON.
"""

import json
import os
import sys
import time

import msgpack
import zmq
from zmq.utils.monitor import recv_monitor_message

from processes import PATIENCE
from raw import Raw

PUBLIC, PRIVATE = "square", "parlour"
EVERY = 0.025  # seconds between two posts: 40 a second is below the pace that an account may have
LEFT = {zmq.EVENT_DISCONNECTED, zmq.EVENT_CONNECT_RETRIED, zmq.EVENT_CLOSED}


class Post:
    def __init__(self, room, body):
        self.room, self.body, self.at = room, body, time.monotonic()
        self.seq = None


class Healthy:
    def __init__(self, raw):
        self.raw = raw
        self.waiting = {}  # by body: what was said and not yet heard
        self.unanswered = {}  # by re
        self.heads = {}
        self.number = 0
        self.latencies, self.troubles = [], []

    def settle(self):
        self.raw.hello()
        for room, kind in ((PUBLIC, "public"), (PRIVATE, "private")):
            if room not in [summary["room"] for summary in self.raw.ask("rooms")["rooms"]]:
                self.raw.ask("create", room=room, kind=kind)
            self.heads[room] = self.raw.ask("entries", room=room, after=0)["head"]
        self.raw.subscribe(f"room/{PUBLIC}/")
        for made in (self.raw.dealer, self.raw.sub):
            while made.get_monitor_socket().poll(0):
                recv_monitor_message(made.get_monitor_socket())  # how it connected

    def post(self):
        self.number += 1
        post = Post((PUBLIC, PRIVATE)[self.number % 2], f"well meant {self.number}")
        re = self.raw.send("post", room=post.room, id=os.urandom(16), kind="text", body=post.body)
        self.waiting[post.body] = self.unanswered[re] = post

    def answered(self, answer):
        post = self.unanswered.pop(answer["re"], None)
        if post is None or not answer["ok"]:
            self.troubles.append(f"an answer that was not due: {answer}")
            return
        self.noted(post, answer["seq"])
        self.done(post)

    def heard(self, event):
        if event["ev"] != "log":
            return
        for entry in event["entries"]:
            room = event["room"]
            if entry["seq"] != self.heads[room] + 1:
                self.troubles.append(f"{room} went from {self.heads[room]} to {entry['seq']}")
            self.heads[room] = entry["seq"]
            post = self.waiting.pop(entry.get("body"), None)
            if post is None or post.room != room:
                self.troubles.append(f"{room} has what was not said there: {entry}")
                continue
            self.noted(post, entry["seq"])
            self.done(post)

    def noted(self, post, seq):
        if post.seq not in (None, seq):
            self.troubles.append(f"acknowledged as {post.seq}, heard as {seq}")
        post.seq = seq

    def done(self, post):
        if post not in self.waiting.values() and post not in self.unanswered.values():
            self.latencies.append((time.monotonic() - post.at) * 1000)

    def take_in(self, timeout):
        """What comes in the time, and whether a line waits."""
        poller = zmq.Poller()
        monitors = [made.get_monitor_socket() for made in (self.raw.dealer, self.raw.sub)]
        for source in (self.raw.dealer, self.raw.sub, sys.stdin, *monitors):
            poller.register(source, zmq.POLLIN)
        ready = dict(poller.poll(max(0, timeout) * 1000))
        if self.raw.dealer in ready:
            body = msgpack.unpackb(self.raw.dealer.recv())
            self.heard(body) if "ev" in body else self.answered(body)
        if self.raw.sub in ready:
            body = msgpack.unpackb(self.raw.sub.recv().partition(b"\0")[2])
            if body["ev"] == "log":
                self.heard(body)
        for monitor in monitors:
            if monitor in ready:
                event = recv_monitor_message(monitor)["event"]
                if event in LEFT:
                    self.troubles.append(f"its connection saw {event.name}")
        return sys.stdin.fileno() in ready

    def run(self):
        due = time.monotonic()
        while True:
            if time.monotonic() >= due:
                self.post()
                due = max(due + EVERY, time.monotonic())
            if self.take_in(due - time.monotonic()):
                if not sys.stdin.readline():
                    return
                self.report()
                due = time.monotonic()

    def report(self):
        """Once all that was said is acknowledged and heard, so that nothing late is left out."""
        deadline = time.monotonic() + PATIENCE
        while (self.waiting or self.unanswered) and time.monotonic() < deadline:
            self.take_in(deadline - time.monotonic())
        for post in {*self.waiting.values(), *self.unanswered.values()}:
            self.troubles.append(f"never came back: {post.body}")
        print(json.dumps({"latencies": self.latencies, "troubles": self.troubles}), flush=True)
        self.waiting.clear()
        self.unanswered.clear()
        self.latencies, self.troubles = [], []


class FrontDoor:
    def __init__(self, port):
        self.port = port


def main():
    given = json.loads(sys.stdin.readline())
    raw = Raw(FrontDoor(given["port"]), tuple(key.encode() for key in given["keys"]))
    healthy = Healthy(raw)
    healthy.settle()
    healthy.report()
    healthy.run()
    raw.close()


if __name__ == "__main__":
    main()
