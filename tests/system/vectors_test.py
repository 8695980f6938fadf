"""The test vectors of the wire, decoded and encoded by another MessagePack than the broker's."""

import json
import pathlib
import unittest

import msgpack

import counting

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "wire" / "vectors.txt"


def vectors():
    for line in VECTORS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, name, octets, said = line.split(" ", 3)
            yield kind, name, bytes.fromhex("" if octets == "-" else octets), json.loads(said)


def with_hex(value):
    """The value as the vectors' JSON has it: binary data in hex."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: with_hex(held) for key, held in value.items()}
    if isinstance(value, list):
        return [with_hex(held) for held in value]
    return value


class Vectors(unittest.TestCase):
    def test_each_says_what_stands_beside_it(self):
        count = 0
        for kind, name, octets, said in vectors():
            with self.subTest(kind=kind, name=name):
                count += 1
                if kind == "bad":
                    continue
                if kind == "frame":
                    topic, zero, body = octets.partition(b"\0")
                    self.assertEqual(zero, b"\0")
                    self.assertTrue(topic.endswith(b"/"))
                    self.assertEqual([topic.decode(), with_hex(msgpack.unpackb(body))], said)
                    continue
                value = msgpack.unpackb(octets)
                self.assertEqual(with_hex(value), said)
                self.assertEqual(msgpack.packb(value), octets)
        self.assertGreater(count, 100)

    def test_answers_carry_re_and_events_do_not(self):
        for kind, name, _, said in vectors():
            with self.subTest(kind=kind, name=name):
                if kind in ("reply", "refusal"):
                    self.assertIn("re", said)
                    self.assertEqual(said["ok"], kind == "reply")
                    self.assertNotIn("ev", said)
                if kind == "event":
                    self.assertIn("ev", said)
                    self.assertNotIn("re", said)


if __name__ == "__main__":
    counting.main()
