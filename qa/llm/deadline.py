"""HTTP calls that end in time, whatever the server does: from looking up its name to the last byte.

A time-out of `requests` is for one read, so that a server which sends a byte now and then outlasts
it. Here the call runs in a thread; when its time is over, or nobody waits for it any more, its
connections are cut, which ends the thread and tells the server to stop.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

T = TypeVar("T")

LOOK_SECONDS = 0.1
"""How often it is looked whether somebody still waits."""


class Call:
    """A call that runs: its session, and how to wait within it."""

    def __init__(self, seconds: float) -> None:
        """Begin the time of a call, in seconds."""
        self._ends = time.monotonic() + seconds
        self._over = threading.Event()
        self._connections = _Connections()
        self.session = _session(self._connections)

    @property
    def left(self) -> float:
        """Seconds that are left; 0 when the time is over."""
        return max(0.0, self._ends - time.monotonic())

    def pause(self, seconds: float) -> bool:
        """Wait; tell whether the call goes on after it."""
        return not self._over.wait(seconds)

    def end(self) -> None:
        """Cut its connections; no other is made."""
        self._over.set()
        self._connections.cut()


def within(
    seconds: float, work: Callable[[Call], Iterator[T]], left: Callable[[], bool] | None = None
) -> Iterator[T]:
    """Yield what ``work`` yields, as it comes, or raise what it raises.

    Args:
        seconds: How long all of it may take.
        work: Calls servers by the session it is given, and by nothing else; runs in a thread.
        left: Tells whether nobody waits any more; then nothing more is yielded.

    Raises:
        TimeoutError: When the time is over; ``work`` is ended soon after.
    """
    call = Call(seconds)
    came: queue.SimpleQueue[tuple[T] | BaseException | None] = queue.SimpleQueue()

    def run() -> None:
        try:
            with call.session:
                for one in work(call):
                    came.put((one,))
            came.put(None)
        except BaseException as error:
            came.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        while not (left and left()):
            with suppress(queue.Empty):
                one = came.get(timeout=min(LOOK_SECONDS, call.left))
                if one is None:
                    return
                if isinstance(one, BaseException):
                    raise one
                yield one[0]
            if not call.left:
                raise TimeoutError
    finally:
        call.end()


class _Connections:
    """The connections of one call; once it is over they are cut, and no other is made."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._over = False

    def add(self, connected: socket.socket) -> None:
        with self._lock:
            self._sockets.append(connected)
            over = self._over
        if over:
            self.cut()

    def cut(self) -> None:
        with self._lock:
            self._over = True
            for one in self._sockets:
                with suppress(OSError):  # it is closed already
                    # not an SSL socket's own: that would also take it apart beneath its reader
                    socket.socket.shutdown(one, socket.SHUT_RDWR)
            self._sockets.clear()


def _session(connections: _Connections) -> requests.Session:
    """Return a session that tells of each connection it makes, through proxies too."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            connections.add(self.sock)

    class Encrypted(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            connections.add(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **given: Any) -> None:
            super().init_poolmanager(*args, **given)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, *args: Any, **given: Any) -> Any:
            manager = super().proxy_manager_for(*args, **given)
            manager.pool_classes_by_scheme = pools
            return manager

    pools = {"http": PlainPool, "https": EncryptedPool}
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter())
    return session
