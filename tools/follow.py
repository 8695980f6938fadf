#!/usr/bin/python3
"""Prints what is said in rooms as it is said, without a gap.

    tools/follow.py lobby ops
    tools/follow.py --json --cursor nightly build | jq .body
"""

import argparse
import json
import os
import sys
import time

import zchat


def plain(value):
    """For JSON: binary data as hex."""
    return value.hex() if isinstance(value, bytes) else str(value)


def line(entry):
    words = entry.get("body")
    if words is None:
        fields = (f"{name}={entry[name]}" for name in entry if name not in ("room", "seq", "at", "by", "id", "kind"))
        words = " ".join([f"[{entry['kind']}]", *fields])
    shown = "".join(mark if mark.isprintable() or mark == "\n" else repr(mark)[1:-1] for mark in words)
    clock = time.strftime("%H:%M", time.localtime(entry["at"] / 1000))
    return f"{clock} {entry['room']} {entry['by']}: " + shown.replace("\n", "\n    ")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("room", nargs="+")
    parser.add_argument("--as", dest="who", metavar="NAME[@HOST[:PORT]]", help="default: $ZCHAT_AS, or the login name")
    parser.add_argument("--invite", metavar="LINK", help="come in by an invite link")
    parser.add_argument("--json", action="store_true", help="one object a line, binary data as hex")
    parser.add_argument("--cursor", metavar="NAME", help="go on where this bookmark stands, and move it")
    parser.add_argument("--from", dest="after", type=int, metavar="SEQ", help="start with this entry")
    parser.add_argument("--until-head", action="store_true", help="end at what stands there now")
    arguments = parser.parse_args()
    after = None if arguments.after is None else max(0, arguments.after - 1)
    try:
        with zchat.Client(arguments.who, invite=arguments.invite) as chat:
            entries = chat.follow(arguments.room, after=after, cursor=arguments.cursor,
                                  until_head=arguments.until_head)
            for entry in entries:
                shown = json.dumps(entry, default=plain, ensure_ascii=False) if arguments.json else line(entry)
                print(shown, flush=True)
    except zchat.Error as why:
        sys.exit(f"follow.py: {why}")
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # whoever read us has gone: end quietly
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
