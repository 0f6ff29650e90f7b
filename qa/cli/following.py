"""``letters-qa follow``: follow questions, letters and commitments; see what is new on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from qa.cli.common import AsJson, Corpus, Index, app, out, print_json, shortened
from qa.cli.texts import say
from qa.errors import QAError
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from qa.output.schema.following import AllNewsModel, FollowedModel


@app.command()
def follow(
    question: Annotated[
        str, typer.Argument(help="A question to follow; without any, what is new is shown.")
    ] = "",
    dossier: Annotated[
        list[str] | None, typer.Option(help="Letters of this dossier; may be repeated.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Letters of this kind, such as Brief.")
    ] = None,
    sender: Annotated[
        list[str] | None, typer.Option(help="Letters of this sender: part of name or function.")
    ] = None,
    commitments: Annotated[
        bool, typer.Option("--commitments", help="Follow the commitments in these letters.")
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help="List what is followed.")] = False,
    remove: Annotated[int | None, typer.Option(help="Follow this number no longer.")] = None,
    looked: Annotated[
        bool, typer.Option("--looked", help="Show what is new, and count it as seen.")
    ] = False,
    since: Annotated[
        str | None, typer.Option(help="What came since this day, whether seen or not.")
    ] = None,
    index: Index = None,
    corpus: Corpus = None,
    as_json: AsJson = False,
) -> None:
    """Follow a question, letters or commitments; without any, show what is new on them."""
    settings = load_settings(corpus=corpus, index=index)
    if question or dossier or kind or sender or commitments:
        _add(settings, question, dossier or [], kind or [], sender or [], commitments)
        _list(settings, as_json)
    elif remove is not None:
        _remove(settings, remove)
        _list(settings, as_json)
    elif listing:
        _list(settings, as_json)
    else:
        _show(settings, since, looked, as_json)


def _add(
    settings: Settings,
    question: str,
    dossiers: list[str],
    kinds: list[str],
    senders: list[str],
    commitments: bool,
) -> None:
    from pydantic import ValidationError

    from qa.assistant.followed import Followed
    from qa.assistant.following import moment_now
    from qa.output.schema.following import FollowedModel

    what: Any = "commitments" if commitments else "question" if question else "letters"
    given: dict[str, Any] = {
        "dossiers": dossiers,
        "kinds": kinds,
        "senders": senders,
        "looked": moment_now(),
    }
    try:
        one = FollowedModel(kind=what, question=question, **given)
    except ValidationError as error:
        raise QAError("follow-wrong", reason=error.errors()[0]["msg"]) from None
    Followed(settings.index).change("", lambda kept: [*kept, one])


def _remove(settings: Settings, number: int) -> None:
    from qa.assistant.followed import Followed

    def without(kept: list[FollowedModel]) -> list[FollowedModel]:
        if not 1 <= number <= len(kept):
            raise QAError("followed-not-there", number=number, count=len(kept))
        return kept[: number - 1] + kept[number:]

    Followed(settings.index).change("", without)


def _list(settings: Settings, as_json: bool) -> None:
    from qa.assistant.followed import Followed
    from qa.output.schema.following import FollowedListModel

    kept = Followed(settings.index).of("")
    if as_json:
        print_json(FollowedListModel(followed=kept).as_json(), indent=2)
        return
    for number, one in enumerate(kept, start=1):
        out.print(f"{number:>3}  {escape(described(one))}")
    out.print(say("followed", count=len(kept)), style="dim")


def described(one: FollowedModel) -> str:
    """Say in a line what is followed."""
    filters = ", ".join([*one.dossiers, *one.kinds, *one.senders, *one.letters])
    parts = [say(f"follows-{one.kind}"), f"“{one.question}”" if one.question else "", filters]
    return " · ".join(part for part in parts if part)


def _show(settings: Settings, since: str | None, looked: bool, as_json: bool) -> None:
    from qa.assistant import Assistant
    from qa.assistant.followed import Followed
    from qa.assistant.following import all_news
    from qa.output.schema.following import FollowedModel
    from qa.records.filters import make_filter

    day = make_filter(since=since).since if since else None
    kept = Followed(settings.index)
    wanted = [
        FollowedModel.model_validate(one.model_dump() | ({"looked": day} if day else {}))
        for one in kept.of("")
    ]
    news = all_news(Assistant.open(settings=settings), wanted)
    if looked:
        kept.change("", lambda now: [one.model_copy(update={"looked": news.now}) for one in now])
    if as_json:
        print_json(news.as_json(), indent=2)
        return
    print_news(news)
    if not wanted:
        out.print(say("follow-nothing"), style="dim")


def print_news(news: AllNewsModel) -> None:
    """Print what is new on each thing that is followed."""
    for one in news.news:
        out.print(
            f"[bold]{escape(described(one.followed))}[/]: {say('news', count=len(one.items))}"
        )
        for item in one.items:
            text = f"“{escape(shortened(item.text, 300))}”" if item.text else escape(item.title)
            out.print(f"    {item.date or '–':<10}  {text}")
            out.print(f"                [cyan]{escape(item.citation.reference)}[/]")


def tell_news(settings: Settings) -> None:
    """Print what an update brought on what is followed on this machine, if anything."""
    from qa.assistant import Assistant
    from qa.assistant.followed import Followed
    from qa.assistant.following import all_news

    wanted = Followed(settings.index).of("")
    if not wanted:
        return
    news = all_news(Assistant.open(settings=settings), wanted)
    with_items = [one for one in news.news if one.items]
    if with_items:
        out.print(say("news-since"))
        print_news(news.model_copy(update={"news": with_items}))
