"""A polite HTTP client: one request at a time, a pause between them, back-off, limits.

Knows hosts, bytes and statuses; knows nothing of letters. Gets only, and keeps nothing on disk.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, Retry
from urllib3.exceptions import HTTPError, InvalidHeader, ReadTimeoutError

from qa.errors import QAError
from qa.messages import Message

SERVICE = "https://repository.overheid.nl/sru"
"""The SRU 2.0 service of the official publications."""

HOSTS = ("officielebekendmakingen.nl", "overheid.nl")
"""Hosts that letters may come from, with their subdomains; the service's own host is added."""

_RETRIES = 4  # after 1, 2, 4 and 8 seconds with the usual pause: 15 in all
_LONGEST_WAIT = 120.0  # seconds; a service that asks for a longer one is left alone
_LONGEST_BODY = 300.0  # seconds for one file; a time-out of reads alone never ends a trickle
_REDIRECTS = 5
_BLOCK = 1 << 16
_RETRIED = frozenset({429, 500, 502, 503, 504})
_REDIRECTED = frozenset({301, 302, 303, 307, 308})


class FetchError(QAError):
    """Something asked of the service of official publications did not come."""


class FormError(FetchError):
    """This url gives no letter, and never will; another form of the letter may be there."""


class ServerError(FetchError):
    """A server answers 5xx, or too late, or not at all, also after all tries."""


class ServiceError(FetchError):
    """The service cannot be reached or wants no more requests now: no use in going on."""


def user_agent() -> str:
    """Return how this program names itself to servers."""
    try:
        return f"letters-qa/{version('letters-qa')} (+python-requests)"
    except PackageNotFoundError:
        return "letters-qa/0 (+python-requests)"


class _Backoff(Retry):
    """urllib3's retries with our pauses: none below ``pause``, and as long as the server asks."""

    pause = 1.0
    sleeper: Callable[[float], None] = staticmethod(time.sleep)

    def new(self, **changes: Any) -> _Backoff:
        copy = super().new(**changes)
        copy.pause, copy.sleeper = self.pause, self.sleeper
        return copy

    def parse_retry_after(self, retry_after: str) -> float:
        try:
            return super().parse_retry_after(retry_after)
        except (InvalidHeader, ValueError, OverflowError):
            return 0.0

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        asked = (self.get_retry_after(response) if response else None) or 0.0
        if asked > _LONGEST_WAIT:
            raise ServiceError("service-asks-to-wait", seconds=asked)
        self.sleeper(max(self.pause, self.get_backoff_time(), asked))


class Client:
    """Gets bytes from the service and its file hosts, one request at a time.

    Args:
        service: URL of the SRU service.
        pause: Least seconds between two requests.
        timeouts: Seconds to connect, and to wait for the next bytes.
        max_bytes: A larger body is refused while it streams in.
        hosts: Hosts that may be asked, with their subdomains, beside the service's own.
        sleep: Waits so many seconds; tests give their own.
        clock: Seconds that only grow; tests give their own.

    Raises:
        FetchError: If ``service`` is not an http or https url.
    """

    def __init__(
        self,
        service: str = SERVICE,
        *,
        pause: float = 1.0,
        timeouts: tuple[float, float] = (10.0, 30.0),
        max_bytes: int = 20_000_000,
        hosts: tuple[str, ...] = HOSTS,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.service = service
        self.pause = pause
        self.max_bytes = max_bytes
        self._timeouts = timeouts
        self._sleep = sleep
        self._clock = clock
        self._last = float("-inf")
        self._hosts = tuple(host.casefold() for host in (*hosts, _host(service)) if host)
        self._session = requests.Session()
        self._session.headers["User-Agent"] = user_agent()
        retries = _Backoff(
            total=_RETRIES,
            backoff_factor=pause,
            status_forcelist=_RETRIED,
            raise_on_status=False,
        )
        retries.pause, retries.sleeper = pause, sleep
        self._session.mount("https://", HTTPAdapter(max_retries=retries))
        self._session.mount("http://", HTTPAdapter(max_retries=retries))
        self._check(service)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._session.close()

    def get(
        self, url: str, params: Mapping[str, str] | None = None, max_bytes: int | None = None
    ) -> bytes:
        """Return the whole body of ``url``, or raise; never a part of it.

        Args:
            url: On an allowed host; so must be all that it redirects to.
            params: Put behind the url as its query.
            max_bytes: Another limit than the client's own.

        Raises:
            FormError: If the url is not allowed, not there, or its body is too large.
            ServerError: If the server answers 5xx or too late, after all tries.
            ServiceError: If the service cannot be reached, or wants fewer requests, after all.
            FetchError: If the connection broke off, or the status is another one than 200.
        """
        limit = max_bytes or self.max_bytes
        for _ in range(_REDIRECTS + 1):
            with self._send(url, params) as response:
                if response.status_code not in _REDIRECTED:
                    _check_status(response)
                    return self._body(response, limit)
                url, params = urljoin(response.url, response.headers.get("Location", "")), None
        raise FormError("too-many-redirects", url=url, most=_REDIRECTS)

    def _send(self, url: str, params: Mapping[str, str] | None) -> requests.Response:
        """Ask once the pause is over; what comes back has its headers only."""
        self._check(url)
        wait = self._last + self.pause - self._clock()
        if wait > 0:
            self._sleep(wait)
        try:
            return self._session.get(
                url, params=params, timeout=self._timeouts, stream=True, allow_redirects=False
            )
        except requests.exceptions.InvalidURL:
            raise FormError("no-url", url=url[:200]) from None
        except requests.RequestException as error:
            reason = self._reason(error)
            is_gone = _host(url) == _host(self.service) and "time-out" not in reason
            raise (ServiceError if is_gone else ServerError)(
                "not-fetched", url=url, reason=reason
            ) from None
        finally:
            self._last = self._clock()

    def _body(self, response: requests.Response, limit: int) -> bytes:
        content = bytearray()
        deadline = self._clock() + _LONGEST_BODY
        try:
            while block := response.raw.read1(_BLOCK, decode_content=True):
                content += block
                if len(content) > limit:
                    raise FormError("body-too-large", url=response.url, most=limit)
                if self._clock() > deadline:
                    raise FetchError("body-too-slow", url=response.url, seconds=_LONGEST_BODY)
        except (HTTPError, OSError) as error:
            raise FetchError(
                "body-broke-off", url=response.url, bytes=len(content), reason=self._reason(error)
            ) from None
        finally:
            self._last = self._clock()
        return bytes(content)

    def _check(self, url: str) -> None:
        host = _host(url)
        allowed = any(host == known or host.endswith(f".{known}") for known in self._hosts)
        if not host or not allowed:
            raise FormError("url-not-of-service", url=url[:200], hosts=", ".join(self._hosts))

    def _reason(self, error: Exception) -> str:
        """Say in words what lies under an error of requests or urllib3."""
        cause = error.args[0] if error.args else error
        cause = getattr(cause, "reason", None) or cause
        if isinstance(error, requests.ReadTimeout | ReadTimeoutError) or isinstance(
            cause, ReadTimeoutError
        ):
            return Message("no-answer-in-time", seconds=self._timeouts[1])
        if isinstance(error, requests.ConnectTimeout):
            return Message("no-connection-in-time", seconds=self._timeouts[0])
        return str(cause).rpartition(": ")[2] or type(cause).__name__


def _host(url: str) -> str:
    """Return the host of a plain http or https url, else ""."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # raises if it is not a number
    except ValueError:
        return ""
    plain = url.isascii() and url.isprintable() and not set(url) & set('\\ "<>')
    return host if plain and parts.scheme in {"http", "https"} and "@" not in parts.netloc else ""


def _check_status(response: requests.Response) -> None:
    status, url = response.status_code, response.url
    if status in {404, 410}:
        raise FormError("url-not-there", url=url, status=status)
    if status == 429:
        raise ServiceError("service-asks-fewer", url=url)
    if status >= 500:
        raise ServerError("service-fails", url=url, status=status, tries=_RETRIES + 1)
    if status != 200:
        raise FetchError("service-answers", url=url, status=status)
