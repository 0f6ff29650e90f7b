"""The command line about letters: who cites what, older versions, fetching, scans."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from command_line import Done, index_of, run
from pytest_httpserver import HTTPServer
from sources_server import Service

from qa.assistant import Assistant
from qa.indexing import build_index
from qa.letters.readers import ocr
from qa.settings import Settings


def test_letters_that_cite_a_publication_are_listed(founding_settings: Settings) -> None:
    index = index_of(founding_settings)
    for given in ("28676-426", "28 676, nr. 426", "kst-28676-426"):
        done = run("letters", "--citing", given, *index)
        assert done.returncode == 0, done.stderr
        assert "kst-28676-449 n1" in done.stdout
        assert "1 letter names kst-28676-426" in done.stdout
    found = json.loads(run("letters", "--citing", "28676-426", "--json", *index).stdout)
    assert found["target"] == "kst-28676-426"
    assert found["citing"][0]["text"] == "Kamerstuk 28 676, nr. 426"
    assert "0 letters name kst-28676-1" in run("letters", "--citing", "28676-1", *index).stdout
    bad = run("letters", "--citing", "iets", *index)
    assert bad.returncode == 1
    assert "'iets' names no publication" in bad.stderr


def test_an_older_version_can_be_listed_and_shown(settings: Settings) -> None:
    where = ["--corpus", str(settings.corpus), *index_of(settings)]
    assert run("index", *where).returncode == 0
    path = settings.corpus / "kst-99001-7.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("31 stations", "32 stations"),
                    encoding="utf-8")  # fmt: skip
    assert "1 changed" in run("index", *where).stdout
    versions = json.loads(run("letters", "--versions", "--json", *index_of(settings)).stdout)
    found = next(one for one in versions["letters"] if one["doc_id"] == "kst-99001-7")
    assert len(found["older"]) == 1
    old = run("show", "kst-99001-7", "--version", found["older"][0], *index_of(settings))
    assert "31 stations" in old.stdout
    now = run("show", "kst-99001-7", *index_of(settings))
    assert "32 stations" in now.stdout
    assert "31 stations" not in now.stdout
    missing = run("show", "kst-99001-7", "--version", "zzzz", *index_of(settings))
    assert missing.returncode == 1
    assert "no version zzzz of kst-99001-7" in missing.stderr
    path.write_text(path.read_text(encoding="utf-8").replace("32 stations", "31 stations"),
                    encoding="utf-8")  # fmt: skip
    assert "1 changed" in run("index", *where).stdout  # as it was first: not older any more
    versions = json.loads(run("letters", "--versions", "--json", *index_of(settings)).stdout)
    found = next(one for one in versions["letters"] if one["doc_id"] == "kst-99001-7")
    assert len(found["older"]) == 1
    assert not found["current"].startswith(found["older"][0])


@pytest.fixture
def service(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Service:
    service = Service(httpserver)
    httpserver.expect_request(re.compile(".*")).respond_with_handler(service.answer)
    monkeypatch.setenv("QA_FETCH_SERVICE", service.url)
    monkeypatch.setenv("QA_FETCH_PAUSE", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    return service


def test_a_dry_run_writes_nothing_and_fetch_writes_letters(
    service: Service, tmp_path: Path
) -> None:
    service.add("kst-99101-7")
    corpus = tmp_path / "letters"
    where = ["--dossier", "99101", "--corpus", str(corpus)]
    dry = run("fetch", *where, "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert "kst-99101-7" in dry.stdout
    assert "new (xml + pdf)" in dry.stdout
    assert not corpus.exists()
    done = run("fetch", *where)
    assert done.returncode == 0, done.stderr
    assert "new: kst-99101-7.xml" in done.stdout
    assert (corpus / "kst-99101-7.xml.json").is_file()
    again = run("fetch", *where, "--json")
    assert json.loads(again.stdout)["already"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fetch"], "say which letters"),
        (["fetch", "../etc/passwd"], "passwd"),
        (["fetch", "--since", "gisteren"], "gisteren"),
    ],
)
def test_what_cannot_be_fetched_is_said_plainly(
    service: Service, arguments: list[str], said: str
) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_service_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_FETCH_SERVICE", "http://127.0.0.1:9/sru")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("QA_FETCH_PAUSE", "0")
    done = run("fetch", "kst-99101-7")
    assert done.returncode == 1
    assert "127.0.0.1:9" in done.stderr


def scan(path: Path, text: str) -> None:
    """Write a PDF that is a picture of text."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1654, 2339), 255)
    font = ImageFont.load_default(size=44)
    ImageDraw.Draw(picture).multiline_text((150, 200), text, font=font, fill=0, spacing=20)
    picture.save(path, "PDF", resolution=200)


SCANNED = "Geachte voorzitter,\n\nDe veerpont over de Lek vaart weer\nvanaf 1 mei volgend jaar."


def test_a_scan_is_named_with_the_command_that_reads_it(settings: Settings) -> None:
    scan(settings.corpus / "scan.pdf", SCANNED)
    done = run("index", "--corpus", settings.corpus, *index_of(settings))
    assert "scan.pdf: this PDF has no text layer (a scan)" in done.stderr
    assert "letters-qa index --ocr" in done.stderr


def test_ocr_that_is_not_installed_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(settings.corpus / "scan.pdf", SCANNED)
    monkeypatch.setenv("PATH", str(settings.corpus))
    done = run("index", "--ocr", "--corpus", settings.corpus, *index_of(settings))
    assert done.returncode == 0
    assert "apt-get install ocrmypdf tesseract-ocr-nld" in done.stderr


@pytest.mark.skipif(not ocr.is_available(), reason="ocrmypdf is not installed")
def test_a_scan_is_read_by_ocr_and_says_so(settings: Settings) -> None:
    assert shutil.which("tesseract")
    scan(settings.corpus / "scan.pdf", SCANNED)
    done = run("index", "--ocr", "--corpus", settings.corpus, *index_of(settings))
    assert done.returncode == 0, done.stderr
    assert "read by OCR" in done.stderr
    shown = run("show", "scan", *index_of(settings))
    assert "De veerpont over de Lek vaart weer vanaf 1 mei volgend jaar." in shown.stdout


def test_cite_prints_every_form_and_writes_files(settings: Settings, tmp_path: Path) -> None:
    build_index(settings)
    named = ["kst-99001-7", "--paragraph", "1", *index_of(settings)]
    assert "99001, nr. 7, ¶ 1\n" in run("cite", *named).stdout
    assert run("cite", *named, "--format", "bibtex").stdout.startswith("@misc{kst-99001-7-p1,")
    place = tmp_path / "new" / "noot.docx"
    done = run("cite", *named, "--format", "docx", "--output", place)
    assert (done.returncode, place.read_bytes()[:2]) == (0, b"PK")
    for wrong, said in (
        (["--format", "apa"], "they are: reference, markdown"),
        (["--unit", "p2"], "give --paragraph or --unit"),
        (["--output", str(tmp_path)], "cannot be written"),
    ):
        failed = run("cite", *named, *wrong)
        assert failed.returncode in {1, 2}
        assert said in " ".join(failed.stderr.split())
    missing = run("cite", "kst-99001-7", "--paragraph", "99", *index_of(settings))
    assert "has no p99; see: letters-qa show kst-99001-7" in missing.stderr


def test_a_paragraph_of_an_older_version_is_cited_where_it_stands_now_or_not_at_all(
    settings: Settings,
) -> None:
    path = settings.corpus / "veerpont.txt"
    ferry = "De veerpont vaart dagelijks tussen zes en tien uur."
    path.write_text(f"{ferry}\n\nHet kost € 3 mln. per jaar.\n", encoding="utf-8")
    build_index(settings)
    version = Assistant.open(settings=settings).letter("veerpont").version[:8]
    path.write_text(f"Vooraf dit.\n\n{ferry}\n\nHet kost € 4 mln. per jaar.\n", encoding="utf-8")
    build_index(settings)

    def cited(paragraph: int) -> Done:
        return run(
            "cite", "veerpont", "--paragraph", str(paragraph), "--version", version,
            "--format", "markdown", *index_of(settings),
        )  # fmt: skip

    done = cited(1)
    assert (done.returncode, "moved" in done.stderr) == (0, True)
    assert f"> {ferry}" in done.stdout
    assert "¶ 2" in done.stdout
    done = cited(2)
    assert (done.returncode, done.stdout) == (1, "")
    assert "reads otherwise now" in done.stderr
    assert f"letters-qa show veerpont --version {version}" in done.stderr
