"""Runs a module's unittest cases and ends with the line that tools/test adds up: N passed, N failed."""

import sys
import unittest


def main(module="__main__"):
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[module])
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    failed = len({case.id() for case, _ in result.failures + result.errors})
    failed += len(result.unexpectedSuccesses)
    print(f"{result.testsRun - failed} passed, {failed} failed", flush=True)
    sys.exit(0 if result.wasSuccessful() else 1)
