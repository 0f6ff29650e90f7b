"""Connections: one that says nothing, too little or takes nothing cannot keep others out."""

from __future__ import annotations

import asyncio
import errno
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import uvicorn

from qa.errors import QAError
from qa.web import connections
from qa.web.connections import Connection, Server, most_connections
from qa.web.serving import _listen

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
BIG = 30_000_000


async def hello(scope: Any, receive: Any, send: Any) -> None:
    """Answer with the length of the body, or with many bytes."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        length, more = length + len(message.get("body", b"")), message.get("more_body", False)
    body = bytes(BIG) if scope["path"] == "/big" else json.dumps(length).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Served:
    """A server in a thread, and connections to it."""

    def __init__(self, server: Server, address: tuple[str, int]) -> None:
        self.server, self.address = server, address

    def open(self, sent: bytes = b"") -> socket.socket:
        one = socket.create_connection(self.address, timeout=10)
        one.sendall(sent)
        return one

    def ask(self) -> bytes:
        with self.open(GET + b"Connection: close\r\n\r\n") as one:
            return received(one)


def received(one: socket.socket) -> bytes:
    """Return all that comes until the connection ends."""
    whole = b""
    try:
        while part := one.recv(65536):
            whole += part
    except ConnectionResetError:
        pass
    return whole


@contextmanager
def serving(listener: socket.socket | None = None) -> Iterator[Served]:
    listener = listener or socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        hello, http=Connection, log_config=None, timeout_graceful_shutdown=1, timeout_keep_alive=1
    )
    server = Server(config, listener)
    thread = threading.Thread(target=server.listen, args=(listener,))
    thread.start()
    try:
        yield Served(server, listener.getsockname()[:2])
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HEAD_SECONDS", "BODY_SECONDS", "TAKEN_SECONDS"):
        monkeypatch.setattr(connections, name, 0.3)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", b""),
        (GET, b"408"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc", b"408"),
        (GET + b"\r\n" + GET, b"200 OK"),  # a whole request, and half of the next
        (GET + b"\r\n", b"200 OK"),
    ],
    ids=["nothing", "half a head", "half a body", "half of the second", "nothing after it"],
)
def test_what_is_not_finished_in_time_is_ended(sent: bytes, told: bytes) -> None:
    with serving() as served, served.open(sent) as one:
        assert told in received(one)


@pytest.mark.usefixtures("short")
def test_a_head_that_drips_is_ended() -> None:
    with serving() as served, served.open() as one:
        one.settimeout(0.02)
        for sign in GET * 3:
            try:
                one.sendall(bytes([sign]))
                if not one.recv(100):
                    break
            except TimeoutError:
                continue
            except OSError:  # reset
                break
        else:
            pytest.fail("it was let drip on")


@pytest.mark.usefixtures("short")
def test_a_body_that_is_long_has_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BODY_RATE", 2)
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 10\r\n\r\n"
    with serving() as served, served.open(head) as one:
        for sign in b"0123456789":
            one.sendall(bytes([sign]))
            time.sleep(0.08)
        assert received(one).endswith(b"10")


@pytest.mark.usefixtures("short")
def test_an_answer_that_is_not_taken_is_given_up() -> None:
    with serving() as served, served.open(GET.replace(b" / ", b" /big ") + b"\r\n") as one:
        time.sleep(2)
        assert len(received(one)) < BIG


def test_those_who_say_nothing_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "most", 20)
    with serving() as served, ExitStack() as kept:
        idle = [kept.enter_context(served.open()) for _ in range(60)]
        assert b"200 OK" in served.ask()
        assert received(idle[0]) == b""  # the oldest went first


def test_no_more_are_taken_than_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "most", 5)
    half = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
    with serving() as served, ExitStack() as kept:
        for _ in range(5):
            kept.enter_context(served.open(half))
        time.sleep(0.3)
        assert b"503 Service Unavailable" in served.ask()
    assert Connection.most == 5


class Scarce(socket.socket):
    """A listener that has no file for a connection at first."""

    tries = 0

    def accept(self) -> tuple[socket.socket, Any]:
        Scarce.tries += 1
        if Scarce.tries < 200:
            raise OSError(errno.EMFILE, "Too many open files")
        return super().accept()


def test_running_out_of_files_is_survived(caplog: pytest.LogCaptureFixture) -> None:
    listener = Scarce(fileno=socket.create_server(("127.0.0.1", 0)).detach())
    with serving(listener=listener) as served:
        assert b"200 OK" in served.ask()
    trouble = [record for record in caplog.records if "out of system resource" in record.message]
    assert len(trouble) == 1
    assert "\n" not in trouble[0].getMessage()


def test_a_server_that_takes_no_connections_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_PROBE_TICKS", 2), ("_PROBE_SECONDS", 0.2)):
        monkeypatch.setattr(connections, name, value)
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(uvicorn.Config(hello, http=Connection, log_config=None), listener)

    def go_deaf() -> None:
        while not server.started:
            time.sleep(0.01)
        time.sleep(0.7)  # it finds itself a few times
        assert not server._failed
        loop = server.servers[0].get_loop()
        loop.call_soon_threadsafe(loop.remove_reader, listener.fileno())

    threading.Thread(target=go_deaf, daemon=True).start()
    with pytest.raises(QAError, match="could not be reached any more"):
        server.listen(listener)


def test_there_are_no_more_than_half_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    for allowed, wanted, most in ((256, 1000, 128), (20, 1000, 16), (100_000, 1000, 1000)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, n=allowed: (n, n))
        monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
        assert most_connections(wanted) == most


def test_parts_of_a_response_are_sent_at_once() -> None:
    """Else each small one waits 40 ms for the one before to be acknowledged."""
    listener = _listen("127.0.0.1", 0)
    seen: list[int] = []

    class Seen(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            accepted = transport.get_extra_info("socket")
            seen.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    async def connect() -> None:
        loop = asyncio.get_running_loop()
        async with await loop.create_server(Seen, sock=listener):
            with socket.create_connection(listener.getsockname()):
                while not seen:
                    await asyncio.sleep(0.01)

    asyncio.run(connect())
    assert seen[0] != 0
