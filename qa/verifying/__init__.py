"""Whether a saved answer says what its letters say: its quotes and all that stands beside them.

`proof` looks up the words. Here the answer is made again from the letters, by what makes answers
and their JSON, and compared field by field (`comparing`, `rebuilding`). What hangs on the search of
then, such as scores, cannot be made again from letters and is named as not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from qa.assistant.saving import saved_letter
from qa.output.schema import answer_json
from qa.output.schema.answers import DifferenceModel, HitModel
from qa.questions import analyse
from qa.records import Answer, Citation, Difference, Letter, Searched
from qa.system.version import program_version
from qa.verifying.comparing import Compared, compare
from qa.verifying.proof import Proof, SavedQuote, elsewhere, prove
from qa.verifying.rebuilding import Then, not_at_hand, rebuilt, rebuilt_hit, rebuilt_side
from qa.verifying.saved_answers import SavedAnswer

__all__ = ["Then", "Verified", "verify_answer"]

BAD = frozenset({"altered", "changed", "gone"})
"""Verdicts by which a quote is not what the letter says."""

_OF_THE_SEARCH = (
    "id", "question", "reason", "refusal", "missing", "understood", "probability", "time",
    "summary", "translations", "searched", "passed_over",
    "state",
)  # fmt: skip
_OF_THE_PROGRAM = ("asked", "program", "index", "encoder", "lexicon", "settings")
_CHOSEN = "which sentences, letters and abbreviations were chosen"

_OF_A_VERSION = {
    *(f"citation.{one.name}" for one in fields(Citation) if one.name != "doc_id"),
    "paragraph", "caveats", "before", "after", "list",
    "context", "asked", "led_by", "referral", "also", "terms", "notices",
    "second_look.lacks",
    "dates.value", "dates.reason",
    *(f"{name}.{end}" for name in ("amounts", "dates") for end in ("start", "end", "text")),
}  # fmt: skip
"""What may be otherwise in another version of a letter though the same words stand in it."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of an answer: a proof for each quote, and the fields of all the rest.

    ``altered`` tells whether the rest says what the letters do not.
    """

    answer: SavedAnswer
    proofs: tuple[Proof, ...]
    rest: Compared
    altered: bool

    @property
    def holds(self) -> bool:
        """Whether all that was checked is so."""
        return not self.altered and not any(proof.verdict in BAD for proof in self.proofs)


def verify_answer(
    answer: SavedAnswer,
    letter_of: Callable[[SavedQuote], Letter | None],
    then: Then,
    reader: str,
) -> Verified:
    """Compare a saved answer with the letters.

    Args:
        answer: From `qa.verifying.saved_answers.read_saved`.
        letter_of: Gives a quote's letter as it is now; ``None`` if it is not there.
        then: Gives a version of a letter, or with an empty sha256 the letter as it is now; ``None``
            if it is not at hand.
        reader: What reads letters here; one that was read by another may be otherwise.
    """
    return _Verifying(answer, letter_of, then, reader).verified()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quote is compared: in the version it is of, ``same``, or in another."""

    letter: Letter
    start: int
    end: int
    same: bool


class _Verifying:
    def __init__(
        self,
        answer: SavedAnswer,
        letter_of: Callable[[SavedQuote], Letter | None],
        then: Then,
        reader: str,
    ) -> None:
        self.answer = answer
        self.said = answer.said
        self.letter_of = letter_of
        self.then = then
        saved = _object(self.said.get("saved"))
        self.same_reader = _object(saved.get("index")).get("reader", reader) == reader
        self.same_program = saved.get("program") == f"letters-qa {program_version()}"
        self.versions = {quote.doc_id: quote.sha256 for quote in answer.quotes}

    def verified(self) -> Verified:
        """Prove the quotes, then compare them and the rest."""
        proofs = [prove(quote, self.letter_of) for quote in self.answer.quotes]
        places = list(map(self._place, proofs))
        understood = self.said.get("understood")
        known = understood if isinstance(understood, str) and understood else None
        question = analyse(self.answer.question, understood=known)
        quotes = [
            rebuilt(said, place.letter, place.start, place.end, question.text, self.then)
            if place
            else None
            for said, place in zip(self.said["quotes"], places, strict=True)
        ]
        given = answer_json(
            Answer(
                question,
                bool(quotes),
                "",
                tuple(quote for quote in quotes if quote),
                (),
                Searched(0, 0, ""),
            )  # fmt: skip
        )
        every = iter(given["quotes"])
        said_of = zip(proofs, self.said["quotes"], places, quotes, strict=True)
        checked = tuple(
            self._quote(proof, said, place, next(every) if quote else None, None not in quotes)
            for proof, said, place, quote in said_of
        )
        rest = self._rest(given, places[0] if places else None, None in quotes[:1])
        return Verified(self.answer, checked, rest, self._is_altered(rest))

    def _place(self, proof: Proof) -> _Place | None:
        quote = proof.quote
        letter = self.then(quote.doc_id, quote.sha256) if quote.sha256 else None
        if letter is not None:
            if letter.text[quote.start : quote.end] == quote.text:
                return _Place(letter, quote.start, quote.end, True)
            found = elsewhere(quote, letter) if self.same_reader else None
            if found:
                return _Place(letter, *found, True)
        now = self.letter_of(quote) if proof.verdict in {"verbatim", "moved"} else None
        if now is None or proof.place is None:
            return None
        return _Place(now, proof.place.start, proof.place.end, False)

    def _quote(
        self, proof: Proof, said: Any, place: _Place | None, given: Any, all_known: bool
    ) -> Proof:
        """Add to a proof what of a quote's fields differs."""
        if place is None:
            return proof
        left = {"score", *not_at_hand(said, self.then)} | ({"newest"} if not all_known else set())
        if not place.same:
            left |= _OF_A_VERSION
            said = {**said, "text": given["text"]}  # of which the white space may be another
        found = compare(said, {**given, "score": None}, left)
        proof = replace(
            proof, differs=found.differs, missing=found.missing, unknown=found.unknown,
            unchecked=found.unchecked,
        )  # fmt: skip
        stands = proof.verdict in {"verbatim", "moved"}
        return replace(proof, verdict="altered") if stands and self._is_altered(found) else proof

    def _is_altered(self, found: Compared) -> bool:
        """Tell whether a comparison speaks of a forgery; another program has other fields."""
        return bool(found.differs or (self.same_program and (found.missing or found.unknown)))

    def _rest(self, given: dict[str, Any], first: _Place | None, first_unknown: bool) -> Compared:
        """Compare all but the quotes."""
        given = {**given, **dict.fromkeys(_OF_THE_SEARCH)}
        unchecked = [_CHOSEN]
        for name, made in (("hits", self._hit), ("differences", self._difference)):
            given[name] = []
            listed = self.said.get(name)
            for at, one in enumerate(listed if isinstance(listed, list) else []):
                found = made(one, at)
                given[name].append(one if found is _NOT_AT_HAND else found)
                unchecked += [f"{name}[{at}]"] if found is _NOT_AT_HAND else []
        left = {*_OF_THE_SEARCH, "hits.score", "hits.found_by"}
        left |= {f"saved.{name}" for name in (*_OF_THE_PROGRAM, "letters.path")}
        if first_unknown:
            left |= {"total"}
        elif first and not first.same:
            left |= {"total.citation", "total.addends.start", "total.addends.end"}
        if "saved" in self.said:
            letters = self._letters()
            unchecked += ["saved.letters"] if None in letters.values() else []
            told = {one["doc_id"]: one for one in self.said["saved"]["letters"]}
            listed = [made or told.get(name) for name, made in letters.items()]
            given["saved"] = {**dict.fromkeys(_OF_THE_PROGRAM), "letters": listed}
        said = {name: value for name, value in self.said.items() if name != "quotes"}
        del given["quotes"]
        found = compare(said, given, left)
        return replace(found, unchecked=(*found.unchecked, *unchecked))

    def _letters(self) -> dict[str, dict[str, Any] | None]:
        """Return what should be told of the quoted letters; ``None`` for what is not at hand."""
        letters = {
            name: self.then(name, sha256) if sha256 else None
            for name, sha256 in self.versions.items()
        }
        return {name: saved_letter(one).as_json() if one else None for name, one in letters.items()}

    def _hit(self, said: Any, at: int) -> Any:
        """Return what a hit should be; of a letter that is not quoted the version is not known."""
        doc_id = _object(said).get("doc_id")
        if not isinstance(doc_id, str):
            return None
        letter = self.then(doc_id, self.versions.get(doc_id, ""))
        hit = rebuilt_hit(said, at + 1, letter) if letter else None
        sure = doc_id in self.versions and self.same_reader and letter is not None
        if not sure and (hit is None or hit.chunk.text != said.get("text")):
            return _NOT_AT_HAND
        if hit is None:
            return None
        made = HitModel.of(hit).as_json() | {"score": None, "found_by": None}
        return made if sure else made | {"citation": said.get("citation")}  # of another version

    def _difference(self, said: Any, _: int) -> Any:
        sides = _object(said).get("sides")
        kind: Any = _object(said).get("kind")
        if not isinstance(sides, list) or len(sides) != 2:
            return None
        one, other = (rebuilt_side(side, kind, self.then) for side in sides)
        if not one or not other:
            return _NOT_AT_HAND
        return DifferenceModel.model_validate(Difference(kind, (one, other))).as_json()


_NOT_AT_HAND = object()


def _object(said: Any) -> Mapping[str, Any]:
    return said if isinstance(said, dict) else {}
