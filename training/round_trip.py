"""What questions of a small language model add: ``python -m training.round_trip``.

Of what ``training.written`` wrote those questions are kept that find their sentence among the first
hits in an index of letters and papers (``benchmarks.among_papers`` builds it), and those near
misses that find their paper. The weights of evidence and support are then fitted on letters-own
alone and with these, and both are measured on sets that neither saw; letters-own itself in folds by
letter. Writes no weights.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.among_papers import BEST, LETTERS, SETS, open_both
from benchmarks.identity import MOTIONS
from qa.answering.evidence import FEATURES
from qa.answering.support import FEATURES as SUPPORT
from qa.answering.support import JOINED_FEATURES
from qa.assistant import Assistant
from qa.encoders.fitted import Fitted, read_fitted
from qa.evaluation.questions import EvalQuestion, holds_evidence, load_questions
from qa.settings import JOINED_ENCODER
from training.asked import FOLDS, folds_of, weights_by_hand
from training.evidence import Choice, choices, share_right
from training.evidence import fit as fit_choice
from training.fitting import SHIPPED
from training.support import fit as fit_answered
from training.support import observations

log = logging.getLogger(__name__)

FIT_ON = "letters-own"
WRONG = 0.03
"""Share of the answerable questions that is refused where what is refused is compared."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Observed:
    """What is told of the questions of a set: sentences to choose among, and support.

    Rows of ``support`` are questions asked of all letters, and again with their letter away.
    """

    choices: list[Choice]
    support: Array  # (rows, features)
    answered: Array  # (rows,)
    letters: list[str]  # of the rows


def read_questions(path: Path) -> list[EvalQuestion]:
    """Return the questions that were written; of a near miss ``letter`` is the paper it is near."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        evidence = entry["sentence"].strip(" ;,.")
        for number, one in enumerate(entry["questions"]):
            found.append(
                EvalQuestion(
                    id=f"{entry['paper']}-{number}",
                    lang=one["lang"],
                    question=one["question"],
                    letter=entry["paper"],
                    evidence=evidence,
                    answers=(),
                    answerable=not one["near"],
                    kind="near" if one["near"] else "written",
                )
            )
    return found


def comes_back(assistant: Assistant, question: EvalQuestion) -> bool:
    """Tell whether a question finds its sentence among the first hits; a near miss, its paper."""
    hits = assistant.search(question.question, k=BEST)
    of_paper = [hit.chunk for hit in hits if hit.chunk.doc_id == question.letter]
    if not question.answerable:
        return bool(of_paper)
    return any(holds_evidence(chunk.text, question) for chunk in of_paper)


def observe(assistant: Assistant, questions: Sequence[EvalQuestion]) -> Observed:
    """Ask all questions, the answerable ones again with their letter away."""
    answerable = [question for question in questions if question.answerable]
    rows, answered, letters = observations(assistant, questions, _names(assistant.settings.encoder))
    return Observed(choices(assistant, answerable), rows, answered, letters)


def _names(encoder: str) -> tuple[str, ...]:
    return JOINED_FEATURES if encoder == JOINED_ENCODER else SUPPORT


def joined(one: Observed, other: Observed) -> Observed:
    """Return the questions of both."""
    return Observed(
        [*one.choices, *other.choices],
        np.concatenate([one.support, other.support]),
        np.concatenate([one.answered, other.answered]),
        [*one.letters, *other.letters],
    )


def first_sentences(
    own: Observed, extra: Observed | None, sets: dict[str, Observed], fitted: Fitted
) -> dict[str, list[bool]]:
    """Return whether the best sentence of each answerable question is right, by set.

    Args:
        own: Fitted on, and read in folds.
        extra: Fitted on too.
        sets: Read by weights of all of these.
        fitted: What was set by hand stays.
    """
    now = np.array([fitted.evidence.weights[name] for name in FEATURES])
    by_hand = weights_by_hand(fitted.evidence.made, FEATURES)
    more = extra.choices if extra else []
    weights = fit_choice([*own.choices, *more], now, by_hand)
    found = {name: share_right(of.choices, weights) for name, of in sets.items()}
    fold = folds_of([choice.letter for choice in own.choices])
    right = np.zeros(len(fold), bool)
    for number in range(FOLDS):
        seen = [choice for choice, of in zip(own.choices, fold, strict=True) if of != number]
        held = np.flatnonzero(fold == number)
        weights = fit_choice([*seen, *more], now, by_hand)
        right[held] = share_right([own.choices[i] for i in held], weights)
    return {FIT_ON: right.tolist(), **found}


def refusals(
    own: Observed, extra: Observed | None, sets: dict[str, Observed], fitted: Fitted
) -> dict[str, tuple[Array, Array]]:
    """Return the logit of an answer of each row and whether there is one, by set; as above."""
    joined_up = own.support.shape[1] == len(JOINED_FEATURES)
    part = fitted.joined_support if joined_up else fitted.support
    names = JOINED_FEATURES if joined_up else SUPPORT
    now = np.array([part.weights[name] for name in names])
    by_hand = weights_by_hand(part.made, names)
    known = joined(own, extra) if extra else own
    weights, bias = fit_answered(known.support, known.answered, now, by_hand)
    found = {name: (of.support @ weights + bias, of.answered) for name, of in sets.items()}
    fold = np.concatenate(
        [folds_of(own.letters), np.full(len(known.letters) - len(own.letters), -1)]
    )
    logits = np.zeros(len(own.letters))
    for number in range(FOLDS):
        seen, held = fold != number, np.flatnonzero(fold == number)
        weights, bias = fit_answered(known.support[seen], known.answered[seen], now, by_hand)
        logits[held] = known.support[held] @ weights + bias
    return {FIT_ON: (logits, own.answered), **found}


def told(logits: dict[str, tuple[Array, Array]]) -> dict[str, Array]:
    """Return which unanswerable rows are refused where `WRONG` of letters-own's others are."""
    own, answered = logits[FIT_ON]
    floor = np.quantile(own[answered == 1], WRONG)
    return {name: of[there == 0] < floor for name, (of, there) in logits.items()}


def compare(
    what: str, without: dict[str, Sequence[bool]], given: dict[str, Sequence[bool]]
) -> None:
    """Log both shares of each set, and how many questions gain and lose."""
    for name, before in without.items():
        pairs = list(zip(before, given[name], strict=True))
        gain, lose = pairs.count((False, True)), pairs.count((True, False))
        shares = f"{np.mean(before):.3f} to {np.mean(given[name]):.3f}"
        log.info("%s, %s (%d): %s, +%d -%d", what, name, len(pairs), shares, gain, lose)


def main() -> None:
    """Read the arguments, keep what comes back, fit and compare."""
    parser = argparse.ArgumentParser(prog="python -m training.round_trip", description=__doc__)
    parser.add_argument("written", type=Path, help="what training.written wrote")
    parser.add_argument("folder", type=Path, help="of the indexes of benchmarks.among_papers")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    letters, papers = open_both(given.folder, LETTERS, MOTIONS / "papers.jsonl.gz")
    written = read_questions(given.written)
    kept = [question for question in written if comes_back(papers, question)]
    log.info("%d of %d questions come back", len(kept), len(written))
    kept_to = given.written.with_suffix(".kept.json")
    kept_to.write_text(json.dumps([one.id for one in kept]), encoding="utf-8")
    sets = {path.stem: load_questions(path, letters.letter).questions for path in SETS}
    observed = {name: observe(letters, questions) for name, questions in sets.items()}
    report(observed, observe(papers, kept), read_fitted(SHIPPED))


def report(observed: dict[str, Observed], extra: Observed, fitted: Fitted) -> None:
    """Fit without and with the questions that were written, and log what each reaches."""
    own = observed[FIT_ON]
    others = {name: of for name, of in observed.items() if name != FIT_ON}
    choosing = {name: of for name, of in others.items() if of.choices}
    sentences = [first_sentences(own, more, choosing, fitted) for more in (None, extra)]
    compare("first sentence right", *sentences)
    refused = [told(refusals(own, more, others, fitted)) for more in (None, extra)]
    compare("refused", *refused)


if __name__ == "__main__":
    main()
