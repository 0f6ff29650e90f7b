"""What is kept for the next time: how much, which, and from several threads."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from qa.system.cache import Cache


def never() -> str:
    raise AssertionError("it was kept")


def giving(value: str) -> Callable[[], str]:
    return lambda: value


def test_a_value_is_made_once() -> None:
    kept: Cache[int, str] = Cache(2)
    assert kept.get(1, giving("a")) == "a"
    assert kept.get(1, never) == "a"


def test_what_was_used_longest_ago_is_dropped_first() -> None:
    kept: Cache[int, str] = Cache(2)
    for key in (1, 2, 1, 3):
        kept.get(key, giving(str(key)))
    assert len(kept) == 2
    assert kept.get(1, never) == "1"
    assert kept.get(2, giving("made again")) == "made again"


def test_the_size_of_all_counts_and_what_is_larger_alone_is_not_kept() -> None:
    kept: Cache[int, str] = Cache(5, len)
    kept.get(1, giving("aaa"))
    assert kept.get(2, giving("bbbbbb")) == "bbbbbb"
    assert kept.get(1, never) == "aaa"
    kept.get(3, giving("ccc"))
    assert len(kept) == 1
    kept.get(4, giving("dd"))
    assert [kept.get(3, never), kept.get(4, never)] == ["ccc", "dd"]


def test_nothing_is_kept_of_what_failed() -> None:
    kept: Cache[int, str] = Cache(2)
    with pytest.raises(AssertionError):
        kept.get(1, never)
    assert kept.get(1, giving("a")) == "a"


def test_two_threads_that_make_a_value_at_once_count_it_once() -> None:
    kept: Cache[int, str] = Cache(4, len)
    both = Barrier(2)

    def make() -> str:
        both.wait()
        return "aa"

    threads = [Thread(target=kept.get, args=(1, make)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept.get(2, giving("bb"))
    assert (kept.get(1, never), kept.get(2, never)) == ("aa", "bb")
