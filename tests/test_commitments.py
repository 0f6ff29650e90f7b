"""The ledger of commitments: entries, terms, what may keep them; as files and on the page."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from command_line import index_of, run
from conftest import PLEDGE
from fastapi.testclient import TestClient
from icalendar import Calendar
from promising import LATER, write_letter, write_letters
from test_mcp import call, refused
from web_fixtures import HOSTILE, LOCAL, find

from benchmarks.commitments import count, key_of
from qa.assistant import Assistant
from qa.assistant.opened import Opened
from qa.assistant.promises import ledger_file, ledger_page
from qa.commitments import Ledger, Wanted, make_ledger, make_wanted
from qa.errors import QuestionError
from qa.index.engines import engine_of
from qa.indexing import build_index
from qa.records import Letter
from qa.records.commitments import Commitment
from qa.records.filters import Filter, make_filter
from qa.settings import Settings
from qa.web.ledger import PATH
from qa.web.mcp_server import create_mcp
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts.commitments import COMMITMENT_TEXTS

TODAY = date(2025, 4, 1)
INFORM = (
    "Ik informeer uw Kamer voor het zomerreces over de uitkomsten van de aanbesteding van de "
    "veerpont."
)
INQUIRE = "Ik laat onderzoeken of de steiger geschikt is voor rolstoelen."
MONEY = "Het kabinet stelt € 12 mln. beschikbaar voor een elektrische pont."
OTHER = "De minister van Financiën zal de dekking in de Voorjaarsnota verwerken."
REPORT = "Het rapport stuur ik binnen zes weken naar uw Kamer."


@pytest.fixture(scope="module")
def promised(indexes: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    corpus = tmp_path_factory.mktemp("promising")
    write_letters(corpus)
    settings = Settings(corpus=corpus, index=indexes / "promising")
    if not settings.index.exists():
        build_index(settings)
    return settings


@pytest.fixture(scope="module")
def opened(promised: Settings) -> Assistant:
    return Assistant.open(settings=promised)


@pytest.fixture(scope="module")
def ledger(opened: Assistant) -> Ledger:
    return make_ledger(opened.store, TODAY)


def texts(ledger: Ledger, **wanted: object) -> list[str]:
    """Return the sentences of the entries that are asked for."""
    letters = {entry.letter.doc_id for entry in ledger.entries}
    return [one.commitment.text for one in ledger.chosen(Wanted(**wanted), letters)]  # type: ignore[arg-type]


def test_entries_are_sentences_of_letters_the_newest_letter_first(
    ledger: Ledger, opened: Assistant
) -> None:
    assert texts(ledger) == [OTHER, REPORT, INFORM, INQUIRE, MONEY]
    assert [one.commitment.kind for one in ledger.entries] == [
        "act", "send", "inform", "investigate", "money",
    ]  # fmt: skip
    for one in ledger.entries:
        letter = opened.letter(one.letter.doc_id)
        commitment = one.commitment
        assert letter.text[commitment.start : commitment.end] == commitment.text
        assert letter.unit_at(commitment.start).anchor == commitment.anchor
        due = commitment.due
        assert due is None or letter.text[due.start : due.end] == due.text


def test_terms_have_days_or_say_why_not(ledger: Ledger) -> None:
    due = {one.commitment.text: one.commitment.due for one in ledger.entries}
    assert due[MONEY] is None
    inform, report = due[INFORM], due[REPORT]
    assert inform is not None
    assert (inform.text, inform.first, inform.last) == (
        "voor het zomerreces", date(2024, 2, 5), date(2024, 7, 4),
    )  # fmt: skip
    assert report is not None
    assert (report.text, report.last) == ("binnen zes weken", date(2025, 4, 14))


def test_a_later_letter_is_offered_and_its_words_are_shown(
    ledger: Ledger, opened: Assistant
) -> None:
    entries = {one.commitment.text: one for one in ledger.entries}
    kept = entries[INFORM].kept
    assert kept is not None
    assert (kept.doc_id, kept.why) == ("kst-99030-2", "same dossier")
    assert kept.text.startswith("Zoals toegezegd informeer ik uw Kamer")
    assert opened.letter(kept.doc_id).text[kept.start : kept.end] == kept.text
    named = entries[INQUIRE].kept
    assert named is not None
    assert (named.doc_id, named.why) == ("kst-99030-3", "names the letter")
    assert "rolstoelen" in named.text
    assert entries[MONEY].kept is None  # letter 3 names the letter and speaks of something else


def test_the_state_follows_from_the_day_and_from_later_letters(opened: Assistant) -> None:
    def states(day: date) -> list[str]:
        return [one.status for one in make_ledger(opened.store, day).entries]

    assert states(TODAY) == ["open", "open", "perhaps kept", "perhaps kept", "open"]
    assert states(date(2025, 4, 14))[1] == "open"  # the last day still counts
    assert states(date(2025, 4, 15))[1] == "overdue"


def test_a_letter_that_comes_keeps_what_it_names_by_its_date(
    promised: Settings, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_letters(corpus)
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    build_index(settings)
    before = Assistant.open(settings=settings)
    assert before.ledger(date(2025, 5, 1)).entries[1].status == "overdue"
    write_letter(corpus, *LATER)
    build_index(settings)
    after = before.newer().ledger(date(2025, 5, 1))
    entry = next(one for one in after.entries if one.commitment.text == REPORT)
    assert entry.kept is not None
    assert (entry.status, entry.kept.why) == ("perhaps kept", "names its date")
    (corpus / "kst-99030-3.txt").unlink()
    build_index(settings)
    gone = before.newer().ledger(TODAY)
    assert {one.letter.doc_id for one in gone.entries} == {"kst-99030-1"}


def test_the_founding_letter_pledges_three_amounts(assistant: Assistant) -> None:
    page = ledger_page(assistant, make_wanted(Filter(), ["money"]), "letter", 0, 10)
    (one,) = page.commitments
    assert one.text == PLEDGE
    assert [amount.value for amount in one.amounts] == [87e6, 25e6, 10e6]
    assert one.citation.paragraph == 11


def test_filters_are_all_fulfilled(ledger: Ledger) -> None:
    assert texts(ledger, kinds=("send", "money")) == [REPORT, MONEY]
    assert texts(ledger, statuses=("perhaps kept",)) == [INFORM, INQUIRE]
    assert texts(ledger, words="VEERPONT uitkomsten") == [INFORM]
    assert texts(ledger, words="financien") == [OTHER]
    assert texts(ledger, due_until="2024-12-31") == [INFORM]
    assert texts(ledger, due_since="2024-12-31") == [REPORT]
    assert texts(ledger, words="brugman", kinds=("act",), statuses=("overdue",)) == []


def test_letters_are_filtered_as_elsewhere(opened: Assistant) -> None:
    def found(where: Filter) -> int:
        return ledger_page(opened, Wanted(where=where), "letter", 0, 50).total

    assert found(make_filter(until="2024")) == 3
    assert found(make_filter(letters=["kst-99030-3"])) == 2
    assert found(make_filter(dossiers=["99030"])) == 5
    assert found(make_filter(dossiers=["12345"])) == 0


def test_by_term_the_earliest_end_comes_first_and_those_without_days_last(
    ledger: Ledger,
) -> None:
    letters = {one.letter.doc_id for one in ledger.entries}
    found = [one.commitment.text for one in ledger.chosen(Wanted(), letters, "due")]
    assert found[:2] == [INFORM, REPORT]
    assert set(found[2:]) == {OTHER, INQUIRE, MONEY}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"kinds": ["promise"]}, "promise"),
        ({"statuses": ["late"]}, "late"),
        ({"due_until": "mei"}, "mei"),
    ],
)
def test_what_there_is_not_is_named(given: dict[str, object], named: str) -> None:
    with pytest.raises(QuestionError, match=named):
        make_wanted(Filter(), **given)  # type: ignore[arg-type]


def test_the_table_the_calendar_and_json_say_the_same(opened: Assistant) -> None:
    table = str(ledger_file(opened, Wanted(), "letter", "csv"))
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert [row["commitment"] for row in rows] == [OTHER, REPORT, INFORM, INQUIRE, MONEY]
    assert rows[0]["who"] == "De minister van Financiën"
    assert (rows[2]["from"], rows[2]["until"]) == ("2024-02-05", "2024-07-04")
    assert rows[2]["its reference"] == "Kamerstukken II 2023/24, 99030, nr. 2"
    assert rows[4]["amounts"] == "€ 12 mln."
    whole = json.loads(ledger_file(opened, Wanted(), "letter", "json"))
    assert [one["text"] for one in whole["commitments"]] == [row["commitment"] for row in rows]
    assert bytes(ledger_file(opened, Wanted(), "letter", "xlsx"))[:2] == b"PK"


def test_the_calendar_has_each_term_on_its_last_day(opened: Assistant) -> None:
    content = ledger_file(opened, Wanted(), "letter", "ics")
    assert content == ledger_file(opened, Wanted(), "letter", "ics")  # the same when fetched again
    calendar = Calendar.from_ical(bytes(content))
    events = {str(one["description"]).splitlines()[0]: one for one in calendar.walk("VEVENT")}
    assert set(events) == {INFORM, REPORT}
    assert events[INFORM]["dtstart"].dt == date(2024, 7, 4)
    assert str(events[REPORT]["dtstart"].dt) == "2025-04-14"
    assert len({str(one["uid"]) for one in events.values()}) == 2


def test_the_command_lists_and_writes(promised: Settings, tmp_path: Path) -> None:
    done = run("commitments", *index_of(promised), "--words", "veerpont")
    assert done.returncode == 0
    assert INFORM in done.stdout
    assert "commitments: 1" in done.stdout
    assert "2024-02-05 – 2024-07-04" in done.stdout
    place = tmp_path / "promises.ics"
    assert run("commitments", *index_of(promised), "--out", place).returncode == 0
    assert place.read_bytes().startswith(b"BEGIN:VCALENDAR")
    dutch = run("commitments", *index_of(promised), "--language", "nl", "--kind", "money")
    assert "geld toegezegd" in dutch.stdout
    wrong = run("commitments", *index_of(promised), "--out", tmp_path / "promises.doc")
    assert wrong.returncode == 1
    assert "promises.doc" in wrong.stderr
    assert not (tmp_path / "promises.doc").exists()
    unknown = run("commitments", *index_of(promised), "--status", "late")
    assert (unknown.returncode, "late" in unknown.stderr) == (1, True)


@pytest.fixture(scope="module")
def client(promised: Settings) -> TestClient:
    return TestClient(create_site(PageState(promised)), **LOCAL)


def test_the_api_gives_pages(client: TestClient) -> None:
    found = client.get("/api/commitments?limit=2&offset=1&order=due").json()
    assert (found["total"], len(found["commitments"])) == (5, 2)
    assert found["commitments"][0]["text"] == REPORT
    assert client.get("/api/commitments?what=inform").json()["total"] == 1
    assert client.get("/api/commitments?what=promise").status_code == 422
    assert client.get("/api/commitments?kinds=act").status_code == 422
    first = client.get("/api/commitments")
    again = client.get("/api/commitments", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_the_page_shows_them_in_both_languages(client: TestClient) -> None:
    page = client.get(f"{PATH}?lang=en").text
    quotes = [one.text for one in find(page, "blockquote")]
    assert [text for text in (OTHER, REPORT, INFORM, INQUIRE, MONEY) if text in quotes] == [
        OTHER, REPORT, INFORM, INQUIRE, MONEY,
    ]  # fmt: skip
    assert "5 February 2024 to 4 July 2024" in page
    links = [one.attributes["href"] for one in find(page, "a")]
    assert any(link.startswith("/l/kst-99030-1?q=") for link in links)
    dutch = client.get(f"{PATH}?lang=nl&what=money").text
    assert COMMITMENT_TEXTS["nl"].count_one.format(1) in dutch
    assert "geld toegezegd" in dutch
    assert client.get(f"{PATH}?what=promise").status_code == 400
    assert COMMITMENT_TEXTS["en"].none in client.get(f"{PATH}?words=maan&lang=en").text


def test_the_page_has_its_files(client: TestClient) -> None:
    found = client.get(f"{PATH}.csv?what=money")
    assert found.headers["content-type"].startswith("text/csv")
    assert MONEY in found.text
    assert INFORM not in found.text
    assert client.get(f"{PATH}.ics").text.startswith("BEGIN:VCALENDAR")
    assert client.get(f"{PATH}.exe").status_code == 404
    assert client.get(f"{PATH}.csv?due_until=mei").status_code == 400


def test_without_an_index_the_page_says_so(tmp_path: Path) -> None:
    client = TestClient(create_site(PageState(Settings(index=tmp_path / "none"))), **LOCAL)
    assert client.get(PATH).status_code == 503
    assert client.get(f"{PATH}.csv").status_code == 503


def test_assistants_list_them_too(promised: Settings) -> None:
    server = create_mcp(Opened(promised).assistant)
    found = call(server, "list_commitments", words="rapport")
    assert found["total"] == 1
    (one,) = found["commitments"]
    assert (one["text"], one["last"]) == (REPORT, "2025-04-14")
    assert one["reference"].endswith("¶ 3")
    assert "mei" in refused(server, "list_commitments", due_until="mei")


def test_what_a_letter_says_does_no_harm(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    said = f"Ik zal uw Kamer voor de zomer informeren over {HOSTILE[:160].replace('.', '')}."
    write_letter(corpus, 7, "5 februari 2024", said)
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    build_index(settings)
    client = TestClient(create_site(PageState(settings)), **LOCAL)
    page = client.get(f"{PATH}?lang=en").text
    assert "<img src=x" not in page
    assert "onerror=" in page


def test_what_is_promised_is_checked_with_the_index(promised: Settings) -> None:
    store = engine_of(promised).open()
    assert store.verify() > 0
    letter: Letter = store.letter("kst-99030-1")
    assert [one.text for one in letter.committed.commitments] == [INFORM, INQUIRE, MONEY]
    assert store.entries["kst-99030-1"].commitments == 3


def test_labels_and_what_is_found_are_compared_by_the_sentence() -> None:
    """Found and labelled, found alone, labelled alone, and in doubt, which counts neither way."""
    letter = "kst-1-1"
    one = Commitment(0, 3, "Ja.", "p1", "p-1", "act")
    labels = {
        (letter, key_of(text)): {
            "kind": "act", "term": None, "from": None, "until": None, "doubt": doubt,
        }
        for text, doubt in (("Ik zal gaan.", False), ("Wij gaan.", False), ("Misschien.", True))
    }  # fmt: skip
    sentences = [
        (letter, "Ik  zal gaan.", one),
        (letter, "Een ander.", one),
        (letter, "Wij gaan", None),
        (letter, "Misschien.", one),
        ("kst-1-2", "Ik zal gaan.", one),
    ]
    found = count(iter(sentences), labels, {letter})
    assert (found.precision, found.recall, found.doubtful) == ([1.0, 0.0], [1.0, 0.0], 1)
