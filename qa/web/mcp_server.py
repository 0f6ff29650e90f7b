"""The letters as tools for assistants, over the Model Context Protocol (MCP).

    ask             quotes that answer a question, each with its citation
    asked_before    earlier questions that are like one, with their answers
    read_paragraph  a paragraph of a letter, and those around it
    list_letters    what there is to ask
    list_commitments  what ministers commit to, by when

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
from pydantic import BeforeValidator, Field, ValidationError

from qa.assistant.listing import Column, list_letters
from qa.assistant.opened import Answering
from qa.assistant.promises import ledger_page
from qa.commitments import make_wanted
from qa.errors import LetterNotFoundError, QAError
from qa.messages import Message
from qa.output.schema.short import (
    AskedBeforeResult,
    AskResult,
    CommitmentsResult,
    LetterResult,
    LettersResult,
    ParagraphResult,
    UnitResult,
)
from qa.questions import MAX_QUESTION
from qa.records import Letter, SetQuestion
from qa.records.filters import make_filter
from qa.system.version import program_version

INSTRUCTIONS = """\
Letters of the Dutch government to parliament, in Dutch. Ask in Dutch or English.
What `ask` gives as text is verbatim: quote it unchanged, in Dutch, and cite its reference. If you
translate it or sum up, say so. If `found` is false the letters do not say: say that, and do not
answer from what is near. A second look that is not "stated as a fact" belongs to the answer."""

MOST_AROUND = 10
"""Paragraphs before and after one, at most."""

MOST_LETTERS = 100
"""Letters in one list, at most."""


def _one_is_a_list(value: Any) -> Any:
    """Take a name that is sent alone for a list of one."""
    return [value] if isinstance(value, str) else value


# A plain ``str`` arrives as it was sent. Of any other kind, ``str | None`` too, the library takes
# text that looks like JSON for JSON: "null" for None, '["x"]' for a list.
Question = Annotated[
    str, Field(max_length=MAX_QUESTION, description="the question, in English or Dutch")
]
DocId = Annotated[str, Field(max_length=300, description="id of a letter, such as kst-28676-449")]
Label = Annotated[
    str,
    Field(
        max_length=20,
        coerce_numbers_to_str=True,
        description="number of a paragraph, or a label such as n1",
    ),
]
Name = Annotated[str, Field(coerce_numbers_to_str=True)]  # a dossier's may come as a number


Letters = Annotated[
    list[Name],
    Field(max_length=50, description="ids of letters; only these are searched"),
    BeforeValidator(_one_is_a_list),
]
Dossiers = Annotated[
    list[Name],
    Field(
        max_length=50, description="numbers of dossiers, such as 28676; only their letters count"
    ),
    BeforeValidator(_one_is_a_list),
]
Kinds = Annotated[
    list[Name],
    Field(max_length=50, description="kinds of letters, such as Brief; only these count"),
    BeforeValidator(_one_is_a_list),
]
Senders = Annotated[
    list[Name],
    Field(
        max_length=50,
        description="parts of a function or name; only letters of such a sender count",
    ),
    BeforeValidator(_one_is_a_list),
]


Since = Annotated[
    str,
    Field(
        coerce_numbers_to_str=True,
        description="the first day, month or year of letters: 2024-02-05, 2024-02 or 2024",
    ),
]
Until = Annotated[
    str,
    Field(
        coerce_numbers_to_str=True,
        description="the last day, month or year of letters: 2024-02-05, 2024-02 or 2024",
    ),
]


Due = Annotated[
    str,
    Field(
        coerce_numbers_to_str=True,
        description="a day, month or year of the term: 2024-02-05, 2024-02 or 2024",
    ),
]


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
        letters: Letters = [],  # noqa: B006 - never changed
        dossiers: Dossiers = [],  # noqa: B006
        kinds: Kinds = [],  # noqa: B006
        senders: Senders = [],  # noqa: B006
        since: Since = "",
        until: Until = "",
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
                return AskResult.of(assistant().ask(question, where, after=after or None))
        except QAError as error:
            raise ToolError(str(error)) from None

    @server.tool(title="What was asked before", annotations=reading)
    def asked_before(
        question: Question,
        dossiers: Dossiers = [],  # noqa: B006
        senders: Senders = [],  # noqa: B006
        since: Since = "",
        until: Until = "",
    ) -> AskedBeforeResult:
        """Find earlier questions of members of parliament that are like a new one, each with the
        minister's whole answer, verbatim, and how alike the questions are.
        """
        try:
            where = make_filter((), dossiers, (), senders, since or None, until or None)
            with turn():
                prepared = assistant().prepare(SetQuestion("", question), where)
        except QAError as error:
            raise ToolError(str(error)) from None
        if prepared.problem:
            raise ToolError(str(prepared.problem))
        return AskedBeforeResult.of(prepared)

    @server.tool(title="Read a paragraph", annotations=reading)
    def read_paragraph(
        doc_id: DocId,
        unit: Label,
        around: Annotated[
            int, Field(ge=0, le=MOST_AROUND, description="units before and after it to read too")
        ] = 0,
    ) -> ParagraphResult:
        """Read a paragraph of a letter, verbatim, with so many units before and after it."""
        try:
            return _read(assistant().letter(doc_id), unit, around)
        except QAError as error:
            raise ToolError(str(error)) from None

    @server.tool("list_letters", title="List the letters", annotations=reading)
    def listed_letters(
        words: Annotated[
            str, Field(max_length=200, description="words in id, subject or sender")
        ] = "",
        dossiers: Dossiers = [],  # noqa: B006
        kinds: Kinds = [],  # noqa: B006
        senders: Senders = [],  # noqa: B006
        since: Since = "",
        until: Until = "",
        sort: Annotated[Column, Field(description="what to sort by")] = "date",
        order: Annotated[
            Literal["rising", "falling"], Field(description="which of them come first")
        ] = "falling",
        offset: Annotated[int, Field(ge=0, description="how many to pass over")] = 0,
        limit: Annotated[
            int, Field(ge=1, le=MOST_LETTERS, description="how many to list at most")
        ] = 20,
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
        found = [LetterResult.of(entry) for entry in listed.letters]
        return LettersResult(total=listed.total, offset=offset, letters=found)

    @server.tool(title="List commitments", annotations=reading)
    def list_commitments(
        words: Annotated[
            str, Field(max_length=200, description="words in the sentence, subject or sender")
        ] = "",
        letters: Letters = [],  # noqa: B006
        dossiers: Dossiers = [],  # noqa: B006
        senders: Senders = [],  # noqa: B006
        status: Annotated[
            Literal["", "open", "overdue", "perhaps kept"],
            Field(description="how it stands; all by default"),
        ] = "",
        due_since: Due = "",
        due_until: Due = "",
        offset: Annotated[int, Field(ge=0, description="how many to pass over")] = 0,
        limit: Annotated[
            int, Field(ge=1, le=MOST_LETTERS, description="how many to list at most")
        ] = 20,
    ) -> CommitmentsResult:
        """List sentences in which ministers commit themselves, verbatim, by the end of their term.

        The status is what the letters show. That one is "perhaps kept" nobody has checked.
        """
        try:
            where = make_filter(letters, dossiers, (), senders)
            wanted = make_wanted(
                where, (), [status] if status else [], words, due_since or None, due_until or None
            )
            page = ledger_page(assistant(), wanted, "due", offset, limit)
        except QAError as error:
            raise ToolError(str(error)) from None
        return CommitmentsResult.of(page)

    return server


def _read(letter: Letter, unit: str, around: int) -> ParagraphResult:
    label = f"p{unit}" if unit.isdigit() else unit
    found = letter.unit(label)
    if found is None:
        raise LetterNotFoundError(
            "paragraph-not-there", doc_id=letter.doc_id, unit=unit, count=len(letter.paragraphs)
        )
    at = letter.units.index(found)
    shown = letter.units[max(0, at - around) : at + around + 1]
    return ParagraphResult(
        letter=letter.doc_id, units=[UnitResult.of(letter, one) for one in shown]
    )
