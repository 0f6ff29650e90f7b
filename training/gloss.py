"""The words of the gloss: what a Dutch word nearly always is in English, from aligned sentences.

    python -m training.gloss [--config training/config.toml]

Words of translated sentences are aligned both ways (IBM model 1: Brown et al. 1993, "The
Mathematics of Statistical Machine Translation", section 4.1). A Dutch word gets a gloss if one
English word, in all its forms, is by far its likeliest translation, it that word's, and little else
in the sentence comes of it; the rest gets none. ``gloss.tsv`` beside this file corrects common
words by hand. Sources are those that the encoder is trained on. Writes ``qa/gloss.tsv.gz``. About
five minutes and 10 GB of memory.
"""

from __future__ import annotations

import argparse
import calendar
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import Stemmer
from numpy.typing import NDArray

from qa.text.gloss import WORDS
from qa.text.language import STOPWORDS
from training.config import DEFAULT_CONFIG, load_config
from training.data import TERMS, Pair, term_pairs, translation_pairs

LONGEST = 60  # words of a sentence; the rest says little about single words
ROUNDS = 6  # of expectation and maximisation; the likelihood hardly rises after
LEAST = 3  # times a Dutch word is seen
FAINT = 0.01  # a likelihood below this speaks for no translation
AGREEMENT = 0.3
"""Least geometric mean of how likely the English word is given the Dutch one, and the reverse."""

RIVAL = 0.6
"""A second translation may be so many times as likely, at most."""

MOST_WORDS = 1.6
"""English words that a Dutch word gives rise to, at most; compounds and phrases give two: "in
addition", "personal data"."""

PLAIN = {"niet": "not", "geen": "no", "en": "and", "maar": "but", "wij": "we", "zal": "will"}
"""The only words glossed of those too common to be looked for: the others mean too many things."""

OWN = Path(__file__).with_name("gloss.tsv")
"""Common words that we corrected by hand; ``-`` for those of several meanings."""

_DAYS_AND_MONTHS = frozenset(
    name.lower() for name in (*calendar.day_name, *calendar.month_name) if name
)

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_OPEN = re.compile(r"(?<![aeiou])([aeou])([^aeiou])$")  # of "delen", whose stem is "deel"
_STEMMER = Stemmer.Stemmer("english")

Likely = dict[tuple[int, int], float]  # (from, to) -> likelihood of the one given the other
Many = dict[int, float]  # word -> words of the other language that one of it gives rise to


class Sentences(NamedTuple):
    """Sentences of one language as numbers of words, from 1; ``words[n - 1]`` is word n."""

    rows: list[NDArray[np.int64]]
    words: list[str]
    counts: Counter[str]


def numbered(rows: Iterable[Sequence[str]]) -> Sentences:
    """Number the words that occur more than once, the commonest first; leave out the others."""
    rows = list(rows)
    counts = Counter(word for row in rows for word in row)
    words = [word for word, count in counts.most_common() if count > 1]
    number = {word: place for place, word in enumerate(words, start=1)}
    return Sentences(
        [np.array([number[word] for word in row if word in number], np.int64) for row in rows],
        words,
        counts,
    )


def align(source: Sentences, target: Sentences) -> tuple[Likely, Many]:
    """Return how likely each word of the target is, given each word of the source, and how many
    words of the target a word of the source gives rise to.

    Expectation and maximisation, each source sentence with an empty word 0 in front.
    """
    size = len(target.words) + 1
    both = [
        (np.concatenate([[0], s]), t)
        for s, t in zip(source.rows, target.rows, strict=True)
        if len(s) and len(t)
    ]
    keys = np.concatenate([(s[None, :] * size + t[:, None]).ravel() for s, t in both])
    pairs, place = np.unique(keys, return_inverse=True)
    given = pairs // size
    lengths = np.repeat([len(s) for s, _ in both], [len(t) for _, t in both])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    likely = np.full(len(pairs), 1 / size)
    for _ in range(ROUNDS):
        share = likely[place]
        share /= np.repeat(np.add.reduceat(share, starts), lengths)
        counts = np.bincount(place, weights=share, minlength=len(pairs))
        likely = counts / np.bincount(given, weights=counts)[given]
    kept = likely >= FAINT
    keyed = zip((pairs[kept] // size).tolist(), (pairs[kept] % size).tolist(), strict=True)
    seen = np.bincount(np.concatenate([s for s, _ in both]))
    many = np.bincount(given, weights=counts, minlength=len(seen)) / np.maximum(seen, 1)
    return dict(zip(keyed, likely[kept].tolist(), strict=True)), dict(enumerate(many.tolist()))


def glosses(dutch: Sentences, english: Sentences) -> dict[str, str]:
    """Return the Dutch words that have one English word, with its likeliest form."""
    to_english, many = align(dutch, english)
    to_dutch, _ = align(english, dutch)
    options: dict[int, dict[str, list[tuple[float, int]]]] = defaultdict(lambda: defaultdict(list))
    for (one, other), value in to_english.items():
        if one and other:
            stem = _STEMMER.stemWord(english.words[other - 1])
            options[one][stem].append((value, other))
    found = {}
    for one, by_stem in options.items():
        shares = sorted(
            ((sum(value for value, _ in forms), forms) for forms in by_stem.values()), reverse=True
        )
        there, forms = shares[0]
        if len(shares) > 1 and shares[1][0] > RIVAL * there:
            continue
        back = max(to_dutch.get((other, one), 0.0) for _, other in forms)
        word = dutch.words[one - 1]
        if is_verb_too(word, english.words[max(forms)[1] - 1], dutch.counts):
            continue
        agreed = (there * back) ** 0.5 >= AGREEMENT and many[one] <= MOST_WORDS
        if agreed and dutch.counts[word] >= LEAST:
            found[word] = english.words[max(forms)[1] - 1]
    return found


def is_verb_too(word: str, gloss: str, counts: Mapping[str, int]) -> bool:
    """Tell whether a plural is also a verb, as "onderwerpen" is: topics, to submit.

    A verb if the word of its stem and -t occurs: "onderwerpt", or "deelt" of "delen".
    """
    stem = word[:-2]
    closed = _OPEN.sub(r"\1\1\2", stem)
    is_verb = any(counts.get(f"{form}t", 0) > 0 for form in (stem, closed))
    return word.endswith("en") and gloss.endswith("s") and is_verb


def own_terms(path: Path = TERMS) -> dict[str, str]:
    """Return the single words of the project's own list, each with its first translation."""
    found: dict[str, str] = {}
    for pair in term_pairs(path):
        if _WORD.fullmatch(pair.right):
            found.setdefault(pair.right.lower(), pair.left)
    return found


def corrections(path: Path = OWN) -> dict[str, str]:
    """Return the words corrected by hand, "" for those that stay blank."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    pairs = dict(line.split("\t") for line in lines)
    return {dutch: "" if english == "-" else english for dutch, english in pairs.items()}


def cased(texts: Iterable[str]) -> dict[str, str]:
    """Return how words are written most often inside a sentence, by their small letters."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in _WORD.findall(text)[1:]:
            counts[word.lower()][word] += 1
    return {word: forms.most_common(1)[0][0] for word, forms in counts.items()}


def named(found: Mapping[str, str], pairs: Sequence[Pair]) -> dict[str, str]:
    """Write the English of Dutch names as names, and days and months with a capital."""
    english, dutch = cased(pair.left for pair in pairs), cased(pair.right for pair in pairs)
    return {
        word: gloss.capitalize() if gloss in _DAYS_AND_MONTHS
        else english.get(gloss, gloss) if dutch.get(word, word)[0].isupper()
        else gloss
        for word, gloss in found.items()
    }  # fmt: skip


def main() -> None:
    """Align, choose and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--config", type=Path, default=DEFAULT_CONFIG)
    config = load_config(parser.parse_args().config)
    pairs = list(translation_pairs(config.paths.data / "parallel.tsv.gz", config.pairs))
    rows = [
        (dutch, english)
        for dutch, english in ((_words(pair.right), _words(pair.left)) for pair in pairs)
        if max(len(dutch), len(english)) <= LONGEST
    ]
    found = glosses(numbered(dutch for dutch, _ in rows), numbered(english for _, english in rows))
    found = named(found, pairs) | own_terms()
    found = {word: gloss for word, gloss in found.items() if word not in STOPWORDS}
    found |= PLAIN | corrections()
    lines = [
        f"{word}\t{gloss}" for word, gloss in sorted(found.items())
        if gloss and word != gloss.lower() and len(word) > 1
    ]  # fmt: skip
    WORDS.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    print(f"{len(lines):,} words in {WORDS}")  # noqa: T201


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


if __name__ == "__main__":
    main()
