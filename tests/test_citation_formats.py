"""Citations in every form, against expectations written by hand."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from qa.citations.citing import cite
from qa.citations.formats import FORMATS, formatted
from qa.errors import QuestionError
from qa.letters import read_letter
from qa.records import Dossier, Letter, Metadata, Sender

TEXT = "Nederland draagt € 10 mln. bij aan {R&D} _en_ 100% *inzet* #1 [sic]."
KNOWN = Metadata(
    dossiers=(Dossier("28676", "28 676", "NAVO"),), ondernummer="449", vergaderjaar="2023–2024",
    house="II", date=date(2024, 2, 5), kind="Brief", subject="Verslag van de UDCG",
    senders=(Sender("Minister van Defensie", "K.H. Ollongren"), Sender(None, "H.G.J. Bruins Slot")),
)  # fmt: skip


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    path = tmp_path / "brief.txt"
    path.write_text(f"Een eerste alinea van de brief.\n\n{TEXT}\n", encoding="utf-8")
    return replace(read_letter(path), doc_id="kst-28676-449", metadata=KNOWN)


@pytest.fixture
def bare(letter: Letter) -> Letter:
    """A letter of which nothing is known."""
    return replace(letter, doc_id="brief-x", metadata=Metadata())


def written(letter: Letter, name: str) -> str:
    start = letter.text.index(TEXT)
    citation = replace(cite(letter, start, start + len(TEXT)), pages=(3, 4))
    full = citation.reference + ("" if "p. 3" in citation.reference else ", p. 3-4")
    found = formatted(letter, replace(citation, reference=full), name)
    assert isinstance(found, str)
    return found


EXPECTED = {
    "reference": "Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4, ¶ 2\n",
    "markdown": (
        "> Nederland draagt € 10 mln. bij aan {R&D} \\_en\\_ 100% \\*inzet\\* \\#1 \\[sic\\].\n"
        ">\n"
        "> — [Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4, ¶ 2]"
        "(<https://zoek.officielebekendmakingen.nl/kst-28676-449>)\n"
    ),
    "html": (
        '<figure><blockquote lang="nl" '
        'cite="https://zoek.officielebekendmakingen.nl/kst-28676-449"><p>'
        "Nederland draagt € 10 mln. bij aan {R&amp;D} _en_ 100% *inzet* #1 [sic].</p></blockquote>"
        '<figcaption><cite><a href="https://zoek.officielebekendmakingen.nl/kst-28676-449">'
        "Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4, ¶ 2</a></cite></figcaption></figure>\n"
    ),
    "bibtex": (
        "@misc{kst-28676-449-p2,\n"
        "  author = {{Minister van Defensie} and {H.G.J. Bruins Slot}},\n"
        "  title = {{Verslag van de UDCG}},\n"
        "  year = {2024},\n"
        "  date = {2024-02-05},\n"
        "  howpublished = {Kamerstukken II 2023/24, 28676, nr. 449},\n"
        "  number = {449},\n"
        "  pages = {3--4},\n"
        "  url = {https://zoek.officielebekendmakingen.nl/kst-28676-449},\n"
        "  note = {¶ 2},\n"
        "  langid = {dutch},\n"
        "}\n"
    ),
    "ris": (
        "TY  - GOVDOC\r\n"
        "ID  - kst-28676-449-p2\r\n"
        "AU  - Minister van Defensie\r\n"
        "AU  - H.G.J. Bruins Slot\r\n"
        "TI  - Verslag van de UDCG\r\n"
        "T2  - Kamerstukken II 2023/24, 28676\r\n"
        "PY  - 2024\r\n"
        "DA  - 2024/02/05/\r\n"
        "M1  - 449\r\n"
        "M3  - Brief\r\n"
        "SP  - 3\r\n"
        "EP  - 4\r\n"
        "LA  - nl\r\n"
        "UR  - https://zoek.officielebekendmakingen.nl/kst-28676-449\r\n"
        "N1  - Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4, ¶ 2\r\n"
        f"AB  - {TEXT}\r\n"
        "ER  - \r\n"
    ),
}

BARE = {
    "reference": "brief-x, p. 3-4, ¶ 2\n",
    "bibtex": (
        "@misc{brief-x-p2,\n"
        "  title = {{brief-x}},\n"
        "  howpublished = {brief-x},\n"
        "  pages = {3--4},\n"
        "  note = {¶ 2},\n"
        "  langid = {dutch},\n"
        "}\n"
    ),
    "ris": (
        "TY  - GOVDOC\r\nID  - brief-x-p2\r\nTI  - brief-x\r\nSP  - 3\r\nEP  - 4\r\nLA  - nl\r\n"
        f"N1  - brief-x, p. 3-4, ¶ 2\r\nAB  - {TEXT}\r\nER  - \r\n"
    ),
}


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items())
def test_a_letter_of_which_all_is_known(letter: Letter, name: str, expected: str) -> None:
    assert written(letter, name) == expected


@pytest.mark.parametrize(("name", "expected"), BARE.items())
def test_what_is_not_known_is_left_out(bare: Letter, name: str, expected: str) -> None:
    assert written(bare, name) == expected


def test_csl_json(letter: Letter, bare: Letter) -> None:
    assert json.loads(written(letter, "csl-json")) == [
        {
            "id": "kst-28676-449-p2",
            "type": "report",
            "title": "Verslag van de UDCG",
            "author": [{"literal": "Minister van Defensie"}, {"literal": "H.G.J. Bruins Slot"}],
            "issued": {"date-parts": [[2024, 2, 5]]},
            "collection-title": "Kamerstukken II 2023/24, 28676",
            "number": "449",
            "genre": "Brief",
            "page": "3-4",
            "URL": "https://zoek.officielebekendmakingen.nl/kst-28676-449",
            "language": "nl-NL",
            "note": "¶ 2",
        }
    ]
    assert json.loads(written(bare, "csl-json")) == [
        {"id": "brief-x-p2", "type": "report", "title": "brief-x", "page": "3-4",
         "language": "nl-NL", "note": "¶ 2"}
    ]  # fmt: skip


def test_tex_signs_print_as_they_are(letter: Letter) -> None:
    known = replace(KNOWN, subject=r"50% van R&D_plan {€} \ ~ ^ #1 $2")
    entry = written(replace(letter, metadata=known), "bibtex")
    assert (
        r"title = {{50\% van R\&D\_plan \{€\} \textbackslash{} \textasciitilde{} "
        r"\textasciicircum{} \#1 \$2}}" in entry
    )


def test_a_word_document_has_the_source_in_a_footnote(letter: Letter, tmp_path: Path) -> None:
    start = letter.text.index(TEXT)
    citation = cite(letter, start, start + len(TEXT))
    content = formatted(letter, citation, "docx")
    assert isinstance(content, bytes)
    assert content == formatted(letter, citation, "docx")
    document = Document(io.BytesIO(content))
    assert [(p.text, p.style.name) for p in document.paragraphs] == [(TEXT, "Quote")]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            etree.fromstring(package.read(name))
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        links = package.read("word/_rels/footnotes.xml.rels").decode()
    (note,) = [one for one in notes if one.get(f"{{{notes.nsmap['w']}}}id") == "1"]
    said = "Kamerstukken II 2023/24, 28676, nr. 449, ¶ 2"
    assert "".join(note.itertext()).strip() == said
    assert 'Target="https://zoek.officielebekendmakingen.nl/kst-28676-449"' in links
    (tmp_path / "voetnoot.docx").write_bytes(content)
    again = read_letter(tmp_path / "voetnoot.docx")  # our own reader finds quote and note
    assert [unit.text for unit in again.units if unit.kind == "note"] == [said]
    assert TEXT in again.text


def test_signs_of_markup_in_a_letter_stay_text(letter: Letter, tmp_path: Path) -> None:
    hostile = (
        '<script>alert(1)</script> "quoted" \x0b \u202e omgekeerd & ]]> -- ${x}\n\n- lijst\n1. een'
    )
    path = tmp_path / "kwaad.txt"
    path.write_text("x " * 40 + "\n", encoding="utf-8")
    other = replace(read_letter(path), text=hostile, doc_id="kwaad")
    citation = replace(cite(letter, 0, 5), start=0, end=len(hostile), doc_id="kwaad")
    html = formatted(other, citation, "html")
    assert isinstance(html, str)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    markdown = formatted(other, citation, "markdown")
    assert isinstance(markdown, str)
    assert "\\<script\\>" in markdown
    assert "> \\- lijst" in markdown
    assert "> 1\\. een" in markdown
    ris = formatted(other, citation, "ris")
    assert isinstance(ris, str)
    assert all(line[2:6] == "  - " for line in ris.split("\r\n")[:-1])
    with zipfile.ZipFile(io.BytesIO(formatted(other, citation, "docx"))) as package:  # type: ignore[arg-type]
        etree.fromstring(package.read("word/document.xml"))


def test_a_form_that_is_none_is_refused_with_the_names_of_all(letter: Letter) -> None:
    with pytest.raises(QuestionError, match="no form 'apa'.*reference, markdown, html, bibtex"):
        formatted(letter, cite(letter, 0, 5), "apa")
    assert len(FORMATS) == 7


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//host/x", " https://host/x",
     "https://host/x\njavascript:y", "https://", "https:///x", 'https://host/"onclick="x',
     "https://host/}x{", "JaVaScRiPt:x", "vbscript:x"],
)  # fmt: skip
def test_only_addresses_of_the_web_are_links(bare: Letter, url: str) -> None:
    """What a sidecar says a file was fetched from may be anything."""
    there = replace(bare, source=replace(bare.source, url=url))
    citation = cite(there, 0, 10)
    assert citation.url is None
    for form in FORMATS:
        written = formatted(there, citation, form)
        assert url not in (written if isinstance(written, str) else written.decode("latin-1"))
    good = "HTTPS://www.rijksoverheid.nl/documenten/x?a=1&b=%20#deel"
    assert cite(replace(bare, source=replace(bare.source, url=good)), 0, 10).url == good


def test_a_footnote_holds_no_characters_that_xml_cannot(bare: Letter) -> None:
    odd = replace(bare, text=bare.text.replace("Een eerste", "Een\ufffe\ud800erst"))
    package = zipfile.ZipFile(io.BytesIO(bytes(formatted(odd, cite(odd, 0, 20), "docx"))))  # type: ignore[arg-type]
    assert "Eenerst" in "".join(etree.fromstring(package.read("word/document.xml")).itertext())
