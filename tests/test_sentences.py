"""Dutch sentences: where they end and where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.letters.sentences import sentence_spans, sentences_of
from qa.records import Letter
from qa.text.language import ABBREVIATIONS, LAST_ABBREVIATIONS


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Op 23 januari jl. sprak ik hem.", "Dat was al."],
        ["Het kost € 87 mln. en meer (€ 25 mln.) dan dat.", "Toen niet."],
        ["De IT-coalitie t.b.v. Oekraïne groeit.", "Zie nr. 448 op blz. 3."],
        ["Minister K.H. Ollongren kwam.", "Drs. A. de Vries ook."],
        ["Conform art. 51 van het handvest is dat zo.", "Is dat zo?", "Ja!"],
        ["Zij zeiden «nee.»", "Daarna ging men."],
        ["Dit geldt voor vergunningen, subsidies e.d.", "De rest volgt later."],
        ["Op 5 mei jl.", "De Kamer is geïnformeerd."],
        ["Dit is besproken op 3 februari 2022.", "In 2023.", "Nu."],
        ["De termijn is 1.500 dagen (max. 4 jaar).", "(Zie ook Kamerstuk 28 676.)"],
        ["Er waren er 12.", "Dat is veel."],
        ["Zie www.tweedekamer.nl voor meer."],
        ["Het advies van 13 juli 2020, no. W13.20.0254/III, is er.", "Ik dank u."],
        ["De maatregel geldt a.i. voor iedereen.", "Daarna niet."],
        ["Zij heeft hierover no.", "De rest volgt."],
        ["De heer mr. J.G. de Hoop Scheffer sprak met dhr. P. van der Knaap c.s. over wijk X."],
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_what_may_stand_last_is_an_abbreviation() -> None:
    assert LAST_ABBREVIATIONS <= ABBREVIATIONS


@given(st.text(st.sampled_from("abA .?!…»”)(1jl.mn\n")))
def test_sentences_cover_the_text_but_white_space_once(text: str) -> None:
    spans = sentence_spans(text)
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in zip(spans, spans[1:], strict=False))
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)


def test_the_pledge_is_one_sentence_and_offsets_hold(founding: Letter) -> None:
    unit = founding.unit("p11")
    assert unit is not None
    found = sentences_of(unit)
    assert len(found) == 8
    assert found[0].text.endswith("van 23 januari jl.")
    assert found[6].text.startswith("Namens Nederland heb ik")
    assert found[6].text.endswith("t.b.v. Oekraïne (€ 10 mln.).")
    for sentence in found:
        assert founding.text[sentence.start : sentence.end] == sentence.text
