"""A broker for tests of files, and a look into the folder where it keeps them."""

import unittest

from processes import Broker, wait_until
from raw import Raw, hash_of

CHUNK = 128 * 1024


class FilesCase(unittest.TestCase):
    def setUp(self):
        self.broker = None
        self.raws = []
        self.serve()

    def tearDown(self):
        for raw in self.raws:
            raw.close()
        self.broker.close()

    def serve(self, *options, broker=Broker):
        """A fresh broker with alice, who administers it, and bob."""
        if self.broker:
            self.tearDown()
        self.raws = []
        self.broker = broker("--rate", "off", *options)
        self.alice, self.bob = self.person("alice"), self.person("bob")

    def person(self, name, keys=None):
        raw = Raw(self.broker, keys)
        self.raws.append(raw)
        if keys is None:
            raw.register(name)
        raw.hello()
        return raw

    def restart(self):
        for raw in self.raws:
            raw.close()
        self.assertEqual(self.broker.stop(), 0)
        self.broker.start()
        for raw in self.raws:
            raw.connect()

    def stored(self):
        """(names of sealed bytes, number of partial files), after a look at who may read them."""
        sealed, partial = [], 0
        for path in (self.broker.data / "blobs").rglob("*"):
            try:
                mode = path.stat().st_mode & 0o777
            except FileNotFoundError:
                continue  # just removed
            if path.is_dir():
                self.assertEqual(mode, 0o700, path)
                continue
            self.assertEqual(mode, 0o600, path)
            if path.parent.name == "partial":
                partial += 1
            else:
                sealed.append(path.name)
        return sorted(sealed), partial

    def comes_to_hold(self, *datas, partial=0):
        wanted = sorted({hash_of(data).hex() for data in datas}), partial
        wait_until(lambda: self.stored() == wanted, f"{wanted} to be all that is stored")
