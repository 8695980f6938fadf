"""Runs the unittest cases of a file and counts them as tools/test does: "N passed, N failed"."""

import sys
import unittest


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    passed = max(0, result.testsRun - failed - len(result.skipped))  # a broken setUpClass runs none
    print(f"{passed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)
