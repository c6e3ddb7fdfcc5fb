"""What a training minimises: the next token of documents here, a preference between answers in `preference.py`."""

from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from training.data import IGNORED, Corpus
from training.device import DEVICE, product_type
from training.model import CompiledLoss, Weights, in_precision, logits
from training.recipe import Phase, Shape


class Objective(Protocol):
    """Items are drawn in batches of about the same length; `loss` is differentiable, `measure` is on held-out items."""

    lengths: np.ndarray
    """The width that each item needs."""
    tokens: np.ndarray
    """The real tokens of each item."""
    rows: int
    """Rows of a batch that one item fills."""
    share: str
    """What the second number of `measure` is a share of."""

    def loss(self, weights: Weights, items: np.ndarray, width: int) -> Tensor: ...

    def measure(self, weights: Weights) -> tuple[float, float]: ...

    def identity(self) -> bytes:
        """What the items are made of: a checkpoint is resumed on the same ones only."""
        ...


class NextToken:
    """Mean cross-entropy of a corpus. `extra` is trained on besides and never held out."""

    rows = 1
    share = 'whole'

    def __init__(self, shape: Shape, corpus: Corpus, phase: Phase, seed: int, extra: list[Corpus] | None = None) -> None:
        self.shape, self.sources = shape, [corpus, *(extra or [])]
        trained, self.held_out = corpus.split(phase.held_out, seed)
        self.corpus = Corpus.join([trained, *extra]) if extra else trained
        self.lengths = self.tokens = self.corpus.lengths
        self.compiled = CompiledLoss(shape)

    def loss(self, weights: Weights, items: np.ndarray, width: int) -> Tensor:
        tokens, targets = (tensor.to(DEVICE) for tensor in self.corpus.batch(items, width))
        return self.compiled(in_precision(weights, product_type()), tokens, targets)

    def measure(self, weights: Weights) -> tuple[float, float]:
        """Mean loss a token in f32, and the share of documents whose every wanted token is the likeliest one."""
        return evaluate(weights, self.shape, self.held_out)

    def identity(self) -> bytes:
        return b''.join(source.tokens.tobytes() for source in self.sources)


@torch.no_grad()
def evaluate(weights: Weights, shape: Shape, held_out: Corpus) -> tuple[float, float]:
    """Mean loss a token in f32, and the share of documents whose every wanted token is the likeliest one."""
    total, count, whole = 0.0, 0, 0
    by_length = np.argsort(held_out.lengths, kind='stable')
    for documents in np.array_split(by_length, max(1, len(by_length) // 16)):
        width = int(held_out.lengths[documents].max())
        tokens, targets = (tensor.to(DEVICE) for tensor in held_out.batch(documents, width))
        scores = logits(weights, shape, tokens)
        wanted = targets != IGNORED
        total += torch.nn.functional.cross_entropy(scores[wanted], targets[wanted], reduction='sum').item()
        count += int(wanted.sum())
        whole += int(((scores.argmax(-1) == targets) | ~wanted).all(1).sum())
    return total / max(1, count), whole / max(1, len(held_out))
