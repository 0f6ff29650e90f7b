"""What a person asked, as it stands in an address: the question and all that goes with it.

``/en/?q=steun&dossier=28676&since=2023&any_time=1`` asks the same again, whoever opens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol
from urllib.parse import urlencode

from qa.assistant.opened import Answering
from qa.records import Answer
from qa.records.filters import Filter, filter_json, make_filter
from qa.web.roots import rooted
from qa.web.texts import Language

MOST_VALUES = 50
"""Values of one kind in an address that are read."""

MOST_CHARACTERS = 200
"""Characters of one value of a filter that are read."""

YES = frozenset({"1", "true", "on", "yes"})


class Params(Protocol):
    """The parameters of an address; those of starlette are some."""

    def getlist(self, key: str) -> list[str]:
        """Return all values of a name."""


def some(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values that are not empty, no more and no longer than are read."""
    short = (value.strip()[:MOST_CHARACTERS] for value in values)
    return tuple(islice(filter(None, short), MOST_VALUES))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its filter as typed, the question it leans on, and whether time is read."""

    question: str = ""
    letters: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    undated: bool = False
    any_time: bool = False
    after: str = ""

    @classmethod
    def from_params(cls, params: Params) -> Asked:
        """Read an address; ``from`` and ``to`` are read as ``since`` and ``until``."""

        def many(name: str) -> tuple[str, ...]:
            return some(params.getlist(name))

        def one(*names: str) -> str:
            return next((values[-1] for name in names if (values := many(name))), "")

        def question(name: str) -> str:
            values = params.getlist(name)
            return values[-1].strip() if values else ""

        return cls(
            question=question("q"),
            letters=many("letter"),
            dossiers=many("dossier"),
            kinds=many("kind"),
            senders=many("sender"),
            since=one("since", "from"),
            until=one("until", "to"),
            undated=one("undated").lower() in YES,
            any_time=one("any_time").lower() in YES,
            after=question("after"),
        )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of the address."""
        named: Mapping[str, Sequence[str]] = {
            "q": [self.question],
            "letter": self.letters,
            "dossier": self.dossiers,
            "kind": self.kinds,
            "sender": self.senders,
            "since": [self.since],
            "until": [self.until],
            "undated": ["1"] if self.undated else [],
            "any_time": ["1"] if self.any_time else [],
            "after": [self.after],
        }
        return [(name, value) for name, values in named.items() for value in values if value]

    def address(self, path: str, **more: str) -> str:
        """Return an address that asks this."""
        return f"{path}?{urlencode([*self.pairs, *more.items()])}"

    def page(self, lang: Language) -> str:
        """Return the address of the page that asks this."""
        return self.address(rooted(f"/{lang}/"))

    @property
    def as_json(self) -> dict[str, object]:
        """The same as ``/api/ask`` takes it."""
        where = filter_json(self.where())
        asked: dict[str, object] = {"question": self.question, "filter": where}
        return asked | {"any_time": self.any_time, "after": self.after or None}

    def where(self) -> Filter:
        """Return the filter.

        Raises:
            QuestionError: If a date is none.
        """
        return make_filter(
            self.letters,
            self.dossiers,
            self.kinds,
            self.senders,
            self.since,
            self.until,
            self.undated,
        )

    def put_to(self, assistant: Answering) -> Answer:
        """Ask it.

        Raises:
            QAError: If the question or a date cannot be used, or the index cannot.
        """
        return assistant.ask(
            self.question, self.where(), any_time=self.any_time, after=self.after or None
        )

    def alone(self) -> Asked:
        """Return the same without the question that it leans on."""
        return replace(self, after="")
