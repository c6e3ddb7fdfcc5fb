"""The training loop that the base and the adapters share: f32 weights, a schedule by tokens."""

import hashlib
import math
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from training.data import batch_order
from training.device import DEVICE
from training.model import EMBEDDING, Weights
from training.muon import Muon
from training.objective import Objective
from training.recipe import Phase, Shape

BUCKET = 32
"""Documents are padded to a multiple of this; every width is compiled once."""


@dataclass(frozen=True)
class Job:
    """`parameters` are trained in place; `weights()` are the model's, made from them differentiably."""

    name: str
    shape: Shape
    parameters: dict[str, Tensor]
    weights: Callable[[], Weights]
    objective: Objective
    phase: Phase
    seed: int
    checkpoint: Path
    publish: Callable[[], None]
    """Writes what has been learnt so far in its final format; called at every checkpoint."""
    starts_from: str = ''
    """Names the weights that are trained on, or those under an adapter; a checkpoint of others is not resumed."""


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
    objective = job.objective
    optimizers = _optimizers(job)
    progress = _resume(job, optimizers)
    order = batch_order(objective.lengths, phase.batch_tokens // objective.rows, BUCKET, job.seed)
    for _ in range(progress.step):
        next(order)
    stopping = _stop_signals()
    print(f'{job.name}: {len(objective.lengths):,} documents, {int(objective.tokens.sum()):,} tokens; '
          f'{sum(p.numel() for p in job.parameters.values()):,} trained parameters; '
          f'at {progress.tokens:,} of {phase.tokens:,} tokens', flush=True)

    recent: list[Tensor] = []
    window_tokens, window_start = 0, time.monotonic()
    saved = time.monotonic()
    next_evaluation = (progress.tokens // phase.evaluate_every + 1) * phase.evaluate_every
    while progress.tokens < phase.tokens and not stopping:
        documents, width = next(order)
        part = _part_of_rate(phase, progress)
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group['lr'] = part * group['peak']
        value = objective.loss(job.weights(), documents, width)
        value.backward()
        torch.nn.utils.clip_grad_norm_(job.parameters.values(), phase.clip)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
        recent.append(value.detach())
        count = int(objective.tokens[documents].sum())
        progress.step += 1
        progress.tokens += count
        progress.padded += len(documents) * width * objective.rows
        window_tokens += count
        if progress.tokens >= next_evaluation or progress.tokens >= phase.tokens:
            spent = time.monotonic() - window_start
            progress.seconds += spent
            progress.held_out_loss, progress.whole = objective.measure(job.weights())
            print(f'{job.name}: {progress.tokens:,} tokens  loss {torch.stack(recent).mean():.4f}  '
                  f'held out {progress.held_out_loss:.4f}  {objective.share} {progress.whole:.3f}  '
                  f'{window_tokens / spent:,.0f} tokens/s  '
                  f'padding {1 - progress.tokens / progress.padded:.1%}  rate {learning_rate(phase, progress):.2e}  '
                  f'{progress.seconds / 60:.1f} min', flush=True)
            recent, window_tokens, window_start = [], 0, time.monotonic()
            next_evaluation += phase.evaluate_every
        if time.monotonic() - saved > phase.checkpoint_minutes * 60:
            _save(job, optimizers, progress)
            saved = time.monotonic()
    _save(job, optimizers, progress)
    if progress.tokens < phase.tokens:
        raise Interrupted(f'{job.name}: stopped at {progress.tokens:,} tokens; run again to continue')


def learning_rate(phase: Phase, progress: Progress) -> float:
    """Linear warm-up by steps, then a cosine by tokens down to `final_rate` of the peak."""
    return phase.learning_rate * _part_of_rate(phase, progress)


def _part_of_rate(phase: Phase, progress: Progress) -> float:
    if progress.step < phase.warmup_steps:
        return (progress.step + 1) / phase.warmup_steps
    done = min(1.0, progress.tokens / phase.tokens)
    return phase.final_rate + (1 - phase.final_rate) * (1 + math.cos(math.pi * done)) / 2


def _optimizers(job: Job) -> list[torch.optim.Optimizer]:
    """AdamW for everything, or where the phase has a `muon_rate` Muon for the layers' matrices (Jordan et al., 2024)."""
    phase = job.phase
    by_muon = {name: p for name, p in job.parameters.items() if phase.muon_rate and p.ndim > 1 and name != EMBEDDING}
    others = [p for name, p in job.parameters.items() if name not in by_muon]
    matrices, vectors = [p for p in others if p.ndim > 1], [p for p in others if p.ndim == 1]
    groups = [{'params': matrices, 'weight_decay': phase.weight_decay}] if matrices else []
    if vectors:
        groups.append({'params': vectors, 'weight_decay': 0.0})
    optimizers: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(groups, lr=phase.learning_rate, betas=(0.9, 0.98), fused=True)]
    if by_muon:
        optimizers.append(Muon(by_muon.values(), lr=phase.muon_rate, weight_decay=phase.weight_decay))
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group['peak'] = group['lr']
    return optimizers


def _save(job: Job, optimizers: list[torch.optim.Optimizer], progress: Progress) -> None:
    job.checkpoint.parent.mkdir(parents=True, exist_ok=True)
    partial_file = job.checkpoint.with_suffix('.partial')
    torch.save({
        'made_from': _fingerprint(job),
        'starts_from': job.starts_from,
        'parameters': {name: p.detach() for name, p in job.parameters.items()},
        'optimizers': [optimizer.state_dict() for optimizer in optimizers],
        'progress': vars(progress),
    }, partial_file)
    os.replace(partial_file, job.checkpoint)
    job.publish()


def _resume(job: Job, optimizers: list[torch.optim.Optimizer]) -> Progress:
    if not job.checkpoint.exists():
        return Progress()
    kept = torch.load(job.checkpoint, weights_only=True, map_location=DEVICE)
    if (kept['made_from'], kept.get('starts_from', job.starts_from)) != (_fingerprint(job), job.starts_from):
        raise StaleCheckpoint(f'{job.checkpoint} was trained on other data or weights, '
                              'another shape or another seed; delete it to begin anew')
    with torch.no_grad():
        for name, parameter in job.parameters.items():
            parameter.copy_(kept['parameters'][name])
    for optimizer, state in zip(optimizers, kept['optimizers'], strict=True):
        optimizer.load_state_dict(state)
    return Progress(**kept['progress'])


def _fingerprint(job: Job) -> str:
    digest = hashlib.sha256(repr((job.shape, job.seed, {n: tuple(p.shape) for n, p in job.parameters.items()})).encode())
    digest.update(job.objective.identity())
    return digest.hexdigest()


def _stop_signals() -> Mapping[int, bool]:
    """A mapping that is true once SIGINT or SIGTERM has come."""
    caught: dict[int, bool] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: caught.__setitem__(received, True))
    return caught
