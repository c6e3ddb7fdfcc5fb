"""Direct preference optimisation (Rafailov et al. 2023) of a role's adapter on the studio's pairs of answers.

The adapter begins as the one that was trained on rows, which stays the reference:
loss = −log σ(β · ((log p − log p_ref)(chosen) − (log p − log p_ref)(rejected))), summed over an answer's tokens,
plus `likelihood` times the chosen answers' cross-entropy a token (Pang et al. 2024), which keeps them likely.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor

from training.adapter import base_identity
from training.data import Corpus, encode_conversations
from training.device import DEVICE, fixed, product_type, trainable
from training.lora import load_adapter, merge, save_adapter
from training.mlc import read_repository
from training.model import CompiledLoss, Weights, in_precision
from training.recipe import PreferencePhase, Recipe, Shape
from training.tokenizer import load_tokenizer
from training.train import Job, train

FEWEST = 20
"""A role with fewer pairs, or answers that supervision repaired, keeps its adapter: they would be learnt by heart."""
REFERENCE_BATCH = 16


class Preference:
    """The objective over pairs: documents 2i and 2i + 1 of `corpus` are the chosen and the rejected answer of pair i."""

    rows = 2
    share = 'preferred'

    def __init__(self, shape: Shape, corpus: Corpus, reference: Weights, phase: PreferencePhase, seed: int) -> None:
        self.shape, self.corpus, self.beta, self.likelihood = shape, corpus, phase.beta, phase.likelihood
        self.compiled = CompiledLoss(shape)
        pairs = np.random.default_rng(seed).permutation(len(corpus) // 2)
        count = min(phase.held_out, len(pairs) // 10)
        self.held_out, self.trained = np.sort(pairs[:count]), np.sort(pairs[count:])
        both = corpus.lengths.reshape(-1, 2)
        self.lengths, self.tokens = both.max(1)[self.trained], both.sum(1)[self.trained]
        self.reference = self._reference(reference)

    def loss(self, weights: Weights, items: np.ndarray, width: int) -> Tensor:
        """Mean over the pairs."""
        pairs = self.trained[items]
        found = self._log_probabilities(weights, pairs, width)
        answers = (self.corpus.lengths - self.corpus.answers)[2 * pairs]
        cross_entropy = -found[:, 0].sum() / int(answers.sum())
        return -F.logsigmoid(self._gains(found, pairs)).mean() + self.likelihood * cross_entropy

    @torch.no_grad()
    def measure(self, weights: Weights) -> tuple[float, float]:
        """Mean loss of the held-out pairs, without the likelihood's part, and the share of them in which the chosen answer
        has gained on the other."""
        if len(self.held_out) == 0:
            return float('nan'), float('nan')
        batches = self._batches(self.held_out)
        gains = torch.cat([self._gains(self._log_probabilities(weights, pairs), pairs) for pairs in batches])
        return -F.logsigmoid(gains).mean().item(), (gains > 0).float().mean().item()

    def identity(self) -> bytes:
        return self.corpus.tokens.tobytes()

    def _gains(self, found: Tensor, pairs: np.ndarray) -> Tensor:
        """β times by how much more the chosen answer's log p has gained than the rejected one's: [pairs]."""
        change = found - self.reference[pairs]
        return self.beta * (change[:, 0] - change[:, 1])

    def _log_probabilities(self, weights: Weights, pairs: np.ndarray, width: int | None = None) -> Tensor:
        """log p of the pairs' answers: [pairs, 2]. Without a `width`, that of a training batch, nothing is compiled."""
        documents = np.stack([2 * pairs, 2 * pairs + 1], 1).ravel()
        batch = self.corpus.batch(documents, width or int(self.corpus.lengths[documents].max()))
        batch = [tensor.to(DEVICE) for tensor in batch]
        with nullcontext() if width else torch.compiler.set_stance('force_eager'):
            return self.compiled.log_probabilities(in_precision(weights, product_type()), *batch).view(-1, 2)

    @torch.no_grad()
    def _reference(self, weights: Weights) -> Tensor:
        found = torch.zeros(len(self.corpus) // 2, 2, device=DEVICE)
        for pairs in self._batches(np.arange(len(found))):
            found[pairs] = self._log_probabilities(weights, pairs)
        return found

    def _batches(self, pairs: np.ndarray) -> Iterator[np.ndarray]:
        by_length = pairs[np.argsort(self.corpus.lengths[2 * pairs], kind='stable')]
        for start in range(0, len(by_length), REFERENCE_BATCH):
            yield by_length[start : start + REFERENCE_BATCH]


def read_pairs(path: Path, role: str) -> list[dict]:
    """A role's rows of a file of preferences: `prompt`, `chosen` and `rejected`, each a list of messages."""
    with path.open() as file:
        return [row for row in map(json.loads, file) if row['role'] == role]


def encode_pairs(tokenizer: Tokenizer, pairs: list[dict], context: int) -> Corpus:
    """Both conversations of each pair, one after the other; a pair of which one does not fit the context is left out."""
    conversations = [[*pair['prompt'], *pair[side]] for pair in pairs for side in ('chosen', 'rejected')]
    encoded = list(encode_conversations(tokenizer, conversations))
    kept = [i for i in range(0, len(encoded), 2) if all(len(tokens) <= context for tokens, _ in encoded[i : i + 2])]
    return Corpus.of([encoded[i + side] for i in kept for side in (0, 1)])


def train_preference(
    recipe: Recipe, role: str, phase: PreferencePhase, model: Path, start: Path, file: Path, out: Path
) -> None:
    """Trains `start`'s adapter on, into `out`; too few pairs, and it is copied, which is said."""
    repository = read_repository(model)
    pairs = encode_pairs(load_tokenizer(model), read_pairs(file, role), repository.shape.context)
    if len(pairs) < 2 * FEWEST:
        print(f'preferred {role}: {len(pairs) // 2} pairs, fewer than {FEWEST}: its adapter stays', flush=True)
        shutil.copytree(start, out, dirs_exist_ok=True)
        return
    base = fixed(repository.weights())
    start_updates, scale = load_adapter(start / 'peft')
    updates = trainable(start_updates)
    reference = merge(base, fixed(start_updates), scale)
    sft = recipe.adapters[role]
    train(Job(
        name=f'preferred {role}', shape=repository.shape, parameters=updates,
        weights=lambda: merge(base, updates, scale),
        objective=Preference(repository.shape, pairs, reference, phase, recipe.seed),
        phase=phase, seed=recipe.seed, checkpoint=out / 'checkpoint.pt',
        publish=lambda: save_adapter(updates, recipe.name, sft.rank, sft.alpha, out / 'peft'),
        starts_from=base_identity(model) + _hash(start / 'peft' / 'adapter_model.safetensors'),
    ))


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
