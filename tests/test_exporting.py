"""Answers as tables: what stands in the cells, and that no cell is a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from command_line import index_of, run
from conftest import PLEDGE
from web_fixtures import make_answer, make_letter, make_quote

from qa.assistant import Assistant
from qa.output.exporting import AMOUNTS, QUOTES, as_csv, as_xlsx
from qa.settings import Settings
from qa.text.amounts import find_amounts

QUESTION = "what did NL pledge at the UDCG"


def cells_of(sheet: str, book: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        assert package.testzip() is None
        shared = package.read("xl/sharedStrings.xml").decode()
        return package.read(f"xl/worksheets/{sheet}.xml").decode() + shared


def test_a_table_of_quotes(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    rows = list(csv.DictReader(io.StringIO(as_csv(answer).removeprefix("\ufeff"))))
    (row,) = rows
    assert list(row) == list(QUOTES)
    assert (row["question"], row["quote"]) == (QUESTION, PLEDGE)
    assert (row["letter"], row["paragraph"], row["pages"]) == ("kst-28676-449", "11", "3-4")
    assert row["says"] == "announced, not delivered"
    letter = assistant.letter(row["letter"])
    assert letter.text[int(row["start"]) : int(row["end"])] == PLEDGE


def test_a_workbook_of_quotes_and_amounts(assistant: Assistant) -> None:
    book = as_xlsx(assistant.ask(QUESTION))
    assert PLEDGE.split(" (")[0] in cells_of("sheet1", book)
    amounts = cells_of("sheet2", book)
    for value in ("87000000", "25000000", "10000000", "EUR", *AMOUNTS):
        assert value in amounts


def test_what_looks_like_a_formula_stays_text() -> None:
    letter = make_letter(['=HYPERLINK("http://x","klik")', "+1+1", "@SUM(A1)", "-2", "€ 10 mln."])
    quotes = tuple(make_quote(letter, (unit.start, unit.end)) for unit in letter.units)
    quotes = (*quotes[:-1], replace(quotes[-1], amounts=tuple(find_amounts("€ 10 mln."))))
    answer = replace(make_answer(letter, [(0, 1)], question="=1+1"), quotes=quotes)
    for row in list(csv.reader(io.StringIO(as_csv(answer))))[1:]:
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    book = as_xlsx(answer)
    for sheet in ("sheet1", "sheet2"):
        assert "<f>" not in cells_of(sheet, book)


def test_an_answer_without_quotes_has_empty_tables(assistant: Assistant) -> None:
    answer = assistant.ask("Who composed the opera The Magic Flute?")
    assert len(list(csv.reader(io.StringIO(as_csv(answer))))) == 1
    assert "87000000" not in cells_of("sheet2", as_xlsx(answer))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_command_line_exports(founding_settings: Settings, tmp_path: Path, ending: str) -> None:
    place = tmp_path / f"answer.{ending}"
    done = run("ask", QUESTION, "--export", place, *index_of(founding_settings))
    assert done.returncode == 0, done.stderr
    assert place.stat().st_size > 200
    wrong = run("ask", QUESTION, "--export", tmp_path / "a.ods", *index_of(founding_settings))
    assert (wrong.returncode, ".csv or .xlsx" in wrong.stderr) == (1, True)


def test_characters_that_no_spreadsheet_can_hold_are_shown_as_such() -> None:
    strange = "De\x00brug\x0bis\x1bopen\ufffe nu\ud800."
    letter = make_letter([strange])
    answer = make_answer(letter, [(0, len(strange))], question="wat\x01 is open\udcff?")
    shown = "De\ufffdbrug\ufffdis\ufffdopen\ufffd nu\ufffd."
    rows = list(csv.DictReader(io.StringIO(as_csv(answer).removeprefix("\ufeff"))))
    assert [row["quote"] for row in rows] == [shown]
    assert rows[0]["question"] == "wat\ufffd is open\ufffd?"
    as_csv(answer).encode()
    book = as_xlsx(answer)
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        for name in package.namelist():
            fromstring(package.read(name))
    assert shown in cells_of("sheet1", book)


@pytest.mark.parametrize("said", [" =1+1", "\n=1+1", "\t@A1", "＝1+1", "\u00a0-2+3"])
def test_what_a_spreadsheet_takes_for_a_formula_after_white_space_is_text_too(said: str) -> None:
    letter = make_letter([said])
    table = as_csv(make_answer(letter, [(0, len(said))]))
    (row,) = csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline=""))
    assert row["quote"] == f"'{said}"
