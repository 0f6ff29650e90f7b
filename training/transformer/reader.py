"""A reader of windows: which of a few sentences answers a question, or none.

The first layers of the encoder that ships, over [CLS] question [SEP] s1 [SEP] ... sk [SEP]. Beside
its word a token brings what the static table says: how much it counts and how near the nearest
token of the other side is, which holds across languages from the first step. A logit for each
sentence from the mean of its states and the state of its [SEP], one for "none" from [CLS];
softmax over all of them. Needs torch; trains nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from training.switching import Dictionary
from training.transformer.windows import Window

QUESTION_TOKENS, SENTENCE_TOKENS = 40, 56
"""What is longer is cut."""

FEATURES = 7
"""What a token brings beside its word; see `features_of`."""

HIDDEN = 192  # width between a state and its logit
NEAR, SAME = 0.5, 0.8  # cosines from which tokens count as near, and as the same word


@dataclass(frozen=True)
class Numbers:
    """Windows as token numbers.

    Window i is ``ids[i]``; ``places[i]`` tells for each token the number of its sentence from 1,
    0 for [CLS], question and its [SEP]; ``right[i]`` which sentences answer.
    """

    ids: list[NDArray[np.int32]]
    places: list[NDArray[np.int8]]
    right: list[NDArray[np.bool_]]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each window."""
        return np.array([len(ids) for ids in self.ids])


def number_windows(
    windows: Sequence[Window],
    tokenizer: Tokenizer,
    ends: tuple[int, int],
    dictionary: Dictionary | None = None,
    sides: Sequence[tuple[float, float]] = (),
    seed: int = 0,
) -> Numbers:
    """Tokenise windows, English words made Dutch ones in some.

    Args:
        windows: At least one sentence each.
        tokenizer: Of the encoder, adds nothing.
        ends: Numbers of [CLS] and [SEP].
        dictionary: Dutch tokens for English ones; none switches nothing.
        sides: For each window the shares of words switched in its question and its sentences.
        seed: Of what is switched; windows with equal sentences, one after the other, are switched
            alike.
    """
    first, last = ends
    ids, places, right = [], [], []
    asked = tokenizer.encode_batch([w.question for w in windows], add_special_tokens=False)
    texts = [sentence for window in windows for sentence in window.sentences]
    read = iter(tokenizer.encode_batch(texts, add_special_tokens=False))
    number = 0
    for i, window in enumerate(windows):
        if i and window.sentences != windows[i - 1].sentences:
            number = i
        parts = [np.array([next(read).ids], np.int32)[0] for _ in window.sentences]
        parts = [part[:SENTENCE_TOKENS] for part in parts]
        question = np.array(asked[i].ids, np.int32)[:QUESTION_TOKENS]
        if dictionary and sides:
            rng = np.random.default_rng([seed, number])
            parts = [dictionary.switch(part, sides[i][1], rng) for part in parts]
            question = dictionary.switch(question, sides[i][0], rng)
        row = [first, *question.tolist(), last]
        of = [0] * len(row)
        for k, part in enumerate(parts, 1):
            row += [*part.tolist(), last]
            of += [k] * (len(part) + 1)
        ids.append(np.array(row, np.int32))
        places.append(np.array(of, np.int8))
        right.append(np.array(window.right, np.bool_))
    return Numbers(ids, places, right)


@dataclass(frozen=True)
class Batch:
    """Windows padded to one length; n windows, k sentences at most."""

    ids: Tensor  # (n, length)
    places: Tensor  # (n, length), -1 where nothing stands
    ends: Tensor  # (n, k) place of the [SEP] of each sentence, 0 where there is none
    filled: Tensor  # (n, k) whether there is such a sentence
    right: Tensor  # (n, k)

    @classmethod
    def of(cls, numbers: Numbers, rows: Sequence[int], pad: int) -> Batch:
        """Put the rows below one another."""
        length = max(len(numbers.ids[row]) for row in rows)
        count = max(len(numbers.right[row]) for row in rows)
        ids = np.full((len(rows), length), pad, np.int64)
        places = np.full((len(rows), length), -1, np.int64)
        ends = np.zeros((len(rows), count), np.int64)
        filled, right = np.zeros_like(ends, bool), np.zeros_like(ends, bool)
        for i, row in enumerate(rows):
            size, of = len(numbers.ids[row]), numbers.places[row]
            ids[i, :size], places[i, :size] = numbers.ids[row], of
            known = len(numbers.right[row])
            ends[i, :known] = [int(np.flatnonzero(of == k)[-1]) for k in range(1, known + 1)]
            filled[i, :known], right[i, :known] = True, numbers.right[row]
        return cls(*(torch.from_numpy(part) for part in (ids, places, ends, filled, right)))


def features_of(batch: Batch, table: Tensor, weights: Tensor) -> Tensor:
    """Return what the static table says of each token, (n, length, `FEATURES`).

    What it counts; its best cosine on the other side, at least 0; how far that is above `NEAR` and
    above `SAME`; both multiplied; for a sentence's tokens the share of the question that the
    sentence meets; and that share less the greatest in the window. Zero for special tokens.

    Args:
        batch: The windows.
        table: Unit vectors of the static table, (vocabulary, dimension), zeros for specials.
        weights: What a token counts, (vocabulary,), 0 for specials.
    """
    vectors, counts = table[batch.ids], weights[batch.ids]
    question = (batch.places == 0) & (counts > 0)
    longest = int(question.sum(dim=1).max()) + 1  # and [CLS]; questions stand first
    cosines = vectors @ vectors[:, :longest].transpose(1, 2)  # (n, length, question)
    asked = question[:, :longest]
    sentence = (batch.places > 0) & (counts > 0)
    to_question = (cosines * asked[:, None]).amax(dim=2).clamp(min=0) * sentence
    met = cosines.clamp(min=0) * sentence[..., None]
    to_sentence = met.amax(dim=1) * asked
    best = to_question.clone()
    best[:, :longest] += to_sentence
    share = counts[:, :longest] * asked
    share = share / share.sum(dim=1, keepdim=True).clamp(min=1e-6)
    coverage = torch.zeros_like(best)
    greatest = torch.zeros(len(best), 1)
    for k in range(1, batch.filled.shape[1] + 1):
        here = batch.places == k
        of = ((met * here[..., None]).amax(dim=1) * share).sum(dim=1, keepdim=True)
        coverage += of * here
        greatest = torch.maximum(greatest, of)
    below = (coverage - greatest) * (batch.places > 0)
    near, same = (best - NEAR).clamp(min=0), (best - SAME).clamp(min=0)
    return torch.stack([counts, best, 2 * near, 5 * same, counts * best, coverage, below], dim=2)


class Reader(nn.Module):
    """Gives each sentence of a window a logit, and "none" one."""

    def __init__(self, encoder: BertModel, table: Tensor, weights: Tensor, layers: int) -> None:
        """Take the encoder's first layers; the word table stays as it is.

        Args:
            encoder: Read in, and cut here.
            table: See `features_of`.
            weights: See `features_of`.
            layers: How many are kept.
        """
        super().__init__()
        encoder.encoder.layer = encoder.encoder.layer[:layers]
        encoder.config.num_hidden_layers = layers
        encoder.embeddings.word_embeddings.requires_grad_(False)
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.seen = nn.Linear(FEATURES, width, bias=False)
        nn.init.zeros_(self.seen.weight)
        self.sentence = nn.Sequential(nn.Linear(2 * width, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))
        self.none = nn.Sequential(nn.Linear(width, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))
        self.register_buffer("table", table, persistent=False)
        self.register_buffer("weights", weights, persistent=False)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return the sentences' logits (n, k), -inf where there is none, and those of none (n,)."""
        with torch.no_grad():
            words = self.encoder.embeddings.word_embeddings(batch.ids)
            features = features_of(batch, self.table, self.weights)
        states = self.encoder(
            inputs_embeds=words + self.seen(features),
            attention_mask=(batch.places >= 0).long(),
            token_type_ids=(batch.places > 0).long(),
        ).last_hidden_state
        numbers = torch.arange(1, batch.filled.shape[1] + 1)
        here = (batch.places[:, None] == numbers[None, :, None]).float()  # (n, k, length)
        means = here @ states / here.sum(dim=2, keepdim=True).clamp(min=1)
        at = batch.ends[..., None].expand(-1, -1, states.shape[2])
        logits = self.sentence(torch.cat([means, states.gather(1, at)], dim=2))[..., 0]
        logits = logits.masked_fill(~batch.filled, -torch.inf)
        return logits, self.none(states[:, 0])[:, 0]


def loss_of(logits: Tensor, none: Tensor, right: Tensor) -> Tensor:
    """Return the mean surprise at what is right: any right sentence, or none if there is no one.

    Args:
        logits: Of the sentences, (n, k).
        none: (n,).
        right: Which sentences answer, (n, k).
    """
    every = torch.cat([logits, none[:, None]], dim=1)
    wanted = torch.cat([right, ~right.any(dim=1, keepdim=True)], dim=1)
    found = every.masked_fill(~wanted, -torch.inf).logsumexp(dim=1)
    return (every.logsumexp(dim=1) - found).mean()


def load_reader(encoder: Path, table: NDArray[np.float32], layers: int) -> Reader:
    """Return an untrained reader over the encoder's folder.

    Args:
        encoder: The folder of the encoder.
        table: The static table whose tokens are the encoder's but for the special ones.
        layers: How many of its layers are kept.
    """
    model = BertModel.from_pretrained(encoder, add_pooling_layer=False, dtype=torch.float32)
    model.config.hidden_dropout_prob = 0.0
    for part in model.modules():
        if isinstance(part, nn.Dropout):
            part.p = 0.0
    norms = np.linalg.norm(table, axis=1)
    unit = table / np.maximum(norms, 1e-9)[:, None]
    specials = model.config.vocab_size - len(table)
    padded = torch.from_numpy(np.pad(unit, ((0, specials), (0, 0))))
    counts = np.pad(norms / norms[norms > 0].mean(), (0, specials)).astype(np.float32)
    return Reader(model, padded, torch.from_numpy(counts), layers)
