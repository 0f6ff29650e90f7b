"""Jobs on the index from the page: one at a time, joined by others, seen by all, errors as text."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import DATA
from web_fixtures import FakeAssistant, find, make_letter

from qa.errors import EncoderError, IndexBusyError
from qa.indexing import BuildReport
from qa.letters.corpus import Progress
from qa.settings import Settings
from qa.web.gate.visitors import NOBODY, Visitor, set_current
from qa.web.jobs import Job
from qa.web.notices import RECENT, job_html
from qa.web.page_events import make_updater, make_watcher
from qa.web.state import PageState
from qa.web.texts import EN, NL

LETTER = make_letter(["Een alinea."])
EMPTY_REPORT = BuildReport((), (), (), (), 1, (), (), 1, 3, 4, 0, 1)


@pytest.fixture(autouse=True)
def as_editor() -> Iterator[None]:
    """Press the page's buttons as one who may."""
    set_current(Visitor(role="editor"))
    yield
    set_current(NOBODY)


class SlowBuild:
    """A build that says how far it is and waits to be let go."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.calls = 0
        self.error = error

    def __call__(self, _: Settings, progress: Progress | None) -> BuildReport:
        assert progress is not None
        self.calls += 1
        progress("read", 3, 12)
        self.begun.set()
        assert self.go_on.wait(10)
        if self.error:
            raise self.error
        return EMPTY_REPORT


def state_of(build: SlowBuild) -> PageState:
    fake = FakeAssistant([LETTER])
    return PageState(Settings(index=Path("nowhere")), open_=lambda _: fake, build=build)


def finished(state: PageState) -> Job:
    job = state.finished(60)
    assert job is not None
    assert not job.running
    return job


def test_two_who_press_update_at_once_get_one_build() -> None:
    build = SlowBuild()
    state = state_of(build)
    first = state.update()
    assert build.begun.wait(10)
    assert state.update().number == first.number
    assert state.status().updating
    with pytest.raises(IndexBusyError, match="being updated; wait"):
        state.verify()
    build.go_on.set()
    done = finished(state)
    assert (done.result, build.calls) == (EMPTY_REPORT, 1)
    assert not state.status().updating
    assert state.update().number == first.number + 1
    finished(state)


def test_what_comes_while_an_update_runs_is_taken_in_by_another() -> None:
    build = SlowBuild()
    state = state_of(build)
    first = state.update()
    assert build.begun.wait(10)
    assert state.update(afresh=True).number == first.number + 1
    assert state.update(afresh=True).number == first.number + 1
    build.go_on.set()
    last = finished(state)
    assert (last.number, build.calls) == (first.number + 1, 2)
    assert last.ended is not None
    assert last.ended > last.started


def test_a_job_ends_when_its_work_ends() -> None:
    build = SlowBuild()
    state = state_of(build)
    started = state.update().started
    assert build.begun.wait(10)
    begun = datetime.datetime.now(datetime.UTC)
    build.go_on.set()
    ended = finished(state).ended
    assert ended is not None
    assert ended > begun > started


def test_any_page_shows_how_far_an_update_is_and_what_came_of_it() -> None:
    build = SlowBuild()
    state = state_of(build)
    make_updater(state)()
    make_updater(state)()  # another page
    assert build.begun.wait(10)
    _, shown, button, _, timer = make_watcher(state, EN)()
    assert "Reading letters 3 / 12" in shown
    (bar,) = find(shown, "progress")
    assert (bar.attributes["value"], bar.attributes["max"]) == ("3", "12")
    assert timer.active
    assert button["interactive"] is False
    build.go_on.set()
    finished(state)
    _, shown, button, _, timer = make_watcher(state, NL)()
    assert NL.up_to_date in shown
    assert not timer.active
    assert button["interactive"] is True


def test_a_failed_update_is_told_as_text_and_leaves_the_old_answers() -> None:
    build = SlowBuild(EncoderError("encoder-not-static", encoder="<b>here</b>"))
    build.go_on.set()
    state = state_of(build)
    before = state.assistant()
    for _ in range(2):
        state.update()
        assert finished(state).error.startswith("<b>here</b> is not a static encoder")
    assert state.assistant() is before
    shown = make_watcher(state, NL)()[1]
    assert NL.job_failed["update"] in shown
    assert "&lt;b&gt;here&lt;/b&gt; is geen statische encoder" in shown


def test_what_came_of_a_job_leaves_the_page_after_a_while() -> None:
    now = datetime.datetime.now(datetime.UTC)
    job = Job(1, "verify", now, ended=now, result=7)
    assert "7 parts" in job_html(job, EN)
    assert job_html(replace(job, ended=now - RECENT), EN) == ""
    assert job_html(None, EN) == ""


def test_an_update_picks_up_new_letters(settings: Settings, corpus: Path) -> None:
    state = PageState(settings)
    assert state.status().kind == "missing"
    state.update()
    report = finished(state).result
    assert isinstance(report, BuildReport)
    assert report.letters == len(list(DATA.glob("*.txt")))
    (corpus / "nieuw.txt").write_text("Een nieuwe brief over zonnepanelen op het dak.\n")
    (corpus / "leeg.txt").write_text("")
    state.update()
    second = finished(state).result
    assert isinstance(second, BuildReport)
    assert second.added == ("nieuw",)
    assert len(second.problems) == 1
    assert state.letter("nieuw").paragraphs[0].text.startswith("Een nieuwe brief")
    assert state.status().problems == second.problems


def test_the_index_is_checked_and_rolled_back(settings: Settings, corpus: Path) -> None:
    state = PageState(settings)
    state.update()
    finished(state)
    (corpus / "nieuw.txt").write_text("Een nieuwe brief over zonnepanelen op het dak.\n")
    state.update()
    finished(state)
    assert state.has_letter("nieuw")
    state.verify()
    assert "is whole: " in job_html(finished(state), EN)
    state.roll_back()
    assert "Index 1 is in use again." in job_html(finished(state), EN)
    assert not state.has_letter("nieuw")
    state.roll_back(77)
    assert EN.job_failed["rollback"] in job_html(finished(state), EN)
