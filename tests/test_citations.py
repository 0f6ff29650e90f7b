"""References as people write them, against expectations written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from conftest import PLEDGE

from qa.citations.citing import cite, official_url, page_range, reference, short_year
from qa.records import Dossier, Letter, Metadata

KAMERSTUK = Metadata(
    dossiers=(Dossier("28676", "28 676"),), ondernummer="449", vergaderjaar="2023–2024", house="II"
)


@pytest.mark.parametrize(
    ("metadata", "pages", "expected"),
    [
        (KAMERSTUK, (3, 4), "Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4"),
        (KAMERSTUK, (2,), "Kamerstukken II 2023/24, 28676, nr. 449, p. 2"),
        (KAMERSTUK, (), "Kamerstukken II 2023/24, 28676, nr. 449"),
        (replace(KAMERSTUK, vergaderjaar=None), (), "Kamerstukken II, 28676, nr. 449"),
        (replace(KAMERSTUK, house=None, vergaderjaar=None), (), "Kamerstukken, 28676, nr. 449"),
        (
            Metadata(dossiers=(Dossier("33802", "33 802"),), ondernummer="C", house="I",
                     vergaderjaar="2014-2015"),
            (3,),
            "Kamerstukken I 2014/15, 33802, C, p. 3",
        ),
        (Metadata(subject="Irak", kenmerk="DAM-142/03", date=date(2003, 3, 17)), (),
         "Irak, kenmerk DAM-142/03, 17-03-2003, x"),
        (Metadata(), (1,), "x, p. 1"),
    ],
)  # fmt: skip
def test_reference(
    founding: Letter, metadata: Metadata, pages: tuple[int, ...], expected: str
) -> None:
    assert reference(replace(founding, doc_id="x", metadata=metadata), pages) == expected


def test_page_ranges_and_years() -> None:
    assert [page_range(p) for p in ((), (2,), (3, 4), (1, 3), (1, 2, 3, 5))] == [
        "", "2", "3-4", "1, 3", "1-3, 5",
    ]  # fmt: skip
    assert short_year("1999-2000") == "1999/00"
    assert short_year("2009") == "2009"


def test_only_official_ids_have_a_link() -> None:
    url = "https://zoek.officielebekendmakingen.nl/"
    assert official_url("kst-28676-449") == url + "kst-28676-449"
    assert official_url("ah-tk-20232024-1433") == url + "ah-tk-20232024-1433"
    assert official_url("bz-2003-03-17-irak") is None
    assert official_url("kst-../x") is None


def test_cite_gives_unit_pages_and_anchor(founding: Letter) -> None:
    start = founding.text.index(PLEDGE)
    citation = cite(founding, start, start + len(PLEDGE))
    unit = founding.unit("p11")
    assert unit is not None
    assert (citation.unit, citation.paragraph, citation.pages) == ("p11", 11, (3, 4))
    assert citation.anchor == unit.anchor
    assert citation.reference.endswith("nr. 449, p. 3-4")


def test_a_note_is_cited_by_its_label(founding: Letter) -> None:
    start = founding.text.index("wisselende reactietijden")
    citation = cite(founding, start, start + 10)
    assert (citation.unit, citation.paragraph, citation.pages) == ("n1", None, (2,))


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 3), (0, 10**6)])
def test_a_range_outside_the_letter_is_refused(founding: Letter, start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"{start}-{end}"):
        cite(founding, start, end)
