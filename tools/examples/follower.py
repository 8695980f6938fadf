import os, socket, sys, msgpack, zmq, zmq.utils.z85 as z85
host, port = sys.argv[1:] or ("localhost", 5555)
door = dict(pair.split("=", 1) for pair in socket.create_connection((host, port)).makefile().read().split()[1:])
if not os.path.exists("follower.key"):
    open("follower.key", "wb", opener=lambda *a: os.open(*a, 0o600)).write(b"\n".join(zmq.curve_keypair()))
def connect(kind, port):
    link = zmq.Context.instance().socket(kind)
    link.curve_publickey, link.curve_secretkey = open("follower.key", "rb").read().split()
    link.curve_serverkey = z85.encode(bytes.fromhex(door["key"])); link.connect(f"tcp://{host}:{port}"); return link
def ask(**request): requests.send(msgpack.packb({"re": 1, **request})); return msgpack.unpackb(requests.recv())
requests, have = connect(zmq.REQ, door["requests"]), 0
ask(op="register", name="follower"); events = connect(zmq.SUB, door["events"]); events.subscribe("")
while events.recv():  # something new, or the beat that comes every second: either way, ask what it is
    for entry in ask(op="entries", room="lobby", after=have, limit=200)["entries"]:
        have = entry["seq"]; print(have, entry["by"], entry.get("body", entry["kind"]), flush=True)
