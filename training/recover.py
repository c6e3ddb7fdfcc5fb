"""The adapters that the shipped packs were made from: python -m training.recover [--recipe FILE | --smoke].

A pack has the integers of the base before quantisation plus the adapter's change, each rounded to the nearest step, so every
integer says within one step what the change is there. A change of low rank has far fewer numbers than it changes integers:
the one that agrees with all of them is found again, to a small part of a step. From it an adapter can be trained on, or
measured as it was before it was rounded, without an hour of training it from its rows again.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from training.huggingface import join_fused
from training.lora import save_adapter
from training.mlc import GROUP, ZERO, Repository, read_pack, read_repository
from training.model import FUSED, Weights, layer_name, part_rows
from training.places import add_recipe_options, open_run, pack_of
from training.recipe import ROLES
from training.stages import stages

ROUNDS = 1500
RATE = 0.02
"""Of the mean size of the numbers that are looked for."""
TOLERANCE = 1e-3
"""Of a step: by how much a change may leave its bounds and still agree with them."""


@dataclass(frozen=True)
class Bounds:
    """A change is within half a `step` of `middle`; beyond it where the integer is the least or the greatest there is. All [out, in]."""

    middle: Tensor
    step: Tensor
    least: Tensor
    greatest: Tensor

    def excess(self, change: Tensor) -> Tensor:
        """By how many steps a change is out of its bounds."""
        over = (change - self.middle) / self.step
        out = torch.relu(over.abs() - 0.5)
        return torch.where((self.least & (over < 0)) | (self.greatest & (over > 0)), 0.0, out)

    def split(self, rows: list[int]) -> list['Bounds']:
        return [Bounds(*pieces) for pieces in zip(*(t.split(rows) for t in vars(self).values()), strict=True)]


def recover(repository: Repository, base: Weights, pack: Path, rank: int, alpha: int) -> tuple[Weights, float]:
    """Updates as `training.lora` names them, and the share of the pack's integers that they do not agree with.

    `base` are the weights before quantisation, fused, f32.
    """
    edit = read_pack(pack)
    updates: Weights = {}
    excess: list[Tensor] = []
    for layer in range(repository.shape.layers):
        for fused, parts in FUSED.items():
            name = layer_name(layer, fused)
            bounds = _bounds(repository, base, name, edit.get(name))
            for part, piece in zip(parts, bounds.split(part_rows(repository.shape, fused)), strict=True):
                b, a = _low_rank(piece, rank, alpha / rank)
                excess.append(piece.excess(alpha / rank * b @ a).ravel())
                updates[f'{layer_name(layer, part)}.lora_A'] = a
                updates[f'{layer_name(layer, part)}.lora_B'] = b
    return updates, (torch.cat(excess) > TOLERANCE).float().mean().item()


def _bounds(repository: Repository, base: Weights, name: str, added: np.ndarray | None) -> Bounds:
    """What a pack says of a fused projection's change."""
    quantised = repository.linear[name]
    integers = quantised.integers.astype(np.int16)
    if added is not None:
        integers = integers + added.reshape(integers.shape)
    merged = torch.from_numpy(integers)
    step = torch.from_numpy(quantised.scales.astype(np.float32).repeat(GROUP, axis=1))
    return Bounds((merged - ZERO) * step - base[f'{name}.weight'], step, merged == 0, merged == 15)


def _low_rank(bounds: Bounds, rank: int, scale: float) -> tuple[Tensor, Tensor]:
    """B [out, rank] and A [rank, in] of which scale·B·A is within the bounds, or nearly: from the best of that rank by singular
    values, which has most of them right, by Adam on the squares of what is out."""
    left, sizes, right = torch.linalg.svd(bounds.middle / scale, full_matrices=False)
    roots = sizes[:rank].sqrt()
    b = (left[:, :rank] * roots).contiguous().requires_grad_()
    a = (roots[:, None] * right[:rank]).contiguous().requires_grad_()
    optimizer = torch.optim.Adam([b, a], lr=RATE * a.abs().mean().item())
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, ROUNDS)
    for _ in range(ROUNDS):
        loss = bounds.excess(scale * b @ a).square().sum()
        if loss.item() == 0:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return b.detach(), a.detach()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_recipe_options(parser)
    recipe, at = open_run(parser.parse_args())
    last = stages(recipe, at)[-1]
    repository = read_repository(last.model)
    base = join_fused({name: half.float() for name, half in load_file(at.kept).items()})
    for role in ROLES:
        phase = recipe.adapters[role]
        updates, wrong = recover(repository, base, pack_of(last.model, role), phase.rank, phase.alpha)
        save_adapter(updates, recipe.name, phase.rank, phase.alpha, last.peft(role))
        last.finished(role).write_text(last.settings(recipe, role))
        print(f'{last.peft(role)}: disagrees with {wrong:.4%} of the integers', flush=True)


if __name__ == '__main__':
    main()
