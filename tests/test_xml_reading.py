"""XML of the official publications: nothing lost, nothing glued, older papers too."""

from __future__ import annotations

import pytest
from reading import letter_of

from qa.records import Letter

PAPER = """<officiele-publicatie><kamerstuk><kamerstukkop>
<tekstregel inhoud="vergaderjaar">Vergaderjaar 2023-2024</tekstregel>
<tekstregel inhoud="kamernummer">2</tekstregel></kamerstukkop><dossier><dossiernummer>
<dossiernr>99 701</dossiernr></dossiernummer><titel>Havens</titel></dossier><stuk><stuknr>Nr.
<ondernummer kamer="2">7</ondernummer></stuknr><titel>BRIEF VAN DE MINISTER VAN DEFENSIE</titel>
<algemeen><vrije-tekst><tekst>{}</tekst>{}</vrije-tekst></algemeen></stuk></kamerstuk>
</officiele-publicatie>"""


def read(body: str, end: str = "", paper: str = PAPER) -> Letter:
    return letter_of(paper.format(body, end).encode(), "paper.xml")


def paragraphs(letter: Letter) -> list[str]:
    return [one.text for one in letter.units if one.kind in {"paragraph", "row", "heading"}]


def test_raised_and_lowered_digits_stay_apart_from_the_number() -> None:
    letter = read(
        "<al>Er is 10<sup>6</sup> m<sup>3</sup> CO<inf>2</inf> in de 19<sup>e</sup> eeuw.</al>"
    )
    assert paragraphs(letter) == ["Er is 10⁶ m³ CO₂ in de 19e eeuw."]


def test_struck_text_is_in_the_ledger_and_not_in_the_text() -> None:
    for struck in ("<del>25 miljoen</del>", '<nadruk type="doorhaling">25 miljoen</nadruk>'):
        letter = read(f"<al>Dat kost {struck} 40 miljoen euro.</al>")
        assert paragraphs(letter) == ["Dat kost 40 miljoen euro."]
        assert [(one.kind, one.text) for one in letter.left_out][-1] == ("struck", "25 miljoen")


def test_text_beside_elements_is_text() -> None:
    letter = read("<al>Een</al> twee <nadruk>drie</nadruk> vier<al>vijf<br/>zes</al>")
    assert paragraphs(letter) == ["Een", "twee drie vier", "vijf zes"]


def test_members_and_definitions_keep_their_number_and_term() -> None:
    letter = read(
        "<artikel><kop><label>Artikel</label><nr>3</nr><titel>Sluis</titel></kop>"
        "<lid><lidnr>1.</lidnr><al>De sluis is open.</al><lijst><li><li.nr>a.</li.nr>"
        "<al>altijd;</al></li></lijst></lid></artikel><definitielijst><definitie-item><term>Schutten:</term>"
        "<definitie><al>varen.</al><al>Of wachten.</al></definitie></definitie-item>"
        "</definitielijst>"
    )
    assert paragraphs(letter) == [
        "Artikel 3 Sluis", "1. De sluis is open.", "a. altijd;", "Schutten: varen.", "Of wachten.",
    ]  # fmt: skip


def test_lists_and_notes_in_cells_and_a_foot_of_a_table() -> None:
    letter = read(
        '<table><tgroup cols="2"><thead><row><entry>Haven</entry><entry>Werk</entry></row></thead>'
        "<tfoot><row><entry>Bron: monitor.</entry><entry/></row></tfoot><tbody><row>"
        "<entry>Delfzijl</entry><entry><al>Twee:</al><lijst><li><li.nr>–</li.nr><al>kade;</al></li>"
        "</lijst></entry></row><row><entry>Harlingen<noot id='t'><noot.nr>1</noot.nr>"
        "<noot.al>Nog niet.</noot.al></noot></entry><entry>geen</entry></row></tbody></tgroup>"
        "</table>"
    )
    assert paragraphs(letter) == [
        "Haven | Werk", "Delfzijl | Twee: – kade;", "Harlingen | geen", "Bron: monitor. | ",
    ]  # fmt: skip
    (note,) = [one for one in letter.units if one.kind == "note"]
    assert (note.text, note.printed) == ("Nog niet.", "1")
    assert letter.text[: letter.marks[0].offset].endswith("Harlingen")


def test_a_note_with_a_list_and_one_between_paragraphs() -> None:
    letter = read(
        "<al-groep><noot id='a'><noot.nr>4</noot.nr><noot.al>Zie:</noot.al><lijst><li>"
        "<li.nr>a.</li.nr><al>de wet.</al></li></lijst></noot><al>De sluis.</al></al-groep>"
    )
    (note,) = [one for one in letter.units if one.kind == "note"]
    assert (note.text, note.printed) == ("Zie: a. de wet.", "4")


@pytest.mark.parametrize(
    ("signed", "lines", "sender"),
    [
        ("<functie>De Minister</functie> voor Havens,<naam><voornaam>A.B.</voornaam>"
         "<achternaam>Haven</achternaam></naam>", "De Minister voor Havens,\nA.B. Haven",
         "Minister voor Havens, A.B. Haven"),
        ("<functie>De Minister van Havens,</functie><naam><voorvoegsel>van</voorvoegsel>"
         "<voornaam>B.</voornaam><achternaam>Dijk</achternaam></naam>",
         "De Minister van Havens,\nB. van Dijk", "Minister van Havens, B. van Dijk"),
    ],
)  # fmt: skip
def test_a_signature_is_whole(signed: str, lines: str, sender: str) -> None:
    letter = read("<al>Tot zover.</al>", f"<ondertekening>{signed}</ondertekening>")
    assert [one.text for one in letter.units if one.kind == "signature"] == [lines]
    assert [one.line for one in letter.metadata.senders] == [sender]


OLD = """<kamerwrk kamer="2"><kop><titel>Tweede Kamer der Staten-Generaal</titel>
<subtitel>2</subtitel></kop><frontm><ordernr>5K01</ordernr><vergjaar>1994-1995</vergjaar>
<onderw><nummer>99 138</nummer>
<naam>Wijziging van de wet</naam></onderw></frontm><body><stuk><ltrlabel>Nr. </ltrlabel><nummer>3
</nummer><titel>MEMORIE VAN TOELICHTING</titel><tuskop>1. Inleiding</tuskop>{}</stuk></body>
<voetnoot id="v1" nr="1"><al>Ter inzage.</al></voetnoot>{}</kamerwrk>"""


def test_the_older_dialect_has_its_head_its_headings_and_its_notes() -> None:
    letter = read('<al>De school<voetref refid="v1" nr="1"/> is open.</al>', paper=OLD)
    known = letter.metadata
    assert letter.doc_id == "kst-99138-3"
    assert (known.dossiers[0].title, known.house, known.vergaderjaar) == (
        "Wijziging van de wet", "II", "1994-1995"
    )  # fmt: skip
    assert paragraphs(letter) == ["1. Inleiding", "De school is open."]
    (note,) = [one for one in letter.units if one.kind == "note"]
    assert (note.text, note.printed) == ("Ter inzage.", "1")
    assert letter.text[: letter.marks[0].offset].endswith("De school")


def test_the_chapter_of_a_budget_is_part_of_the_id() -> None:
    chapter = PAPER.replace(
        "</dossiernr>", "</dossiernr><begrotingshoofdstuk>VI</begrotingshoofdstuk>"
    )
    assert read("<al>Tekst van de brief.</al>", paper=chapter).doc_id == "kst-99701-VI-7"
    suffix = PAPER.replace("</dossiernr>", "</dossiernr>-<raadnr>02</raadnr>")
    assert read("<al>Tekst van de brief.</al>", paper=suffix).doc_id == "kst-99701-02-7"


def test_two_who_sign_in_one_element_are_two_senders() -> None:
    signed = (
        "<ondertekening><functie>De Staatssecretaris van Onderwijs,</functie><naam>T. Nete</naam>"
        "<functie>De Minister van Landbouw,</functie><naam>J. Aart</naam></ondertekening>"
    )
    letter = read("<al>Tot zover.</al>", signed)
    assert [one.line for one in letter.metadata.senders] == [
        "Staatssecretaris van Onderwijs, T. Nete", "Minister van Landbouw, J. Aart",
    ]  # fmt: skip


def test_a_web_page_in_another_form_is_read_with_what_the_form_says() -> None:
    content = (
        b'<p:plooi xmlns:p="http://example.org/plooi" xmlns:d="http://purl.org/dc/terms/"><p:meta>'
        b"<d:identifier>kst-99761-184_1</d:identifier><d:title>Havens; Motie</d:title>"
        b'<d:issued>2021-05-26</d:issued></p:meta><p:body><p:tekst xmlns="http://www.w3.org/1999/'
        b'xhtml"><p>De Kamer,</p><p>verzoekt de regering de havens te verdiepen.</p></p:tekst>'
        b"</p:body></p:plooi>"
    )
    letter = letter_of(content, "x.xml")
    assert letter.doc_id == "kst-99761-184"
    assert (str(letter.metadata.date), letter.metadata.subject) == ("2021-05-26", "Havens; Motie")
    assert paragraphs(letter)[-1] == "verzoekt de regering de havens te verdiepen."
