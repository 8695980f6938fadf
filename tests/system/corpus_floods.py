"""The hostile corpus, 35 to 38: more of everything than anybody needs."""

import os
import time

import msgpack
import zmq

from corpus_case import OUTCOMES, Corpus, entries_of
from processes import PATIENCE
from raw import await_monitor, far_context, hang_up, link

REQUESTS = 10_000
MAY_WAIT = 16 << 20  # bytes unread and in the outbox, before the connection is shut


class Floods(Corpus):
    options = ()

    def test_35_10000_requests_without_reading_a_reply(self):
        keys = self.member("deaf").keys
        for room, count, body in (("large", 20, "x" * 16_000), ("many", 180, "x")):
            self.admin.ask("create", room=room, kind="public")
            for _ in range(count):
                self.admin.post(room, body)

        for _ in range(50):  # so that the readers' caches hold what is asked for
            for room in ("large", "many"):
                self.admin.ask("history", room=room, limit=200)

        def deaf(reads_ahead, **request):
            """A connection by which so many requests went."""
            made = link(zmq.DEALER, self.broker.requests, self.broker.door["key"], keys, reads_ahead=reads_ahead)
            await_monitor(made, {zmq.EVENT_HANDSHAKE_SUCCEEDED})
            for _ in range(REQUESTS):
                made.send(msgpack.packb({"re": 1, **request}))
            return made

        def late_to_read():
            # All the answers together fit what may wait for a connection, however slowly it reads.
            made = deaf(REQUESTS, op="history", room="many", limit=5)
            answers = []
            for _ in range(REQUESTS):
                self.assertTrue(made.poll(PATIENCE * 1000))
                answers.append(msgpack.unpackb(made.recv()))
            self.assertFalse(made.poll(0))
            self.assertLessEqual({answer.get("code") for answer in answers}, {None, "E_BUSY"})
            self.assertTrue(all(answer["ok"] or answer["retry_ms"] > 0 for answer in answers))
            self.assertLess(sum(len(msgpack.packb(answer)) for answer in answers), MAY_WAIT)
            hang_up(made)

        def past_the_cap(limit):
            before = self.descriptors()
            made = deaf(1, op="entries", room="large", after=1, limit=limit)
            self.lets_go_of_all_but(before)  # it is shut, which it does not notice while it does not read
            hang_up(made)

        self.attacked(late_to_read, mib=32, seconds=0)
        for limit in (1, 4, 200):  # pages of 16, 64 and 256 KiB
            self.attacked(lambda: past_the_cap(limit), mib=32, seconds=0)

    def test_36_10000_posts_a_second(self):
        hasty, taken = self.member("hasty"), []
        known = {"room": "lobby", "id": os.urandom(16), "kind": "text", "body": "first"}
        first = hasty.ask("post", known)["seq"]

        def attack():
            start, asked, answers = time.monotonic(), [], []
            while len(asked) < REQUESTS:
                for _ in range(REQUESTS // 100):
                    asked.append(hasty.send("post", room="lobby", id=os.urandom(16), kind="text", body="x"))
                while time.monotonic() < start + len(asked) / REQUESTS:
                    if hasty.dealer.poll(1):
                        hasty.take_in(0)
            answers = [hasty.answer(re) for re in asked]
            taken.extend(answer["seq"] for answer in answers if answer["ok"])
            refused = [answer for answer in answers if not answer["ok"]]
            self.assertEqual({answer["code"] for answer in refused}, {"E_RATE"})
            self.assertTrue(all(0 < answer["retry_ms"] <= 1000 for answer in refused))
            self.assertLessEqual(len(answers) - len(refused), 200 + 50 * (time.monotonic() - start) + 1)
            self.assertEqual(hasty.ask("post", known)["seq"], first)

        came = self.attacked(attack, stores=True)
        self.assertEqual(sorted(entry["seq"] for entry in entries_of(came)), sorted(taken))

    def test_37_10000_subscriptions_of_200_bytes(self):
        greedy = self.member("greedy")

        def attack():
            sub = link(zmq.SUB, self.broker.events, self.broker.door["key"], greedy.keys)
            await_monitor(sub, {zmq.EVENT_HANDSHAKE_SUCCEEDED})
            for i in range(REQUESTS):
                sub.subscribe(f"{i:0200}")
            await_monitor(sub, {zmq.EVENT_DISCONNECTED})
            hang_up(sub)

        self.attacked(attack, mib=32, seconds=0)

    def test_38_1000_connections_a_second_from_one_key(self):
        restless, patient = self.member("restless"), self.member("patient")
        afar, took = far_context(), []

        def attack():
            start, outcomes = time.monotonic(), []
            self.signs_in(patient.keys)
            while len(outcomes) < 1000:
                made = [link(zmq.DEALER, self.broker.requests, self.broker.door["key"], restless.keys, within=afar)
                        for _ in range(25)]
                for one in made:
                    seen = await_monitor(one, OUTCOMES)
                    outcomes.append((seen["event"], seen["value"]))
                    hang_up(one)
            self.signs_in(patient.keys)
            took.append(round(time.monotonic() - start, 1))
            let_in = [event for event, _ in outcomes if event == zmq.EVENT_HANDSHAKE_SUCCEEDED]
            self.assertLessEqual(len(let_in), 60 + 20 * (time.monotonic() - start) + 1)
            self.assertEqual({outcome for outcome in outcomes if outcome[0] != zmq.EVENT_HANDSHAKE_SUCCEEDED},
                             {(zmq.EVENT_HANDSHAKE_FAILED_AUTH, 500)})

        self.attacked(attack, mib=32, seconds=0)
        print(f"a thousand connections took {took} seconds", flush=True)
