"""Filters: what people type becomes days and numbers, and what is none is said."""

from __future__ import annotations

import pytest

from qa.errors import QuestionError
from qa.records.filters import Filter, filter_json, make_filter


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2023", "2023", ("2023-01-01", "2023-12-31")),
        ("2024-02", "2024-02", ("2024-02-01", "2024-02-29")),
        ("2024-2-5", " 2024-02-05 ", ("2024-02-05", "2024-02-05")),
        (None, "2023", (None, "2023-12-31")),
    ],
)
def test_a_year_or_month_counts_from_its_first_day_to_its_last(
    since: str | None, until: str | None, days: tuple[str | None, str | None]
) -> None:
    found = make_filter(since=since, until=until)
    assert (found.since, found.until) == days


@pytest.mark.parametrize("text", ["gisteren", "2024-13", "2024-02-30", "24", "0000"])
def test_what_is_no_date_is_said(text: str) -> None:
    with pytest.raises(QuestionError, match=f"'{text}' is no date"):
        make_filter(since=text)


def test_dossiers_may_be_typed_as_printed() -> None:
    found = make_filter(dossiers=["28 676", "36800-x"])
    assert found.dossiers == ("28676", "36800-X")
    assert filter_json(found) == {"dossiers": ["28676", "36800-X"]}
    assert not Filter()
    assert found
