"""Fine-tunes a whole base on all roles' rows: what the role packs are compared with."""

import hashlib
from pathlib import Path

from training.data import Corpus, encode_role
from training.device import trainable
from training.huggingface import load_checkpoint, save_checkpoint
from training.objective import NextToken
from training.recipe import Phase, Recipe
from training.tokenizer import load_tokenizer
from training.train import Job, train


def train_full(recipe: Recipe, phase: Phase, hf: Path, rows: list[Path], out: Path, extra: list[Path]) -> None:
    """Trains every weight of the base in f32, from `out/checkpoint.pt` if it is there; `out/hf` is the checkpoint so far."""
    weights, shape = load_checkpoint(hf)
    weights = trainable(weights)
    tokenizer = load_tokenizer(hf)

    def read(files: list[Path]) -> list[Corpus]:
        return [encode_role(tokenizer, file, shape.context) for file in files]

    train(Job(
        name='full', shape=shape, parameters=weights, weights=lambda: weights,
        objective=NextToken(shape, Corpus.join(read(rows)), phase, recipe.seed, read(extra)),
        phase=phase, seed=recipe.seed, checkpoint=out / 'checkpoint.pt',
        publish=lambda: save_checkpoint(weights, shape, hf, out / 'hf'),
        starts_from=hashlib.sha256((hf / 'model.safetensors').read_bytes()).hexdigest(),
    ))
