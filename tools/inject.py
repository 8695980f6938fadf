#!/usr/bin/python3
"""Posts to a room from a script: words on the command line, or each line of standard input.

    tools/inject.py lobby "The build is green."
    tail -f server.log | tools/inject.py --as ci@chat.example ops
    tools/inject.py --data build '{"passed": true}' lobby "build passed"
"""

import argparse
import json
import sys

import zchat


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("room")
    parser.add_argument("text", nargs="*", help="without it, each line of standard input is a message")
    parser.add_argument("--as", dest="who", metavar="NAME[@HOST[:PORT]]", help="default: $ZCHAT_AS, or the login name")
    parser.add_argument("--invite", metavar="LINK", help="come in by an invite link")
    parser.add_argument("--data", nargs=2, metavar=("TYPE", "JSON"),
                        help="a typed payload for programs; the text is for people")
    arguments = parser.parse_args()
    try:
        with zchat.Client(arguments.who, invite=arguments.invite) as chat:
            if arguments.data:
                kind, payload = arguments.data
                chat.post(arguments.room, {"kind": "data", "type": kind, "data": json.loads(payload),
                                           "body": " ".join(arguments.text)})
            elif arguments.text:
                chat.post(arguments.room, " ".join(arguments.text))
            else:
                for line in sys.stdin:
                    if line.strip():
                        chat.post(arguments.room, line.rstrip("\n"))
    except (zchat.Error, json.JSONDecodeError) as why:
        sys.exit(f"inject.py: {why}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
