#!/usr/bin/python3
"""Sends files into a room; what was cut short goes on where it stopped when it is sent again.

    tools/sendfile.py report.pdf --room ops --caption "The figures of June."
    tools/sendfile.py --as ci@chat.example build/*.deb --room builds
"""

import argparse
import sys
import time

import zchat


def size_text(count):
    for unit in ("B", "KiB", "MiB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} GiB"


class Line:
    """The line on a terminal that tells how far one file is."""

    def __init__(self, name):
        self.name = "".join(mark if mark.isprintable() else "?" for mark in name)
        self.began = self.shown = None

    def show(self, done, size):
        now = time.monotonic()
        self.began = self.began or (now, done)  # what was there before is no measure of the pace
        if self.shown and now - self.shown < 0.2 and done < size:
            return
        self.shown = now
        seconds, moved = now - self.began[0], done - self.began[1]
        words = f"{self.name}  {100 * done // size if size else 100} % of {size_text(size)}"
        if seconds > 0.5 and moved > 0:
            words += f"  {size_text(moved / seconds)}/s"
            if done < size:
                left = int((size - done) * seconds / moved)
                words += f"  {left // 60}:{left % 60:02} left"
        print(f"\r\033[K{words}", end="\n" if done >= size else "", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="+")
    parser.add_argument("--room", required=True)
    parser.add_argument("--caption", metavar="TEXT", help="stands below the first file")
    parser.add_argument("--reply", type=int, metavar="SEQ", help="the message that this answers")
    parser.add_argument("--print-seq", action="store_true", help="print the seq of each, one a line")
    parser.add_argument("--as", dest="who", metavar="NAME[@HOST[:PORT]]", help="default: $ZCHAT_AS, or the login name")
    parser.add_argument("--invite", metavar="LINK", help="come in by an invite link")
    parser.add_argument("--progress", action=argparse.BooleanOptionalAction, default=sys.stderr.isatty(),
                        help="a line that tells how far it is; without it, on a terminal only")
    arguments = parser.parse_args()
    try:
        with zchat.Client(arguments.who, invite=arguments.invite) as chat:
            fields = {} if arguments.reply is None else {"reply": arguments.reply}
            caption = arguments.caption
            for path in arguments.file:
                progress = Line(path).show if arguments.progress else None
                seq = chat.send_file(arguments.room, path, caption, progress, **fields)
                if arguments.print_seq:
                    print(seq, flush=True)
                caption = None
    except zchat.Error as why:
        sys.exit(f"sendfile.py: {why}")
    except KeyboardInterrupt:
        print("sendfile.py: stopped; the same command goes on where it stopped.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
