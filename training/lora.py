"""Low-rank updates of every projection, merged into the weights at each step, and saved as a PEFT adapter.

Merging first costs one small product a projection and lets an adapter train through the base's own compiled code.
"""

import math
from pathlib import Path

import torch
from peft import LoraConfig
from safetensors.torch import load_file, save_file

from training.model import FUSED, Weights, layer_name, matrix_shapes, part_rows
from training.recipe import Shape

TARGETS = [part.split('.')[1] for parts in FUSED.values() for part in parts]


def initial_updates(shape: Shape, rank: int, seed: int) -> Weights:
    """A uniform as PEFT draws it and B zero, by `PROJECTION.lora_A` [rank, in] and `.lora_B` [out, rank]."""
    random = torch.Generator().manual_seed(seed)
    updates: Weights = {}
    for layer in range(shape.layers):
        for fused, parts in FUSED.items():
            columns = matrix_shapes(shape)[f'{fused}.weight'][1]
            for part, rows in zip(parts, part_rows(shape, fused), strict=True):
                name = layer_name(layer, part)
                bound = 1 / math.sqrt(columns)
                updates[f'{name}.lora_A'] = torch.empty(rank, columns).uniform_(-bound, bound, generator=random)
                updates[f'{name}.lora_B'] = torch.zeros(rows, rank)
    return updates


def merge(base: Weights, updates: Weights, scale: float) -> Weights:
    """W + scale·B·A for every fused projection, differentiable in the updates."""
    weights = dict(base)
    for name in base:
        for fused, parts in FUSED.items():
            if not name.endswith(f'{fused}.weight'):
                continue
            prefix = name.removesuffix(f'{fused}.weight')
            delta = [updates[f'{prefix}{part}.lora_B'] @ updates[f'{prefix}{part}.lora_A'] for part in parts]
            weights[name] = base[name] + scale * torch.cat(delta)
    return weights


def save_adapter(updates: Weights, base_name: str, rank: int, alpha: int, out: Path) -> None:
    """Writes a folder that `PeftModel.from_pretrained` reads."""
    config = LoraConfig(
        base_model_name_or_path=base_name, task_type='CAUSAL_LM', inference_mode=True,
        r=rank, lora_alpha=alpha, lora_dropout=0.0, target_modules=TARGETS,
    )
    config.save_pretrained(str(out))
    tensors = {f'base_model.model.{name}.weight': update.detach().clone() for name, update in updates.items()}
    save_file(tensors, out / 'adapter_model.safetensors', {'format': 'pt'})


def load_adapter(folder: Path) -> tuple[Weights, float]:
    """The updates of an adapter folder and their scale, alpha / rank."""
    config = LoraConfig.from_pretrained(str(folder))
    tensors = load_file(folder / 'adapter_model.safetensors')
    updates = {name.removeprefix('base_model.model.').removesuffix('.weight'): w for name, w in tensors.items()}
    return updates, config.lora_alpha / config.r
