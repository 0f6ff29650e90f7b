"""How often the comparison of translations is wrong: on those by people, and on changed ones.

    python -m benchmarks.translation_checks [--pairs FILE] [--half 1|2] [--show KIND]

FILE holds English and Dutch sentences, a tab between. A difference in a translation by a person is
taken for a false one, though people do leave out names and turn miles into kilometres. Then one
thing in the English is changed at random, and it is counted how often a difference comes of it that
was not there before. Rules were made on the first half; the second is for figures. ``--show``
prints the differences of a kind, or the changes of a kind that were missed.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from qa.encoders.encoder import StaticEncoder, load_encoder
from qa.llm.comparing import compare
from qa.llm.denying import denials_in
from qa.llm.names import names_in
from qa.llm.quantities import Quantity, quantities
from qa.text.language import ENGLISH_MONTHS

SEED = 7

_SCALES = {"million": "billion", "billion": "million", "thousand": "million"}
_CURRENCIES = {"$": "€", "£": "€", "€": "$", "dollars": "euros", "pounds": "euros"}
_VERB = re.compile(r"\b(?:is|are|was|were|will|would|has|have|had|can|could|should)\b")

Change = tuple[str, str]
"""What is changed, and the English after it."""


class Changes:
    """Changes one thing in a sentence, by chance, always the same."""

    def __init__(self, texts: list[str]) -> None:
        self._random = random.Random(SEED)
        self._names = sorted({name.text for text in texts for name in names_in(text, "en")})

    def of(self, text: str) -> Iterator[Change]:
        """Yield the sentence with one change of each kind that it has room for."""
        found = [one for one in quantities(text, "en") if not one.soft]
        yield from self._figures(text, found)
        yield from self._dates(text, [one for one in found if one.kind == "date"])
        names = names_in(text, "en")
        if names:
            name = self._random.choice(names)
            other = self._random.choice([one for one in self._names if one != name.text])
            yield "name exchanged", text[: name.start] + other + text[name.end :]
            yield "name dropped", text[: name.start] + text[name.end :]
        yield from self._negation(text)

    def _figures(self, text: str, found: list[Quantity]) -> Iterator[Change]:
        for kind in ("number", "amount"):
            some = [q for q in found if q.kind == kind and re.search(r"\d", _words(text, q))]
            if some:
                one = self._random.choice(some)
                yield f"digit of {kind}", _put(text, one, self._digit(_words(text, one)))
        for name, others in (("scale", _SCALES), ("currency", _CURRENCIES)):
            for one in found:
                words = _words(text, one)
                word = next((w for w in others if re.search(rf"(?<!\w){re.escape(w)}", words)), "")
                if one.kind == "amount" and word:
                    yield name, _put(text, one, words.replace(word, others[word]))
                    break

    def _digit(self, words: str) -> str:
        places = [at for at, sign in enumerate(words) if sign.isdigit()]
        at = self._random.choice(places)
        other = self._random.choice([digit for digit in "123456789" if digit != words[at]])
        return words[:at] + other + words[at + 1 :]

    def _dates(self, text: str, found: list[Quantity]) -> Iterator[Change]:
        days = [one for one in found if re.fullmatch(r"\d+-\d+", one.key)]
        if days:
            one = self._random.choice(days)
            yield (
                "day",
                _put(
                    text, one, re.sub(r"\d+", lambda m: str(int(m[0]) % 28 + 1), _words(text, one))
                ),
            )
        months = re.compile("|".join(ENGLISH_MONTHS), re.IGNORECASE)
        named = [one for one in found if months.search(_words(text, one))]
        if named:
            one = self._random.choice(named)
            is_now = months.search(_words(text, one))
            assert is_now
            other = self._random.choice([m for m in ENGLISH_MONTHS if m != is_now[0].casefold()])
            yield "month", _put(text, one, months.sub(other.capitalize(), _words(text, one)))
        years = [one for one in found if re.fullmatch(r"\d{4}", one.key)]
        if years:
            one = self._random.choice(years)
            year = str(int(one.key) + self._random.choice([-2, -1, 1, 2]))
            yield "year", _put(text, one, _words(text, one).replace(one.key, year))

    def _negation(self, text: str) -> Iterator[Change]:
        denials = denials_in(text)
        if denials:
            start, end = self._random.choice(denials)
            kind = "negation dropped" if len(denials) == 1 else "one negation of several dropped"
            yield kind, text[:start] + text[end:]
        elif verb := _VERB.search(text):
            yield "negation added", f"{text[: verb.end()]} not{text[verb.end() :]}"


def _words(text: str, one: Quantity) -> str:
    return text[one.start : one.end]


def _put(text: str, one: Quantity, words: str) -> str:
    return text[: one.start] + words + text[one.end :]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, default=Path("../shared/eval/bitext-ntrex.tsv"))
    parser.add_argument("--half", type=int, choices=(1, 2), default=2)
    parser.add_argument("--show", default="")
    given = parser.parse_args()
    lexicon = load_encoder()
    assert isinstance(lexicon, StaticEncoder)
    pairs = [line.split("\t") for line in given.pairs.read_text(encoding="utf-8").splitlines()]
    middle = len(pairs) // 2
    pairs = pairs[:middle] if given.half == 1 else pairs[middle:]
    changes = Changes([english for english, _ in pairs])
    false: dict[str, list[float]] = {
        kind: [] for kind in ("any", "number", "amount", "date", "name", "negation")
    }
    caught: dict[str, list[float]] = {}
    for english, dutch in pairs:
        before = compare(dutch, english, "nl", lexicon)
        kinds = Counter(one.kind for one in before)
        for kind, counted in false.items():
            counted.append(float(bool(before) if kind == "any" else kinds[kind] > 0))  # type: ignore[index]
        for one in before:
            if one.kind == given.show:
                _out(f"{one.message}\n  {dutch}\n  {english}")
        for kind, changed in changes.of(english):
            after = compare(dutch, changed, "nl", lexicon)
            fresh = {one.message for one in after} - {one.message for one in before}
            caught.setdefault(kind, []).append(float(bool(fresh)))
            if kind == given.show and not fresh:
                _out(f"{dutch}\n  {english}\n  {changed}")
    _table("false differences", false)
    _table("changes caught", caught)


def wilson(count: float, of: int) -> tuple[float, float, float]:
    """Return a share and its 95 % interval.

    Source: Wilson 1927, the score interval.
    """
    z = 1.96
    share, spread = count / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return share, middle - half, middle + half


def _table(title: str, counted: dict[str, list[float]]) -> None:
    _out(f"\n| {title} | of | share | 95 % interval |\n|---|---|---|---|")
    for kind, found in counted.items():
        share, low, high = wilson(sum(found), len(found))
        _out(f"| {kind} | {len(found)} | {share:.3f} | {low:.3f} to {high:.3f} |")


def _out(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
