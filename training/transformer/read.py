"""Train a reader of windows: ``python -m training.transformer.read``.

Goes once through the windows in batches of like lengths; the rate rises, and falls to nothing by
the last minute. Writes ``reader.pt`` into the work folder every ten minutes and goes on from it.
"""

from __future__ import annotations

import argparse
import json
import logging
import pickle
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.switching import Dictionary
from training.transformer.reader import (
    Batch,
    Numbers,
    Reader,
    load_reader,
    loss_of,
    number_windows,
)
from training.transformer.start import with_specials
from training.transformer.tokens import read_static
from training.transformer.windows import Window, held_out, training_windows

log = logging.getLogger(__name__)

COUNTS = {
    "twins": 8000,
    "squad_train": 5000,
    "selqa": 1500,
    "policyqa": 500,
    "papers": 2200,
    "docs_faq": 300,
}
"""How many of each source are drawn; of twins, pairs."""

DUTCH_SOURCES = ("papers", "docs_faq")  # are not switched
PLAIN, PASSAGE = 0.2, 0.4  # shares of the windows that stay English; whose sentences are Dutch
LEAST_SWITCHED = 0.6  # of the words of a side, at least
HELD_OUT = 400  # with an answer, and as many without
POOL = 1200  # windows that are sorted by length together: twins stay near one another
SAVE_EVERY = 600  # seconds
REPORT_EVERY = 25  # steps
WARM_UP = 0.05  # of all
CLIP, DECAY = 1.0, 0.01


def shares(windows: Sequence[Window], rng: np.random.Generator) -> list[tuple[float, float]]:
    """Draw for each window what share of the words of question and sentences is made Dutch.

    Twins, which follow one another with the same sentences, are treated alike.
    """
    drawn: list[tuple[float, float]] = []
    for i, window in enumerate(windows):
        if i and window.sentences == windows[i - 1].sentences:
            drawn.append(drawn[-1])
            continue
        kind, share = rng.random(), rng.uniform(LEAST_SWITCHED, 1.0)
        if window.source in DUTCH_SOURCES or kind < PLAIN:
            drawn.append((0.0, 0.0))
        else:
            drawn.append((0.0 if kind < PLAIN + PASSAGE else share, share))
    return drawn


def batches(
    lengths: NDArray[np.int64], tokens: int, rng: np.random.Generator
) -> Iterator[list[int]]:
    """Yield rows of like lengths, at most ``tokens`` with their padding, each row once.

    Args:
        lengths: Tokens of each row.
        tokens: Of a batch.
        rng: Draws the order within a pool.
    """
    for start in range(0, len(lengths), POOL):
        pool = start + np.argsort(lengths[start : start + POOL], kind="stable")
        cuts: list[list[int]] = [[]]
        for row in pool.tolist():
            if cuts[-1] and (len(cuts[-1]) + 1) * lengths[row] > tokens:
                cuts.append([])
            cuts[-1].append(row)
        for place in rng.permutation(len(cuts)).tolist():
            yield cuts[place]


def measure(reader: Reader, numbers: Numbers, pad: int, tokens: int = 4000) -> dict[str, float]:
    """Return how often the best sentence is right, and the AUC of "none" against an answer.

    Also the AUC of the best sentence's logit alone, without "none".
    """
    right, chances, best, answered = [], [], [], []
    reader.eval()
    with torch.inference_mode():
        for rows in batches(numbers.lengths, tokens, np.random.default_rng(0)):
            batch = Batch.of(numbers, rows, pad)
            logits, none = reader(batch)
            known = batch.right.any(dim=1)
            right += batch.right.gather(1, logits.argmax(dim=1)[:, None])[known, 0].tolist()
            chances += (logits.logsumexp(dim=1) - none).tolist()
            best += logits.amax(dim=1).tolist()
            answered += known.tolist()
    reader.train()
    return {
        "right": round(float(np.mean(right)), 4),
        "auc": round(auc(chances, answered), 4),
        "auc best": round(auc(best, answered), 4),
    }


def auc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Return the chance that a positive scores above a negative; ties count half."""
    given, positive = np.array(scores), np.array(labels, bool)
    one, other = given[positive][:, None], given[~positive][None]
    return float((one > other).mean() + 0.5 * (one == other).mean())


class Training:
    """The reader with its optimiser and its place in the windows."""

    def __init__(self, reader: Reader, rate: float, head_rate: float) -> None:
        """Take the rates of the layers and of what is new."""
        self.reader, self.step, self.spent, self.tokens = reader, 0, 0.0, 0
        new = [*reader.seen.parameters(), *reader.sentence.parameters(), *reader.none.parameters()]
        known = {id(weight) for weight in new}
        layers = [w for w in reader.parameters() if w.requires_grad and id(w) not in known]
        self.optimiser = torch.optim.AdamW(
            [{"params": layers, "lr": rate}, {"params": new, "lr": head_rate}],
            weight_decay=DECAY, fused=True,
        )  # fmt: skip
        self._rates = (rate, head_rate)

    def learn(self, batch: Batch, done: float) -> float:
        """Take one step; ``done`` is the share of the training that is over. Return the loss."""
        share = min(done / WARM_UP, max(0.02, (1 - done) / (1 - WARM_UP)))
        for group, rate in zip(self.optimiser.param_groups, self._rates, strict=True):
            group["lr"] = rate * share
        loss = loss_of(*self.reader(batch), batch.right)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), CLIP)
        self.optimiser.step()
        self.step += 1
        self.tokens += int((batch.places >= 0).sum())
        return loss.item()

    def save(self, path: Path) -> None:
        """Write all that the next step needs."""
        state = {"reader": self.reader.state_dict(), "optimiser": self.optimiser.state_dict()}
        part = path.with_suffix(".part")
        torch.save(state | {"at": [self.step, self.spent, self.tokens]}, part)
        part.replace(path)

    def restore(self, path: Path) -> None:
        """Read what `save` wrote, if it is there."""
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.reader.load_state_dict(state["reader"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.spent, self.tokens = state["at"]


def train(training: Training, numbers: Numbers, pad: int, given: argparse.Namespace) -> None:
    """Go through the windows until they end or the minutes are over, from where it stopped."""
    rows = list(batches(numbers.lengths, given.batch, np.random.default_rng(given.seed)))
    begin, before, saved = time.monotonic(), training.spent, time.monotonic()
    losses: list[float] = []
    while training.step < len(rows) and training.spent < 60 * given.minutes:
        done = max(training.step / len(rows), training.spent / (60 * given.minutes))
        losses.append(training.learn(Batch.of(numbers, rows[training.step], pad), done))
        training.spent = before + time.monotonic() - begin
        if training.step % REPORT_EVERY == 0:
            log.info(
                "step %d of %d, %d tokens, %.0f a second: loss %.3f", training.step, len(rows),
                training.tokens, training.tokens / training.spent, np.mean(losses),
            )  # fmt: skip
            losses = []
        if time.monotonic() - saved > SAVE_EVERY:
            training.save(given.work / "reader.pt")
            saved = time.monotonic()
    training.save(given.work / "reader.pt")


def prepared(given: argparse.Namespace) -> tuple[list[Window], list[Window]]:
    """Return the windows to learn from and those held out; made once, kept in a file."""
    kept = given.work / "windows.pkl"
    if not kept.exists():
        without = json.loads(given.without.read_text()) if given.without else []
        made = training_windows(given.data, given.papers, set(without), COUNTS, given.seed)
        held = held_out(given.data, HELD_OUT, given.seed)
        kept.write_bytes(pickle.dumps((made, held)))
    windows, held = pickle.loads(kept.read_bytes())
    return windows, held


def main() -> None:
    """Read the arguments, train, and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m training.transformer.read", description=__doc__
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/training"))
    parser.add_argument(
        "--papers", type=Path, default=Path("../shared/letters/moties/records.jsonl.gz")
    )
    parser.add_argument("--without", type=Path, help="a JSON list of papers to leave out")
    parser.add_argument("--static", type=Path, default=Path("qa/encoders/nl-en-static-v2"))
    parser.add_argument("--encoder", type=Path, default=Path("qa/encoders/nl-en-minilm-v1"))
    parser.add_argument("--work", type=Path, default=Path("training/work/transformer"))
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--batch", type=int, default=3200, help="tokens, with padding")
    parser.add_argument("--rate", type=float, default=1e-4, help="of the layers")
    parser.add_argument("--head-rate", type=float, default=1e-3, help="of what is new")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--until", choices=("windows", "train"), default="train")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    windows, held = prepared(given)
    if given.until == "windows":
        return
    tokenizer = with_specials(Tokenizer.from_file(str(given.static / "tokenizer.json")))
    first, last, pad = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[PAD]"))
    dictionary = Dictionary(np.load(given.work / "dictionary.npy"))
    drawn = shares(windows, np.random.default_rng(given.seed))
    numbers = number_windows(windows, tokenizer, (first, last), dictionary, drawn, given.seed)
    log.info("%d windows, %d tokens", len(windows), numbers.lengths.sum())
    tests = {
        name: number_windows(held, tokenizer, (first, last), dictionary, [side] * len(held), 1)
        for name, side in (("en", (0.0, 0.0)), ("en-nl", (0.0, 1.0)), ("nl", (1.0, 1.0)))
    }
    torch.manual_seed(given.seed)
    reader = load_reader(given.encoder, read_static(given.static), given.layers)
    training = Training(reader, given.rate, given.head_rate)
    training.restore(given.work / "reader.pt")
    train(training, numbers, pad, given)
    for name, of in tests.items():
        log.info("held out, %s: %s", name, measure(reader, of, pad))


if __name__ == "__main__":
    main()
