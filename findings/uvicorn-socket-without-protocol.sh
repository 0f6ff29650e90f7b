#!/bin/sh
# uvicorn: a server that is given its listening socket answers 40 ms later than one that makes it.
#
# One would guess: the same server with the same application answers as fast, whether uvicorn opens
# the port by host and port or takes an open one, as programs give it that must know that the port is
# free before they load, and as uvicorn's own Config.bind_socket() makes it for its worker processes.
# Seen: an accepted connection has the protocol number of its listener, which is 0 for
# socket.socket(AF_INET, SOCK_STREAM) and for bind_socket(). asyncio sets TCP_NODELAY only where the
# number is IPPROTO_TCP. So the body, which is written after the head, waits until the client has
# acknowledged the head, which Linux delays by 40 ms once a connection has been in use. A socket made
# with IPPROTO_TCP answers at once. (Linux, uvicorn on asyncio with h11.)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q uvicorn==0.54.0 h11==0.16.0
"$folder/venv/bin/python" - <<'PY'
import http.client
import socket
import sys
import threading
import time
from statistics import median

import uvicorn

print("uvicorn", uvicorn.__version__, "Python", sys.version.split()[0])


async def application(scope, receive, send):
    """Answer with a head and a short body."""
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


def milliseconds(listener):
    """Return the median time of a small response on one connection."""
    config = uvicorn.Config(
        application, host="127.0.0.1", port=0, lifespan="off", log_level="error", loop="asyncio",
        http="h11",
    )
    server = uvicorn.Server(config)
    given = [config.bind_socket()] if listener == "bind_socket" else None
    if isinstance(listener, socket.socket):
        listener.bind(("127.0.0.1", 0))
        given = [listener]
    thread = threading.Thread(target=server.run, kwargs={"sockets": given}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    client = http.client.HTTPConnection("127.0.0.1", port)
    took = []
    for _ in range(60):
        start = time.perf_counter()
        client.request("GET", "/")
        assert client.getresponse().read() == b"ok"
        took.append(1000 * (time.perf_counter() - start))
    client.close()
    server.should_exit = True
    thread.join()
    return median(took)


seen = {
    "host and port": milliseconds(None),
    "bind_socket()": milliseconds("bind_socket"),
    "a socket of one's own": milliseconds(socket.socket(socket.AF_INET, socket.SOCK_STREAM)),
    "the same with IPPROTO_TCP": milliseconds(
        socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    ),
}
for how, took in seen.items():
    print(f"{how}: {took:.1f} ms")
slow = [took > 30 for took in seen.values()]
if slow != [False, True, True, False]:
    sys.exit("this has changed: seen before was 40 ms more for the second and the third")
print("guessed: all alike; seen: 40 ms more for the second and the third")
PY
