"""Fit the numbers beside the table of token vectors, in place: ``python -m training.fitting``.

Each part is fitted with what those before it have found, and written with what it was fitted on,
the date, and what it reaches. With ``--keep`` the numbers stay and only the figures are written: a
fit that is no better on letters it has not seen is not worth other answers. After another table was
trained, all parts are fitted anew; the numbers of the table before it are where the fits begin.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from qa.encoders.encoder import ENCODERS
from qa.encoders.fitted import FITTED_FILE, Fitted, Made, read_fitted, write_fitted
from qa.settings import JOINED_ENCODER, STATIC_ENCODER
from training.asked import Asked, Figures, Numbers, ask_about, with_numbers
from training.choosing import measure_choosing
from training.evidence import fit_evidence
from training.retrieval import fit_retrieval
from training.support import fit_joined_support, fit_support

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ENCODERS / STATIC_ENCODER / FITTED_FILE

PARTS: dict[str, Callable[[Asked, Fitted], tuple[Numbers, Figures]]] = {
    "retrieval": fit_retrieval,
    "evidence": fit_evidence,
    "support": fit_support,
    "joined_support": fit_joined_support,
    "choosing": measure_choosing,
}
"""In the order in which each needs those before it."""


def fit_part(name: str, known: Asked, fitted: Fitted, keep: bool = False) -> Fitted:
    """Return the numbers with one part fitted anew.

    Args:
        name: One of `PARTS`.
        known: What to fit on.
        fitted: The numbers so far, of this table or another.
        keep: Leave the numbers as they are, and say only what they reach.
    """
    numbers, figures = PARTS[name](known, fitted)
    for what, figure in figures.items():
        log.info("%s: %s: %.4f", name, what, figure)
    part = getattr(fitted, name)
    by_hand = part.made.by_hand
    log.info("%s: %s", name, numbers)
    if not keep:
        part = with_numbers(part, numbers)
        by_hand = {number: why for number, why in by_hand.items() if number not in numbers}
    made = Made(
        encoder=known.lexicon.fingerprint,
        command=f"python -m training.fitting {name}{' --keep' * keep}",
        fitted=part.made.fitted if keep else date.today(),
        measured=date.today(),
        data=(known.used,),
        figures=figures,
        by_hand=by_hand,
    )
    return fitted.model_copy(update={name: part.model_copy(update={"made": made})})


def main() -> None:
    """Read the arguments, fit, and write."""
    parser = argparse.ArgumentParser(prog="python -m training.fitting", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all by default")
    parser.add_argument("--keep", action="store_true", help="leave the numbers as they are")
    parser.add_argument("--letters", type=Path, default=ROOT.parent / "shared" / "letters")
    parser.add_argument(
        "--questions", type=Path, default=ROOT / "benchmarks" / "questions" / "letters-own.jsonl"
    )
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    fitted = read_fitted(SHIPPED)
    with tempfile.TemporaryDirectory() as folder:
        for name in options.parts or PARTS:
            encoder = JOINED_ENCODER if name == "joined_support" else STATIC_ENCODER
            known = ask_about(options.letters, options.questions, Path(folder), encoder)
            fitted = fit_part(name, known, fitted, options.keep)
            write_fitted(SHIPPED, fitted)


if __name__ == "__main__":
    main()
