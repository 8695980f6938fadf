"""Keeps what a release writes: a data folder with a little of everything, for the brokers of later releases to open.

    ZCHAT_BROKER=build/broker/shell/chat-broker tests/system/releases/keep.py VERSION

Run once for each release, with its own broker, and never again: the point is that the bytes are old.
"""

import json
import os
import pathlib
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from processes import Broker  # noqa: E402
from raw import Raw  # noqa: E402


def live(alice, bob):
    """Something of every kind; the id of the first post, to be asked again."""
    first = os.urandom(16)
    alice.post("lobby", "the first words, @bob", id=first)
    bob.post("lobby", "an answer", reply=alice.log("lobby")[-1]["seq"])
    seq = alice.post("lobby", "mended", id=os.urandom(16))
    alice.post("lobby", "mended well", kind="edit", of=seq)
    bob.post("lobby", None, kind="react", of=seq, emoji="\N{THUMBS UP SIGN}", on=True)
    alice.post("lobby", None, kind="pin", of=seq, on=True)
    gone = bob.post("lobby", "soon gone")
    bob.post("lobby", None, kind="redact", of=gone, reason="a slip")
    bob.post("lobby", "built", kind="data", type="build", data={"ok": True, "n": 5})
    alice.ask("create", room="den", kind="private", title="The den", topic="quiet", invite=["bob"])
    bob.post("den", "in private, @alice")
    alice.ask("role", room="den", who="bob", role="moderator")
    alice.ask("room", room="den", topic="quieter")
    direct = alice.ask("direct", **{"with": ["bob"]})["room"]["room"]
    bob.post(direct, "between us")
    data = b"a file of an old release\n" * 40
    file = alice.upload("lobby", data, name="old.txt")
    bob.ask("read", room="lobby", seq=seq)
    alice.ask("ticket", purpose="device")
    return {"first": first.hex(), "file": file, "data": data.decode()}


def main(version):
    target = HERE / version
    target.mkdir()
    broker = Broker("--rate", "off")
    alice, bob = Raw(broker), Raw(broker)
    alice.register("alice")
    bob.register("bob")
    known = live(alice, bob)
    known["keys"] = [key.decode() for key in alice.keys]
    alice.close()
    bob.close()
    broker.stop()
    exported = broker.command("export")
    (target / "export.jsonl").write_text(exported.stdout)
    (target / "known.json").write_text(json.dumps(known, indent=1) + "\n")
    with tarfile.open(target / "data.tar.xz", "w:xz") as archive:
        archive.add(broker.data, "data", filter=nobody)
    broker.close()


def nobody(member):
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main(sys.argv[1])
