"""Who gets in, by which key, and how fast who is thrown out is gone."""

import os
import unittest

import zmq

import counting
from processes import Broker, wait_until
from raw import Raw, await_monitor, hang_up, keys_of, link

AUTH_FAILED = zmq.EVENT_HANDSHAKE_FAILED_AUTH
GONE = zmq.EVENT_DISCONNECTED


class Tickets(unittest.TestCase):
    def setUp(self):
        self.broker = Broker(registration="invite")
        self.raws = []
        first = wait_until(lambda: [w for w in self.broker.said().split() if w.startswith("zchat://")],
                           "the administrator's invite link")[0].strip('",')
        self.admin = self.redeemed(first, "root")
        self.admin.hello()

    def tearDown(self):
        for raw in self.raws:
            raw.close()
        self.broker.close()

    def raw(self, keys=None):
        self.raws.append(Raw(self.broker, keys))
        return self.raws[-1]

    def redeemed(self, invite, name=None):
        """A device that came in by a link, connected with its own key."""
        ticket, device = self.raw(keys_of(invite)), zmq.curve_keypair()
        public = zmq.utils.z85.decode(device[0]).hex()
        fields = {"device": public} | ({"name": name} if name else {})
        me = ticket.ask("redeem", fields)["me"]
        self.assertEqual(me["device"], public)
        made = self.raw(device)
        made.name = me["name"]
        return made

    def invite(self, name):
        return self.redeemed(self.admin.ask("ticket", purpose="account", name=name)["link"])

    def refused_at_the_door(self, keys, socket="requests"):
        door = self.admin.door
        made = link(zmq.DEALER if socket == "requests" else zmq.SUB, door[socket], door["key"], keys)
        event = await_monitor(made, {AUTH_FAILED, zmq.EVENT_HANDSHAKE_SUCCEEDED})
        hang_up(made)
        return event["event"] == AUTH_FAILED and event["value"] == 400

    def test_the_first_account_administers_and_strangers_never_get_past_the_handshake(self):
        hello = self.admin.hello()
        self.assertEqual((hello["me"]["name"], hello["me"]["role"], hello["registration"]), ("root", "admin", "invite"))
        stranger = zmq.curve_keypair()
        self.assertTrue(self.refused_at_the_door(stranger, "requests"))
        self.assertTrue(self.refused_at_the_door(stranger, "events"))

    def test_an_account_ticket_serves_as_often_as_it_says(self):
        answer = self.admin.ask("ticket", purpose="account", uses=2)
        keys = keys_of(answer["link"])
        self.assertEqual(zmq.utils.z85.decode(keys[0]).hex(), answer["ticket"])
        ticket = self.raw(keys)
        self.assertEqual(ticket.refused("register", name="alice"), "E_DENIED")
        self.assertEqual(ticket.refused("rooms"), "E_AUTH")
        self.assertEqual(ticket.refused("redeem", device="ab" * 32), "E_NAME")
        first = ticket.ask("redeem", device="ab" * 32, name="alice")["me"]
        self.assertEqual(ticket.ask("redeem", device="ab" * 32, name="alice")["me"], first)
        self.assertEqual(ticket.refused("redeem", device="cd" * 32, name="alice"), "E_CONFLICT")
        self.redeemed(answer["link"], "bob")
        # Whoever spent it hears the answer first, and is out within a second.
        wait_until(lambda: self.refused_at_the_door(keys), "the spent ticket to be refused")
        self.assertTrue(self.refused_at_the_door(keys, "events"))

    def test_a_device_ticket_adds_a_key_to_ones_own_account(self):
        alice = self.invite("alice")
        alice.hello()
        self.assertEqual(alice.refused("ticket", purpose="account"), "E_DENIED")
        self.assertEqual(alice.refused("ticket", purpose="device", name="root"), "E_DENIED")
        phone = self.redeemed(alice.ask("ticket", purpose="device")["link"], "somebody-else")
        self.assertEqual(phone.name, "alice")
        alice.heard(lambda e: e["ev"] == "notice")
        devices = phone.ask("devices")["devices"]
        self.assertEqual({d["device"] for d in devices}, {alice.device, phone.device})
        self.assertEqual([d["device"] for d in devices if d["current"]], [phone.device])
        seq = phone.post("lobby", "from the phone")
        self.assertEqual(self.admin.log("lobby")[seq - 1]["by"], "alice")

    def test_a_bot_stays_inside_its_scope(self):
        self.admin.ask("create", room="build", kind="public")
        self.admin.ask("create", room="vault", kind="private")
        scope = {"rooms": ["build"], "ops": ["post", "entries", "rooms"], "rate": 1000}
        bot = self.redeemed(self.admin.ask("ticket", purpose="bot", name="ci", scope=scope)["link"])
        bot.hello()
        bot.post("build", "built")
        self.assertEqual(bot.refused("post", room="lobby", id=os.urandom(16), kind="text", body="x"), "E_DENIED")
        self.assertEqual(bot.refused("entries", room="vault", after=0), "E_DENIED")
        self.assertEqual(bot.refused("history", room="build"), "E_DENIED")
        self.assertEqual([room["room"] for room in bot.ask("rooms")["rooms"]], ["build"])
        self.admin.post("build", "well done")
        self.admin.post("lobby", "not for bots")
        self.assertEqual(bot.heard(lambda e: e["ev"] == "log" and e["entries"][-1]["by"] == "root")["room"], "build")
        bot.ask("ping")
        self.assertNotIn("not for bots", str(bot.events))
        self.assertTrue(self.refused_at_the_door(bot.keys, "events"))
        self.assertTrue({p["name"]: p["bot"] for p in self.admin.ask("people")["people"]}["ci"])

    def test_what_is_not_ones_own_cannot_be_revoked(self):
        alice = self.invite("alice")
        self.assertEqual(alice.refused("revoke", device=self.admin.device), "E_NOT_FOUND")
        self.assertEqual(self.admin.refused("revoke", device="ee" * 32), "E_NOT_FOUND")

    def test_disabling_and_removing_an_account_ends_all_its_devices(self):
        for how in ("disabled", "removed"):
            with self.subTest(how=how):
                who = self.invite(how)
                who.hello()
                who.post("lobby", f"{how} said this")
                self.admin.ask("account", {"who": how, how: True})
                await_monitor(who.dealer, {GONE})
                self.assertTrue(self.refused_at_the_door(who.keys))
        self.assertEqual(self.admin.refused("account", who="root", role="member"), "E_CONFLICT")
        self.assertEqual(self.admin.refused("ticket", purpose="account", name="removed"), "E_CONFLICT")
        ticket = self.raw(keys_of(self.admin.ask("ticket", purpose="account")["link"]))
        self.assertEqual(ticket.refused("redeem", device="ab" * 32, name="removed"), "E_CONFLICT")
        self.assertIn("removed said this", str(self.admin.log("lobby")))

    def test_the_command_line_administers_the_running_broker(self):
        done = self.broker.command("ticket", "account", "--name", "carol")
        self.assertEqual(done.returncode, 0, done.stderr)
        invite = [word for word in done.stdout.split() if word.startswith("zchat://")][0]
        self.assertEqual(self.redeemed(invite).name, "carol")
        done = self.broker.command("accounts")
        self.assertIn("carol", done.stdout)
        self.assertIn("root", done.stdout)


class FolderKey(unittest.TestCase):
    def test_it_may_administer_and_nothing_else(self):
        broker = Broker(registration="invite")
        try:
            done = broker.command("accounts")
            self.assertEqual(done.returncode, 0, done.stderr)
            keys = [path for path in broker.data.iterdir() if path.suffix == ".key" and "admin" in path.name]
            if not keys:
                self.skipTest("the folder's own key has another name")
            hexes = keys[0].read_text().split()
            raw = Raw(broker, tuple(zmq.utils.z85.encode(bytes.fromhex(key)) for key in hexes))
            self.assertEqual(raw.ask("accounts")["accounts"], [])
            for op, fields in (("rooms", {}), ("join", {"room": "lobby"})):
                self.assertIn(raw.refused(op, fields), ("E_AUTH", "E_DENIED"))
            raw.close()
        finally:
            broker.close()


if __name__ == "__main__":
    counting.main()
