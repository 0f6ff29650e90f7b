"""Whether a sentence commits its writer, and to what kind of thing.

By the words of the sentence alone, Dutch and English: who speaks ("ik", "het kabinet",
"Nederland"), and what is still to be done ("zal", "stuur ik u voor de zomer", "ben voornemens",
"wordt in mei geëvalueerd"). What is denied or doubted, what the letter does itself ("hierbij"),
what others will do, what is expected and what holds anyway commits nobody. The rules, each with an
example, stand in docs/commitments.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import qa.letters.committing_words as w
from qa.records.commitments import CommitmentKind


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence commits to: the kind, who but the sender is to do it, and the part of the
    sentence, ``sentence[start:end]``, that says so."""

    kind: CommitmentKind
    start: int
    end: int
    by: str | None = None


Terms = Literal["days", "event", "other", ""]
"""The most telling of the terms that a sentence names: one with days, one that hangs on an event,
another, or none."""


def may_commit(sentence: str) -> bool:
    """Tell whether a sentence is worth a look: it has a word without which none commits."""
    return w.CUE.search(sentence) is not None and w.SPEAKER.search(sentence) is not None


def what_it_commits_to(
    sentence: str, terms: Terms, amounts: bool, first_person: bool
) -> Said | None:
    """Return what a sentence commits its writer to; ``None`` if to nothing.

    Args:
        sentence: One sentence.
        terms: What kind of terms it names that are not over.
        amounts: Whether it names an amount of money.
        first_person: Whether its writer is one of the government, so that "ik" binds it.
    """
    text = re.sub(r"\s[–—-]\s", " , ", re.sub(r"\s", " ", sentence))
    text = w.SHORT.sub(lambda found: found[0].replace(".", "·"), text)
    text = w.QUOTED.sub(lambda found: "x" * len(found[0]), text)
    if text.rstrip("»”\"’') ").endswith("?"):
        return None
    spoken = False
    for start, end in _clauses(text):
        clause = text[start:end]
        if spoken and w.ELIDED.match(clause):
            clause = f"ik {clause}"  # its subject stands in the part before
        spoken = (
            w.SELVES.search(clause) is not None
            and not w.OF_ANOTHER.search(clause)
            and not w.ASKED.search(clause)
        )
        if not first_person and re.search(r"\b(?:ik|mij|mijn|wij|we)\b", clause, re.IGNORECASE):
            continue
        if _commits(clause, terms, amounts, first_person):
            main = _main(clause)
            told = clause if w.EXPECTED.search(main) else main  # "it is expected that ..."
            return Said(_kind(told, amounts), start, end, _by(main))
    return None


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Cut a sentence where another subject may begin, and take out what it says by "dat ik ..."."""
    start = 0
    for match in w.CLAUSE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)
    for match in w.THAT_SELF.finditer(text):
        before = text[: match.start()]
        if not (w.ASKED.search(before) or w.EXPECTED.search(text[: match.end()])):
            yield match.start(1), match.end(1)


def _main(clause: str) -> str:
    """Return a clause without what it says of something else: "dat ...", ", die ...,"."""
    return clause[: w.FIRST_WORDS] + w.ASIDE.sub(" ", clause[w.FIRST_WORDS :])


def _commits(clause: str, terms: Terms, amounts: bool, first_person: bool) -> bool:
    main = _main(clause)
    own = w.FURTHER.split(w.CONDITION.sub("", main), maxsplit=1)[0]
    if any(one.search(own) for one in (w.DENIED, w.DOUBTED)):
        return False
    if w.BELOW.search(main):
        return False
    if w.EXPECTED.search(main):  # what parliament may expect by a day is told as a promise
        return first_person and terms == "days" and _is_brought(clause)
    asked = w.ASKED.search(main)
    if asked:
        main = main[: asked.start()]
    here = w.HERE.search(clause) is not None
    if w.SELVES.search(clause) and _speaker_commits(main, clause, terms, amounts, here):
        return True
    if here:
        return False
    if any(one.search(main) for one in (w.STRIVES, w.MAY_EXPECT, w.COMES, w.TREATED)):
        return True
    return first_person and _happens(main, clause, terms, amounts)


def _speaker_commits(main: str, clause: str, terms: Terms, amounts: bool, here: bool) -> bool:
    """Tell whether somebody of the government who is named commits himself.

    Args:
        main: The clause without what it says of something else.
        clause: The whole of it.
        terms: What kind of terms the sentence names.
        amounts: Whether it names an amount.
        here: Whether it speaks of what the letter itself does.
    """
    will = w.WILL.search(main)
    if will and not w.STATE.search(main) and not w.ASKED_TO.search(main):
        return w.AGAIN.search(main) is None or w.SHALL.search(main) is not None
    if w.INTENDS.search(main) and not (here and w.AIMS.search(main)):
        return True
    if (amounts or w.BUDGET.search(main)) and w.PAY.search(main) and w.PAID.search(main):
        return True
    if here:
        return False
    if w.KEEPS.search(main) or w.EXAMINES.search(w.CONDITION.sub("", clause)):
        return True
    if w.HAS_EXAMINED.search(main) and not w.PAST.search(main):
        return True
    if terms == "days" and (
        w.PROMISED.search(main)
        or w.BETS.search(main)
        or w.WANTS.search(main)
        or w.DEED_AFTER_TERM.match(clause)
    ):
        return True
    if w.PROMISED_TO.search(clause) and not w.KEPT.search(clause):
        return True
    return _tells(main, clause, terms)


def _tells(main: str, clause: str, terms: Terms) -> bool:
    """Tell whether somebody of the government will tell parliament something."""
    told = w.INFORM.search(main) or w.SEND.search(main)
    if told and (w.EXPECTS.search(main) or (w.WANTS.search(main) and w.TO_PARLIAMENT.search(main))):
        return True
    later = terms if terms != "other" or not w.AGAIN.search(main) else ""
    return bool(w.TELL.search(clause) and (later or w.LATER.search(main)))


def _is_brought(clause: str) -> bool:
    """Tell whether something is said to come to parliament, as is expected."""
    expected = w.EXPECTED.search(clause)
    after = clause[expected.end() :] if expected else clause
    return bool(w.GETS.search(clause) and w.GOT.search(clause) and not w.PAST.search(after))


def _happens(main: str, clause: str, terms: Terms, amounts: bool) -> bool:
    """Tell whether something will be done, told or paid without saying by whom."""
    if terms and w.TELL_ALONE.search(main):
        return True
    if w.GETS.search(main) and w.GOT.search(main):
        return not w.PAST.search(w.CONDITION.sub("", main)) and (
            terms == "days" or not w.AGAIN.search(main)
        )
    own = w.FURTHER.split(main, maxsplit=1)[0]
    if w.BY_OTHERS.search(own) or w.COULD.search(own):
        return False
    if w.PROMISED_TO.search(main) and not w.KEPT.search(main):
        return True
    if (amounts or w.BUDGET.search(main)) and w.IS_PAID.search(main) and not w.PAST.search(main):
        return True
    done = w.IS_DONE.search(main)
    if (
        done is None
        or w.AGAIN.search(main)
        or (w.RUNNING.search(main) and not w.INQUIRE.search(main))
    ):
        return False
    return terms in {"days", "event"} or w.TAKEN_UP.search(main) is not None


def _kind(main: str, amounts: bool) -> CommitmentKind:
    if w.INFORM.search(main):
        return "inform"
    if w.SEND.search(main):
        return "send"
    if (amounts or w.BUDGET.search(main)) and w.PAY.search(main):
        return "money"
    return "investigate" if w.INQUIRE.search(main) else "act"


def _by(main: str) -> str | None:
    """Return the member of government whom a clause names as the one who does it."""
    found = re.search(rf"{w.NOT_SUBJECT}\b{w.OTHERS}", main)
    return found[0] if found and not re.search(r"\b(?:ik|wij)\b", main, re.IGNORECASE) else None


def says_it_is_kept(sentence: str) -> bool:
    """Tell whether a sentence says that its letter keeps a promise: "zoals toegezegd"."""
    return w.KEPT.search(re.sub(r"\s", " ", sentence)) is not None
