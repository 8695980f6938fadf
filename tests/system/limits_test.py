"""The broker lives within the limits that its documentation sets for a plain shell."""

import pathlib
import unittest

import counting
from processes import SANITIZED, Broker
from raw import Raw

# As the documentation says: the memory is that of addresses, most of which threads only reserve.
LIMITS = 'umask 077; ulimit -c 0; ulimit -n 4096; ulimit -v 4194304; exec setpriv --no-new-privs "$@"'


class Limited(Broker):
    def started_with(self, words):
        return ["sh", "-c", LIMITS, "sh", *words]


@unittest.skipIf(SANITIZED, "a sanitizer reserves more addresses than the limit")
class Limits(unittest.TestCase):
    def test_it_serves_within_them(self):
        broker = Limited("--rate", "off")
        alice = Raw(broker)
        try:
            alice.register("alice")
            data = b"x" * (4 << 20)
            self.assertEqual(alice.download("lobby", alice.upload("lobby", data)), data)
            process = pathlib.Path(f"/proc/{broker.process.pid}")
            limits = dict((line[:25].strip(), line[25:].split()[0])
                          for line in (process / "limits").read_text().splitlines())
            self.assertEqual(limits["Max core file size"], "0")
            self.assertEqual(limits["Max open files"], "4096")
            self.assertEqual(limits["Max address space"], str(4 << 30))
            self.assertIn("NoNewPrivs:\t1", (process / "status").read_text())
            # The address space it takes is far from the bound.
            size = int((process / "status").read_text().partition("VmPeak:")[2].split()[0])
            self.assertLess(size, 3 << 20)
        finally:
            alice.close()
            broker.close()


if __name__ == "__main__":
    counting.main()
