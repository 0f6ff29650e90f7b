"""Questions of the field by a small language model: ``python -m training.written``.

For a sentence of a paper of the House the model writes a question in English and one in Dutch that
it answers, and a near miss in either in turn: the same subject, but something asked that it does
not say. Papers that any set of questions asks about are left out. Each call is a line of the file
that is written, so a run that was cut short goes on where it stopped; ``training.round_trip``
keeps the questions that find their sentence. Needs xllamacpp and a GGUF model; neither is a part
of the project, and nor are the questions.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import random
import re
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

SHORTEST, LONGEST = 60, 260
"""Characters of a sentence that is asked about."""

TOKENS = 110
"""The most that the model writes for a sentence."""

TEMPERATURE = 0.3

SYSTEM = """\
You write questions that a journalist could type to search motions of the Dutch parliament. You \
get the subject of a motion and one sentence of it. Write three lines:
EN: a question in English that the sentence answers
NL: a different question in Dutch that the sentence answers
{lang}-: a question in {language} about this subject that the sentence does not answer
Every question names the subject, for the reader does not see the motion. Use your own words."""

LANGUAGES = {"EN": "English", "NL": "Dutch"}

EXAMPLES = (
    (
        "het aantal stageplekken in de zorg waarborgen",
        "overwegende dat het Stagefonds jaarlijks bijdraagt aan circa 150.000 stageplaatsen in de "
        "zorg, waarvan driekwart op mbo-niveau;",
        "How many internships in health care does the Stagefonds support each year?",
        "Welk deel van de stages in de zorg die het Stagefonds steunt is op mbo-niveau?",
        "How much money does the Stagefonds for internships in health care cost each year?",
        "In welk jaar werd het Stagefonds voor de zorg opgericht?",
    ),
    (
        "onderzoeken hoe groot de noodvoorraad gas moet zijn",
        "verzoekt de regering te onderzoeken in welke gasopslaglocaties de noodvoorraad het beste "
        "kan worden opgeslagen,",
        "What is the government asked to find out about storing the emergency gas reserve?",
        "Wie moet nagaan waar de noodvoorraad gas het beste kan liggen?",
        "Which company will manage the emergency gas reserve?",
        "Hoeveel kubieke meter gas komt er in de noodvoorraad?",
    ),
    (
        "een landelijk verbod op lachgas handhaven",
        "constaterende dat het aantal verkeersongevallen door lachgas volgens de politie in 2023 "
        "met de helft is gedaald;",
        "By how much did road accidents caused by laughing gas fall in 2023?",
        "Van wie komen de cijfers over ongelukken in het verkeer door lachgas?",
        "What is the fine for selling laughing gas?",
        "Welke gemeente verbood lachgas als eerste?",
    ),
)
"""Subject, sentence, questions in English and Dutch, near misses in English and Dutch."""

_LINE = re.compile(r"^(EN|NL)(-?):\s*(.+\?)\s*$", re.MULTILINE)


class Source(NamedTuple):
    """A sentence to ask about, and the paper it stands in."""

    paper: str
    subject: str
    sentence: str


class Written(NamedTuple):
    """A question of the model; ``near`` if its sentence is not to answer it."""

    lang: str
    question: str
    near: bool


def asked_about(files: Sequence[Path]) -> set[str]:
    """Return the ids of the letters that sets of questions ask about."""
    ids = set()
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            ids |= {entry.get("letter"), entry.get("about")}
    return {doc_id for doc_id in ids if doc_id}


def sources(records: Path, without: Collection[str], seed: int = 7) -> Iterator[Source]:
    """Yield a sentence of each paper, in a random order; those with figures or names first.

    Args:
        records: Of the papers, a ``.jsonl.gz`` file.
        without: Ids of papers to leave out.
        seed: Of the order and of the choice.
    """
    rng = random.Random(seed)
    found = []
    with gzip.open(records, "rt", encoding="utf-8") as lines:
        for item in map(json.loads, lines):
            fit = [
                text for text in (*item["considerations"], *item["requests"])
                if SHORTEST <= len(text) <= LONGEST
            ]  # fmt: skip
            if item["id"] not in without and item["subject"] and fit:
                telling = [text for text in fit if re.search(r"\d|\w [A-Z]", text)]
                found.append(Source(item["id"], item["subject"], rng.choice(telling or fit)))
    rng.shuffle(found)
    return iter(found)


def messages(source: Source, near: str) -> list[dict[str, str]]:
    """Return what the model is given; ``near`` is the language of the near miss, EN or NL."""
    system = SYSTEM.format(lang=near, language=LANGUAGES[near])
    said = [{"role": "system", "content": system}]
    for subject, sentence, english, dutch, *misses in EXAMPLES:
        miss = misses[list(LANGUAGES).index(near)]
        said.append({"role": "user", "content": _shown(subject, sentence)})
        lines = f"EN: {english}\nNL: {dutch}\n{near}-: {miss}"
        said.append({"role": "assistant", "content": lines})
    return [*said, {"role": "user", "content": _shown(source.subject, source.sentence)}]


def _shown(subject: str, sentence: str) -> str:
    return f"Subject: {subject}\nSentence: {sentence.strip()}"


def read_written(text: str) -> list[Written]:
    """Return the questions of what the model wrote; lines of another form, and examples
    said again, are left out.

    Example:
        >>> read_written("EN: How many?\\nNL: Hoeveel?\\nEN-: Since when?\\nand so on")[2]
        Written(lang='en', question='Since when?', near=True)
    """
    shown = {one for example in EXAMPLES for one in example}
    found: dict[str, Written] = {}
    for lang, sign, question in _LINE.findall(text):
        if question not in shown:
            found.setdefault(question, Written(lang.lower(), question, bool(sign)))
    return list(found.values())


def _server(model: Path) -> Any:
    """Start llama.cpp on one thread."""
    import xllamacpp  # type: ignore[import-not-found, unused-ignore]

    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.n_ctx, params.n_parallel, params.verbosity = 2048, 1, 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    return xllamacpp.Server(params)


def write(model: Path, out: Path, every: Iterator[Source], minutes: float) -> int:
    """Write a line for each source that has none yet, until the time is over; return how many."""
    done = set()
    if out.exists():
        done = {json.loads(line)["paper"] for line in out.read_text("utf-8").splitlines()}
    server, until, count = _server(model), time.monotonic() + 60 * minutes, 0
    with out.open("a", encoding="utf-8") as lines:
        for number, source in enumerate(every):
            if time.monotonic() > until:
                break
            if source.paper in done:
                continue
            near = "NL" if number // 16 % 2 else "EN"  # in runs: the server keeps what stays alike
            reply = server.handle_chat_completions(
                {
                    "messages": messages(source, near),
                    "max_tokens": TOKENS,
                    "temperature": TEMPERATURE,
                    "seed": number,
                }
            )
            text = reply["choices"][0]["message"]["content"]
            written = [one._asdict() for one in read_written(text)]
            entry = {**source._asdict(), "questions": written, "usage": reply["usage"]}
            lines.write(json.dumps(entry, ensure_ascii=False) + "\n")
            lines.flush()
            count += 1
    return count


def main() -> None:
    """Read the arguments and write questions."""
    parser = argparse.ArgumentParser(prog="python -m training.written", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="a GGUF file")
    parser.add_argument("--out", type=Path, required=True, help="file to write, or to go on with")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so many")
    parser.add_argument(
        "--records", type=Path, default=SHARED / "letters" / "moties" / "records.jsonl.gz"
    )
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    sets = [*(SHARED / "eval").glob("letters-*.jsonl"), *(ROOT / "benchmarks/questions").glob("l*")]
    without = asked_about(sets)
    count = write(given.model, given.out, sources(given.records, without), given.minutes)
    log.info("%d sentences were asked about", count)


if __name__ == "__main__":
    main()
