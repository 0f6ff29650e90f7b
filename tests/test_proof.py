"""Saved answers: the page is whole and safe; each quote is proved against index or files."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command_line import index_of, run
from conftest import DATA, PLEDGE
from web_fixtures import HOSTILE, make_answer, make_hit, make_letter

from qa.assistant import Assistant
from qa.assistant.saving import saved_html, saved_json
from qa.citations.citing import cite
from qa.errors import IndexDamagedError, QuestionError
from qa.indexing import build_index
from qa.records import Letter
from qa.records.filters import Filter
from qa.settings import Settings
from qa.verifying.proof import SavedQuote, prove
from qa.verifying.saved_answers import read_saved

QUESTION = "what did NL pledge at the UDCG"
LIFT = "hoeveel stations kregen een lift"


@pytest.fixture
def saved(settings: Settings, tmp_path: Path) -> Path:
    """The JSON of an answer from the small corpus."""
    build_index(settings)
    done = run("ask", LIFT, "--save", tmp_path / "antwoord.html", *index_of(settings))
    assert done.returncode == 0, done.stderr
    return tmp_path / "antwoord.json"


def verified(saved: Path, settings: Settings, *more: str) -> list[tuple[str, str, str | None]]:
    done = run("verify", saved, "--json", "--corpus", settings.corpus, *index_of(settings), *more)
    found = json.loads(done.stdout)["quotes"]
    assert done.returncode == int(
        any(q["verdict"] in {"altered", "changed", "gone"} for q in found)
    )
    return [(q["verdict"], q["sentence"], q["now"]) for q in found]


@pytest.mark.parametrize("more", [(), ("--files",)])
def test_quotes_are_verbatim_moved_changed_or_gone(
    saved: Path, settings: Settings, more: tuple[str, ...]
) -> None:
    path = settings.corpus / "kst-99001-7.txt"
    text = path.read_text(encoding="utf-8")

    def verdict_of(new: str | None) -> tuple[str, str, str | None]:
        path.unlink(missing_ok=True)
        if new is not None:
            path.write_text(new, encoding="utf-8")
        build_index(settings)
        return verified(saved, settings, *more)[0]

    quote = json.loads(saved.read_text(encoding="utf-8"))["quotes"][0]["text"]
    assert "11 dagen" in quote
    verdict, sentence, now = verdict_of(text)
    assert (verdict, now) == ("verbatim", quote)
    assert "(the same file)" in sentence
    start = text.index("\n\n", text.index("Nr. 7")) if "Nr. 7" in text else text.index("\n\n")
    verdict, sentence, now = verdict_of(
        text[:start] + "\n\nEen nieuwe alinea die voor de andere staat." + text[start:]
    )
    assert (verdict, now) == ("moved", quote)
    assert "another version" in sentence
    verdict, sentence, now = verdict_of(text.replace("11 dagen", "13 dagen"))
    assert verdict == "changed"
    assert now is not None
    assert "13 dagen" in now
    verdict, sentence, now = verdict_of(None)
    assert (verdict, sentence, now) == ("gone", "no letter kst-99001-7 is here", None)


def test_a_letter_in_which_nothing_resembles_the_quote(founding: Letter) -> None:
    quote = SavedQuote("?", "Zuivelboeren melken vroeger dan bakkers.", "x", 0, 40, "0" * 64)
    proof = prove(quote, lambda _: founding)
    assert (proof.verdict, proof.place) == ("gone", None)
    assert proof.sentence == "nothing in x resembles it any more"
    assert proof.sentence.say("nl") == "niets in x lijkt er nog op"


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [("reference", "Kamerstukken II 2020/21, 1, nr. 1", "reference"), ("pages", [9], "pages"),
     ("paragraph", 99, "paragraph")],
)  # fmt: skip
def test_another_reference_than_the_letters_is_altered(
    saved: Path, settings: Settings, field: str, value: object, named: str
) -> None:
    answer = json.loads(saved.read_text(encoding="utf-8"))
    answer["quotes"][0]["citation"][field] = value
    saved.write_text(json.dumps(answer), encoding="utf-8")
    verdict, sentence, _ = verified(saved, settings)[0]
    assert verdict == "altered"
    assert f"another {named} than the letter" in sentence


def test_another_word_than_the_letters_in_the_same_file_is_told_apart(founding: Letter) -> None:
    start = founding.text.index(PLEDGE)
    forged = PLEDGE.replace("87", "88")
    end = start + len(PLEDGE)
    quote = SavedQuote("?", forged, founding.doc_id, start, end, founding.version)
    proof = prove(quote, lambda _: founding)
    assert (proof.verdict, proof.same_file) == ("changed", True)
    assert "the saved answer was altered" in proof.sentence
    assert "het bewaarde antwoord is veranderd" in proof.sentence.say("nl")


def test_the_nearest_of_several_places_counts() -> None:
    letter = make_letter(["Ja.", "Nee.", "Ja.", "Misschien.", "Ja."])
    at = letter.text.rindex("Ja.")
    proof = prove(SavedQuote("?", "Ja.", letter.doc_id, at - 2, at + 1, ""), lambda _: letter)
    assert (proof.verdict, proof.place and proof.place.start) == ("moved", at)


def test_a_batch_of_answers_can_be_verified(saved: Path, settings: Settings) -> None:
    lines = [json.dumps({"id": i, "question": LIFT}) for i in range(3)]
    batch = run("ask", "--batch", "-", "--json", *index_of(settings), stdin="\n".join(lines))
    saved.write_text(batch.stdout, encoding="utf-8")
    assert {verdict for verdict, _, _ in verified(saved, settings)} == {"verbatim"}
    assert "verbatim" in run("verify", saved, *index_of(settings)).stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[]", "not an answer"),
        ('{"question": "x"}', "not an answer"),
        ('{"question": "x", "quotes": [{"text": " ", "citation": {"doc_id": "a", "start": 0, '
         '"end": 1}}]}', "a quote is empty"),
        ("<html>", "line 1: no JSON"),
        ('{"question": "x", "quotes": []}\n{', "line 2: no JSON"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_answer_is_named(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(QuestionError, match=said):
        read_saved(path)
    done = run("verify", path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_no_file_outside_the_corpus_is_opened(saved: Path, settings: Settings) -> None:
    answer = json.loads(saved.read_text(encoding="utf-8"))
    answer["saved"]["letters"][0]["path"] = "../../../etc/passwd"
    saved.write_text(json.dumps(answer), encoding="utf-8")
    assert verified(saved, settings, "--files")[0][0] == "verbatim"


def test_the_page_of_an_answer_holds_all_and_no_script(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION, Filter(dossiers=("28676",)))
    saved = saved_json(answer, assistant)
    for lang in ("nl", "en"):
        page = saved_html(answer, saved, lang)  # type: ignore[arg-type]
        manifest = assistant.store.manifest
        for part in (
            QUESTION, PLEDGE, "Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4",
            "https://zoek.officielebekendmakingen.nl/kst-28676-449",
            assistant.letter("kst-28676-449").version, manifest["encoder"]["sha256"],
            manifest["made"], saved["saved"]["asked"], "28676", "kst-28676-449.txt",
        ):  # fmt: skip
            assert part in page
        assert "Tijdens de NUC spreken" in page  # the paragraph before
        tags = tags_of(page)
        assert not tags & {"script", "iframe", "img", "link", "object", "form"}
        assert re.findall(r'(?:src|href|action)="(?!https://zoek)', page) == []
        assert f'<html lang="{lang}">' in page


def tags_of(page: str) -> set[str]:
    tags: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            tags.add(tag)

    Reader().feed(page)
    return tags


def test_hostile_words_stay_words_in_a_saved_page(assistant: Assistant) -> None:
    letter = make_letter([HOSTILE, HOSTILE])
    hits = [make_hit(letter, "p1")]
    empty = saved_json(replace(assistant.ask(QUESTION), quotes=()), assistant)
    described = {"doc_id": letter.doc_id, "path": HOSTILE}
    saved = {"saved": {**empty["saved"], "letters": [described]}}
    for answer in (
        make_answer(letter, [(0, len(HOSTILE))], hits, HOSTILE),
        make_answer(letter, (), hits, HOSTILE, missing=(HOSTILE,)),
    ):
        page = saved_html(answer, saved)
        assert "<script>" not in page
        assert "<img" not in page
        assert "onerror=&#34;" in page


def test_a_saved_refusal_says_why_in_the_language_of_the_reader(assistant: Assistant) -> None:
    answer = assistant.ask("Who composed the opera The Magic Flute?")
    saved = saved_json(answer, assistant)
    assert saved["refusal"] == "words missing"
    assert "De brieven zeggen het niet: er staat niets dat lijkt op" in saved_html(
        answer, saved, "nl"
    )
    assert "The letters do not say: nothing close to" in saved_html(answer, saved, "en")


def test_a_quote_that_is_not_in_its_letter_is_never_given(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.answering import shown

    def elsewhere(letter: Letter, start: int, end: int) -> object:
        return cite(letter, start + 1, end + 1)

    monkeypatch.setattr(shown, "cite", elsewhere)
    with pytest.raises(IndexDamagedError, match="is not what its letter says at"):
        assistant.ask(QUESTION)


def test_a_place_that_cannot_be_written_is_said(settings: Settings, tmp_path: Path) -> None:
    build_index(settings)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = run("ask", LIFT, "--save", tmp_path / "file" / "a.html", *index_of(settings))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert len(list(DATA.glob("*.txt"))) == 3


def test_the_saved_page_warns_as_the_page_does(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    html = saved_html(answer, saved_json(answer, assistant))
    assert "Announced, not delivered" in html
    assert "25 000 000 EUR" in html
    assert "IFU: International Fund for Ukraine" in html
    assert "Aangekondigd, nog niet geleverd" in saved_html(
        answer, saved_json(answer, assistant), "nl"
    )
