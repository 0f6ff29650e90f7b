"""Measure a reader of windows beside the product: ``python -m training.transformer.beside``.

The product's best sentences for each question, with its own scores, are read by the reader as one
window. Asked are how often the sentence is right that has the greatest sum of the product's score
and the reader's logit, weighed in folds by letter, and how well the product's features of support
tell answerable questions with the reader's logit among them and without. Fits on letters-own; of
other sets only figures come. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qa.answering.support import JOINED_FEATURES
from qa.assistant import Assistant
from qa.evaluation.questions import EvalQuestion, load_questions
from qa.index import Filter
from qa.settings import Settings
from training.asked import FOLDS, folds_of
from training.evidence import answers
from training.support import fit, unseen
from training.transformer.read import auc, batches
from training.transformer.reader import Batch, Reader, load_reader, number_windows
from training.transformer.start import with_specials
from training.transformer.tokens import read_static
from training.transformer.windows import SENTENCES, Window

WEIGHTS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.3)
"""What the reader's logit may count beside the product's score."""

WRONGLY = 0.03
"""Share of the answerable questions of letters-own refused at the floor that is compared."""

ROOT = Path(__file__).resolve().parent.parent.parent
TOKENS = 2000  # of a batch that is only read

Array = NDArray[np.float64]


@dataclass
class Asked:
    """A question with the product's best sentences, best first, at most `SENTENCES`.

    ``logits`` and ``none`` are the reader's. ``away`` says that the letter with the answer was left
    out; then, and for questions without an answer, none is right.
    """

    question: EvalQuestion
    away: bool
    support: list[float]
    logit: float  # the product's of an answer
    texts: list[str]
    places: list[tuple[str, int]]  # letter and where the sentence begins
    scores: Array
    right: NDArray[np.bool_]
    logits: Array = field(default_factory=lambda: np.zeros(0))
    none: float = 0.0

    @property
    def answerable(self) -> bool:
        """Whether an answer is among the letters that were asked."""
        return self.question.answerable and not self.away

    @property
    def chance(self) -> float:
        """The reader's logit of any sentence against none."""
        return float(np.logaddexp.reduce(self.logits)) - self.none

    def first_is_right(self, weight: float) -> bool:
        """Tell whether the best sentence is right if the reader's logit counts ``weight``."""
        return bool(self.right[np.argmax(self.scores + weight * self.logits)])


def ask(assistant: Assistant, questions: Sequence[EvalQuestion], away: bool) -> list[Asked]:
    """Ask all questions; with ``away`` the answerable ones again without their letter."""
    letters = tuple(entry.doc_id for entry in assistant.letters)
    found = []
    for question in questions:
        found += _asked(assistant, question, None)
        if away and question.answerable:
            others = tuple(doc_id for doc_id in letters if doc_id != question.letter)
            found += _asked(assistant, question, Filter(doc_ids=others))
    return found


def _asked(assistant: Assistant, question: EvalQuestion, where: Filter | None) -> list[Asked]:
    """Return the question asked, or nothing where no passage resembles it."""
    # the parts of an answer, which nobody else wants one by one
    found = assistant._retrieve(assistant._query(question.question), where)
    evidence = assistant._answerer.score(found, assistant.store)
    if not evidence:
        return []
    support = assistant._answerer.judge(found, evidence, assistant.store)
    best = evidence[:SENTENCES]
    known = question.answerable and where is None
    return [
        Asked(
            question=question,
            away=where is not None,
            support=[getattr(support, name) for name in JOINED_FEATURES],
            logit=float(np.log(support.probability / (1 - support.probability))),
            texts=[one.sentence.text for one in best],
            places=[(one.letter.doc_id, one.sentence.start) for one in best],
            scores=np.array([one.score for one in best]),
            right=np.array([known and answers(one, question) for one in best]),
        )
    ]


def window_of(asked: Asked) -> tuple[Window, list[int]]:
    """Return the window of the sentences, each letter's in reading order, and their places."""
    best = {doc_id: i for i, (doc_id, _) in reversed(list(enumerate(asked.places)))}
    order = sorted(
        range(len(asked.texts)), key=lambda i: (best[asked.places[i][0]], asked.places[i][1])
    )
    texts = tuple(asked.texts[i] for i in order)
    window = Window(asked.question.question, texts, (False,) * len(texts), "letters")
    return window, order


def read_all(
    reader: Reader, asked: Sequence[Asked], tokenizer: Tokenizer, ends: tuple[int, int, int]
) -> float:
    """Let the reader read all questions, in place; return the mean tokens of a window.

    Args:
        reader: Trained.
        asked: Gets its logits.
        tokenizer: Of the encoder.
        ends: Numbers of [CLS], [SEP] and [PAD].
    """
    windows = [window_of(one) for one in asked]
    numbers = number_windows([window for window, _ in windows], tokenizer, ends[:2])
    reader.eval()
    with torch.inference_mode():
        for rows in batches(numbers.lengths, TOKENS, np.random.default_rng(0)):
            logits, none = reader(Batch.of(numbers, rows, ends[2]))
            for row, values, nothing in zip(rows, logits, none, strict=True):
                order = windows[row][1]
                asked[row].logits = np.zeros(len(order))
                asked[row].logits[order] = values[: len(order)].numpy()
                asked[row].none = float(nothing)
    return float(numbers.lengths.mean())


def best_weight(asked: Sequence[Asked]) -> float:
    """Return the one of `WEIGHTS` under which the right sentences are likeliest."""
    usable = [one for one in asked if one.right.any()]

    def likelihood(weight: float) -> float:
        total = 0.0
        for one in usable:
            scores = one.scores + weight * one.logits
            total += np.logaddexp.reduce(scores[one.right]) - np.logaddexp.reduce(scores)
        return total

    return max(WEIGHTS, key=likelihood)


def unseen_first(asked: Sequence[Asked]) -> list[bool]:
    """Return whether the first sentence is right, each weight chosen without the letter's fold."""
    fold = folds_of([str(one.question.letter) for one in asked])
    found = np.zeros(len(asked), bool)
    for number in range(FOLDS):
        weight = best_weight([a for a, of in zip(asked, fold, strict=True) if of != number])
        for i in np.flatnonzero(fold == number).tolist():
            found[i] = asked[i].first_is_right(weight)
    return found.tolist()


def first_figures(own: Sequence[Asked], others: dict[str, Sequence[Asked]]) -> dict[str, object]:
    """Return how often the first sentence is right: before, in folds, and elsewhere."""
    own = [one for one in own if one.answerable]
    weight = best_weight(own)
    before = np.array([one.first_is_right(0) for one in own])
    after = np.array(unseen_first(own))
    langs = np.array([one.question.lang for one in own])
    found: dict[str, object] = {"weight": weight}
    for lang in ("en", "nl"):
        of = langs == lang
        found[f"own {lang}"] = [_share(before[of]), _share(after[of])]
    found["own gained, lost"] = [int((after & ~before).sum()), int((before & ~after).sum())]
    for name, asked in others.items():
        known = [one for one in asked if one.answerable]
        one, other = ([a.first_is_right(w) for a in known] for w in (0, weight))
        if known:
            found[name] = [_share(one), _share(other)]
    return found


def _share(right: Sequence[bool] | NDArray[np.bool_]) -> float:
    return round(float(np.mean(right)), 4)


def support_logits(
    own: Sequence[Asked], others: Sequence[Asked], extra: bool
) -> tuple[Array, Array]:
    """Return logits of an answer: of own in folds, of others by a fit on all own.

    Args:
        own: Fitted on.
        others: Only read.
        extra: Add the reader's `Asked.chance` to the product's features.
    """

    def rows(asked: Sequence[Asked]) -> Array:
        return np.array([[*one.support, *([one.chance] if extra else [])] for one in asked])

    features, answered = rows(own), np.array([float(one.answerable) for one in own])
    letters = [one.question.letter or one.question.id for one in own]
    now = np.zeros(features.shape[1])
    weights, bias = fit(features, answered, now, [])
    return unseen(features, answered, letters, now, []), rows(others) @ weights + bias


def refusing_figures(
    own: Sequence[Asked], others: dict[str, Sequence[Asked]], logits: dict[str, Array]
) -> dict[str, float]:
    """Return AUCs of answerable against not, and what is refused where `WRONGLY` of own are.

    Sets that are answerable nowhere are compared with letters-own.

    Args:
        own: Letters-own, also with its letters away.
        others: The other sets, by name.
        logits: Of an answer, for each row of ``own`` and of each of the others.
    """
    answered = np.array([one.answerable for one in own])
    away = np.array([one.away for one in own])
    yes = logits["own"][answered]
    floor = np.quantile(yes, WRONGLY)
    sets = {"own": (yes, logits["own"][~answered & ~away]), "away": (yes, logits["own"][away])}
    for name, asked in others.items():
        known = np.array([one.answerable for one in asked])
        given = logits[name]
        sets[name] = (given[known] if known.any() else yes, given[~known])
    figures = {}
    for name, (one, other) in sets.items():
        labels = [True] * len(one) + [False] * len(other)
        figures[f"auc {name}"] = auc([*one, *other], labels)
        figures[f"refused {name}"] = float((other < floor).mean())
        figures[f"wrongly {name}"] = float((one < floor).mean())
    return {name: round(figure, 4) for name, figure in figures.items()}


def all_figures(own: Sequence[Asked], others: dict[str, Sequence[Asked]]) -> dict[str, object]:
    """Return everything that is asked of a reader whose logits are known."""
    found: dict[str, object] = {"first": first_figures(own, others)}
    every = [one for asked in others.values() for one in asked]
    cuts = np.cumsum([len(asked) for asked in others.values()])[:-1]
    ways = {
        "as it ships": (_each(own, "logit"), _each(every, "logit")),
        "fitted": support_logits(own, every, extra=False),
        "fitted with the reader": support_logits(own, every, extra=True),
        "reader alone": (_each(own, "chance"), _each(every, "chance")),
    }
    for way, (mine, theirs) in ways.items():
        logits = dict(zip(others, np.split(theirs, cuts), strict=True)) | {"own": mine}
        found[way] = refusing_figures(own, others, logits)
    return found


def _each(asked: Sequence[Asked], name: str) -> Array:
    return np.array([getattr(one, name) for one in asked])


def main() -> None:
    """Read the arguments, ask, and print."""
    prog = "python -m training.transformer.beside"
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    parser.add_argument("index", type=Path, help="of letters, with the transformer's vectors")
    parser.add_argument("reader", type=Path, help="what training.transformer.read has written")
    parser.add_argument("--own", type=Path, default=ROOT / "benchmarks/questions/letters-own.jsonl")
    parser.add_argument("--others", type=Path, nargs="*", default=[], help="more sets")
    parser.add_argument("--static", type=Path, default=ROOT / "qa/encoders/nl-en-static-v2")
    parser.add_argument("--encoder", type=Path, default=ROOT / "qa/encoders/nl-en-minilm-v1")
    parser.add_argument("--layers", type=int, default=4)
    given = parser.parse_args()
    assistant = Assistant.open(settings=Settings(index=given.index))
    own, *rest = (
        ask(assistant, load_questions(path, assistant.store.letter).questions, path == given.own)
        for path in (given.own, *given.others)
    )
    others = dict(zip((path.stem for path in given.others), rest, strict=True))
    tokenizer = with_specials(Tokenizer.from_file(str(given.static / "tokenizer.json")))
    first, last, pad = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[PAD]"))
    reader = load_reader(given.encoder, read_static(given.static), given.layers)
    reader.load_state_dict(torch.load(given.reader, weights_only=True)["reader"])
    every = [one for asked in (own, *rest) for one in asked]
    length = read_all(reader, every, tokenizer, (first, last, pad))
    print(json.dumps({"tokens": length, **all_figures(own, others)}, indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
