"""HTTP calls that end in time, whatever the server does: from looking up its name to the last byte.

A time-out of `requests` is for one read, so that a server which sends a byte now and then outlasts
it. Here the call runs in a thread; when its time is over its connections are cut, which ends the
thread, and whoever waits goes on.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

T = TypeVar("T")


def within(seconds: float, work: Callable[[requests.Session], T]) -> T:
    """Return what ``work`` returns, or raise what it raises.

    Args:
        seconds: How long it may take.
        work: Calls servers by the session it is given, and by nothing else.

    Raises:
        TimeoutError: When the time is over; ``work`` is ended soon after.
    """
    connections = _Connections()
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            with _session(connections) as session:
                outcome.set_result(work(session))
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return outcome.result(seconds)
    finally:
        connections.cut()


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
