"""A broker that is killed and started again finds all of its clients back, with everything, within ten seconds."""

import os
import time
import unittest

import counting
from crowd import Crowd
from processes import Broker

CLIENTS = int(os.environ.get("ZCHAT_STORM", "50"))
SECONDS = 10


class Storm(unittest.TestCase):
    def test_all_clients_converge_after_a_kill(self):
        broker = Broker("--rate", "off")
        crowd = None
        try:
            crowd = Crowd(broker, CLIENTS)
            first = crowd.do("online")[0]
            crowd.do("talk", "lobby", 1, 20, 200)
            crowd.do("settle", "lobby")
            broker.kill()
            crowd.do("say", "lobby", 200)  # into the outbox: nobody listens
            broker.start()
            began = time.monotonic()
            crowd.do("settle", "lobby")
            took = time.monotonic() - began
            print(f"{CLIENTS} clients: online at first after {first / 1000:.1f} s, "
                  f"converged {took:.2f} s after the restart", flush=True)
            self.assertLess(took, SECONDS)
        finally:
            if crowd:
                crowd.close()
            broker.close()


if __name__ == "__main__":
    counting.main()
