"""The base before quantisation, as the repository keeps it in f16: with it adapters are trained and packed without an
hour for the base first."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from training.huggingface import join_fused, save_checkpoint
from training.recipe import Shape
from training.tokenizer import TOKENIZER_FILES
from training.train import read_progress


def keep_base(base: Path, kept: Path) -> None:
    """Writes the weights of `base/hf` to `kept` in f16, and rounds them there, so that both pack to the same bits."""
    file = base / 'hf' / 'model.safetensors'
    halves = {name: weight.half() for name, weight in load_file(file).items()}
    kept.parent.mkdir(parents=True, exist_ok=True)
    progress = asdict(read_progress(base / 'checkpoint.pt'))
    save_file(halves, kept, {'format': 'pt', 'progress': json.dumps(progress)})
    save_file({name: half.float() for name, half in halves.items()}, file, {'format': 'pt'})


def restore_base(kept: Path, shape: Shape, model: Path, tokenizer: Path, base: Path) -> None:
    """Writes what `keep_base` kept to `base` again, and to `tokenizer` that of the packed repository `model`."""
    tokenizer.mkdir(parents=True, exist_ok=True)
    base.mkdir(parents=True, exist_ok=True)
    for name in TOKENIZER_FILES:
        shutil.copyfile(model / name, tokenizer / name)
    with safe_open(kept, 'pt') as file:
        torch.save({'progress': json.loads(file.metadata()['progress'])}, base / 'checkpoint.pt')
    weights = {name: half.float() for name, half in load_file(kept).items()}
    save_checkpoint(join_fused(weights), shape, tokenizer, base / 'hf')
