"""The house stands as docs/architecture.md draws it: who may include whom, who owns which library."""

import pathlib
import re
import subprocess
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests" / "support"))
import counted  # noqa: E402

# Which folders each folder's sources may include; its own is always among them.
MAY_INCLUDE = {
    "shared/base": [],
    "shared/wire": ["shared/base"],
    "shared/crypto": ["shared/base"],
    "shared/net": ["shared/base", "shared/crypto"],
    "shared/db": ["shared/base"],
    "shared/client": ["shared/base", "shared/wire", "shared/crypto"],
    "shared/link": ["shared/base", "shared/wire", "shared/crypto", "shared/net", "shared/db", "shared/client"],
    "broker/hub": ["shared/base", "shared/wire"],
    "broker/live": ["shared/base", "shared/wire", "broker/hub/envelope.hpp"],
    "broker/store": ["shared/base", "shared/wire", "shared/crypto", "shared/db", "broker/hub/store.hpp"],
    "broker/shell": ["shared/base", "shared/wire", "shared/crypto", "shared/net", "shared/db",
                     "broker/hub", "broker/live", "broker/store"],
    "gui": ["shared/base", "shared/wire", "shared/client/commands.hpp", "shared/client/notices.hpp",
            "shared/link"],
    "tools": ["shared/base", "shared/wire", "shared/client/commands.hpp", "shared/client/notices.hpp",
              "shared/link"],
}
# chat-bench builds floors of its own from the bare libraries, and looks at every room of the house.
FREE = ["tools/benchmark"]

# The one folder (or file) that may include a library's headers.
OWNERS = {
    r"<msgpack(\.hpp|/)": ["shared/wire/value.cpp"],
    r"<zmq(\.hpp|\.h|_addon)": ["shared/net"],
    r"<sqlite3\.h": ["shared/db"],
    r"<sodium": ["shared/crypto"],
    r"<botan": ["shared/crypto"],
    r"<qrencode": ["gui/window/qr_code.cpp"],
    r"<Q[A-Z]": ["gui", "tests/gui"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"][^>"]+)[>"]', re.MULTILINE)
LONGEST = 400


def tracked(*patterns):
    names = subprocess.run(["git", "-C", str(TOP), "ls-files", "-z", *patterns], check=True,
                           capture_output=True, text=True).stdout.rstrip("\0").split("\0")
    return [name for name in names if (TOP / name).exists()]


SOURCES = tracked("*.cpp", "*.hpp")


def below(path, folder):
    return path == folder or path.startswith(folder + "/")


def breach(source, included):
    """The sentence that says what is wrong with one quoted include, or None."""
    if not (TOP / included).exists():
        return f"{source} includes {included}, which is not a path from the top of the tree"
    if any(below(source, folder) for folder in FREE) or below(source, "tests"):
        return None
    for folder, allowed in MAY_INCLUDE.items():
        if below(source, folder):
            if any(below(included, other) for other in [folder, *allowed]):
                return None
            return f"{source} may not include {included}"
    return f"{source} stands in no room of the house"


class Floors(unittest.TestCase):
    def test_every_include_stays_on_its_floor_or_goes_down(self):
        broken = [breach(source, name[1:]) for source in SOURCES
                  for name in INCLUDE.findall((TOP / source).read_text()) if name.startswith('"')]
        self.assertEqual([sentence for sentence in broken if sentence], [])
        self.assertGreater(len(broken), 50, "the includes were not found at all")

    def test_an_upward_include_would_be_found(self):
        self.assertIsNotNone(breach("shared/base/text.cpp", "shared/wire/codec.hpp"))
        self.assertIsNotNone(breach("gui/main.cpp", "shared/client/core.hpp"))
        self.assertIsNone(breach("broker/hub/hub.cpp", "shared/wire/codec.hpp"))

    def test_folders_form_no_cycle(self):
        edges = {}
        for source in SOURCES:
            for name in INCLUDE.findall((TOP / source).read_text()):
                home, other = source.rpartition("/")[0], name[1:].rpartition("/")[0]
                if name.startswith('"') and home != other and not home.startswith("tests"):
                    edges.setdefault(home, set()).add(other)
        done, path = set(), []

        def walk(folder):
            self.assertNotIn(folder, path, " -> ".join([*path, folder]))
            if folder in done:
                return
            path.append(folder)
            for other in sorted(edges.get(folder, ())):
                walk(other)
            path.pop()
            done.add(folder)

        for folder in sorted(edges):
            walk(folder)

    def test_each_library_has_one_owner(self):
        strays = []
        for source in SOURCES:
            if any(below(source, folder) for folder in FREE):
                continue
            for name in INCLUDE.findall((TOP / source).read_text()):
                for pattern, owners in OWNERS.items():
                    if re.match(pattern, name) and not any(below(source, owner) for owner in owners):
                        strays.append(f"{source} includes {name}>")
        self.assertEqual(strays, [])

    def test_a_file_over_400_lines_says_why_at_its_head(self):
        silent = []
        for source in SOURCES + tracked("*.py"):
            lines = (TOP / source).read_text().splitlines()
            if len(lines) > LONGEST and "long because" not in " ".join(lines[:20]):
                silent.append(f"{source}: {len(lines)} lines")
        self.assertEqual(silent, [])

    def test_only_the_planned_names_stand_at_the_top(self):
        planned = {"meson.build", "meson_options.txt", "broker", "gui", "shared", "tests", "tools", "LICENSE",
                   "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "docs", "packaging"}
        top = {name.split("/")[0] for name in tracked()}
        self.assertEqual({name for name in top - planned if not name.startswith(".")}, set())


if __name__ == "__main__":
    counted.main()
