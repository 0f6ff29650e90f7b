"""Answers questions from an index: opens it, searches, and makes the answer.

    Assistant.open("indexes/default").ask("what did NL pledge at the UDCG")

Building the index is the subject of `qa.indexing`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from qa.answering import Answerer
from qa.answering.earlier import differences_over_time, find_earlier
from qa.answering.evidence import Candidate
from qa.answering.glossary import abbreviations_in, explain, terms_in
from qa.answering.referrals import follow
from qa.answering.support import Support
from qa.answering.timeline import HITS, Timeline, make_timeline
from qa.assistant.beside import Beside
from qa.commitments import Ledger, make_ledger
from qa.encoders.encoder import Encoder, StaticEncoder
from qa.errors import IndexDamagedError, IndexMismatchError, QuestionError
from qa.index import Filter, LetterEntry, Store
from qa.index.engines import engine_of
from qa.index.versions import VersionStore, older_versions
from qa.indexing import as_made, is_second_pass_due, open_encoders
from qa.llm import Summary, Translation, summaries, summarise, translate
from qa.questions import analyse, mend
from qa.records import Answer, Hit, Letter, Prepared, Searched, SetQuestion, Term, TimeRange
from qa.retrieval.explaining import Explainer
from qa.retrieval.matching import Query
from qa.retrieval.retriever import Retrieved, Retriever
from qa.settings import Settings, load_settings

SOUGHT = 60
"""Passages among which earlier questions are sought."""

ANSWERS = re.compile("vragen|antwoord|aanhangsel|overleg", re.IGNORECASE)
"""What the kind of a letter names that answers questions of members."""

SPELLED_OUT = 3
"""Content words for each abbreviation of a question up to which abbreviations are spelled out."""


class Assistant:
    """Answers questions from one index. Safe to use from several threads.

    Where several ask at once, processes beside this one answer too; see `qa.assistant.beside`.
    """

    def __init__(
        self, settings: Settings, store: Store, encoder: Encoder, lexicon: StaticEncoder
    ) -> None:
        self._wanted = settings
        self.settings = as_made(settings, store.manifest)
        self.store = store
        self._encoder = encoder
        self._lexicon = lexicon
        self._retriever = Retriever(store, encoder, lexicon)
        self._explainer = Explainer(lexicon)
        self._beside = Beside(settings)
        self._answerer = Answerer(lexicon)
        self._whole: tuple[str | None, str | None, int] | None = None
        self._ledger: Ledger | None = None

    @classmethod
    def open(cls, index: str | Path | None = None, settings: Settings | None = None) -> Assistant:
        """Open an index to ask questions of.

        Args:
            index: Folder of the index; that of the settings by default.
            settings: From ``QA_*`` variables by default.

        Raises:
            IndexNotFoundError: If there is no index; the message has the command that builds it.
            IndexDamagedError: If its files are not whole.
            IndexMismatchError: If another encoder, or another lexicon, has built it.
            EncoderError: If the encoder cannot be loaded.
        """
        settings = settings or load_settings()
        if index is not None:
            settings = settings.model_copy(update={"index": Path(index)})
        store = engine_of(settings).open()
        made = as_made(settings, store.manifest)
        _check_name(store, made)
        encoder, lexicon = open_encoders(made)
        _check_encoders(store, encoder, lexicon)
        return cls(settings, store, encoder, lexicon)

    def newer(self) -> Assistant:
        """Return an assistant for the newest generation: itself, or one for what came since.

        This one keeps its generation. Encoder, ranker and unchanged segments are shared.

        Raises:
            IndexMismatchError: If another encoder has built the newest generation.
            IndexDamagedError: If it is not whole.
        """
        store = self.store.newer()
        if store is self.store:
            return self
        settings, encoder = as_made(self._wanted, store.manifest), self._encoder
        if settings.encoder != self.settings.encoder:  # the transformer's vectors came, or went
            encoder, _ = open_encoders(settings)
        _check_encoders(store, encoder, self._lexicon)
        other = copy(self)
        other.store, other.settings, other._encoder = store, settings, encoder
        other._whole = other._ledger = None
        other._retriever = Retriever(store, encoder, self._lexicon)
        return other

    def ask(
        self,
        question: str,
        where: Filter | None = None,
        *,
        any_time: bool = False,
        after: str | None = None,
    ) -> Answer:
        """Answer a question in English or Dutch by quotes from the letters.

        A time that the question names ("in 2023", "the latest") chooses among the letters, unless
        ``where`` does so already; if no letter of that time answers, all are searched.

        Args:
            question: White space around it does not count, nor what follows `MAX_QUESTION`.
            where: Which letters to search; all by default.
            any_time: Read no time out of the question.
            after: The question before it, in full: "and for the IT coalition?" leans on it. The
                answer's ``understood`` is what was asked then.

        Raises:
            QuestionError: If it holds no letter or digit.
        """
        return self._beside.run(self._ask, self.generation, question, where, any_time, after)

    def _ask(
        self, question: str, where: Filter | None, any_time: bool, after: str | None
    ) -> Answer:
        return self._answered(self._query(question, after), where, any_time)

    def _answered(self, query: Query, where: Filter | None, any_time: bool = False) -> Answer:
        dated = where is not None and (where.since or where.until)
        time = None if any_time or dated else query.question.time
        found = self._answer_of_time(query, self._named(where) or Filter(), time)
        self._prove(found)
        return found if found.found else replace(found, searched=self._there(found.searched))

    def prepare(
        self, question: SetQuestion, where: Filter | None = None, after: str | None = None
    ) -> Prepared:
        """Return what the letters have for a question of a set: an answer, and earlier questions
        that are like it, with theirs.

        Args:
            question: Of the set.
            where: Which letters to search; all by default.
            after: The question before it in the set, which it may lean on.
        """
        return self._beside.run(self._prepare, self.generation, question, where, after)

    def _prepare(self, question: SetQuestion, where: Filter | None, after: str | None) -> Prepared:
        try:
            query = self._query(question.whole, after)
        except QuestionError as error:
            return Prepared(question, None, problem=error.message)
        answer = self._answered(query, where)
        hits = self._with_questions(query, where)
        texts = self._answerer.text_in(self.store)
        earlier = find_earlier(query.question.text, hits, texts, self._lexicon)
        over_time = differences_over_time(earlier, self.store.letter)
        differences = dict.fromkeys((*over_time, *answer.differences))
        return Prepared(question, answer, earlier, tuple(differences))

    def _with_questions(self, query: Query, where: Filter | None) -> list[Hit]:
        """Return passages among which earlier questions are sought: of all letters, and of those
        of a kind that answers questions, which may be few among many."""
        hits = self._retriever.search(query, SOUGHT, self._named(where))
        answering = tuple(kind for kind in self.values_of("kind") if ANSWERS.search(kind))
        if answering and not (where and where.kinds):
            narrowed = replace(self._named(where) or Filter(), kinds=answering)
            hits += self._retriever.search(query, SOUGHT, narrowed)
        return hits

    def _answer_of_time(self, query: Query, where: Filter, time: TimeRange | None) -> Answer:
        """Answer from the letters of a time; from all, if none of those answers."""
        if time and (time.since or time.until):
            found = self._answer(
                query, replace(where, since=time.since, until=time.until, undated=True), time
            )
            if found.found:
                return replace(found, time=time)
            time = replace(time, kept=False)
        return replace(self._answer(query, where, time), time=time)

    def _answer(self, query: Query, where: Filter, time: TimeRange | None) -> Answer:
        newest = bool(time and time.newest)
        found = replace(self._retrieve(query, where, HITS if newest else None), time=time)
        answer = self._answerer.answer(
            found, self.store, self.settings.hits,
            lambda quotes: follow(quotes, self.store, where, partial(self._among, query)),
        )  # fmt: skip
        explained = self._explainer.explain(query.question.words, answer.hits)
        return replace(answer, hits=tuple(explained))

    def _among(self, query: Query, where: Filter) -> Answer:
        """Answer from letters that are referred to, without following what they refer to."""
        found = replace(self._retrieve(query, where), referred=True)
        return self._answerer.answer(found, self.store)

    def _query(self, question: str, after: str | None = None, *, quick: bool = False) -> Query:
        """Analyse a question and make it ready: slips of typing mended, abbreviations spelled out.

        Both by the letters. In a question of many words abbreviations are left as they are: there
        they are seldom its subject.
        """
        asked = analyse(question, after)
        if slips := self._retriever.slips(asked):
            asked = mend(asked, slips)
        shorts = abbreviations_in([asked.text])
        if len(asked.words) > SPELLED_OUT * len(shorts):
            return self._retriever.query(asked, quick=quick)
        terms = (explain(short, None, self.store) for short in shorts)
        meanings = [term.long for term in terms if term]
        return self._retriever.query(asked, meanings, quick=quick)

    def _retrieve(
        self,
        query: Query,
        where: Filter | None = None,
        k: int | None = None,
        weights: dict[str, float] | None = None,
    ) -> Retrieved:
        """Return the best ``k`` hits, those of the settings by default, and what was searched."""
        where = self._named(where)
        hits = self._retriever.search(query, k or self.settings.hits, where, weights)
        return Retrieved(query, tuple(hits), self._searched(where))

    def timeline(self, question: str, where: Filter | None = None) -> Timeline:
        """Return all letters that speak to a question, oldest first.

        Raises:
            QuestionError: If it holds no letter or digit.
        """
        return self._beside.run(self._timeline, self.generation, question, where)

    def _timeline(self, question: str, where: Filter | None) -> Timeline:
        found = self._retrieve(self._query(question), where, HITS)
        scored = self._answerer.score(found, self.store, read=HITS)
        return make_timeline(found.query.question.typed, scored, found.searched)

    def summarise(self, found: Answer) -> Summary | None:
        """Return a summary of an answer by the language model of the settings, if there is one."""
        return summarise(found, self._lexicon, self.settings)

    def summaries(self, found: Answer, left: Callable[[], bool]) -> Iterator[Summary]:
        """Yield the same as it is written, until ``left`` says that nobody waits."""
        return summaries(found, self._lexicon, self.settings, left)

    def translate(self, text: str) -> Translation | None:
        """Return a Dutch text in English by the language model of the settings, if there is one."""
        return translate(text, self._lexicon, self.settings)

    def _prove(self, found: Answer) -> None:
        """Compare every quote with the letter as it is stored.

        Raises:
            IndexDamagedError: If one is not what stands there.
        """
        for quote in found.quotes:
            place = quote.citation
            letter = self.store.letter(place.doc_id)
            if (letter.text[place.start : place.end], letter.version) != (quote.text, place.sha256):
                raise IndexDamagedError(
                    "quote-differs", doc_id=place.doc_id, start=place.start, end=place.end
                )

    def search(
        self,
        question: str,
        k: int = 10,
        where: Filter | None = None,
        weights: dict[str, float] | None = None,
        after: str | None = None,
        *,
        quick: bool = False,
    ) -> list[Hit]:
        """Return the best ``k`` hits without making an answer.

        Args:
            question: As typed.
            k: How many, at least 1.
            where: Which letters to search; all by default.
            weights: What each signal of `qa.retrieval.retriever` counts, for measuring them apart.
            after: The question before it, which it may lean on.
            quick: By words and static vectors alone: a first look, in half the time.

        Raises:
            QuestionError: If the question holds no letter or digit.
        """
        query = self._query(question, after, quick=quick)
        return list(self._retrieve(query, where, k, weights).hits)

    def candidates(self, question: str) -> list[Candidate]:
        """Return the sentences from which the answer is chosen, with what speaks for each.

        Raises:
            QuestionError: If the question holds no letter or digit.
        """
        return self._answerer.candidates(self._retrieve(self._query(question)), self.store)

    def support(self, question: str, where: Filter | None = None) -> Support | None:
        """Return what speaks for there being an answer; None if no passage resembles the question.

        Raises:
            QuestionError: If the question holds no letter or digit.
        """
        found = self._retrieve(self._query(question), where)
        scored = self._answerer.score(found, self.store)
        return self._answerer.judge(found, scored, self.store) if scored else None

    @property
    def searched(self) -> Searched:
        """How many letters and paragraphs a question searches."""
        return self._searched(None)

    def _searched(self, where: Filter | None) -> Searched:
        return Searched(
            *self.store.searched(where),
            self.store.name,
            where or Filter(),
            first_pass=is_second_pass_due(self._wanted, self.store.manifest),
        )

    def _there(self, searched: Searched) -> Searched:
        """Add what the whole index has, read once, and has not: files left out, older versions."""
        if self._whole is None:
            known = self.store.values_of("date")
            older = len(older_versions(VersionStore(self.store.folder), self.store.entry))
            self._whole = (min(known, default=None), max(known, default=None), older)
        oldest, newest, older = self._whole
        unread = len(self.store.problems)
        return replace(searched, oldest=oldest, newest=newest, unread=unread, older=older)

    def would_search(self, where: Filter) -> Searched:
        """How many letters and paragraphs a question with this filter searches."""
        return self._searched(self._named(where))

    def _named(self, where: Filter | None) -> Filter | None:
        """Put the ids of letters for the names that a person typed."""
        if where is None or not where.doc_ids:
            return where
        return replace(where, doc_ids=tuple(map(self.store.find_id, where.doc_ids)))

    @property
    def generation(self) -> dict[str, Any]:
        """The manifest of the generation that answers: its number, when it was made, by what."""
        return self.store.manifest

    @property
    def letters(self) -> list[LetterEntry]:
        """The letters in the index, in the order of their ids; reads them all."""
        return list(self.store.entries.values())

    def letters_where(self, where: Filter) -> list[LetterEntry]:
        """The letters that a filter leaves, in the order of their ids."""
        return self.store.entries_where(self._named(where) or Filter())

    def places_of(self, name: str) -> list[tuple[str, int, int]]:
        """Where letters name a publication or explain an abbreviation: doc_id, start, end."""
        return self.store.places_of(name)

    def ledger(self, today: date | None = None) -> Ledger:
        """The commitments in the letters, as they stand today; made once for a generation and day.

        Args:
            today: The day on which terms are over or not; this one by default.
        """
        today = today or date.today()
        if self._ledger is None or self._ledger.today != today:
            self._ledger = make_ledger(self.store, today)
        return self._ledger

    def values_of(self, column: str) -> dict[str, int]:
        """Values of ``date``, ``kind``, ``dossier``, ``sender`` or ``abbreviation`` with counts of
        their letters."""
        return self.store.values_of(column)

    def meaning_of(self, short: str) -> str:
        """What an abbreviation stands for by the oldest letter that explains it, else ""."""
        term = explain(short, None, self.store)
        return term.long if term else ""

    def has_letter(self, doc_id: str) -> bool:
        """Tell whether the index holds a letter."""
        return self.store.has(doc_id)

    @property
    def problems(self) -> list[str]:
        """A sentence about each file that was left out of the index."""
        return self.store.problems

    def letter(self, doc_id: str) -> Letter:
        """Return a letter.

        Raises:
            LetterNotFoundError: If the index does not hold it.
        """
        return self.store.letter(doc_id)

    def terms(self, letter: Letter) -> tuple[Term, ...]:
        """Return the abbreviations of a letter that letters explain, in their order."""
        return terms_in([unit.text for unit in letter.units], letter, self.store)


def _check_name(store: Store, settings: Settings) -> None:
    """Refuse another name before a model of that name is sought on the hub, which takes minutes."""
    theirs = store.manifest["encoder"]["name"]
    if settings.encoder != theirs and not Path(settings.encoder).is_dir():
        raise IndexMismatchError(
            "index-of-another-encoder", folder=store.folder, theirs=theirs, wanted=settings.encoder
        )


def _check_encoders(store: Store, encoder: Encoder, lexicon: StaticEncoder) -> None:
    for role, mine in (("encoder", encoder), ("lexicon", lexicon)):
        theirs = store.manifest[role]
        if theirs["sha256"] != mine.fingerprint:
            raise IndexMismatchError(
                "index-of-another-version",
                folder=store.folder,
                role=role,
                theirs=theirs["name"],
                their_hash=theirs["sha256"][:12],
                wanted=mine.name,
                wanted_hash=mine.fingerprint[:12],
            )
