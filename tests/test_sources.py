"""New letters: what is asked, what comes, what is never overwritten, and every way it fails."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import socket
from pathlib import Path

import pytest
from conftest import ROOT
from pytest_httpserver import HTTPServer
from sources_server import (
    FILES,
    HTML,
    NAMESPACES,
    NOT_FOUND,
    PDF,
    XML,
    Clock,
    Service,
    answer_xml,
    diagnostic_xml,
    odt,
    record_xml,
)
from werkzeug import Response

from qa.corpus.official import (
    Client,
    FetchError,
    FetchReport,
    Planned,
    Query,
    fetch,
    make_query,
    plan,
)
from qa.corpus.official.records import fault_of, parse_answer

KST = "kst-99101-7"
DOSSIER = make_query(dossier="99101")
SHARED = ROOT.parent / "shared" / "letters"
needs_samples = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the real sample records are not beside this checkout"
)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(httpserver: HTTPServer) -> Service:
    service = Service(httpserver)
    httpserver.expect_request(re.compile(".*")).respond_with_handler(service.answer)
    return service


@pytest.fixture
def client(service: Service, clock: Clock) -> Client:
    return Client(service.url, sleep=clock.sleep, clock=clock)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "letters"


def run(client: Client, folder: Path, query: Query = DOSSIER, pdf: bool = True) -> FetchReport:
    return fetch(plan(query, folder, client, with_pdf=pdf), folder, client)


def first(client: Client, folder: Path, query: Query = DOSSIER) -> Planned:
    return plan(query, folder, client)[0]


def names(folder: Path) -> list[str]:
    """All files below a folder, hidden ones too."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def sidecar(folder: Path, name: str) -> dict:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


# What is asked


@pytest.mark.parametrize(
    ("given", "cql"),
    [
        ({"dossier": "28 676"}, 'w.publicatienaam=="Kamerstuk" AND w.dossiernummer=="28676"'),
        (
            {"dossier": "36\u2009800\u00a0x", "since": "2024-01-31"},
            'w.publicatienaam=="Kamerstuk" AND w.dossiernummer=="36800-X" '
            'AND dt.modified>="2024-01-31"',
        ),
        ({"dossier": "21501-28"}, 'w.publicatienaam=="Kamerstuk" AND w.dossiernummer=="21501-28"'),
        (
            {"since": "2024-01-31", "until": "2024-02-01"},
            'w.publicatienaam=="Kamerstuk" AND dt.modified>="2024-01-31" '
            'AND dt.modified<="2024-02-01"',
        ),
        ({"ids": ["KST-36800-x-4"]}, 'dt.identifier=="kst-36800-X-4"'),
        (
            {"ids": ["https://zoek.officielebekendmakingen.nl/kst-28676-449.html", "blg-12"]},
            '(dt.identifier=="kst-28676-449" OR dt.identifier=="blg-12")',
        ),
        ({"ids": ["ah-tk-20232024-1433"]}, 'dt.identifier=="ah-tk-20232024-1433"'),
    ],
)
def test_query_says_what_was_asked(given: dict, cql: str) -> None:
    assert make_query(**given).cql == f"c.product-area==officielepublicaties AND {cql}"


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "say which letters"),
        ({"until": "2024-01-01"}, "say which letters"),
        ({"dossier": "2024"}, "28676 or 36800-X"),
        ({"dossier": '28676" OR a=="b'}, "28676 or 36800-X"),
        ({"ids": ["../../etc/passwd"]}, "not an official id"),
        ({"ids": ['kst-1" OR x=="']}, "not an official id"),
        ({"ids": ["kst-" + "1" * 80]}, "not an official id"),
        ({"ids": ["kst-1-1"], "since": "2024-01-01"}, "ids stand alone"),
        ({"ids": [f"kst-1-{n}" for n in range(31)]}, "at most 30"),
        ({"since": "yesterday"}, "2024-01-31"),
        ({"since": "9999-01-01"}, "in the future"),
        ({"since": "2024-02-01", "until": "2024-01-31"}, "exchange them"),
    ],
)
def test_query_refuses_with_words(given: dict, word: str) -> None:
    with pytest.raises(FetchError, match=re.escape(word)):
        make_query(**given)


def test_request_is_sru_and_names_the_program(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    plan(DOSSIER, folder, client)
    asked = service.queries[0]
    assert asked["operation"] == "searchRetrieve"
    assert (asked["version"], asked["recordSchema"], asked["startRecord"]) == ("2.0", "gzd", "1")
    assert asked["query"] == DOSSIER.cql
    agent = service.log[0].headers["User-Agent"]
    assert re.fullmatch(r"letters-qa/[\w.+]+ \(\+python-requests\)", agent)


def test_all_pages_are_asked_for(service: Service, client: Client, folder: Path) -> None:
    service.page = 2
    told = []
    for number in range(1, 6):
        service.add(f"kst-99101-{number}", "xml")
    found = plan(DOSSIER, folder, client, progress=lambda *call: told.append(call))
    assert [item.doc_id for item in found] == [f"kst-99101-{n}" for n in range(1, 6)]
    assert [asked["startRecord"] for asked in service.queries] == ["1", "3", "5"]
    assert told == [("list", 2, 5), ("list", 4, 5), ("list", 5, 5)]


def test_a_count_that_lies_ends_the_list_safely(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    service.total = 500
    assert [item.doc_id for item in plan(DOSSIER, folder, client)] == [KST]
    assert len(service.queries) == 2


def test_a_page_that_repeats_ends_the_list_and_no_id_comes_twice(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    same = answer_xml(list(service.records.values()) * 2, 400)
    service.always["/sru"] = Response(same)
    assert [item.doc_id for item in plan(DOSSIER, folder, client)] == [KST]
    assert len(service.queries) == 2


def test_more_than_the_service_gives_is_refused_at_once(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    service.total = 10_000
    with pytest.raises(FetchError, match="10,000 records answer this.*fewer days"):
        plan(DOSSIER, folder, client)
    assert len(service.queries) == 1


def test_debates_and_annexes_come_only_by_their_id(
    service: Service, client: Client, folder: Path
) -> None:
    for doc_id in ("h-tk-20232024-20-3", "blg-12345", "kst-99101-7-b1", KST):
        service.add(doc_id, "pdf")
    service.add("kst-99101-8", "pdf", type="Bijlage")
    assert [item.doc_id for item in plan(DOSSIER, folder, client)] == [KST]
    by_id = make_query(ids=["blg-12345"])
    assert [item.doc_id for item in plan(by_id, folder, client)] == ["blg-12345"]


def test_an_id_that_the_service_has_not_is_named(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    query = make_query(ids=[KST, "kst-99101-8"])
    assert [item.what for item in plan(query, folder, client)] == ["new", "not found"]
    problems = run(client, folder, query).problems
    assert problems == ("kst-99101-8: the service has no letter with this id; check the id",)


# What the service says


def test_record_gives_its_values_and_no_others(service: Service) -> None:
    urls = {"xml": "https://x.overheid.nl/a.xml", "metadata": "https://x.overheid.nl/m.xml"}
    answer = parse_answer(answer_xml([record_xml(KST, urls)]), "test")
    record = answer.records[0]
    assert (answer.total, answer.size, answer.refused) == (1, 1, ())
    assert (record.title, record.subject) == (
        "De veerpont; Brief; Brief nummer 7",
        "Brief nummer 7",
    )
    assert (record.type, record.kind, record.house) == ("Kamerstuk", "Brief", "II")
    assert (record.date, record.available) == ("2024-03-01", "2024-03-02")
    assert (record.modified, record.language) == ("2024-03-02", "nl")
    assert (record.dossiers, record.ondernummer) == ((("99101", "De veerpont"),), "7")
    assert (record.vergaderjaar, record.submitters) == ("2023-2024", ("A. Jansen",))
    assert (record.urls, record.forms) == (urls, ("xml",))


def test_two_dossiers_with_one_title_have_none() -> None:
    answer = parse_answer(answer_xml([record_xml(KST, {}, dossiers="99101 99102-X")]), "test")
    assert answer.records[0].dossiers == (("99101", None), ("99102-X", None))


@pytest.mark.parametrize(
    ("doc_id", "creator", "house"),
    [
        ("kst-99101-A", "Eerste Kamer der Staten-Generaal", "I"),
        ("kst-99101-7", "overige", None),
        ("ah-ek-20232024-3", "overige", "I"),
        ("ah-tk-20232024-3", "overige", "II"),
    ],
)
def test_house_is_the_creator_or_stands_in_the_id(
    doc_id: str, creator: str, house: str | None
) -> None:
    answer = parse_answer(answer_xml([record_xml(doc_id, {}, creator=creator)]), "test")
    assert answer.records[0].house == house


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(f'<!ENTITY {chr(n)} "{f"&{chr(n - 1)};" * 10}">'.encode() for n in range(98, 110))
    + f"]><searchRetrieveResponse {NAMESPACES}><numberOfRecords>&m;</numberOfRecords>".encode()
    + b"</searchRetrieveResponse>"
)

DECLARED = answer_xml([record_xml(KST, {})]).replace(
    b"?><", b'?><!DOCTYPE sru [<!ENTITY e SYSTEM "file:///etc/passwd">]><', 1
)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "does not answer as an SRU service"),
        (b"<sru:searchRetrieveResponse", "does not answer as an SRU service"),
        (NOT_FOUND, "does not answer as an SRU service"),
        (b"<html><body>Onderhoud</body></html>", "does not answer as an SRU service"),
        (LAUGHS, "does not answer as an SRU service"),
        (DECLARED, "does not answer as an SRU service"),
        (b" " * 20_000_001, "more than 20,000,000 bytes"),
        (answer_xml([], "many"), "does not say how many"),
        (answer_xml([], -1), "does not say how many"),
        (diagnostic_xml([]), "refuses the query: Query syntax error: dt.modified"),
        (diagnostic_xml([record_xml(KST, {})]), "refuses the query"),
    ],
    ids=["empty", "cut", "404", "html", "laughs", "entity", "huge", "no count", "negative"]
    + ["diagnostic", "ignored"],
)
def test_an_answer_that_is_none_stops_with_one_message(
    service: Service, client: Client, folder: Path, body: bytes, word: str
) -> None:
    service.always["/sru"] = Response(body)
    with pytest.raises(FetchError, match=word):
        plan(DOSSIER, folder, client)


@pytest.mark.parametrize(
    ("form", "content", "fault"),
    [
        ("xml", XML, None),
        ("xml", b"\xc3\xaf\xc2\xbb\xc2\xbf\n" + XML, None),
        ("html", HTML, None),
        ("odt", odt(), None),
        ("pdf", PDF, None),
        ("xml", b" \n", "is empty"),
        ("xml", XML[:-20], "cannot be read as XML"),
        ("xml", b"<officiele-publicatie><!-- leeg --></officiele-publicatie>", "without text"),
        ("xml", b"<html><body><p>x</p></body></html>", "no letter but <html>"),
        ("xml", b"<Error><Code>NoSuchKey</Code></Error>", "no letter but <Error>"),
        ("html", NOT_FOUND, "error page ('404: Pagina niet gevonden')"),
        ("html", HTML.replace(b"Brief", b"503 Service Unavailable: brief"), "error page"),
        ("html", b"<html><head><title>Brief</title></head><body> </body></html>", "without text"),
        ("html", PDF, "is not a web page"),
        ("html", HTML.replace(b"Brief over", b"500 miljoen voor"), None),
        ("odt", HTML, "is not an ODT file"),
        ("odt", odt()[:-30], "is not an ODT file"),
        ("odt", odt().replace(b"opendocument", b"openxmlformat"[:12]), "is not an ODT file"),
        ("pdf", NOT_FOUND, "is not a whole PDF file"),
        ("pdf", PDF[:-8], "is not a whole PDF file"),
    ],
)
def test_a_file_is_checked_for_being_the_form_it_should_be(
    form: str, content: bytes, fault: str | None
) -> None:
    said = fault_of(content, form)
    assert said is None if fault is None else said is not None and fault in said


# What comes


def test_the_best_form_comes_with_its_pdf_and_metadata(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    told: list = []
    planned = plan(DOSSIER, folder, client)
    report = fetch(planned, folder, client, progress=lambda *call: told.append(call))
    assert (planned[0].what, planned[0].forms) == ("new", ("xml", "pdf"))
    assert report.new == (f"{KST}.xml", f"{KST}.pdf")
    assert (report.problems, report.notices, report.stopped) == ((), (), None)
    assert (folder / f"{KST}.xml").read_bytes() == XML
    assert (folder / f"{KST}.pdf").read_bytes() == PDF
    assert names(folder) == [f"{KST}.{e}" for e in ("pdf", "pdf.json", "xml", "xml.json")]
    assert told == [("fetch", 0, 1), ("fetch", 1, 1)]


@pytest.mark.parametrize(
    ("forms", "best"),
    [("html odt pdf", "html"), ("odt pdf", "odt"), ("pdf", "pdf"), ("pdf xml", "xml")],
)
def test_without_pdf_only_the_best_form_comes(
    service: Service, client: Client, folder: Path, forms: str, best: str
) -> None:
    service.add(KST, forms)
    assert run(client, folder, pdf=False).new == (f"{KST}.{best}",)
    assert service.asked == [f"{KST}.{best}"]


def test_sidecar_says_what_the_record_says_and_how_it_came(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    run(client, folder)
    said = sidecar(folder, f"{KST}.xml")
    fetched = said.pop("fetched")
    assert said == {
        "doc_id": KST,
        "dossiers": [{"number": "99101", "title": "De veerpont"}],
        "ondernummer": "7",
        "vergaderjaar": "2023-2024",
        "house": "II",
        "date": "2024-03-01",
        "kind": "Brief",
        "subject": "Brief nummer 7",
        "language": "nl",
    }
    assert fetched["url"] == service.server.url_for(f"/files/{KST}.xml")
    assert fetched["sha256"] == hashlib.sha256(XML).hexdigest()
    assert (fetched["modified"], fetched["service"]) == ("2024-03-02", service.url)
    time = datetime.datetime.fromisoformat(fetched["time"])
    assert before <= time <= datetime.datetime.now(datetime.UTC)
    assert time.utcoffset() == datetime.timedelta(0)


@pytest.mark.parametrize(
    ("bad", "came"),
    [
        ({"xml": b""}, "html"),
        ({"xml": NOT_FOUND}, "html"),
        ({"xml": b"<al>cut"}, "html"),
        ({"xml": None}, "html"),
        ({"xml": b"", "html": NOT_FOUND}, "odt"),
        ({"xml": b"", "html": b"", "odt": HTML}, "pdf"),
    ],
    ids=["empty", "404 with 200", "cut", "404", "two", "three"],
)
def test_a_form_that_is_no_letter_gives_way_to_the_next(
    service: Service, client: Client, folder: Path, bad: dict[str, bytes | None], came: str
) -> None:
    service.add(KST)
    for form, content in bad.items():
        if content is None:
            del service.files[f"{KST}.{form}"]
        else:
            service.files[f"{KST}.{form}"] = content
    report = run(client, folder)
    assert report.problems == ()
    assert report.new == tuple(dict.fromkeys((f"{KST}.{came}", f"{KST}.pdf")))
    assert report.notices[0].startswith(f"{KST}: {came} came; xml ")
    asked = len(service.asked)
    assert run(client, folder).already == 1
    assert len(service.asked) == asked


def test_a_letter_without_a_readable_form_is_named(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST, "html pdf")
    service.add("kst-99101-8", "")
    service.files.update({f"{KST}.html": NOT_FOUND, f"{KST}.pdf": b""})
    assert plan(DOSSIER, folder, client)[1].what == "no readable form"
    report = run(client, folder)
    assert report.problems == (
        f"{KST}: no readable form: html is an error page ('404: Pagina niet gevonden'); "
        "pdf is empty",
        "kst-99101-8: the service has no readable form of it; look for it on its website",
    )
    assert names(folder.parent) == []


def test_a_missing_pdf_beside_the_text_is_said(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    service.files[f"{KST}.pdf"] = NOT_FOUND
    report = run(client, folder)
    assert report.new == (f"{KST}.xml",)
    assert report.notices == (f"{KST}: no PDF beside it; pdf is not a whole PDF file",)


# Politeness


def test_one_request_at_a_time_with_a_pause_between(
    service: Service, clock: Clock, folder: Path
) -> None:
    for number in range(3):
        service.add(f"kst-99101-{number}", "xml")
    client = Client(service.url, pause=2.5, sleep=clock.sleep, clock=clock)
    run(client, folder)
    assert len(service.log) == 4
    assert clock.slept == [2.5, 2.5, 2.5]
    assert service.most_at_once == 1


@pytest.mark.parametrize(
    ("header", "waited"), [("7", 7.0), ("0", 1.0), ("soon", 1.0), ("120", 120.0)]
)
def test_429_is_waited_out_as_long_as_the_service_asks(
    service: Service, client: Client, clock: Clock, folder: Path, header: str, waited: float
) -> None:
    service.add(KST, "xml")
    service.scripts["/sru"] = [Response(status=429, headers={"Retry-After": header})]
    assert run(client, folder).new == (f"{KST}.xml",)
    assert clock.slept[0] == waited


def test_a_wait_too_long_is_not_cut_short_but_ends_the_run(
    service: Service, client: Client, clock: Clock, folder: Path
) -> None:
    for number in range(3):
        service.add(f"kst-99101-{number}", "xml")
    service.always["kst-99101-1.xml"] = Response(status=429, headers={"Retry-After": "3600"})
    report = run(client, folder)
    assert report.new == ("kst-99101-0.xml",)
    assert report.stopped is not None
    assert "asks to wait 3600 seconds" in report.stopped
    assert service.asked == ["kst-99101-0.xml", "kst-99101-1.xml"]
    assert max(clock.slept) == 1.0


def test_429_without_end_ends_the_run(service: Service, client: Client, folder: Path) -> None:
    for number in range(3):
        service.add(f"kst-99101-{number}", "xml")
    service.always["kst-99101-0.xml"] = Response(status=429)
    report = run(client, folder)
    assert report.stopped is not None
    assert "asks for fewer requests (status 429)" in report.stopped
    assert service.asked == ["kst-99101-0.xml"] * 5


def test_503_thrice_is_waited_out_longer_each_time(
    service: Service, client: Client, clock: Clock, folder: Path
) -> None:
    service.add(KST, "xml")
    service.scripts[f"{KST}.xml"] = [Response(status=503) for _ in range(3)]
    assert run(client, folder).new == (f"{KST}.xml",)
    assert clock.slept == [1.0, 1.0, 2.0, 4.0]  # the pause, then the back-off


def test_500_for_ever_is_named_and_the_rest_goes_on(
    service: Service, client: Client, folder: Path
) -> None:
    for number in range(3):
        service.add(f"kst-99101-{number}", "xml html")
    service.always["kst-99101-1.xml"] = Response(status=500)
    report = run(client, folder)
    assert report.new == ("kst-99101-0.xml", "kst-99101-2.xml")
    assert len(report.problems) == 1
    assert re.match(
        r"kst-99101-1: http.*/kst-99101-1.xml answers 500 after 5 t", report.problems[0]
    )
    assert report.stopped is None


def test_a_server_that_fails_on_every_letter_is_left_in_peace(
    service: Service, client: Client, folder: Path
) -> None:
    for number in range(9):
        service.add(f"kst-99101-{number}", "xml")
        service.always[f"kst-99101-{number}.xml"] = Response(status=500)
    report = run(client, folder)
    assert len(report.problems) == 5
    assert report.stopped == "the server fails on 5 letters in a row; try later"


def test_a_letter_that_comes_shows_that_the_server_lives(
    service: Service, client: Client, folder: Path
) -> None:
    for number in range(9):
        service.add(f"kst-99101-{number}", "xml")
        if number != 4:
            service.always[f"kst-99101-{number}.xml"] = Response(status=500)
    report = run(client, folder)
    assert (len(report.problems), report.stopped) == (8, None)


def test_another_status_is_a_problem_and_not_a_reason_for_a_worse_form(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    service.always[f"{KST}.xml"] = Response(status=403)
    assert "answers 403" in run(client, folder).problems[0]
    assert service.asked == [f"{KST}.xml"]


# Connections that fail


def test_a_slow_service_ends_in_a_time_out(clock: Clock, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/sru"
        client = Client(url, timeouts=(1, 0.05), sleep=clock.sleep, clock=clock)
        with pytest.raises(FetchError, match=r"time-out, no answer within 0\.05 s"):
            plan(DOSSIER, folder, client)
    assert clock.slept == [1.0, 2.0, 4.0, 8.0]


def test_a_slow_file_is_named_and_the_rest_goes_on(
    service: Service, clock: Clock, folder: Path
) -> None:
    service.add(KST, "xml")
    service.add("kst-99101-8", "xml")
    client = Client(service.url, timeouts=(1, 0.05), sleep=clock.sleep, clock=clock)
    planned = plan(DOSSIER, folder, client)
    assert planned[0].record is not None
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://localhost:{silent.getsockname()[1]}/a.xml"
        planned[0].record.urls["xml"] = url
        report = fetch(planned, folder, client)
    assert f"cannot get {url}: time-out" in report.problems[0]
    assert (report.new, report.stopped) == (("kst-99101-8.xml",), None)


def test_a_service_that_is_not_there_is_one_message(clock: Clock, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}/sru"
    client = Client(url, sleep=clock.sleep, clock=clock)
    with pytest.raises(FetchError, match=r"cannot get .*refused.*check the connection"):
        plan(DOSSIER, folder, client)


def test_a_service_that_goes_away_ends_the_run_and_the_next_goes_on(
    service: Service, client: Client, clock: Clock, folder: Path
) -> None:
    service.add(KST, "xml")
    planned = plan(DOSSIER, folder, client)
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert planned[0].record is not None
    moved = planned[0].record.urls
    good = dict(moved)
    moved["xml"] = f"http://localhost:{port}/files/{KST}.xml"
    report = fetch(planned, folder, client)
    assert report.stopped is not None
    assert "refused" in report.stopped
    assert names(folder.parent) == []
    moved.update(good)
    assert fetch(planned, folder, client).new == (f"{KST}.xml",)


def test_a_connection_that_breaks_off_leaves_nothing_behind(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST, "xml")
    service.scripts[f"{KST}.xml"] = [Response(iter([XML]), headers={"Content-Length": "5000"})]
    report = run(client, folder)
    assert report.problems[0].startswith(f"{KST}: http")
    assert "broke off after" in report.problems[0]
    assert names(folder.parent) == []
    assert run(client, folder).new == (f"{KST}.xml",)


@pytest.mark.parametrize("over", [0, 1])
def test_a_body_over_the_limit_does_not_come(
    service: Service, clock: Clock, folder: Path, over: int
) -> None:
    service.add(KST, "xml")
    limit = len(XML) - over
    client = Client(service.url, max_bytes=limit, sleep=clock.sleep, clock=clock)
    report = run(client, folder)
    if over:
        assert f"more than {limit:,} bytes; raise QA_MAX_FILE_BYTES" in report.problems[0]
        assert names(folder.parent) == []
    else:
        assert report.new == (f"{KST}.xml",)


def test_a_trickle_ends(service: Service, folder: Path) -> None:
    service.add(KST, "xml")
    service.files[f"{KST}.xml"] = XML.replace(b"mei", b"mei " * 200_000)
    clock = Clock(step=100)  # seconds for each block of 64 kB
    report = run(Client(service.url, sleep=clock.sleep, clock=clock), folder)
    assert "takes longer than 300 s" in report.problems[0]
    assert names(folder.parent) == []


# Hostile answers


@pytest.mark.parametrize(
    "doc_id", ["../x", "kst-1/../../x", "kst-1\\x", "kst-1.xml", ".kst-1", "x"]
)
def test_an_id_that_is_a_path_is_refused_and_named(
    service: Service, client: Client, folder: Path, doc_id: str
) -> None:
    service.records[doc_id] = record_xml(doc_id, {"xml": service.server.url_for("/files/x")})
    service.files["x"] = XML
    report = run(client, folder)
    assert report.problems == (
        f"{ascii(doc_id)}: the service gives this as an id, and it is none; left out",
    )
    assert service.asked == []
    assert names(folder.parent) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a.xml",
        "https://overheid.nl.example.org/a.xml",
        "https://notoverheid.nl/a.xml",
        "https://overheid.nl@example.org/a.xml",
        "https://example.org\\.overheid.nl/a.xml",
        "https://someone@overheid.nl/a.xml",
        "https://[x/a.xml",
        "file:///etc/passwd",
        "httbroken://repository.overheid.nl/a.xml",
        "ftp://overheid.nl/a.xml",
    ],
)
def test_a_url_on_another_host_is_not_asked_for(
    service: Service, client: Client, folder: Path, url: str
) -> None:
    service.records[KST] = record_xml(KST, {"xml": url})
    report = run(client, folder)
    assert "is not an http or https url on officielebekendmakingen.nl" in report.problems[0]
    assert report.stopped is None


@pytest.mark.parametrize(
    ("target", "comes"),
    [("/files/other", True), ("https://example.org/x", False), ("file:///etc/passwd", False)],
)
def test_redirects_lead_to_allowed_hosts_only(
    service: Service, client: Client, folder: Path, target: str, comes: bool
) -> None:
    service.add(KST, "xml")
    service.files["other"] = XML
    service.always[f"{KST}.xml"] = Response(status=302, headers={"Location": target})
    report = run(client, folder)
    assert report.new == ((f"{KST}.xml",) if comes else ())
    assert comes or "is not an http or https url on" in report.problems[0]


def test_redirects_without_end_end(service: Service, client: Client, folder: Path) -> None:
    service.add(KST, "xml")
    location = {"Location": f"/files/{KST}.xml"}
    service.always[f"{KST}.xml"] = Response(status=302, headers=location)
    assert "more than 5 redirects" in run(client, folder).problems[0]
    assert len(service.asked) == 6


# Again, and again


def test_dry_run_writes_nothing_and_asks_for_no_file(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    item = first(client, folder)
    assert (item.doc_id, item.title) == (KST, "De veerpont; Brief; Brief nummer 7")
    assert (item.date, item.what) == ("2024-03-01", "new")
    assert service.asked == []
    assert not folder.exists()


def test_what_is_there_is_not_asked_for_again(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    run(client, folder)
    asked = list(service.asked)
    item = first(client, folder)
    assert (item.what, item.forms) == ("there already", ())
    report = run(client, folder)
    assert (report.already, report.new, report.newer) == (1, (), ())
    assert service.asked == asked


def test_an_interrupted_run_goes_on_where_it_was(
    service: Service, client: Client, folder: Path
) -> None:
    for number in range(3):
        service.add(f"kst-99101-{number}")

    def stop(stage: str, done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(plan(DOSSIER, folder, client), folder, client, progress=stop)
    (folder / "kst-99101-0.pdf").unlink()  # as if stopped between the two
    done = len(service.asked)
    assert [p.forms for p in plan(DOSSIER, folder, client)] == [("pdf",), *[("xml", "pdf")] * 2]
    run(client, folder)
    rest = ["0.pdf", "1.xml", "1.pdf", "2.xml", "2.pdf"]
    assert service.asked[done:] == [f"kst-99101-{name}" for name in rest]
    assert len(names(folder)) == 12


def test_a_disk_that_fails_leaves_no_half_file(
    service: Service, client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    service.add(KST)
    monkeypatch.setattr("os.fsync", fail)
    report = run(client, folder)
    assert report.stopped is not None
    assert "No space left on device" in report.stopped
    assert names(folder) == []


def test_a_crash_while_a_newer_version_is_put_in_place_leaves_the_old_whole(
    service: Service, client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(source: Path, target: Path) -> None:
        if target.name == f"{KST}.xml":
            raise OSError(5, "Input/output error")
        source.rename(target)

    service.add(KST, "xml")
    run(client, folder)
    service.add(KST, "xml", modified="2024-03-05")
    service.files[f"{KST}.xml"] = XML.replace(b"mei", b"juni")
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", fail)
        assert run(client, folder).stopped is not None
    assert (folder / f"{KST}.xml").read_bytes() == XML
    assert not [name for name in names(folder) if name.endswith(".tmp")]
    assert run(client, folder).newer == (f"{KST}.xml",)


def test_a_file_that_a_person_puts_there_during_the_download_stays(
    service: Service, clock: Clock, folder: Path
) -> None:
    class Meanwhile(Client):
        def get(self, *given: object, **named: object) -> bytes:
            content = super().get(*given, **named)  # type: ignore[arg-type]
            folder.mkdir(exist_ok=True)
            (folder / f"{KST}.xml").write_text("mine")
            return content

    service.add(KST, "xml")
    client = Client(service.url, sleep=clock.sleep, clock=clock)
    planned = plan(DOSSIER, folder, client)
    report = fetch(planned, folder, Meanwhile(service.url, sleep=clock.sleep, clock=clock))
    assert report.kept == (f"{KST}.xml: kept as it is, it was changed by hand",)
    assert (folder / f"{KST}.xml").read_text() == "mine"


@pytest.mark.parametrize("newer", [False, True])
@pytest.mark.parametrize("how", ["edited", "no sidecar", "broken sidecar", "own file", "link"])
def test_a_file_changed_by_hand_is_never_overwritten(
    service: Service, client: Client, folder: Path, how: str, newer: bool
) -> None:
    service.add(KST)
    path, beside = folder / f"{KST}.xml", folder / f"{KST}.xml.json"
    if how != "own file":
        run(client, folder)
    if how in {"edited", "own file"}:
        folder.mkdir(exist_ok=True)
        path.write_text("mine")
    elif how == "no sidecar":
        beside.unlink()
    elif how == "broken sidecar":
        beside.write_text('{"fetched": ["x"]}')
    else:
        path.rename(folder / "elsewhere.xml")
        path.symlink_to("elsewhere.xml")
    before = path.read_bytes()
    if newer:
        service.add(KST, modified="2025-01-01")
        service.files[f"{KST}.xml"] = XML.replace(b"mei", b"juni")
    assert first(client, folder).what == "kept: changed by hand"
    report = run(client, folder)
    assert f"{KST}.xml: kept as it is, it was changed by hand" in report.kept
    assert path.read_bytes() == before
    assert f"{KST}.xml" not in service.asked[2:]


def test_a_newer_version_keeps_a_copy_of_the_old(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    run(client, folder)
    service.add(KST, modified="2024-03-05")
    service.files[f"{KST}.xml"] = XML.replace(b"mei", b"juni")
    item = first(client, folder)
    assert (item.what, item.forms) == ("newer version", ("xml", "pdf"))
    report = run(client, folder)
    assert (report.new, report.newer) == ((), (f"{KST}.xml",))  # the PDF is the same
    assert b"juni" in (folder / f"{KST}.xml").read_bytes()
    old = hashlib.sha256(XML).hexdigest()
    copy = folder / ".superseded" / f"{KST}.{old[:8]}.xml"
    assert copy.read_bytes() == XML
    assert sidecar(folder, f"{KST}.xml")["fetched"]["replaces"] == old
    assert sidecar(folder, f"{KST}.pdf")["fetched"]["modified"] == "2024-03-05"
    assert first(client, folder).what == "there already"


def test_a_better_form_takes_the_place_of_the_worse(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST, "html")
    run(client, folder)
    service.add(KST, "xml html", modified="2024-03-05")
    assert run(client, folder).new == (f"{KST}.xml",)
    kept = f".superseded/{KST}.{hashlib.sha256(HTML).hexdigest()[:8]}.html"
    assert names(folder) == [kept, f"{kept}.json", f"{KST}.xml", f"{KST}.xml.json"]


def test_a_crash_between_sidecar_and_file_is_mended(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST, "xml")
    run(client, folder)
    service.add(KST, "xml", modified="2024-03-05")
    service.files[f"{KST}.xml"] = XML.replace(b"mei", b"juni")
    run(client, folder)
    (folder / f"{KST}.xml").write_bytes(XML)  # the sidecar is the new one, the file the old
    assert first(client, folder).what == "newer version"
    assert run(client, folder).newer == (f"{KST}.xml",)
    assert b"juni" in (folder / f"{KST}.xml").read_bytes()


def test_a_sidecar_changed_by_hand_is_never_overwritten(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST, "xml")
    run(client, folder)
    beside = folder / f"{KST}.xml.json"
    beside.write_text(beside.read_text().replace("Brief nummer 7", "De pont"))
    mine = beside.read_bytes()
    assert first(client, folder).what == "there already"
    service.add(KST, "xml", modified="2024-03-05")
    assert first(client, folder).what == "kept: changed by hand"
    run(client, folder)
    assert beside.read_bytes() == mine
    (folder / f"{KST}.xml").unlink()
    report = run(client, folder)
    assert report.kept == (f"{KST}.xml.json: kept as it is, it was written by hand",)
    assert beside.read_bytes() == mine
    assert (folder / f"{KST}.xml").read_bytes() == XML


def test_a_pdf_of_ones_own_does_not_stand_for_the_text(
    service: Service, client: Client, folder: Path
) -> None:
    service.add(KST)
    folder.mkdir()
    (folder / f"{KST}.pdf").write_bytes(b"mine")
    report = run(client, folder)
    assert report.new == (f"{KST}.xml",)
    assert report.kept == (f"{KST}.pdf: kept as it is, it was changed by hand",)
    assert (folder / f"{KST}.pdf").read_bytes() == b"mine"


# The real records and files


@needs_samples
def test_the_real_letters_come(service: Service, client: Client, folder: Path) -> None:
    text = (SHARED / "samples/sru/sru_integration_3records.xml").read_text(encoding="utf-8")
    mock, host = "http://__MOCK_SERVICE__/", service.server.url_for("/files/")
    text = re.sub(rf"{mock}[^<]*/(?=[^</]+<)", host, text).replace("&gt;", ">")
    service.always["/sru"] = Response(text.encode())
    for form in FILES:
        for path in (SHARED / form).glob("*-*"):
            service.files[path.name] = path.read_bytes()
    report = run(client, folder)
    forms = ("xml", "pdf")
    letters = ("kst-32545-143", "ah-tk-20202021-3235", "kst-32545-144")
    assert report.new == tuple(f"{letter}.{form}" for letter in letters for form in forms)
    assert (report.problems, report.stopped) == ((), None)
    said = sidecar(folder, "kst-32545-143.xml")
    assert said["dossiers"] == [
        {"number": "32545", "title": "Wet- en regelgeving financiële markten"}
    ]
    assert (said["date"], said["kind"], said["ondernummer"]) == ("2021-07-06", "Motie", "143")
    assert "senders" not in said  # the letter's signature says more than the record
    assert "house" not in said  # its creator is "overige"
    answer = sidecar(folder, "ah-tk-20202021-3235.xml")
    assert (answer["kind"], answer["house"], answer["date"]) == ("Antwoord", "II", "2021-06-21")


@needs_samples
@pytest.mark.parametrize(
    ("name", "doc_id", "forms", "kind"),
    [
        ("sru_record_kst", "kst-35842-4", ("xml", "html", "odt", "pdf"), "Overig"),
        ("sru_record_bijlage", "blg-936562", ("pdf",), None),
        ("sru_record_handeling", "h-ek-20202021-1-1", ("xml", "html", "odt", "pdf"), "Opening"),
        ("sru_record_kv_onopgemaakt", "kv-2989900822", ("xml", "html"), "Schriftelijke vragen"),
    ],
)
def test_real_records_are_read(
    name: str, doc_id: str, forms: tuple[str, ...], kind: str | None
) -> None:
    text = (SHARED / f"samples/sru/{name}.xml").read_text(encoding="utf-8")
    match = re.search(r"<sru:record[ >].*</sru:record>", text, re.DOTALL)
    assert match is not None
    body = answer_xml([match[0]]).replace(
        b"xmlns:sru", b'xmlns:overheidwetgeving="u:o" xmlns:c="u:c" xmlns:cd="u:d" xmlns:sru', 1
    )
    record = parse_answer(body, "test").records[0]
    assert (record.doc_id, record.forms, record.kind) == (doc_id, forms, kind)


@needs_samples
def test_real_files_are_what_they_should_be() -> None:
    faults = {
        path.name: fault_of(path.read_bytes(), form)
        for form in FILES
        for path in (SHARED / form).iterdir()
    }
    assert len(faults) > 40
    assert {name: fault for name, fault in faults.items() if fault} == {}
