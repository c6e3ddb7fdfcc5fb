"""The training loop that the base and the adapters share: bf16 products, f32 weights, a schedule by tokens."""

import hashlib
import math
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.data import IGNORED, Corpus, batch_order
from training.model import CompiledLoss, Weights, in_precision, logits
from training.recipe import Phase, Shape

BUCKET = 64
"""Documents are padded to a multiple of this; every width is compiled once."""


@dataclass(frozen=True)
class Job:
    """`parameters` are trained in place; `weights()` are the model's, made from them differentiably."""

    name: str
    shape: Shape
    parameters: dict[str, Tensor]
    weights: Callable[[], Weights]
    corpus: Corpus
    phase: Phase
    seed: int
    checkpoint: Path
    publish: Callable[[], None]
    """Writes what has been learnt so far in its final format; called at every checkpoint."""


@dataclass
class Progress:
    """What a checkpoint keeps beside parameters and optimizer state."""

    step: int = 0
    tokens: int = 0
    padded: int = 0
    seconds: float = 0.0
    held_out_loss: float = math.nan
    whole: float = math.nan


class Interrupted(SystemExit):
    """The run was asked to stop (SIGINT or SIGTERM); its checkpoint is written and the same command continues."""


class StaleCheckpoint(ValueError):
    """A checkpoint stands where the run would write its own, and does not belong to it."""


def read_progress(checkpoint: Path) -> Progress | None:
    """How far a checkpoint is; None where there is none."""
    return Progress(**torch.load(checkpoint, weights_only=True)['progress']) if checkpoint.exists() else None


def train(job: Job) -> None:
    """Trains to the end of the phase, from the job's checkpoint if there is one. Raises Interrupted on a signal."""
    phase = job.phase
    corpus, held_out = job.corpus.split(phase.held_out, job.seed)
    optimizer = _optimizer(job)
    progress = _resume(job, optimizer)
    order = batch_order(corpus.lengths, phase.batch_tokens, BUCKET, job.seed)
    for _ in range(progress.step):
        next(order)
    loss = CompiledLoss(job.shape)
    stopping = _stop_signals()
    print(f'{job.name}: {len(corpus):,} documents, {int(corpus.starts[-1]):,} tokens; '
          f'{sum(p.numel() for p in job.parameters.values()):,} trained parameters; '
          f'at {progress.tokens:,} of {phase.tokens:,} tokens', flush=True)

    recent: list[Tensor] = []
    window_tokens, window_start = 0, time.monotonic()
    saved = time.monotonic()
    next_evaluation = (progress.tokens // phase.evaluate_every + 1) * phase.evaluate_every
    while progress.tokens < phase.tokens and not stopping:
        documents, width = next(order)
        tokens, targets = corpus.batch(documents, width)
        for group in optimizer.param_groups:
            group['lr'] = learning_rate(phase, progress)
        value = loss(in_precision(job.weights(), torch.bfloat16), tokens, targets)
        value.backward()
        torch.nn.utils.clip_grad_norm_(job.parameters.values(), phase.clip)
        optimizer.step()
        optimizer.zero_grad()
        recent.append(value.detach())
        count = int(corpus.lengths[documents].sum())
        progress.step += 1
        progress.tokens += count
        progress.padded += tokens.numel()
        window_tokens += count
        if progress.tokens >= next_evaluation or progress.tokens >= phase.tokens:
            spent = time.monotonic() - window_start
            progress.seconds += spent
            progress.held_out_loss, progress.whole = evaluate(job.weights(), job.shape, held_out)
            print(f'{job.name}: {progress.tokens:,} tokens  loss {torch.stack(recent).mean():.4f}  '
                  f'held out {progress.held_out_loss:.4f}  whole {progress.whole:.3f}  {window_tokens / spent:,.0f} tokens/s  '
                  f'padding {1 - progress.tokens / progress.padded:.1%}  rate {learning_rate(phase, progress):.2e}  '
                  f'{progress.seconds / 60:.1f} min', flush=True)
            recent, window_tokens, window_start = [], 0, time.monotonic()
            next_evaluation += phase.evaluate_every
        if time.monotonic() - saved > phase.checkpoint_minutes * 60:
            _save(job, optimizer, progress)
            saved = time.monotonic()
    _save(job, optimizer, progress)
    if progress.tokens < phase.tokens:
        raise Interrupted(f'{job.name}: stopped at {progress.tokens:,} tokens; run again to continue')


def learning_rate(phase: Phase, progress: Progress) -> float:
    """Linear warm-up by steps, then a cosine by tokens down to `final_rate` of the peak."""
    if progress.step < phase.warmup_steps:
        return phase.learning_rate * (progress.step + 1) / phase.warmup_steps
    done = min(1.0, progress.tokens / phase.tokens)
    return phase.learning_rate * (phase.final_rate + (1 - phase.final_rate) * (1 + math.cos(math.pi * done)) / 2)


@torch.no_grad()
def evaluate(weights: Weights, shape: Shape, held_out: Corpus) -> tuple[float, float]:
    """Mean loss a token in f32, and the share of documents whose every wanted token is the likeliest one."""
    total, count, whole = 0.0, 0, 0
    by_length = np.argsort(held_out.lengths, kind='stable')
    for documents in np.array_split(by_length, max(1, len(by_length) // 16)):
        tokens, targets = held_out.batch(documents, int(held_out.lengths[documents].max()))
        scores = logits(weights, shape, tokens)
        wanted = targets != IGNORED
        total += torch.nn.functional.cross_entropy(scores[wanted], targets[wanted], reduction='sum').item()
        count += int(wanted.sum())
        whole += int(((scores.argmax(-1) == targets) | ~wanted).all(1).sum())
    return total / max(1, count), whole / max(1, len(held_out))


def _optimizer(job: Job) -> torch.optim.AdamW:
    matrices = [p for p in job.parameters.values() if p.ndim > 1]
    vectors = [p for p in job.parameters.values() if p.ndim == 1]
    groups = [{'params': matrices, 'weight_decay': job.phase.weight_decay}]
    if vectors:
        groups.append({'params': vectors, 'weight_decay': 0.0})
    return torch.optim.AdamW(groups, lr=job.phase.learning_rate, betas=(0.9, 0.98), fused=True)


def _save(job: Job, optimizer: torch.optim.Optimizer, progress: Progress) -> None:
    job.checkpoint.parent.mkdir(parents=True, exist_ok=True)
    partial_file = job.checkpoint.with_suffix('.partial')
    torch.save({
        'made_from': _fingerprint(job),
        'parameters': {name: p.detach() for name, p in job.parameters.items()},
        'optimizer': optimizer.state_dict(),
        'progress': vars(progress),
    }, partial_file)
    os.replace(partial_file, job.checkpoint)
    job.publish()


def _resume(job: Job, optimizer: torch.optim.Optimizer) -> Progress:
    if not job.checkpoint.exists():
        return Progress()
    kept = torch.load(job.checkpoint, weights_only=True)
    if kept['made_from'] != _fingerprint(job):
        raise StaleCheckpoint(f'{job.checkpoint} was trained on other data, another shape or another seed; delete it to begin anew')
    with torch.no_grad():
        for name, parameter in job.parameters.items():
            parameter.copy_(kept['parameters'][name])
    optimizer.load_state_dict(kept['optimizer'])
    return Progress(**kept['progress'])


def _fingerprint(job: Job) -> str:
    digest = hashlib.sha256(repr((job.shape, job.seed, {n: tuple(p.shape) for n, p in job.parameters.items()})).encode())
    digest.update(job.corpus.tokens.tobytes())
    return digest.hexdigest()


def _stop_signals() -> Mapping[int, bool]:
    """A mapping that is true once SIGINT or SIGTERM has come."""
    caught: dict[int, bool] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: caught.__setitem__(received, True))
    return caught
