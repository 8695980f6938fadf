"""Makes the first corpora: every byte vector of the protocol, and what people type, restore and configure.

    seed.py FOLDER    writes FOLDER/<target>.txt, an input a line in hex

The corpora in the repository have grown from these; tools/fuzz --keep adds what it finds.
"""

import pathlib
import struct
import sys

import msgpack

TOP = pathlib.Path(__file__).resolve().parents[2]


def vectors():
    """(kind, name, bytes) of tests/wire/vectors.txt."""
    for line in (TOP / "tests" / "wire" / "vectors.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            kind, name, digits = line.split()[:3]
            yield kind, name, b"" if digits == "-" else bytes.fromhex(digits)


def piece(data):
    return struct.pack(">H", len(data)) + data


def said(speaker, op, **fields):
    """A piece of a conversation: one of the four says something."""
    return bytes([speaker]) + piece(msgpack.packb({"op": op, "re": 9, **fields}))


def conversations(requests):
    post = {"room": "lobby", "kind": "text"}
    yield said(0, "post", id=b"a" * 16, body="hi @bob", **post) + said(1, "post", id=b"b" * 16, body="so",
                                                                       reply=1, **post)
    yield (said(0, "invite", room="den", who="carol") + said(2, "entries", room="den", after=0)
           + said(0, "remove", room="den", who="carol") + said(2, "entries", room="den", after=0))
    yield said(2, "join", room="den") + said(2, "history", room="den") + said(2, "search", query="den")
    yield b"".join(said(2, op, room="den", **more) for op, more in [
        ("entries", {"after": 0}), ("history", {}), ("members", {}), ("fetch", {"seq": 1, "offset": 0, "length": 1}),
        ("read", {"seq": 1}), ("post", {"kind": "text", "id": b"f" * 16, "body": "x", "reply": 3}), ("typing", {})])
    yield said(2, "rooms") + said(2, "search", query="den") + said(2, "mentions") + said(2, "people", query="")
    yield said(3, "register", name="dave") + said(3, "rooms") + bytes([250]) + said(3, "members", room="den")
    yield said(0, "direct", **{"with": ["bob"]}) + said(2, "direct", **{"with": ["bob"]}) + said(1, "rooms")
    yield (said(0, "post", id=b"c" * 16, body="x", **post)
           + said(0, "post", room="lobby", id=b"d" * 16, kind="edit", of=4, body="y")
           + said(0, "post", room="lobby", id=b"e" * 16, kind="redact", of=4)
           + said(1, "read", room="lobby", seq=4))
    yield said(0, "ticket", purpose="account") + said(0, "revoke", device="02" * 32) + said(1, "ping")
    yield said(1, "leave", room="den") + said(1, "entries", room="den", after=0) + said(1, "typing", room="den")
    yield said(0, "room", room="den", topic="t") + said(0, "role", room="den", who="bob", role="owner")
    for data in requests:
        yield b"\0" + piece(data) + b"\2" + piece(data)


def brains(replies, events, frames):
    yield b"\4" + piece(b"x" * 40) + b"\5" + piece(b"") + b"\4" + piece(b"x" * 40)
    for data in replies:
        yield b"\2" + piece(data)
    for data in events:
        yield b"\0" + piece(data) + b"\1" + piece(b"room/lobby/\0" + data)
    for data in frames:
        yield b"\1" + piece(data) + b"\4" + piece(b"x" * 30)


def seeds():
    of = {}
    for kind, _, data in vectors():
        of.setdefault(kind, []).append(data)
    heard = of["reply"] + of["refusal"] + of["event"]
    key, other = "a1" * 32, "d4" * 32
    line = f"zchat/1 key={key} requests=5556 events=5557 name=Example%20team"
    names = [b"alice", b"Alice.L", b"~" + b"a" * 26, b"all", "Mü\u202ex".encode(), b"\xff\xfe", b"a%41%", b"-x", b""]
    search = [b"one", b'"one two"', b"near OR not*", "strasse É".encode(), "漢字".encode(), b"in:lobby from:alice", b""]
    # The pair whose secret half is 32 bytes of 0x02, and what may go wrong with it.
    pair = "ce8d3ad1ccb633ec7b70c17814a5c76ecd029685050d344745ba05870e587d59\n" + "02" * 32 + "\n"
    configured = ['port = 5555', 'bind = ["127.0.0.1", "::1"]\nregistration = "open"', 'rate = "50/200"',
                  'max-file = "2GiB"\nquota = "off"', 'name = "Example"\nlog = "json"\nlog-level = "debug"',
                  '[ticket]\npurpose = "bot"\nroom = ["lobby"]', 'public = "chat.example:443"', "# nothing", "[", "a=b",
                  "help = true", 'port = 99999999999', 'rate = "0/0"', '[serve]\nport=1', '"quoted" = \'x\'', ""]
    return {
        "requests": of["request"] + of["bad"],
        "heard": heard,
        "archive": [piece(b"") + piece(entry) for entry in of["entry"]]
        + [piece(b"") + b"".join(map(piece, of["entry"]))],
        "addresses": [line.encode(), (line + " front=5555").encode(), f"zchat://chat.example:5555/#{key}.{other}".encode(),
                      b"zchat://[::1]:5555/lobby/42", b"localhost", b"[::1]:5555", b"a.b:0", b"zchat://x/lobby/0"],
        "names": names,
        "file_names": names + [b"../../.ssh/authorized_keys", b"CON.txt", "a\u202egpj.exe".encode(), b".bashrc", b"-rf",
                               b"a" * 300 + b".tar.gz", b"x . ", b"nul", b"LPT1.", b"a (2).jpg", b"~$a", b"a:b"],
        "key_files": [pair.encode(), pair.upper().encode(), pair[:-1].encode(), pair[:70].encode(), b"", b"\0" * 130],
        "configuration": [text.encode() for text in configured],
        "search": [bytes([page]) + piece(words) + piece(b"2") for words in search for page in (0, 1)],
        "hub": list(conversations(of["request"] + of["bad"])),
        "brain": list(brains(of["reply"] + of["refusal"], of["event"], of["frame"])),
    }


def main(folder):
    for target, inputs in seeds().items():
        lines = sorted({data.hex() or "-" for data in inputs}, key=lambda digits: (len(digits), digits))
        (pathlib.Path(folder) / f"{target}.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
