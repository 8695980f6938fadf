"""The crowd of tests/load/crowd.cpp as a process that is told what to do."""

import os
import subprocess

from processes import die_with_the_test

CROWD = os.environ.get("ZCHAT_CROWD")


class Crowd:
    def __init__(self, broker, count):
        self.count = count
        self.process = subprocess.Popen([CROWD, str(broker.port), str(count)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, preexec_fn=die_with_the_test)

    def do(self, *words):
        """The numbers of the answer."""
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the crowd ended"
        return [] if answer == "done\n" else [int(word) for word in answer.split()]

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()
