"""The numbers fitted to a table of token vectors: weights, discounts, thresholds.

They lie beside the table in `FITTED_FILE`, in parts, each with what it was fitted on and by which
command, and hold for that table alone: another table's cosines are others. ``training/fitting.py``
writes them. Fits nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from qa.errors import EncoderError

FITTED_FILE = "fitted.json"

FIT = "python -m training.fitting"
"""The command that fits the numbers to a table."""

Share = Annotated[float, Field(ge=0, le=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DataUsed(_Frozen):
    """A file of questions that numbers were fitted on: how many of them, and its SHA-256."""

    name: str
    questions: int
    sha256: str


class Made(_Frozen):
    """How the numbers of a part came about.

    ``encoder`` is the fingerprint of the table they hold for; ``fitted`` the day from which most of
    them are, ``measured`` that of the ``figures``: what they reach on the data, and what a fit
    reaches on letters it has not seen (folds). ``by_hand`` tells of each number that no fit gave
    since when it stands and why.
    """

    encoder: str
    command: str
    fitted: date
    measured: date
    data: tuple[DataUsed, ...]
    figures: Mapping[str, FiniteFloat]
    by_hand: Mapping[str, str]


class _Part(_Frozen):
    made: Made


class RetrievalNumbers(_Part):
    """What orders passages.

    weights          what each signal counts, by its name
    joined           the same where the passages have the transformer's vectors too
    in_chunk         what a match elsewhere in the same chunk counts for a sentence
    nearby           what a match one or two chunks away in the same letter counts
    in_letter        what a match anywhere else in the same letter counts
    word_in_letter   what a word that stands elsewhere in the same letter counts; words err less
                     than tokens
    neighbour_floor  least cosine of a word of the letters that may stand in for the question's
    mistyped         what a word counts that the question's may be mistyped for, if no letter has it
    name_cosine      a name counts as met by a word of this cosine: Ukraine by Oekraïne
    nearly           least cosine of two words that are shown as meaning nearly the same
    nearly_in_pieces the same where one of them is cut into pieces, which may be alike and the words
                     not
    """

    weights: Mapping[str, FiniteFloat]
    joined: Mapping[str, FiniteFloat]
    in_chunk: Share
    nearby: tuple[Share, Share]
    in_letter: Share
    word_in_letter: Share
    neighbour_floor: Share
    mistyped: Share
    name_cosine: Annotated[float, Field(gt=0, le=1)]
    nearly: Share
    nearly_in_pieces: Share


class EvidenceNumbers(_Part):
    """What orders sentences.

    weights        what each feature counts, by its name
    before, above  what a match counts that stands before the sentence in its paragraph, or in the
                   heading or the two units above the paragraph
    """

    weights: Mapping[str, FiniteFloat]
    before: Share
    above: Share


class SupportNumbers(_Part):
    """What decides whether the letters answer at all.

    weights, bias  of the logistic regression; the weights by the names of the features
    floor          least probability of an answer
    sure           least probability of one that is not said to be near only
    word_met       a word of the question is called missing if its best cosine is less
    """

    weights: Mapping[str, FiniteFloat]
    bias: FiniteFloat
    floor: Share
    sure: Share
    word_met: Share


class ChoosingNumbers(_Part):
    """What decides how much is quoted; but for the last, shares of the best sentence's probability.

    joined        the sentence before or after joins the quote
    second        a further quote
    named         a sentence that gives a name asked for outright, where none of the best does;
                  numbers and dates stand in too many sentences for that
    context_gain  a sentence is context if it meets a question token so much better than the quote
    """

    joined: Share
    second: Share
    named: Share
    context_gain: Share


class Fitted(_Frozen):
    """All numbers that were fitted to one table.

    ``joined_support`` stands for ``support`` where the passages have the transformer's vectors too.
    """

    retrieval: RetrievalNumbers
    evidence: EvidenceNumbers
    support: SupportNumbers
    joined_support: SupportNumbers
    choosing: ChoosingNumbers


def load_fitted(folder: Path, encoder: str) -> Fitted:
    """Read the numbers that lie beside a table.

    Args:
        folder: Of the encoder.
        encoder: The table's fingerprint.

    Raises:
        EncoderError: If there are none, they cannot be read, or were fitted to another table.
    """
    fitted = read_fitted(folder / FITTED_FILE)
    for name in Fitted.model_fields:
        if getattr(fitted, name).made.encoder != encoder:
            raise EncoderError(
                "fitted-to-another-encoder", path=folder / FITTED_FILE, part=name, command=FIT
            )
    return fitted


def read_fitted(path: Path) -> Fitted:
    """Read numbers, whatever table they were fitted to.

    Raises:
        EncoderError: If there are none, or they cannot be read.
    """
    try:
        return Fitted.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise EncoderError("fitted-missing", path=path, command=FIT) from None
    except OSError as error:
        raise EncoderError("fitted-unreadable", path=path, error=error.strerror) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise EncoderError("fitted-damaged", path=path, place=place, error=first["msg"]) from None


def write_fitted(path: Path, fitted: Fitted) -> None:
    """Write numbers as a file that people can read."""
    path.write_text(fitted.model_dump_json(indent=2) + "\n", encoding="utf-8")
