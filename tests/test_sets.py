"""A set of questions is answered: earlier questions, quotes, differences, what was not found."""

from __future__ import annotations

import asyncio
import datetime
import io
import json
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asked_before import NEW, OWN_ID, write_corpus
from command_line import run
from conftest import once
from docx import Document
from lxml import etree
from mcp import Client

from qa.assistant import Assistant
from qa.assistant.sets import answer_set, own_letters, read_sent, read_set
from qa.citations.document import Note, Paragraph
from qa.citations.markdown import markdown_document
from qa.citations.word import word_document
from qa.errors import QuestionError
from qa.letters import read_letter
from qa.output.schema.sets import SetModel
from qa.output.set_document import CUT, LONGEST_ANSWER, set_document, shown_answer
from qa.records import AnsweredSet, ContextSpan
from qa.records.filters import Filter
from qa.settings import Settings
from qa.web.mcp_server import create_mcp

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ENCRYPTED = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
MADE = datetime.date(2024, 6, 1)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("sets")
    (folder / "corpus").mkdir()
    write_corpus(folder / "corpus")
    return once(folder / "corpus", folder / "index")


@pytest.fixture(scope="module")
def assistant(settings: Settings) -> Assistant:
    return Assistant.open(settings=settings)


@pytest.fixture(scope="module")
def answered(settings: Settings, assistant: Assistant) -> AnsweredSet:
    return answer_set(read_set(settings.corpus / f"{OWN_ID}.txt", settings), assistant)


def test_the_earlier_question_comes_with_its_answer_date_and_likeness(
    answered: AnsweredSet,
) -> None:
    newer, older = answered.prepared[0].earlier
    assert newer.asked.text == "Hoeveel kost het herstel van de Molenbrug bij Veerdam?"
    assert newer.answer.text.endswith("kost het ministerie € 5 mln.")
    assert (newer.citation.date, older.citation.date) == ("2023-06-05", "2022-06-03")
    assert newer.asked.by == "het lid Zwart (ABC)"
    assert 0.8 < newer.alike == older.alike < 1


def test_a_question_of_the_same_words_is_wholly_alike(assistant: Assistant) -> None:
    text = "1. Hoeveel kost het herstel van de Molenbrug bij Veerdam?"
    asked = read_sent("mail.txt", text.encode(), assistant.settings)
    assert answer_set(asked, assistant).prepared[0].earlier[0].alike == pytest.approx(1, abs=1e-3)


def test_earlier_answers_that_differ_are_told_the_older_first(answered: AnsweredSet) -> None:
    (difference,) = answered.prepared[0].differences
    assert [side.says for side in difference.sides] == ["€ 3 mln.", "€ 5 mln."]
    assert answered.prepared[1].differences == ()


def test_a_yes_or_no_question_is_compared_without_its_frame(answered: AnsweredSet) -> None:
    earlier = answered.prepared[1].earlier[0]
    assert earlier.asked.text.startswith("Bent u bereid het fietspad naar Veerdam te verlichten?")
    assert earlier.answer.text == "Ja. Er komen twaalf lantaarns langs het fietspad."


def test_what_was_not_found_is_listed(answered: AnsweredSet) -> None:
    assert "3" in [one.question.number for one in answered.not_found]
    assert answered.prepared[2].earlier == ()
    told = SetModel.of(answered)
    assert told.not_found == [one.question.number for one in answered.not_found]
    assert [one.found for one in told.questions] == [one.found for one in answered.prepared]


def test_the_set_itself_is_not_searched(answered: AnsweredSet, assistant: Assistant) -> None:
    assert (answered.letters, assistant.searched.letters) == (2, 3)
    found = {
        place.doc_id
        for one in answered.prepared if one.answer
        for place in (*(q.citation for q in one.answer.quotes), *(h.chunk for h in one.answer.hits))
    }  # fmt: skip
    assert found
    assert OWN_ID not in found


def test_the_set_is_known_by_its_content_whatever_its_name(
    settings: Settings, assistant: Assistant
) -> None:
    same = read_sent("C:\\Documenten\\kopie.txt", NEW.encode(), settings)
    assert same.name == "kopie.txt"
    assert own_letters(same, assistant) == (OWN_ID,)
    other = read_sent("kopie.txt", NEW.replace("Sealand", "Zeeland").encode(), settings)
    assert own_letters(other, assistant) == ()


def test_letters_can_be_left_out_of_a_search(assistant: Assistant) -> None:
    every = {entry.doc_id for entry in assistant.letters}
    left = assistant.letters_where(Filter(without=(OWN_ID, "ah-tk-20222023-17")))
    assert {entry.doc_id for entry in left} == every - {OWN_ID, "ah-tk-20222023-17"}


def test_each_question_takes_a_turn_and_is_reported(
    settings: Settings, assistant: Assistant
) -> None:
    turns: list[int] = []
    told: list[tuple[int, int]] = []

    @contextmanager
    def turn():  # noqa: ANN202
        turns.append(1)
        yield

    asked = read_sent("x.txt", NEW.encode(), settings)
    answer_set(asked, assistant, report=lambda *done: told.append(done), turn=turn)
    assert len(turns) == 4
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("marks", ['""', "“”", "„”"])
def test_a_title_between_quotation_marks_need_not_stand_in_the_letters(
    marks: str, assistant: Assistant
) -> None:
    title = f"{marks[0]}Brug weer duurder{marks[1]}"
    asked = read_sent(
        "x.txt", f"1. Klopt {title}: wat kost de Molenbrug?".encode(), assistant.settings
    )
    (prepared,) = answer_set(asked, assistant).prepared
    assert prepared.question.text == f"Klopt {title}: wat kost de Molenbrug?"
    assert prepared.answer is not None
    assert prepared.answer.question.phrases == ()
    assert prepared.earlier


def test_a_question_that_cannot_be_asked_by_itself_says_why(assistant: Assistant) -> None:
    asked = read_sent("x.txt", b"1. En waarom niet?\n", assistant.settings)
    (prepared,) = answer_set(asked, assistant).prepared
    assert prepared.answer is None
    assert not prepared.found
    assert prepared.problem is not None
    assert prepared.problem.code == "question-without-subject"
    document = set_document(AnsweredSet(asked, (prepared,), 1), "nl", MADE)
    assert any(one.text.startswith("Niet gevonden in de brieven: ") for one in document)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "leeg.pdf: the file is empty"),
        (ENCRYPTED, "leeg.pdf: this Word file .* open it with its password"),
    ],
    ids=["empty", "encrypted"],
)
def test_a_file_that_cannot_be_read_is_named_with_what_to_do(
    content: bytes, said: str, settings: Settings
) -> None:
    with pytest.raises(QuestionError, match=said):
        read_sent("leeg.pdf", content, settings)


def test_assistants_get_what_was_asked_before(assistant: Assistant) -> None:
    server = create_mcp(lambda: assistant)

    async def call(**given: str) -> dict[str, Any]:
        async with Client(server) as client:
            result = await client.call_tool("asked_before", given)
            found: dict[str, Any] = result.structured_content
            return found

    told = asyncio.run(call(question="Wat kost het herstel van de Molenbrug?", until="2022"))
    (earlier,) = told["earlier"]
    assert earlier["answer"].endswith("€ 3 mln.")
    assert earlier["place"]["reference"] == "Aanhangsel Handelingen II 2022/23, nr. 17, ¶ 2"
    assert earlier["asked_by"] == "Question 1, from het lid De Wit (PvdK)"


# --- the document ----------------------------------------------------------------------------


def test_word_shows_headings_and_real_footnotes(answered: AnsweredSet) -> None:
    content = word_document(set_document(answered, "nl", MADE), "nl")
    document = Document(io.BytesIO(content))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == ["Overzicht", "Vraag 1", "Vraag 2", "Vraag 3", "Vraag 4", "Niet gevonden"]
    drafts = [p.text for p in document.paragraphs if p.style.name == "Draft answer"]
    assert drafts == ["[Schrijf hier het antwoord.]"] * 4
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        styles = package.read("word/styles.xml").decode()
    texts = {n.get(f"{W}id"): "".join(n.itertext()) for n in notes.iter(f"{W}footnote")}
    marks = [mark.get(f"{W}id") for mark in body.iter(f"{W}footnoteReference")]
    assert marks == [str(n) for n in range(1, len(marks) + 1)]
    assert "Aanhangsel Handelingen II 2022/23, nr. 29, ¶ 2" in texts[marks[0]]
    assert '<w:outlineLvl w:val="0"/>' in styles
    assert 'w:val="nl-NL"' in styles


def test_our_own_reader_reads_the_word_file_again(answered: AnsweredSet, tmp_path: Path) -> None:
    (tmp_path / "set.docx").write_bytes(word_document(set_document(answered, "en", MADE), "en"))
    letter = read_letter(tmp_path / "set.docx")
    heads = [unit.text for unit in letter.units if unit.kind == "heading"]
    assert "Earlier questions and answers" in heads
    assert any("nr. 29" in unit.text for unit in letter.units if unit.kind == "note")


def test_the_document_says_in_both_languages_what_it_is(answered: AnsweredSet) -> None:
    dutch, english = (
        [one.text for one in set_document(answered, lang, MADE)] for lang in ("nl", "en")
    )
    assert dutch[1:3] == ["Gesteld door het lid Kat (D66)", "Ingezonden op 6 mei 2024"]
    assert english[1:3] == ["Asked by het lid Kat (D66)", "Sent on 6 May 2024"]
    assert "op 1 juni 2024 uit 2 brieven" in dutch[3]
    assert len(dutch) == len(english)


def test_the_same_paragraphs_give_the_same_bytes() -> None:
    document = [
        Paragraph("Heading1", "Kop"),
        Paragraph("Quote", "a\x00 & b", Note("x", "http://x/?a&b")),
    ]
    assert word_document(document) == word_document(document)
    with zipfile.ZipFile(io.BytesIO(word_document(document))) as package:
        assert b"\x00" not in package.read("word/document.xml")


def test_markdown_has_its_notes_at_the_end_and_no_signs_that_mean_something() -> None:
    document = [
        Paragraph("Question", "2 * 3?"),
        Paragraph("Quote", "regel\nnog een", Note("¶ 1", "http://x/")),
    ]
    assert markdown_document(document) == (
        "**2 \\* 3?**\n\n> regel\n> nog een[^1]\n\n[^1]: [¶ 1](<http://x/>)\n"
    )


def test_a_long_answer_is_cut_after_a_sentence(answered: AnsweredSet) -> None:
    one = answered.prepared[0].earlier[0]
    sentence = "Dit is een zin van het antwoord. "
    long = replace(one, answer=ContextSpan(sentence * 200, 0, len(sentence) * 200))
    shown = shown_answer(long)
    assert shown.endswith("antwoord." + CUT)
    assert len(shown) <= LONGEST_ANSWER + len(CUT)
    assert shown_answer(one) == one.answer.text


# --- the command -----------------------------------------------------------------------------


@pytest.fixture
def named(settings: Settings) -> list[str]:
    return ["--index", str(settings.index), "--corpus", str(settings.corpus)]


def test_the_command_writes_word_json_and_markdown(
    named: list[str], settings: Settings, tmp_path: Path
) -> None:
    paper = settings.corpus / f"{OWN_ID}.txt"
    for ending in ("docx", "json", "md"):
        done = run("questions", paper, "--out", tmp_path / f"dossier.{ending}", *named)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("4 questions; nothing found for ")
    told = json.loads((tmp_path / "dossier.json").read_text())
    assert (told["schema"], told["letters"], told["date"]) == (1, 2, "2024-05-06")
    assert told["questions"][0]["earlier"][0]["citation"]["doc_id"] == "ah-tk-20222023-29"
    assert "## Vraag 1\n" in (tmp_path / "dossier.md").read_text()
    assert (tmp_path / "dossier.docx").read_bytes().startswith(b"PK")


def test_the_language_is_the_sets_unless_another_is_asked_for(
    named: list[str], settings: Settings
) -> None:
    paper = settings.corpus / f"{OWN_ID}.txt"
    assert "## Overzicht" in run("questions", paper, *named).stdout
    assert "## Overview" in run("questions", paper, "--language", "en", *named).stdout


def test_filters_leave_letters_out(named: list[str], settings: Settings) -> None:
    paper = settings.corpus / f"{OWN_ID}.txt"
    done = run("questions", paper, "--until", "2022", "--json", *named)
    earlier = json.loads(done.stdout)["questions"][0]["earlier"]
    assert [one["citation"]["doc_id"] for one in earlier] == ["ah-tk-20222023-17"]


@pytest.mark.parametrize(
    ("name", "content", "out", "said"),
    [
        ("brief.txt", "Er is niets te melden.", "x.docx", "brief.txt: no questions found in it"),
        ("er-niet.txt", None, "x.docx", "no such file"),
        ("leeg.txt", "", "x.docx", "leeg.txt: the file is empty"),
        ("set.txt", "1. Wat kost de Molenbrug?", "x.pdf", "ends in .docx, .md or .json"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    name: str, content: str | None, out: str, said: str, named: list[str], tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    done = run("questions", tmp_path / name, "--out", tmp_path / out, *named)
    assert done.returncode == 1
    assert said in done.stderr
    assert not (tmp_path / out).exists()
