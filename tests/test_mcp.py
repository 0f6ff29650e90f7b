"""The letters as tools, asked by the official client: in memory, by a process, and over HTTP."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from conftest import PLEDGE
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from web_fixtures import HOSTILE, FakeAssistant, make_answer, make_hit, make_letter

from qa.assistant.opened import Opened
from qa.settings import Settings
from qa.web.mcp_server import create_mcp
from qa.web.site import create_site
from qa.web.state import PageState

QUESTION = "what did NL pledge at the UDCG"


def calls(server: Any, *tools: tuple[str, dict[str, Any]]) -> list[Any]:
    """Call tools one after the other and return what they give."""

    async def run() -> list[Any]:
        async with Client(server) as client:
            return [await client.call_tool(name, arguments) for name, arguments in tools]

    return asyncio.run(run())


def call(server: Any, tool: str, **arguments: Any) -> dict[str, Any]:
    (result,) = calls(server, (tool, arguments))
    assert not result.is_error, result.content
    found: dict[str, Any] = result.structured_content
    return found


def refused(server: Any, tool: str, **arguments: Any) -> str:
    (result,) = calls(server, (tool, arguments))
    assert result.is_error
    return str(result.content[0].text)


@pytest.fixture(scope="module")
def server(founding_settings: Settings) -> Any:
    return create_mcp(Opened(founding_settings).assistant)


def test_the_tools_are_described_and_only_read(server: Any) -> None:
    async def run() -> Any:
        async with Client(server) as client:
            return client.instructions, (await client.list_tools()).tools

    instructions, tools = asyncio.run(run())
    assert "verbatim" in instructions
    assert {tool.name for tool in tools} == {
        "ask", "asked_before", "read_paragraph", "list_letters", "list_commitments",
    }  # fmt: skip
    for tool in tools:
        assert tool.description
        assert tool.output_schema
        assert tool.annotations.read_only_hint


def test_an_answer_is_verbatim_with_its_citation(server: Any) -> None:
    found = call(server, "ask", question=QUESTION)
    assert found["found"]
    first = found["quotes"][0]
    assert first["text"] == PLEDGE
    assert first["place"]["reference"] == "Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4, ¶ 11"
    assert first["place"]["url"] == "https://zoek.officielebekendmakingen.nl/kst-28676-449"
    assert first["second_look"]
    assert found["near"] == []


def test_what_the_letters_do_not_say_is_not_answered(server: Any) -> None:
    found = call(server, "ask", question="Hoeveel kost een kaartje voor de dierentuin in Emmen?")
    assert (found["found"], found["quotes"]) == (False, [])
    assert found["reason"]
    assert 1 <= len(found["near"]) <= 3


def test_a_filter_and_the_question_before_go_along(server: Any) -> None:
    none = call(server, "ask", question=QUESTION, dossiers=["99999"])
    assert (none["found"], none["letters_searched"]) == (False, 0)
    before = "what did NL pledge for ammunition"
    leaning = call(server, "ask", question="and for the IT coalition?", after=before)
    assert leaning["read_as"] == "what did NL pledge for the IT coalition?"


def test_a_paragraph_is_read_with_those_around_it(server: Any) -> None:
    alone = call(server, "read_paragraph", doc_id="kst-28676-449", unit="11")
    (unit,) = alone["units"]
    assert PLEDGE in unit["text"]
    assert unit["place"]["reference"].endswith(", ¶ 11")
    more = call(server, "read_paragraph", doc_id="kst-28676-449", unit="p11", around=2)
    assert len(more["units"]) > 2
    assert unit in more["units"]


def test_letters_are_listed(server: Any) -> None:
    listed = call(server, "list_letters")
    assert listed["total"] == 1
    assert listed["letters"][0]["doc_id"] == "kst-28676-449"
    assert call(server, "list_letters", words="nergens")["total"] == 0


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("ask", {"question": " ?! "}, "the question is empty"),
        ("ask", {"question": "x", "since": "mei"}, "'mei' is no date"),
        ("ask", {"question": "x" * 2001}, "2000"),
        ("read_paragraph", {"doc_id": "kst-1-1", "unit": "1"}, "kst-1-1"),
        ("read_paragraph", {"doc_id": "kst-28676-449", "unit": "99"}, "are 1 to 11"),
        ("list_letters", {"limit": 1000}, "100"),
    ],
)
def test_what_cannot_be_done_is_said(
    server: Any, tool: str, arguments: dict[str, Any], says: str
) -> None:
    assert says in refused(server, tool, **arguments)


def test_a_missing_index_is_said_and_found_when_it_comes(
    founding_settings: Settings, tmp_path: Path
) -> None:
    settings = founding_settings.model_copy(update={"index": tmp_path / "later"})
    server = create_mcp(Opened(settings).assistant)
    assert "letters-qa index" in refused(server, "ask", question=QUESTION)
    settings.index.symlink_to(founding_settings.index)
    assert call(server, "ask", question=QUESTION)["found"]


def test_hostile_text_is_text() -> None:
    letter = make_letter([HOSTILE])
    answer = make_answer(letter, [(0, len(HOSTILE))], [make_hit(letter, "p1")])
    fake = FakeAssistant([letter], answer)
    server = create_mcp(lambda: fake)
    assert call(server, "ask", question="x")["quotes"][0]["text"] == HOSTILE


def test_by_standard_input_and_output(founding_settings: Settings) -> None:
    arguments = ["-m", "qa", "mcp", "--index", str(founding_settings.index.resolve())]
    process = stdio_client(StdioServerParameters(command=sys.executable, args=arguments))
    assert call(process, "ask", question=QUESTION)["quotes"][0]["text"] == PLEDGE


@pytest.fixture
def address(founding_settings: Settings) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(create_site(PageState(founding_settings)), log_level="warning")
        server = uvicorn.Server(config)
        run: Callable[..., None] = server.run
        thread = threading.Thread(target=run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
        server.should_exit = True
        thread.join(10)


def test_over_http(address: str) -> None:
    results = calls(address, ("ask", {"question": QUESTION}), ("list_letters", {}))
    answer, listed = (result.structured_content for result in results)
    assert answer["quotes"][0]["text"] == PLEDGE
    assert listed["total"] == 1


def test_an_argument_that_a_tool_does_not_take_is_refused(server: Any) -> None:
    said = refused(server, "ask", question="what did NL pledge", dossier=["28676"])
    assert said.startswith("ask takes no 'dossier'; it takes question, letters, dossiers")


class Listener:
    """Stands in for an assistant, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any, str | None]] = []
        letter = make_letter(["De brug is open."])
        self._answer = make_answer(letter, [(0, 15)], [make_hit(letter, "p1")])
        self._letter = letter

    def ask(self, question: str, where: Any, after: str | None = None) -> Any:
        self.asked.append((question, where, after))
        return self._answer

    def letter(self, doc_id: str) -> Any:
        self.asked.append((doc_id, None, None))
        return self._letter


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.mark.parametrize(
    "text", ["null", "true", "2023", "-1.5e3", '["x"]', '{"a": 1}', '"kst"', "NaN", "[" * 900]
)
def test_text_that_looks_like_json_arrives_as_it_was_sent(listener: Listener, text: str) -> None:
    server = create_mcp(lambda: listener)  # type: ignore[arg-type, return-value]
    call(server, "ask", question=text)
    assert listener.asked[-1][0] == text
    call(server, "read_paragraph", doc_id=text[:20], unit="1")
    assert listener.asked[-1][0] == text[:20]
    if text != "null":
        call(server, "ask", question="x", after=text, senders=["Defensie", text])
        assert listener.asked[-1][2] == text
        assert listener.asked[-1][1].senders[1] == text


@pytest.mark.parametrize("nothing", [None, "null"])
def test_null_for_an_optional_argument_is_not_given(listener: Listener, nothing: Any) -> None:
    server = create_mcp(lambda: listener)  # type: ignore[arg-type, return-value]
    names = ("after", "since", "until", "letters", "dossiers", "kinds", "senders")
    call(server, "ask", question="x", **dict.fromkeys(names, nothing))
    call(server, "ask", question="x")
    assert listener.asked[0] == listener.asked[1]
    call(server, "read_paragraph", doc_id="x", unit="1", around=nothing)


def test_names_and_numbers_come_in_any_form(listener: Listener) -> None:
    server = create_mcp(lambda: listener)  # type: ignore[arg-type, return-value]
    for given in ("28676", ["28676"], [28676], '["28676"]', "[28676]"):
        call(server, "ask", question="x", dossiers=given, since=2023)
        where = listener.asked[-1][1]
        assert (where.dossiers, str(where.since)) == (("28676",), "2023-01-01"), given
    assert len(call(server, "read_paragraph", doc_id="x", unit=1, around="0")["units"]) == 1


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("ask", {"question": None}, "ask: question: input should be a valid string"),
        ("ask", {"question": ["x"]}, "ask: question: input should be a valid string"),
        ("ask", {}, "ask: question: field required"),
        ("ask", {"question": "x", "dossiers": '{"a": 1}'}, "dossiers: input should be a valid"),
        ("ask", {"question": "x", "since": "true"}, "'true' is no date"),
        ("ask", {"question": "x", "since": '["2023"]'}, "is no date"),
        ("list_letters", {"limit": "twenty"}, "list_letters: limit: input should be a valid int"),
        ("list_letters", {"limit": "1e400"}, "list_letters: limit: "),
        ("list_letters", {"sort": "[1]"}, "list_letters: sort: input should be 'doc_id'"),
    ],
)
def test_a_wrong_argument_is_told_in_a_line(
    server: Any, tool: str, arguments: dict[str, Any], says: str
) -> None:
    said = refused(server, tool, **arguments)
    assert says in said
    assert not any(part in said for part in ("Traceback", "pydantic", "validation error"))
    assert "\n" not in said


def test_a_number_as_text_is_a_number(server: Any) -> None:
    listed = call(server, "list_letters", limit="1", offset="0", words="null")
    assert (listed["total"], len(listed["letters"])) == (1, 1)
