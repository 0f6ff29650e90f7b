"""A second judge: what a server says of quotes, and the curve with and without it."""

from __future__ import annotations

import math

import pytest
from pytest_httpserver import HTTPServer

from benchmarks.second_judge import judged, table


def _row(number: int, name: str, answerable: bool, told: float, said: float) -> dict[str, object]:
    return {
        "set": name, "id": f"q{number}", "lang": "nl", "answerable": answerable, "found": True,
        "probability": told, "judged": said,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tokens", "share"),
    [
        ({"Yes": 0.6, " no": 0.2, "yes": 0.1}, 0.7 / 0.9),
        ({"Nee": 0.5, "The": 0.4}, 0.0),
        ({"The": 0.9}, 0.5),
    ],
)
def test_the_probability_of_yes_is_that_of_the_first_token(
    httpserver: HTTPServer, tokens: dict[str, float], share: float
) -> None:
    first = [{"token": token, "logprob": math.log(p)} for token, p in tokens.items()]
    reply = {"choices": [{"logprobs": {"content": [{"top_logprobs": first}]}}]}
    httpserver.expect_request("/v1/chat/completions").respond_with_json(reply)
    assert judged(httpserver.url_for("/v1"), "small", "Wat?", ["Dit."]) == pytest.approx(share)


@pytest.mark.parametrize("knows", [True, False])
def test_a_judge_who_knows_raises_the_curve_and_another_leaves_it(knows: bool) -> None:
    rows = []
    for name in ("letters-own", "letters-dev"):
        for number in range(40):
            answerable = number % 2 == 0
            telling, not_telling = (0.9 if answerable else 0.1), 0.3 + (number // 2 % 5) / 10
            told, said = (not_telling, telling) if knows else (telling, not_telling)
            rows.append(_row(number, name, answerable, told, said))
    lines = [line.split(" | ") for line in table(rows).splitlines() if "letters-dev" in line]
    areas = {line[2]: float(line[3]) for line in lines}
    assert areas["without"] == (0.5 if knows else 1.0)
    assert areas["with"] == 1.0
