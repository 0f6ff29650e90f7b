"""Notices, the state of the index and the report of an update as HTML for the page.

Pure functions to strings; every piece of text that is not ours goes through ``html.escape``.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape

from qa.errors import TooBusyError
from qa.index import Generation
from qa.indexing import BuildReport
from qa.settings import Settings
from qa.web.jobs import Job
from qa.web.state import Fetched, Status
from qa.web.texts import Texts
from qa.web.told import told_html

RECENT = datetime.timedelta(minutes=5)
"""How long what came of a job stays on the page."""

MAX_NAMED = 20
"""Letters or problems that a report names one by one."""


def notice_html(text: str, texts: Texts, kind: str = "hint", detail: str = "") -> str:
    """Return a sentence for the reader; ``detail`` is an error's own message."""
    more = f'<p class="detail">{told_html(detail, texts)}</p>' if detail else ""
    return f'<section class="notice {escape(kind)}"><p>{escape(text)}</p>{more}</section>'


def status_html(status: Status, settings: Settings, texts: Texts, problems: bool = True) -> str:
    """Return how the index stands, in a line or a notice; with ``problems`` what was left out."""
    if status.kind == "missing":
        return notice_html(texts.index_missing.format(settings.corpus), texts, "missing")
    if status.kind == "building":
        return notice_html(texts.index_building, texts, "building")
    if status.kind == "problem" or status.searched is None:
        return notice_html(texts.index_problem, texts, "problem", status.message)
    letters = texts.count(status.searched.letters, "letter")
    paragraphs = texts.count(status.searched.paragraphs, "paragraph")
    line = f'<p class="status">{escape(texts.searched.format(letters, paragraphs))}'
    line += f" {escape(texts.updating)}" if status.updating else ""
    line += f" {escape(texts.first_pass)}</p>" if status.searched.first_pass else "</p>"
    line += _news_html(status, texts)
    if not status.problems or not problems:
        return line
    summary = f"{escape(texts.left_out)} ({len(status.problems)})"
    return f"{line}<details><summary>{summary}</summary>{_list(status.problems, texts)}</details>"


def _news_html(status: Status, texts: Texts) -> str:
    """Return what came last of following the folder, with the time; nothing if it is not news."""
    news = status.news
    if news is None or not (status.following or news.kind == "failed"):
        return ""
    time = f"<time>{news.time:%H:%M:%S}</time> "
    if news.kind in {"failed", "left out"}:
        said = texts.news_failed if news.kind == "failed" else texts.news_left_out
        text = f"{escape(said)} {told_html(news.text, texts)}"
    elif news.kind == "indexed":
        named = ", ".join(news.letters[:MAX_NAMED])
        text = escape(f"{texts.news_indexed} {named}" if named else texts.updated)
    else:
        text = escape(texts.follow_on)
    return f'<p class="news {escape(news.kind.replace(" ", "-"))}">{time}{text}</p>'


def busy(error: TooBusyError, texts: Texts) -> str:
    """Say why one must wait, and how long; the place in the line, if there is one."""
    if error.place:
        return texts.place_in_line.format(error.place, error.seconds)
    return texts.too_busy.format(error.seconds)


def busy_html(error: TooBusyError, texts: Texts, number: int) -> str:
    """Return the same as a notice; the page asks again by itself where only the line is long.

    Args:
        error: What was raised.
        texts: The reader's language.
        number: Another for each notice: the browser draws nothing that it shows already.
    """
    if not error.place:
        return notice_html(busy(error, texts), texts)
    said = f"<p>{escape(busy(error, texts))}</p><p>{escape(texts.asks_again)}</p>"
    data = f'data-again="{error.seconds}" data-number="{number}"'
    return f'<section class="notice hint" {data}>{said}</section>'


def job_html(job: Job | None, texts: Texts) -> str:
    """Return how far a job is, or what came of it if that is recent; nothing otherwise."""
    if job is None:
        return ""
    if job.ended is None:
        return _progress_html(job, texts)
    if datetime.datetime.now(datetime.UTC) - job.ended > RECENT:
        return ""
    if job.error:
        return notice_html(texts.job_failed[job.kind], texts, "problem", job.error)
    if isinstance(job.result, BuildReport):
        return report_html(job.result, texts)
    if isinstance(job.result, Fetched):
        return _fetched_html(job.result, texts)
    said = escape(texts.job_done[job.kind].format(_result(job)))
    return f'<section class="notice report"><p>{said}</p>{_moved(job.result, texts)}</section>'


def _moved(result: object, texts: Texts) -> str:
    """Return the letters that came and went when an earlier generation was gone back to."""
    if not isinstance(result, Generation):
        return ""
    return _named(texts.brought_back, result.brings_back) + _named(
        texts.taken_away, result.takes_away
    )


def _fetched_html(fetched: Fetched, texts: Texts) -> str:
    """Return what was fetched, and what the update after it did."""
    report = fetched.report
    came = texts.fetched.format(len(report.new), len(report.newer), report.already)
    stopped = f'<p class="detail">{told_html(report.stopped, texts)}</p>' if report.stopped else ""
    lists = _named(texts.not_fetched, report.problems, texts)
    lists += _named(texts.notices, (*report.kept, *report.notices), texts)
    built = report_html(fetched.built, texts) if fetched.built else ""
    return f'<section class="notice report"><p>{escape(came)}</p>{stopped}{lists}</section>{built}'


def _result(job: Job) -> str:
    return str(job.result.number if isinstance(job.result, Generation) else job.result)


def _progress_html(job: Job, texts: Texts) -> str:
    title = texts.job_stages.get(job.stage, texts.job_running[job.kind])
    count = f" {job.done} / {job.total}" if job.total else ""
    ends = f' value="{job.done}" max="{job.total}"' if job.total else ""
    label = escape(title)
    return (
        f'<section class="notice job" role="status"><p>{label}{count}</p>'
        f'<progress aria-label="{label}"{ends}></progress></section>'
    )


def report_html(report: BuildReport, texts: Texts) -> str:
    """Return what an update did, in words."""
    head = texts.up_to_date if report.up_to_date else texts.updated
    letters = texts.count(report.letters, "letter")
    now = texts.now_searched.format(letters, texts.count(report.paragraphs, "paragraph"))
    lists = (
        _named(texts.added, report.added)
        + _named(texts.changed, report.changed)
        + _named(texts.moved, report.moved)
        + _named(texts.removed, report.removed)
        + _named(texts.problems, report.problems, texts)
        + _named(texts.notices, report.notices, texts)
    )
    return f'<section class="notice report"><p>{escape(head)} {escape(now)}</p>{lists}</section>'


def _named(label: str, names: Sequence[str], texts: Texts | None = None) -> str:
    """Return names under a label with their count; nothing if there are none.

    With ``texts`` they are what the program tells, not names.
    """
    if not names:
        return ""
    return f'<div class="named"><p>{escape(label)} ({len(names)})</p>{_list(names, texts)}</div>'


def _list(names: Sequence[str], texts: Texts | None) -> str:
    """Return the first `MAX_NAMED` names as a list, and a sign that there are more."""
    said = (told_html(name, texts) if texts else escape(name) for name in names[:MAX_NAMED])
    items = "".join(f"<li>{one}</li>" for one in said)
    return f"<ul>{items}{'<li>…</li>' if len(names) > MAX_NAMED else ''}</ul>"
