"""Adds up the tests of one or more meson logs, names those that failed and prints, alone on the last
line: N passed, N failed.

Each test program ends with such a line of its own. One that ended without it (a crash, a time-out)
counts as one failure; so does one whose exit code says failure though its line does not.
"""

import json
import re
import sys

FAILED = re.compile(r"^(?:FAIL|ERROR): .+$", re.MULTILINE)
LINE = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)


def main(logs):
    passed = failed = 0
    for log in logs:
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                test = json.loads(line)
                said = test.get("stdout", "")
                for name in FAILED.findall(said + test.get("stderr", "")):
                    print(f"{test['name']}: {name}")
                counts = LINE.findall(said)
                good, bad = map(int, counts[-1]) if counts else (0, 0)
                if bad == 0 and (test["result"] != "OK" or not counts):
                    bad = 1
                    print(f"{test['name']}: {test['result']} without a count of its own")
                passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
