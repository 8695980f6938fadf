"""No fixed work of hub, codec or client takes a tenth more instructions than it did when they were recorded.

Callgrind counts them, so that neither a busy machine nor a slow one changes the result. Compilers and
options do: instructions.json holds a record for each that somebody measured with, and where there is
none for this build nothing is compared, which a sentence says. ZCHAT_INSTRUCTIONS=compare makes that a
failure; .ci/run sets it.

  instructions_test.py --record [SCENARIOS]    measures and writes the record of this build anew

SCENARIOS is the program of that name, build/tests/performance/scenarios unless told otherwise. Record
after a change that was meant to cost more, or that costs less, and say in the commit which.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests" / "system"))
import counting  # noqa: E402

RECORDS = pathlib.Path(__file__).with_name("instructions.json")
SCENARIOS = os.environ.get("ZCHAT_SCENARIOS", str(TOP / "build" / "tests" / "performance" / "scenarios"))
MUST_COMPARE = os.environ.get("ZCHAT_INSTRUCTIONS") == "compare"
TOLERANCE = 0.10
# Without what makes malloc do more: meson has it fill whatever is taken and given back.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if not name.startswith("MALLOC_") and name != "GLIBC_TUNABLES"}
COLLECTED = re.compile(r"Collected : (\d+)")
HOW = "tests/performance/instructions_test.py --record"


def said_by(program, *words):
    return subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout.splitlines()


def count(program, scenario):
    """The instructions of what the scenario counts."""
    words = ["valgrind", "--tool=callgrind", "--toggle-collect=countedInstructions",
             "--callgrind-out-file=/dev/null", program, scenario]
    done = subprocess.run(words, capture_output=True, text=True, env=ENVIRONMENT)
    found = COLLECTED.search(done.stderr)
    if done.returncode != 0 or not found or int(found[1]) == 0:
        raise AssertionError(f"{scenario} was not counted:\n{done.stderr}")
    return int(found[1])


def count_all(program):
    scenarios = said_by(program, "--names")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(scenarios, pool.map(lambda scenario: count(program, scenario), scenarios)))


def change(now, before):
    return f"{now:,} instructions instead of {before:,} ({now / before - 1:+.1%})"


def dearer(counted, recorded):
    """A sentence for each scenario that takes too much, or that is recorded no more or not yet."""
    sentences = [f"{name}: {change(counted[name], recorded[name])}" for name in counted
                 if name in recorded and counted[name] > recorded[name] * (1 + TOLERANCE)]
    return sentences + [f"{name}: the record and the program differ on whether there is such a scenario; {HOW}"
                        for name in sorted(counted.keys() ^ recorded.keys())]


def cheaper(counted, recorded):
    return [f"{name}: {change(counted[name], recorded[name])}; the record can be renewed: {HOW}"
            for name in counted if name in recorded and counted[name] < recorded[name] * (1 - TOLERANCE)]


def records():
    return json.loads(RECORDS.read_text()) if RECORDS.exists() else {}


class Instructions(unittest.TestCase):
    def not_compared(self, why):
        if MUST_COMPARE:
            self.fail(why)
        print(why, flush=True)
        self.skipTest(why)

    def test_nothing_takes_a_tenth_more_than_recorded(self):
        if not shutil.which("valgrind"):
            self.not_compared("Instructions were not compared: valgrind is not installed.")
        build = said_by(SCENARIOS, "--built-by")[0]
        recorded = records().get(build)
        if recorded is None:
            self.not_compared(f"Instructions were not compared: there is no record for {build}. To make one, with a "
                              f"source that is known to be good: {HOW} {SCENARIOS}")
        counted = count_all(SCENARIOS)
        for name, now in counted.items():
            print(f"{name}: {change(now, recorded.get(name, now))}")
        for sentence in cheaper(counted, recorded):
            print(sentence)
        self.assertEqual(dearer(counted, recorded), [])

    def test_a_scenario_that_takes_more_would_be_found(self):
        recorded = {"a": 1000, "b": 1000, "c": 1000, "gone": 1}
        counted = {"a": 1101, "b": 1100, "c": 899, "new": 1}
        self.assertEqual([sentence.split(":")[0] for sentence in dearer(counted, recorded)], ["a", "gone", "new"])
        self.assertEqual([sentence.split(":")[0] for sentence in cheaper(counted, recorded)], ["c"])


def record(program):
    all_records = records()
    build = said_by(program, "--built-by")[0]
    all_records[build] = count_all(program)
    RECORDS.write_text(json.dumps(all_records, indent=2, sort_keys=True) + "\n")
    print(f"Recorded for {build}.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--record"]:
        record(sys.argv[2] if len(sys.argv) > 2 else SCENARIOS)
    else:
        counting.main()
