"""Backup, export and check beside a running broker, and what comes back from a backup."""

import unittest

import counting
from processes import Broker
from raw import Raw


class Maintenance(unittest.TestCase):
    def setUp(self):
        self.broker = Broker()
        self.alice = Raw(self.broker)
        self.alice.register("alice")

    def tearDown(self):
        self.alice.close()
        self.broker.close()

    def test_backup_export_and_check_agree_beside_a_running_broker(self):
        for i in range(20):
            self.alice.post("lobby", f"kept {i}")
        check = self.broker.command("check")
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
        exported = self.broker.command("export")
        self.assertEqual(exported.returncode, 0, exported.stderr)
        self.assertIn("kept 19", exported.stdout)
        target = self.broker.path / "backup"
        backup = self.broker.command("backup", str(target))
        self.assertEqual(backup.returncode, 0, backup.stdout + backup.stderr)
        log = self.alice.log("lobby")
        key = self.alice.door["key"]
        self.broker.kill()
        self.alice.close()
        self.broker.data = target
        self.broker.start()
        self.alice.connect()
        self.assertEqual(self.alice.door["key"], key)  # the same server to every client
        self.assertEqual(self.alice.log("lobby"), log)


if __name__ == "__main__":
    counting.main()
