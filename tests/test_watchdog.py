"""Processes that do not answer in time are ended, the others are not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from qa.system.watchdog import Watchdog


@pytest.fixture
def dog() -> Iterator[Watchdog]:
    watchdog = Watchdog()
    yield watchdog
    watchdog.close()
    assert watchdog._thread is not None
    watchdog._thread.join(10)
    assert not watchdog._thread.is_alive()


def sleeper() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])


def test_what_is_too_slow_is_ended_and_told(dog: Watchdog) -> None:
    with sleeper() as slow, dog.deadline(slow, 0.05) as late:
        assert slow.wait(30) != 0
        assert late.wait(10)


def test_a_shorter_deadline_counts_beside_a_longer_one(dog: Watchdog) -> None:
    with sleeper() as kept, sleeper() as slow:
        with dog.deadline(kept, 600) as long, dog.deadline(slow, 0.05) as late:
            slow.wait(30)
            assert late.wait(10)
            assert not long.is_set()
            assert kept.poll() is None
        kept.kill()


def test_what_answered_in_time_is_left_alone_and_the_next_is_watched(dog: Watchdog) -> None:
    with sleeper() as quick:
        with dog.deadline(quick, 0.2) as late:
            pass
        with sleeper() as slow, dog.deadline(slow, 0.4) as too_late:
            slow.wait(30)
            assert too_late.wait(10)
        assert not late.is_set()
        assert quick.poll() is None
        quick.kill()
