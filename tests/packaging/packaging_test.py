"""What a desktop and a service manager read of zchat is what their specifications allow; each needs its program."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
PACKAGING = TOP / "packaging"
sys.path.insert(0, str(TOP / "tests" / "support"))
import counted  # noqa: E402


class Packaging(unittest.TestCase):
    def accepts(self, program, *arguments):
        found = shutil.which(program)
        if found is None:
            self.skipTest(f"{program} is not installed")
        said = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)
        self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
        return said.stderr

    def test_the_desktop_entry_is_valid(self):
        self.accepts("desktop-file-validate", str(PACKAGING / "zchat.desktop"))

    def test_the_appstream_description_is_valid(self):
        # The id is no reversed domain: zchat has none.
        self.accepts("appstreamcli", "validate", "--no-net", "--override=cid-desktopapp-is-not-rdns=info",
                     str(PACKAGING / "zchat.metainfo.xml"))

    def test_the_entry_and_the_description_name_the_same_program_and_icon(self):
        entry = (PACKAGING / "zchat.desktop").read_text()
        self.assertIn("Exec=chat-gui", entry)
        self.assertIn("Icon=zchat", entry)
        self.assertIn("zchat.desktop", (PACKAGING / "zchat.metainfo.xml").read_text())
        self.assertTrue((TOP / "gui" / "look" / "icons" / "zchat.svg").is_file())

    # The service.

    UNIT = PACKAGING / "chat-broker.service"

    def installed_unit(self):
        """A copy that names a program which is there, whatever is installed."""
        folder = tempfile.TemporaryDirectory(prefix="zchat-test-")
        self.addCleanup(folder.cleanup)
        copy = pathlib.Path(folder.name) / self.UNIT.name
        copy.write_text(self.UNIT.read_text().replace("ExecStart=chat-broker", "ExecStart=true"))
        return str(copy)

    def settings(self):
        lines = [line for line in self.UNIT.read_text().splitlines() if "=" in line and not line.startswith("#")]
        return [tuple(line.split("=", 1)) for line in lines]

    def test_systemd_understands_the_unit(self):
        # A word that it does not know is only a warning to it.
        self.assertEqual(self.accepts("systemd-analyze", "verify", "--man=no", self.installed_unit()), "")

    def test_systemd_finds_hardly_anything_exposed(self):
        # Of 100; a service without any of this has 96.
        self.accepts("systemd-analyze", "security", "--offline=true", "--threshold=20", self.installed_unit())

    def test_the_unit_takes_away_what_the_broker_does_not_need(self):
        settings = self.settings()
        for wanted in [("NoNewPrivileges", "yes"), ("PrivateDevices", "yes"), ("PrivateTmp", "yes"),
                       ("ProtectSystem", "strict"), ("ProtectHome", "yes"), ("CapabilityBoundingSet", ""),
                       ("UMask", "0077"), ("StateDirectoryMode", "0700"), ("LimitCORE", "0"),
                       ("MemoryDenyWriteExecute", "yes"), ("SystemCallFilter", "@system-service"),
                       ("Restart", "on-failure"), ("StartLimitBurst", "5")]:
            self.assertIn(wanted, settings)
        named = dict(settings)
        for bound in ("MemoryMax", "LimitNOFILE", "TasksMax", "TimeoutStopSec"):
            self.assertNotIn(named[bound], ("", "infinity"))


if __name__ == "__main__":
    counted.main()
