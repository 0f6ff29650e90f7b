"""Stage 7: the ranker, which chooses the sentence that answers among those of its passage.

Trained on English questions whose passages are switched to Dutch in part, over the table as it is
exported; ``qa.answering.ranker`` runs what is written here. The loss is that of one choice among
several.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import Tensor, nn
from torch.nn import functional

from qa.answering.ranker import (
    FEATURES,
    HEADS,
    QUESTION_TOKENS,
    RANKER_FILE,
    SENTENCE_TOKENS,
    Inputs,
    best_cosines,
    make_inputs,
)
from qa.encoders.encoder import StaticEncoder
from training.config import Config, RankerSettings
from training.switching import Dictionary, load_dictionary
from training.table import warm_up_then_fall
from training.tokens import ReadingTexts, Texts

log = logging.getLogger(__name__)

REPORT_EVERY = 100  # steps
HELD_OUT = 20  # topics that are not trained on
MEASURED = 1500  # questions of these that are measured
PARTS = 4  # a batch is cut into so many by length, to pad little

MODES = ((False, False), (False, True), (True, True))
"""Which side is switched: question, sentences."""

MODE_SHARES = (0.25, 0.45, 0.30)
SWITCHED_SHARE = 0.9  # of the tokens that have a Dutch one


class Choice(NamedTuple):
    """A question and sentences to choose from; ``right`` is true for those that answer."""

    question: NDArray[np.int32]
    sentences: list[NDArray[np.int32]]
    around: NDArray[np.float32]
    right: NDArray[np.bool_]


class Layer(nn.Module):
    """Attention and two linear steps, each after a normalisation and beside a way past it."""

    def __init__(self, width: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attend, self.mix = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, inner), nn.Linear(inner, width)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, filled: Tensor) -> Tensor:
        """Return what comes out, shape like ``x``: (rows, length, width)."""
        n, length, width = x.shape
        parts = self.attend(self.norm1(x)).view(n, length, 3, HEADS, width // HEADS)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=filled)
        x = x + self.drop(self.mix(mixed.transpose(1, 2).reshape(n, length, width)))
        inner = functional.gelu(self.wide(self.norm2(x)), approximate="tanh")
        result: Tensor = x + self.drop(self.narrow(inner))
        return result


class RankerModel(nn.Module):
    """The network that ``qa.answering.ranker`` runs; its parts are called as the saved arrays."""

    def __init__(self, dimension: int, settings: RankerSettings) -> None:
        super().__init__()
        width = settings.width
        self.vectors = nn.Linear(dimension, width, bias=False)
        self.features = nn.Linear(FEATURES, width)
        self.positions = nn.Embedding(QUESTION_TOKENS + SENTENCE_TOKENS, width)
        self.sides = nn.Embedding(2, width)
        for part in (self.positions, self.sides):
            nn.init.normal_(part.weight, std=0.02)
        self.layers = nn.ModuleList(
            Layer(width, settings.inner, settings.dropout) for _ in range(settings.layers)
        )
        self.norm = nn.LayerNorm(width)
        self.gate, self.score = nn.Linear(width, 1), nn.Linear(width, 1)
        self.drop = nn.Dropout(settings.dropout)

    def forward(self, inputs: Inputs) -> Tensor:
        """Return one score for each row."""
        vectors, features, positions, sides, filled = map(torch.from_numpy, inputs)
        x = self.vectors(vectors) + self.features(features)
        x = self.drop(x + self.positions(positions) + self.sides(sides))
        for layer in self.layers:
            x = layer(x, filled[:, None, None, :])
        x = self.norm(x)
        shares = self.gate(x)[..., 0].masked_fill(~filled, -torch.inf).softmax(dim=1)
        result: Tensor = (shares * self.score(x)[..., 0]).sum(dim=1)
        return result


def train_ranker(config: Config) -> dict[str, float]:
    """Train, write the ranker beside the encoder, and return loss, time and held-out accuracy."""
    settings = config.ranker
    folder = config.paths.weights
    encoder = StaticEncoder.load(folder, folder.name)
    torch.manual_seed(config.seed)
    rng = np.random.default_rng(config.seed)
    readings = ReadingTexts.load(config.paths.work / "reading.npz")
    chooser = _Chooser(readings, encoder, load_dictionary(config), settings, rng)
    model = RankerModel(encoder.dimension, settings)
    steps = max(1, round(settings.epochs * len(chooser.trained) / settings.questions))
    optimiser = torch.optim.AdamW(model.parameters(), lr=settings.learning_rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, warm_up_then_fall(steps, settings.warm_up)
    )
    losses = []
    begin = time.perf_counter()
    for step, choices in zip(range(1, steps + 1), chooser.batches(), strict=False):
        loss = choice_loss(_scores(model, encoder, choices), choices)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
        if step % REPORT_EVERY == 0:
            rate = step / (time.perf_counter() - begin)
            log.info("step %d of %d: loss %.3f, %.1f steps/s", step, steps,
                     np.mean(losses[-REPORT_EVERY:]), rate)  # fmt: skip
    weights = {name: value.numpy().astype(np.float16) for name, value in model.state_dict().items()}
    path = folder / RANKER_FILE
    save_file(weights, path, metadata={"encoder": encoder.fingerprint})
    path.chmod(0o644)
    found = {
        "seconds": round(time.perf_counter() - begin, 1),
        "last_loss": round(float(np.mean(losses[-REPORT_EVERY:])), 4),
    }
    for name, (question, sentences) in zip(("en-en", "en-nl", "nl-nl"), MODES, strict=True):
        found[f"right_{name}"] = _accuracy(model, encoder, chooser.held_out(question, sentences))
        log.info("held out, %s: %.3f", name, found[f"right_{name}"])
    return found


def choice_loss(scores: Tensor, choices: list[Choice]) -> Tensor:
    """Return the mean over questions of minus the log of the share that right sentences get."""
    losses = []
    for part, choice in zip(scores.split([len(c.right) for c in choices]), choices, strict=True):
        right = part[torch.from_numpy(choice.right)]
        losses.append(part.logsumexp(dim=0) - right.logsumexp(dim=0))
    return torch.stack(losses).mean()


def _scores(model: RankerModel, encoder: StaticEncoder, choices: list[Choice]) -> Tensor:
    """Score all sentences of all choices, those of like length together."""
    rows = [(choice, sentence) for choice in choices for sentence in choice.sentences]
    order = np.argsort([len(c.question) + len(s) for c, s in rows], kind="stable")
    scores = torch.zeros(len(rows))
    for part in np.array_split(order, min(PARTS, len(order))):
        inputs = make_inputs(
            encoder.table, encoder.norms,
            [rows[i][0].question for i in part], [rows[i][1] for i in part],
            [rows[i][0].around for i in part],
        )  # fmt: skip
        scores = scores.index_copy(0, torch.from_numpy(part), model(inputs))
    return scores


def _accuracy(model: RankerModel, encoder: StaticEncoder, choices: list[Choice]) -> float:
    """Return how often a sentence that answers is scored best."""
    model.eval()
    with torch.no_grad():
        right = [
            bool(choice.right[int(_scores(model, encoder, [choice]).argmax())])
            for choice in choices
        ]
    model.train()
    return round(float(np.mean(right)), 4) if right else 0.0


class _Chooser:
    """Makes choices out of readings: trained ones at random, held-out ones in order."""

    def __init__(
        self,
        readings: ReadingTexts,
        encoder: StaticEncoder,
        dictionary: Dictionary,
        settings: RankerSettings,
        rng: np.random.Generator,
    ) -> None:
        self._readings = readings
        self._encoder = encoder
        self._dictionary = dictionary
        self._settings = settings
        self._rng = rng
        topics = rng.permutation(np.unique(readings.topic))
        held = np.isin(readings.topic, topics[:HELD_OUT]) & (len(topics) > 2 * HELD_OUT)
        self.trained = np.flatnonzero(~held)
        self._held = np.flatnonzero(held)[:MEASURED]
        self._of_topic: dict[int, list[int]] = {}
        for i in self.trained.tolist():
            self._of_topic.setdefault(int(readings.topic[i]), []).append(i)

    def batches(self) -> Iterator[list[Choice]]:
        """Yield batches without end; every question comes once before any comes twice."""
        while True:
            order = self._rng.permutation(self.trained)
            size = min(self._settings.questions, len(order))
            for start in range(0, len(order) - size + 1, size):
                yield [self._choice(int(i)) for i in order[start : start + size]]

    def held_out(self, question: bool, sentences: bool) -> list[Choice]:
        """Return all sentences of each held-out question's passage, switched as told."""
        return [self._whole(int(i), question, sentences) for i in self._held]

    def _choice(self, i: int) -> Choice:
        """Return up to two right sentences, some wrong ones, and one of the same topic."""
        question, sentences = MODES[self._rng.choice(len(MODES), p=MODE_SHARES)]
        whole = self._whole(i, question, sentences)
        right = np.flatnonzero(whole.right)[:2].tolist()
        wrong = self._rng.permutation(np.flatnonzero(~whole.right))[: self._settings.wrong - 1]
        kept = [*right, *wrong.tolist()]
        chosen = [whole.sentences[j] for j in kept]
        same = self._of_topic[int(self._readings.topic[i])]
        other = same[self._rng.integers(len(same))]
        if other != i:
            first, last = self._readings.first[other], self._readings.first[other + 1]
            stranger = _text(self._readings.sentences, int(self._rng.integers(first, last)))
            if all(not np.array_equal(stranger, s) for s in self._sentences(i)):
                chosen.append(self._switched(stranger, sentences))
        marks = np.zeros(len(chosen), np.bool_)
        marks[: len(right)] = True
        return whole._replace(sentences=chosen, right=marks)

    def _whole(self, i: int, question: bool, sentences: bool) -> Choice:
        """Return a question with all sentences of its passage."""
        asked = self._switched(_text(self._readings.questions, i), question)[:QUESTION_TOKENS]
        texts = [self._switched(text, sentences) for text in self._sentences(i)]
        around = best_cosines(
            self._encoder.table, self._encoder.norms, asked, np.concatenate(texts)
        )
        first, last = self._readings.first[i : i + 2]
        return Choice(asked, texts, around, self._readings.right[first:last])

    def _sentences(self, i: int) -> list[NDArray[np.int32]]:
        first, last = self._readings.first[i : i + 2].tolist()
        return [_text(self._readings.sentences, j) for j in range(first, last)]

    def _switched(self, ids: NDArray[np.int32], switch: bool) -> NDArray[np.int32]:
        return self._dictionary.switch(ids, SWITCHED_SHARE, self._rng) if switch else ids


def _text(texts: Texts, i: int) -> NDArray[np.int32]:
    return texts.ids[texts.offsets[i] : texts.offsets[i + 1]]
