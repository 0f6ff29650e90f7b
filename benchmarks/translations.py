"""How well a model translates letters, and what the comparison with the original does to it.

    python -m benchmarks.translations --url http://127.0.0.1:8080/v1 --model NAME --out FILE
        [--letters FOLDER --questions FILE] [--pairs FILE] [--show]

Translates 100 sentences of quotes (the answers to the questions of an evaluation) and 100 of the
second half of a file of English and Dutch sentences. Every reply is kept in FILE: a run that was
broken off goes on, and a change of the comparison asks nothing twice. With sacrebleu installed,
prints chrF of the first replies and of what is kept after the checks; ``--show`` prints the
letters' sentences, to be read.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from qa.assistant import Assistant
from qa.encoders.encoder import StaticEncoder, load_encoder
from qa.indexing import build_index
from qa.letters.sentences import sentence_spans
from qa.llm.client import Endpoint, LLMError, Reply, complete
from qa.llm.translating import (
    SYSTEM,
    Ask,
    TranslatedSentence,
    attempt,
    first_prompt,
    translate_sentence,
)
from qa.messages import Message
from qa.settings import STATIC_ENCODER, Settings

MOST = 100
"""Sentences of each set."""

SEED = 30
SHORTEST, LONGEST = 40, 400
"""Characters of a sentence of a quote that is taken."""


class KeptReplies:
    """Asks a model, and keeps in a file what it replied: one JSON a line."""

    def __init__(self, path: Path, ask: Ask) -> None:
        self._path = path
        self._ask = ask
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self._kept = {one["prompt"]: one for one in map(json.loads, lines)}

    def __call__(self, prompt: str) -> Reply:
        """Return the reply that was kept, or ask."""
        if prompt not in self._kept:
            try:
                reply = self._ask(prompt)
                told = {"text": reply.text, "problem": reply.problem and reply.problem.as_json()}
            except LLMError as error:
                told = {"text": "", "problem": error.message.as_json()}
            self._kept[prompt] = {"prompt": prompt, **told}
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(self._kept[prompt], ensure_ascii=False) + "\n")
        kept = self._kept[prompt]
        return Reply(kept["text"], kept["problem"] and Message.from_json(kept["problem"]))


def of_quotes(folder: Path, questions: Path) -> list[str]:
    """Return sentences of the quotes that answer questions, of letters in Dutch."""
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(corpus=folder, index=Path(place), encoder=STATIC_ENCODER)
        build_index(settings)
        assistant = Assistant.open(settings=settings)
        found: dict[str, None] = {}
        for line in questions.read_text(encoding="utf-8").splitlines():
            for quote in assistant.ask(json.loads(line)["question"]).quotes:
                if assistant.letter(quote.citation.doc_id).metadata.language != "nl":
                    continue
                for start, end in sentence_spans(quote.text):
                    found[" ".join(quote.text[start:end].split())] = None
    return [text for text in found if SHORTEST <= len(text) <= LONGEST]


def of_pairs(path: Path) -> list[tuple[str, str]]:
    """Return the second half of a file of pairs: Dutch and English."""
    pairs = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(dutch, english) for english, dutch in pairs[len(pairs) // 2 :]]


def out(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


def chrf(texts: Sequence[str], references: Sequence[str]) -> float | None:
    """Return chrF of sacrebleu, 0 to 100; None where it is not installed."""
    try:
        from sacrebleu.metrics import CHRF
    except ImportError:
        return None
    return float(CHRF().corpus_score(list(texts), [list(references)]).score)


def report(
    name: str, firsts: Sequence[TranslatedSentence], kept: Sequence[TranslatedSentence]
) -> None:
    """Print how many differ, by kind, before and after the second try."""
    for when, found in (("first reply", firsts), ("kept", kept)):
        none = sum(one.problem is not None for one in found)
        differ = sum(bool(one.differences) for one in found)
        kinds = Counter(kind for one in found for kind in {d.kind for d in one.differences})
        out(f"{name}, {when}: {len(found)}, no translation {none}, differ {differ} {dict(kinds)}")


def main() -> None:
    """Translate, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--letters", type=Path, default=Path("../shared/letters"))
    parser.add_argument("--questions", type=Path, default=Path("../shared/eval/letters-dev.jsonl"))
    parser.add_argument("--pairs", type=Path, default=Path("../shared/eval/bitext-ntrex.tsv"))
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    lexicon = load_encoder()
    assert isinstance(lexicon, StaticEncoder)
    endpoint = Endpoint(given.url, given.model, seconds=given.seconds)
    ask = KeptReplies(given.out, partial(complete, endpoint, SYSTEM))
    choose = random.Random(SEED).sample
    letters = choose(of_quotes(given.letters, given.questions), MOST)
    pairs = choose(of_pairs(given.pairs), MOST)

    def both(texts: Sequence[str]) -> tuple[list[TranslatedSentence], list[TranslatedSentence]]:
        firsts = [attempt(text, first_prompt(text), lexicon, ask) for text in texts]
        return firsts, [translate_sentence(text, lexicon, ask) for text in texts]

    firsts, kept = both(letters)
    report("letters", firsts, kept)
    if given.show:
        for text, first, one in zip(letters, firsts, kept, strict=True):
            said = [difference.message for difference in one.differences]
            out("\n" + "\n".join([text, first.text, one.text, str(one.problem or said)]))
    firsts, kept = both([dutch for dutch, _ in pairs])
    report("pairs", firsts, kept)
    references = [english for _, english in pairs]
    raw = [ask(first_prompt(dutch)).text for dutch, _ in pairs]
    for when, texts in (
        ("first reply as it came", raw),
        ("first reply, checked", [one.text for one in firsts]),
        ("kept", [one.text for one in kept]),
    ):
        out(f"chrF, {when}: {chrf(texts, references)}")


if __name__ == "__main__":
    main()
