"""Reading letters: the founding letter against a list made by hand, and stored pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DATA, FOUNDING
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import CorpusError, LetterError
from qa.letters import make_anchor, make_letter, read_letter
from qa.letters.readers import read_document
from qa.letters.scan import letter_files
from qa.records import Letter, Source

# The founding letter's paragraphs, listed by hand from the printed letter:
# number, first words, last words, pages, heading.
PARAGRAPHS = [
    (1, "Op 15 februari 2024 komen", "militaire steun aan Oekraïne.", (1,), None),
    (2, "In deze brief informeer ik", "de NATO-Ukraine Council (NUC).", (1,), None),
    (3, "Nederland verwelkomt de goedkeuring", "zo snel mogelijk wordt afgerond.", (1,), None),
    (4, "Tijdens de NAVO top in Vilnius", "over de voortgang van de uitvoering.", (1,), "h1"),
    (5, "Middels de Force Sourcing", "uw Kamer hierover geïnformeerd.", (1, 2), "h1"),
    (6, "De bondgenoten spreken tijdens", "in geval van een crisissituatie.", (2,), "h1"),
    (7, "Tijdens de DMM zal tevens", "investeringen nodig zijn op dit vlak.", (2,), "h1"),
    (8, "Tot slot zal naar verwachting", "leveringszekerheid verder te verhogen.", (2, 3), "h1"),
    (9, "De tweede NATO-Ukraine Council", "Europese Unie deze sessie bijwonen.", (3,), "h2"),
    (10, "Tijdens de NUC spreken de", "gehouden over de ontwikkelingen.", (3,), "h2"),
    (11, "Met deze brief maak ik tevens", "de standaard leveringenbrieven.", (3, 4), "h2"),
]


def test_the_paragraphs_are_those_listed_by_hand(founding: Letter) -> None:
    found = [
        (p.number, p.text[: len(first)], p.text[-len(last) :], p.pages, p.heading)
        for p, (_, first, last, _, _) in zip(founding.paragraphs, PARAGRAPHS, strict=True)
    ]
    assert found == PARAGRAPHS


def test_headings_signature_and_note_are_units_of_their_own(founding: Letter) -> None:
    others = [(u.kind, u.label, u.number, u.text[:30]) for u in founding.units if u.number is None]
    assert others == [
        ("heading", "h1", None, "Afschrikking en verdediging"),
        ("heading", "h2", None, "Oekraïne"),
        ("signature", "s1", None, "De Minister van Defensie,\nK.H."),
        ("note", "n1", None, "Het NFM is het organisatorisch"),
    ]
    assert [p.label for p in founding.paragraphs] == [f"p{n}" for n in range(1, 12)]


def test_the_regular_text_is_the_units_in_reading_order_with_notes_last(founding: Letter) -> None:
    assert founding.text == "\n\n".join(unit.text for unit in founding.units)
    assert founding.units[-1].kind == "note"


def test_margin_lines_are_not_in_the_text(founding: Letter) -> None:
    for margin in ("ISSN", "0921", "’s-Gravenhage", "vergaderjaar", "kst-28676"):
        assert margin in FOUNDING.read_text(encoding="utf-8")
        assert margin not in founding.text


def test_the_note_is_tied_to_its_mark_and_both_halves_of_the_sentence_are_whole(
    founding: Letter,
) -> None:
    (mark,) = founding.marks
    assert mark.note == "n1"
    assert founding.text[: mark.offset].endswith("het NATO New Force Model")
    assert founding.text[mark.offset :].startswith(" kunnen vullen")
    assert "(Kamerstuk 2023–2024, 28 676, nr. 448) op met enkele concrete" in founding.text
    note = founding.unit("n1")
    assert note is not None
    assert note.pages == (2,)
    assert note.text.startswith("Het NFM is het organisatorische (nieuwe) model")
    assert note.text.endswith("(zie ook Kamerstuk 28 676, nr. 426 van 3 februari 2022)")


def test_words_are_whole_again_and_slips_stay_as_printed(founding: Letter) -> None:
    for word in (
        "namen de bondgenoten een", "van voortzettingsvermogen van", "essentieel is",
        "om de interoperabiliteit met", "gecommitteerd aan", "samenwerkingsverbanden,",
        "hoofdkwartieren kan", "luchtverdediging aan bod", "Deze ontwikkeling is",
        "productielijn voor Patriot-luchtafweerrakketten in Duitsland kon",
        "Oekraïense veiligheids- en defensiesector", "productie- en leveringszekerheid",
        "tot het NAVO-bondgenootschapen de verwachting", "Nederland samen met Nederland,",
        "defensieproductie-capaciteit",
    ):  # fmt: skip
        assert word in founding.text


def test_metadata_is_what_the_text_holds_and_nothing_is_made_up(founding: Letter) -> None:
    known = founding.metadata
    assert founding.doc_id == "kst-28676-449"
    assert [(d.number, d.printed, d.title) for d in known.dossiers] == [("28676", "28 676", None)]
    assert (known.ondernummer, known.vergaderjaar, known.house) == ("449", "2023–2024", "II")
    assert [(s.function, s.name) for s in known.senders] == [
        ("Minister van Defensie", "K.H. Ollongren")
    ]
    assert known.date is None
    assert known.subject is None
    assert known.kenmerk is None
    assert known.found["senders"] == "signature"
    assert founding.pages == (1, 2, 3, 4)
    assert founding.source.encoding == "utf-8"


def test_offsets_hold_and_every_character_is_traced_to_the_file(founding: Letter) -> None:
    raw = FOUNDING.read_text(encoding="utf-8")
    for unit in founding.units:
        assert founding.text[unit.start : unit.end] == unit.text
        traced = "".join(
            raw[low:high] for low, high in founding.source_ranges(unit.start, unit.end)
        )
        assert "".join(traced.split()) == "".join(unit.text.split())


def test_a_quote_over_a_page_break_is_traced_around_the_margin(founding: Letter) -> None:
    raw = FOUNDING.read_text(encoding="utf-8")
    start = founding.text.index("NATO New Force Model kunnen")
    ranges = founding.source_ranges(start, start + len("NATO New Force Model kunnen"))
    assert len(ranges) > 1
    assert " ".join(raw[low:high].strip() for low, high in ranges).split() == [
        "NATO", "New", "Force", "Model", "kunnen",
    ]  # fmt: skip


def test_pages_of_a_span(founding: Letter) -> None:
    start = founding.text.index("Namens Nederland heb ik")
    assert founding.pages_between(start, start + 240) == (3, 4)
    assert founding.pages_between(start, start + 20) == (3,)


@given(st.integers(0, 9000), st.integers(1, 500))
def test_any_span_is_traced_to_its_characters(start: int, length: int) -> None:
    founding = read_letter(FOUNDING)
    end = min(start + length, len(founding.text))
    raw = FOUNDING.read_text(encoding="utf-8")
    traced = "".join(raw[low:high] for low, high in founding.source_ranges(start, end))
    kept = "".join(founding.text[start:end].split())
    assert "".join(traced.split()) == kept


def test_a_stored_page_gives_letterhead_paragraphs_note_and_signature() -> None:
    letter = read_letter(DATA / "kst-99001-7.txt")
    assert letter.doc_id == "kst-99001-7"
    assert [u.label for u in letter.units] == [
        "l1", "l2", "l3", "l4", "p1", "h1", "p2", "p3", "h2", "p4", "s1", "n1",
    ]  # fmt: skip
    known = letter.metadata
    assert str(known.date) == "2023-03-14"
    assert known.kind == "Brief"
    assert known.subject == "BRIEF VAN DE STAATSSECRETARIS VAN INFRASTRUCTUUR EN WATERSTAAT"
    assert known.topic == "Toekomst van het spoor"
    assert known.full_title == f"{known.topic}; {known.subject}"
    assert known.senders[0].name == "A.B. de Vries"
    assert letter.pages == ()
    (mark,) = letter.marks
    assert letter.text[: mark.offset].endswith("lift of hellingbaan")
    assert "Naar boven" not in letter.text


def test_a_dossier_with_a_suffix_and_a_signature_on_two_lines() -> None:
    letter = read_letter(DATA / "kst-99002-XV-3.txt")
    assert letter.doc_id == "kst-99002-XV-3"
    assert letter.metadata.dossiers[0].title == "Begroting Sociale Zaken 2024"
    assert letter.metadata.senders[0].function == "Minister van Sociale Zaken en Werkgelegenheid"
    assert letter.metadata.senders[0].name == "C. Jansen-Bakker"


def test_a_letter_without_an_official_id_is_called_by_its_file() -> None:
    letter = read_letter(DATA / "landbouw-2020-06-11-mest.txt")
    assert letter.doc_id == "landbouw-2020-06-11-mest"
    assert letter.metadata.found["doc_id"] == "file name"
    assert letter.metadata.date is None


def test_anchors_hang_on_content_not_on_place_or_form() -> None:
    anchor = make_anchor("paragraph", "De steun aan Oekraïne: € 87 mln.")
    assert anchor == make_anchor("paragraph", "de steun  aan Oekraine – 87 mln")
    assert anchor != make_anchor("paragraph", "De steun aan Oekraïne: € 88 mln.")
    assert anchor != make_anchor("note", "De steun aan Oekraïne: € 87 mln.")


def test_equal_units_of_a_letter_have_different_anchors(tmp_path: Path) -> None:
    path = tmp_path / "twice.txt"
    path.write_text("Dit is een zin die twee keer voorkomt.\n\n" * 2, encoding="utf-8")
    first, second = read_letter(path).paragraphs
    assert second.anchor == f"{first.anchor}-2"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n\n ", "empty"),
        (b"%PDF-1.7 ...", "PDF is damaged"),
        (b"<?xml version='1.0'?><kamerstuk><al>Geachte", "not well-formed"),
        (b"<?xml version='1.0'?><kamerstuk><al> </al></kamerstuk>", "put the letter's PDF beside"),
        (b"\xc3\xaf\xc2\xbb\xc2\xbf\n<?xml version='1.0'?><handelingen/>", "Handelingen"),
        (b"<!DOCTYPE html>\n<html><body><h1>404</h1> Pagina niet gevonden</body></html>", "404"),
        (b"PK\x03\x04....", "DOCX"),
        (b"\xd0\xcf\x11\xe0....", "an old binary Office file"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "save it as DOCX"),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "a sheet of Excel"),
        (b"\xd0\xcf\x11\xe0" + "__properties_version1.0".encode("utf-16-le"), "a mail of Outlook"),
        (b"{\\rtf1 Geachte}", "save it as DOCX"),
        (bytes(range(256)) * 40, "binary"),
        (b"1234 5678\n\n---\n", "no words"),
        (b"\xff\xfea\x00b", "utf-16"),
    ],
)
def test_a_file_that_is_no_letter_is_named_with_what_to_do(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "broken.txt"
    path.write_bytes(content)
    with pytest.raises(LetterError) as caught:
        read_letter(path)
    assert str(path) in str(caught.value)
    assert said in str(caught.value)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(LetterError, match=r"200 MB is more than the limit of 20 MB; split it"):
        read_letter(path)


@pytest.mark.parametrize(
    ("name", "said"),
    [("brief.pdf", ("named .pdf, but it is not one; read as text",)), ("brief.txt", ()), ("x", ())],
)
def test_a_name_that_promises_another_form_is_said(
    name: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text("De minister meldt dat de brug open gaat.\n", encoding="utf-8")
    assert read_letter(path).source.notices == said


def test_latin_1_is_decoded_and_said_so(tmp_path: Path) -> None:
    path = tmp_path / "oud.txt"
    path.write_bytes("De coördinatie met Oekraïne kost € 3 mln.".encode("windows-1252"))
    letter = read_letter(path)
    assert letter.text == "De coördinatie met Oekraïne kost € 3 mln."
    assert letter.source.encoding == "windows-1252"
    assert "decoded as latin-1 (windows-1252)" in letter.source.notices[0]


def test_letter_files_are_found_recursively_without_hidden_ones_and_sidecars(
    tmp_path: Path,
) -> None:
    for name in ("b.txt", "a/c.txt", "a/c.txt.json", ".git/x.txt", "a/.hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("x")
    assert [p.relative_to(tmp_path).as_posix() for p in letter_files(tmp_path)] == [
        "a/c.txt", "b.txt",
    ]  # fmt: skip
    with pytest.raises(CorpusError, match="make it and put letters in it"):
        letter_files(tmp_path / "nothing")


def letter_of(tmp_path: Path, text: str) -> Letter:
    path = tmp_path / "brief.txt"
    path.write_text(text, encoding="utf-8")
    return read_letter(path)


def test_a_number_that_belongs_to_its_word_is_no_note_mark(tmp_path: Path) -> None:
    text = (
        "De CO2-uitstoot van het kanaal daalt door covid19 en door covid19 alleen.\n\n"
        "Daarover ging het beleid1 en de nota2 van vorig jaar.\n\n"
        "X Noot\n1\n\nEerste noot.\n\nX Noot\n2\n\nTweede noot.\n"
    )
    letter = letter_of(tmp_path, text)
    assert "CO2-uitstoot" in letter.text
    assert letter.text.count("covid19") == 2
    assert [letter.text[: mark.offset].split()[-1] for mark in letter.marks] == ["beleid", "nota"]


def test_lines_without_visible_characters_are_no_units(tmp_path: Path) -> None:
    letter = letter_of(tmp_path, "\u200b\n\nEen zin.\n\n\u200e \u00ad\n\nNog een zin.\n")
    assert [(unit.label, unit.text) for unit in letter.units] == [
        ("p1", "Een zin."), ("p2", "Nog een zin."),
    ]  # fmt: skip


def test_signs_made_of_several_characters_stay_whole(tmp_path: Path) -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    assert family in letter_of(tmp_path, f"Een gezin {family} staat hier.").text


def test_a_file_name_that_cannot_be_printed_is_one_bad_letter(tmp_path: Path) -> None:
    path = tmp_path / "nieuwe\nregel.txt"
    path.write_text("Een zin.", encoding="utf-8")
    with pytest.raises(LetterError, match=r"nieuwe\\nregel\.txt: .*rename the file"):
        read_letter(path)
    broken = tmp_path / b"bad\xfe.txt".decode("utf-8", "surrogateescape")
    broken.write_text("Een zin.", encoding="utf-8")
    with pytest.raises(LetterError, match="rename the file") as caught:
        read_letter(broken)
    assert str(caught.value).encode()


@pytest.mark.parametrize(
    ("dossier", "number", "doc_id", "title"),
    [
        ("28 676 NAVO", "Nr. 449", "kst-28676-449", "NAVO"),
        ("27 925 AIV", "Nr. 12", "kst-27925-12", "AIV"),
        ("26 488 JSF", "Nr. 3", "kst-26488-3", "JSF"),
        ("33 997 MH17", "Nr. 9", "kst-33997-9", "MH17"),
        ("36 410 X Begroting Defensie", "Nr. 5", "kst-36410-X-5", "Begroting Defensie"),
        ("36 410 IXB Begroting Financiën", "Nr. 5", "kst-36410-IXB-5", "Begroting Financiën"),
        ("36 410 A Mobiliteitsfonds", "Nr. 5", "kst-36410-A-5", "Mobiliteitsfonds"),
        ("21 501-28 Defensieraad", "Nr. 300", "kst-21501-28-300", "Defensieraad"),
        ("33 802 Wet op de pont", "C", "kst-33802-C", "Wet op de pont"),
        ("33 802 Wet op de pont", "AB", "kst-33802-AB", "Wet op de pont"),
    ],
)
def test_capitals_after_a_dossier_are_its_title_unless_they_are_a_suffix(
    tmp_path: Path, dossier: str, number: str, doc_id: str, title: str
) -> None:
    chamber = "Tweede" if number.startswith("Nr.") else "Eerste"
    text = (
        f"{dossier}\n\n{number} BRIEF VAN DE MINISTER VAN DEFENSIE\n\n"
        f"Aan de Voorzitter van de {chamber} Kamer der Staten-Generaal\n\n"
        "Den Haag, 5 februari 2024\n\nMet deze brief informeer ik u over de proef.\n"
    )
    letter = letter_of(tmp_path, text)
    assert letter.doc_id == doc_id
    assert [one.title for one in letter.metadata.dossiers] == [title]
    assert letter.metadata.house == ("II" if chamber == "Tweede" else "I")


def test_all_dossiers_of_the_letterhead_are_kept_and_mojibake_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_text(
        "29 521 Nederlandse deelname aan vredesmissies\n\n"
        "33 279 Samenwerking van de krijgsmacht\n\n"
        "Nr. 310 BRIEF VAN DE MINISTER VAN DEFENSIE\n\n"
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\n\nDen Haag, 5 februari 2024\n\n"
        "Met deze brief meld ik de contrÃ´le die SÃ¸ren Jansen dit jaar voor ons uitvoert.\n",
        encoding="utf-8",
    )
    letter = read_letter(path)
    assert [one.number for one in letter.metadata.dossiers] == ["29521", "33279"]
    assert "contrôle die Søren Jansen" in letter.text


def test_what_systems_and_word_leave_in_folders_is_no_letter(tmp_path: Path) -> None:
    for name in ("~$brief.docx", "Thumbs.db", "desktop.ini", "brief.docx.part", "brief.txt"):
        (tmp_path / name).write_text("De brug bij Kampen wordt vervangen.", encoding="utf-8")
    assert [path.name for path in letter_files(tmp_path)] == ["brief.txt"]


def test_a_link_to_a_folder_is_named_and_one_to_a_letter_is_read(tmp_path: Path) -> None:
    outside, corpus = tmp_path / "elders", tmp_path / "corpus"
    outside.mkdir()
    corpus.mkdir()
    (outside / "a.txt").write_text("De brug bij Kampen wordt vervangen.", encoding="utf-8")
    (corpus / "brug.txt").symlink_to(outside / "a.txt")
    (corpus / "map").symlink_to(outside)
    assert [path.name for path in letter_files(corpus)] == ["brug.txt", "map"]
    assert read_letter(corpus / "brug.txt", follow_links=True).doc_id == "brug"
    with pytest.raises(LetterError, match="map: a link to a folder is not followed"):
        read_letter(corpus / "map", follow_links=True)


def test_a_letter_of_the_eerste_kamer_has_its_letter_and_chapter() -> None:
    text = (
        "36 410 XV\nVaststelling van de begrotingsstaten\n\nB\n\n"
        "BRIEF VAN DE MINISTER VAN SOCIALE ZAKEN EN WERKGELEGENHEID\n\n"
        "Aan de Voorzitter van de Eerste Kamer der Staten-Generaal\n\nDen Haag, 5 oktober 2023\n\n"
        "Hierbij informeer ik u over de uitkering voor zelfstandigen in het rivierengebied."
    )
    document = read_document(text.encode(), "brief.txt")
    letter = make_letter(document, Source("brief.txt", "0", 1, document.form, document.parser))
    assert letter.doc_id == "kst-36410-XV-B"
    assert [one.number for one in letter.metadata.dossiers] == ["36410-XV"]
    assert (letter.metadata.ondernummer, letter.metadata.house) == ("B", "I")
