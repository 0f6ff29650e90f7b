"""The letters as tools for assistants, over the Model Context Protocol (MCP).

    ask             quotes that answer a question, each with its citation
    read_paragraph  a paragraph of a letter, and those around it
    list_letters    what there is to ask

The same functions as the command line and the HTTP API; nothing here searches or answers. The
results are kept short, for whoever reads them pays by the word: `/api` gives everything.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import Tool, ToolAnnotations
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from qa.assistant.listing import Column, list_letters
from qa.assistant.opened import Answering
from qa.citations.citing import cite
from qa.errors import LetterNotFoundError, QAError
from qa.index import LetterEntry
from qa.messages import Message
from qa.questions import MAX_QUESTION
from qa.records import Answer, Citation, Hit, Letter, Quote, Unit
from qa.records.filters import make_filter
from qa.system.version import program_version

INSTRUCTIONS = """\
Letters of the Dutch government to parliament, in Dutch. Ask in Dutch or English.
What `ask` gives as text is verbatim: quote it unchanged, in Dutch, and cite its reference. If you
translate it or sum up, say so. If `found` is false the letters do not say: say that, and do not
answer from what is near. A second look that is not "stated as a fact" belongs to the answer."""

NEAR = 3
"""Passages that are shown where nothing was found."""

MOST_AROUND = 10
"""Paragraphs before and after one, at most."""

MOST_LETTERS = 100
"""Letters in one list, at most."""


def _one_is_a_list(value: Any) -> Any:
    """Take a name that is sent alone for a list of one."""
    return [value] if isinstance(value, str) else value


# A plain ``str`` arrives as it was sent. Of any other kind, ``str | None`` too, the library takes
# text that looks like JSON for JSON: "null" for None, '["x"]' for a list.
Question = Annotated[str, Field(max_length=MAX_QUESTION, description="in English or Dutch")]
DocId = Annotated[str, Field(max_length=300, description="such as kst-28676-449")]
Label = Annotated[
    str,
    Field(
        max_length=20,
        coerce_numbers_to_str=True,
        description="number of a paragraph, or a label such as n1",
    ),
]
Name = Annotated[str, Field(coerce_numbers_to_str=True)]  # a dossier's may come as a number
Names = Annotated[list[Name], Field(max_length=50), BeforeValidator(_one_is_a_list)]
Day = Annotated[
    str,
    Field(
        coerce_numbers_to_str=True, description="a day, month or year: 2024-02-05, 2024-02, 2024"
    ),
]


class Place(BaseModel):
    """Where a text stands: cite ``reference``; ``¶`` is the paragraph's number in this program."""

    reference: str
    doc_id: str
    unit: str
    pages: list[int]
    date: str | None
    url: str | None


class QuoteResult(BaseModel):
    """Verbatim words of a letter, with what makes them understood and how the letter says it."""

    text: str
    place: Place
    context: list[str]
    second_look: str
    notices: list[str]
    lacks: list[str]


class Passage(BaseModel):
    """A passage that comes near the question and does not answer it."""

    text: str
    doc_id: str
    paragraphs: list[int]


class AskResult(BaseModel):
    """An answer, or why there is none."""

    found: bool
    reason: str
    quotes: list[QuoteResult]
    differences: list[str]
    near: list[Passage]
    letters_searched: int
    read_as: str | None


class UnitResult(BaseModel):
    """A paragraph, heading, note, table row or signature."""

    text: str
    kind: str
    place: Place


class ParagraphResult(BaseModel):
    """A paragraph with those around it, in reading order."""

    letter: str
    units: list[UnitResult]


class LetterResult(BaseModel):
    """A letter in the list."""

    doc_id: str
    subject: str | None
    date: str | None
    kind: str | None
    dossiers: list[str]
    senders: list[str]
    paragraphs: int


class LettersResult(BaseModel):
    """Some of the letters; ``total`` says how many there are."""

    total: int
    offset: int
    letters: list[LetterResult]


class _Server(MCPServer):
    """Refuses arguments that a tool does not take: a filter that is misspelt must not be lost.

    An optional argument that is null, or the text "null", counts as not given.
    """

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """Call a tool.

        Raises:
            ToolError: If it is not known or fails, or takes other arguments.
        """
        for tool in await self.list_tools():
            if tool.name == name:
                arguments = _given(tool, arguments)
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(_told(name, error.__cause__)) from error.__cause__
            raise


def _given(tool: Tool, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments that are given; refuse those that the tool does not take."""
    known = tool.input_schema.get("properties", {})
    unknown = [argument for argument in arguments if argument not in known]
    if unknown:
        raise ToolError(
            Message("tool-takes-no", tool=tool.name, argument=unknown[0], known=", ".join(known))
        )
    required = tool.input_schema.get("required", [])
    return {
        argument: value
        for argument, value in arguments.items()
        if argument in required or value not in (None, "null")
    }


def _told(tool: str, error: ValidationError) -> str:
    """Return one line about each argument that is wrong."""
    wrong = [
        f"{'.'.join(map(str, one['loc']))}: {one['msg'][:1].lower()}{one['msg'][1:]}"
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return f"{tool}: {'; '.join(wrong)}"


def create_mcp(
    assistant: Callable[[], Answering],
    turn: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> MCPServer:
    """Return the server.

    Args:
        assistant: Gives the assistant for the newest generation; may raise `QAError`.
        turn: Held while a question is answered, so that many may share one server.
    """
    server = _Server(
        "letters-qa",
        title="Letters of the Dutch government",
        instructions=INSTRUCTIONS,
        version=program_version(),
        log_level="WARNING",
    )
    reading = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

    @server.tool(title="Ask the letters", annotations=reading)
    def ask(
        question: Question,
        letters: Names = [],  # noqa: B006 - never changed
        dossiers: Names = [],  # noqa: B006
        kinds: Names = [],  # noqa: B006
        senders: Names = [],  # noqa: B006
        since: Day = "",
        until: Day = "",
        after: Annotated[
            str,
            Field(max_length=MAX_QUESTION, description="the question that this one leans on"),
        ] = "",
    ) -> AskResult:
        """Answer a question by verbatim quotes from the letters, each with its citation.

        If the letters do not say, `found` is false and `reason` tells why. The filters are
        alternatives within one and all fulfilled together; a sender may be part of a function.
        """
        try:
            where = make_filter(letters, dossiers, kinds, senders, since or None, until or None)
            with turn():
                return _answered(assistant().ask(question, where, after=after or None))
        except QAError as error:
            raise ToolError(str(error)) from None

    @server.tool(title="Read a paragraph", annotations=reading)
    def read_paragraph(
        doc_id: DocId,
        unit: Label,
        around: Annotated[int, Field(ge=0, le=MOST_AROUND)] = 0,
    ) -> ParagraphResult:
        """Read a paragraph of a letter, verbatim, with so many units before and after it."""
        try:
            return _read(assistant().letter(doc_id), unit, around)
        except QAError as error:
            raise ToolError(str(error)) from None

    @server.tool("list_letters", title="List the letters", annotations=reading)
    def listed_letters(
        words: Annotated[str, Field(max_length=200, description="in id, subject or sender")] = "",
        dossiers: Names = [],  # noqa: B006
        kinds: Names = [],  # noqa: B006
        senders: Names = [],  # noqa: B006
        since: Day = "",
        until: Day = "",
        sort: Column = "date",
        order: Literal["rising", "falling"] = "falling",
        offset: Annotated[int, Field(ge=0)] = 0,
        limit: Annotated[int, Field(ge=1, le=MOST_LETTERS)] = 20,
    ) -> LettersResult:
        """List the letters that can be asked, the newest first unless sorted otherwise."""
        try:
            where = make_filter((), dossiers, kinds, senders, since or None, until or None)
            listed = list_letters(
                assistant().letters_where(where),
                words=words, by=sort, falling=order == "falling", offset=offset, limit=limit,
            )  # fmt: skip
        except QAError as error:
            raise ToolError(str(error)) from None
        found = [_listed(entry) for entry in listed.letters]
        return LettersResult(total=listed.total, offset=offset, letters=found)

    return server


def _answered(answer: Answer) -> AskResult:
    return AskResult(
        found=answer.found,
        reason=answer.reason,
        quotes=[_quoted(quote) for quote in answer.quotes],
        differences=[
            "; ".join(f"{side.says} ({side.citation.reference})" for side in one.sides)
            for one in answer.differences
        ],
        near=[] if answer.found else [_near(hit) for hit in answer.hits[:NEAR]],
        letters_searched=answer.searched.letters,
        read_as=answer.question.understood,
    )


def _quoted(quote: Quote) -> QuoteResult:
    return QuoteResult(
        text=quote.text,
        place=_place(quote.citation),
        context=[span.text for span in quote.context],
        second_look=quote.second_look.sentence,
        notices=list(quote.notices),
        lacks=list(quote.second_look.lacks),
    )


def _near(hit: Hit) -> Passage:
    chunk = hit.chunk
    return Passage(text=chunk.text, doc_id=chunk.doc_id, paragraphs=list(chunk.paragraphs))


def _place(citation: Citation) -> Place:
    number = citation.paragraph
    return Place(
        reference=citation.reference + (f", ¶ {number}" if number is not None else ""),
        doc_id=citation.doc_id,
        unit=citation.unit,
        pages=list(citation.pages),
        date=citation.date,
        url=citation.url,
    )


def _read(letter: Letter, unit: str, around: int) -> ParagraphResult:
    label = f"p{unit}" if unit.isdigit() else unit
    found = letter.unit(label)
    if found is None:
        raise LetterNotFoundError(
            "paragraph-not-there", doc_id=letter.doc_id, unit=unit, count=len(letter.paragraphs)
        )
    at = letter.units.index(found)
    shown = letter.units[max(0, at - around) : at + around + 1]
    return ParagraphResult(letter=letter.doc_id, units=[_unit(letter, one) for one in shown])


def _unit(letter: Letter, unit: Unit) -> UnitResult:
    place = _place(cite(letter, unit.start, unit.end))
    return UnitResult(text=unit.text, kind=unit.kind, place=place)


def _listed(entry: LetterEntry) -> LetterResult:
    return LetterResult(
        doc_id=entry.doc_id,
        subject=entry.subject,
        date=entry.date,
        kind=entry.kind,
        dossiers=list(entry.dossiers),
        senders=list(entry.senders),
        paragraphs=entry.paragraphs,
    )
