"""Connections with limits: who says nothing, says it too slowly or does not listen is let go.

uvicorn ends a connection that rests after an answer. Here it also ends one that sends no request,
half a head or half a body, and one whose answer is not taken; there are never more of them than
half of the files that the process may have open. A server that cannot be reached any more ends
with an error, so that whatever watches the process starts it again.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from contextlib import suppress
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from qa.errors import QAError

HEAD_SECONDS = 15.0
"""In which the head of a request is there, from the first moment that it could be sent."""

BODY_SECONDS = 30.0
"""In which a body is there, and a second more for each `BODY_RATE` bytes of it."""

BODY_RATE = 20_000
"""Bytes of a body, a second, at least; see `BODY_SECONDS`."""

TAKEN_SECONDS = 60.0
"""In which a visitor takes more of an answer that is waiting for them."""

LEAST = 16
"""Connections that there may be in any case."""

WAITING = 128
"""Connections that the system holds until they are taken."""

_PROBE_TICKS = 150  # of a tenth of a second each
_PROBE_SECONDS = 10.0
_FAILED_PROBES = 3
_SAY_AGAIN = 10.0  # seconds until the same trouble is said again
_REFUSED = (
    b"HTTP/1.1 %s\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: %d\r\n\r\n%s"
)

_log = logging.getLogger(__name__)


def most_connections(wanted: int) -> int:
    """Return how many connections there may be, after raising the limit of open files if that can.

    Args:
        wanted: What the settings say.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 4 * wanted:
        with suppress(ValueError, OSError):
            raised = 4 * wanted if hard == resource.RLIM_INFINITY else min(4 * wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, raised), hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(LEAST, min(wanted, soft // 2))


class Connection(H11Protocol):
    """One connection, which is ended when its visitor does not do their part in time."""

    most = 1000
    """How many there may be; the one that has sent nothing for longest makes room for a new one."""

    taken = 0
    """How many there have been."""

    _since = 0.0
    _owed: tuple[str, object] | None = None
    _part: asyncio.TimerHandle | None = None
    _listening: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, if there is room."""
        super().connection_made(transport)
        Connection.taken += 1
        self._since = self.loop.time()
        if len(self.connections) > self.most and not self._make_room():
            self._refuse(b"503 Service Unavailable", b"too many connections; try again")
            return
        self._expect()

    def _make_room(self) -> bool:
        """End the connection that has waited for a request for longest."""
        idle = [
            one
            for one in self.connections
            if one is not self and isinstance(one, Connection) and one._is_idle()
        ]
        if not idle:
            return False
        min(idle, key=lambda one: one._since)._let_go()
        return True

    def _is_idle(self) -> bool:
        return self.conn.their_state is h11.IDLE and not self.transport.is_closing()

    def data_received(self, data: bytes) -> None:
        """Take in what came."""
        super().data_received(data)
        self._expect()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._since = self.loop.time()
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget all that was waited for."""
        self._stop_waiting()
        if self._listening:
            self._listening.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait until more of an answer is taken."""
        super().pause_writing()
        self._listening = self.loop.call_later(TAKEN_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on with an answer."""
        super().resume_writing()
        if self._listening:
            self._listening.cancel()

    def _expect(self) -> None:
        """Set a time to what the visitor is to send: a head, the rest of a body, or nothing."""
        owed, seconds = None, 0.0
        if self.conn.their_state is h11.IDLE and self.timeout_keep_alive_task is None:
            owed, seconds = ("head", self.cycle), HEAD_SECONDS
        elif self.conn.their_state is h11.SEND_BODY:
            owed, seconds = ("body", self.cycle), BODY_SECONDS + self._length() / BODY_RATE
        if owed == self._owed:
            return
        self._stop_waiting()
        if owed and not self.transport.is_closing():
            self._owed = owed
            self._part = self.loop.call_later(seconds, self._late)

    def _length(self) -> int:
        length = next((value for name, value in self.headers if name == b"content-length"), b"0")
        return int(length)

    def _stop_waiting(self) -> None:
        self._owed = None
        if self._part:
            self._part.cancel()
            self._part = None

    def _late(self) -> None:
        if self.flow.read_paused:  # it is this side that does not read
            self._owed = None
            self._expect()
            return
        began = self.conn.their_state is not h11.IDLE or bool(self.conn.trailing_data[0])
        if began and not (self.cycle and self.cycle.response_started):
            self._refuse(b"408 Request Timeout", b"the request did not come in time")
        else:
            self._let_go()

    def _let_go(self) -> None:
        self._stop_waiting()
        self.transport.close()

    def _refuse(self, status: bytes, said: bytes) -> None:
        self.transport.write(_REFUSED % (status, len(said), said))
        self._let_go()


class Server(uvicorn.Server):
    """A server that says what goes wrong once and not a thousand times, and ends if it is deaf."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket) -> None:
        super().__init__(config)
        self._address = listener.getsockname()[:2]
        self._family = listener.family
        self._probe: asyncio.Task[None] | None = None
        self._failed = 0
        self._said: dict[str, float] = {}

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        asyncio.get_running_loop().set_exception_handler(self._told)
        await super().startup(sockets)

    def _told(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Log trouble of the loop, such as a connection that cannot be taken, in one line."""
        message, error = context.get("message", ""), context.get("exception")
        now = time.monotonic()
        if now - self._said.get(message, -_SAY_AGAIN) >= _SAY_AGAIN:
            self._said = {message: now}
            _log.error("%s%s", message, f" ({error})" if error else "")

    async def on_tick(self, counter: int) -> bool:
        """Look now and then whether connections are still taken."""
        if counter % _PROBE_TICKS == _PROBE_TICKS - 1 and not self._probe:
            self._probe = asyncio.create_task(self._reach())
            self._probe.add_done_callback(self._reached)
        if self._failed >= _FAILED_PROBES and not self.should_exit:
            _log.critical("no connection is taken any more; this process ends")
            return True
        return await super().on_tick(counter)

    async def _reach(self) -> None:
        """Open a connection to this server; it must be taken in time."""
        host, port = self._address
        here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        before = Connection.taken
        try:
            _, writer = await asyncio.open_connection(here, port, family=self._family)
        except OSError as error:
            deaf = isinstance(error, ConnectionRefusedError)  # others: no file is left to try with
            self._failed = self._failed + 1 if deaf else self._failed
            return
        until = time.monotonic() + _PROBE_SECONDS
        while Connection.taken == before and time.monotonic() < until:
            await asyncio.sleep(0.05)
        writer.close()
        self._failed = 0 if Connection.taken > before else self._failed + 1

    def _reached(self, _: asyncio.Task[None]) -> None:
        self._probe = None

    def listen(self, listener: socket.socket) -> None:
        """Serve until it is stopped.

        Raises:
            QAError: If connections are not taken any more.
        """
        self.run(sockets=[listener])
        if self._failed >= _FAILED_PROBES:
            raise QAError("server-lost")
