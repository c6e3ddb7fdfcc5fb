"""Trains one role's adapter: python -m training.adapter --recipe FILE --role NAME --model DIR --data FILE --out DIR.

`model` is the packed MLC repository, so that the adapter learns on the base as it is quantised. `out/peft` is a
PEFT adapter folder, rewritten at every checkpoint.
"""

import argparse
import hashlib
from pathlib import Path

from training.data import Corpus, encode_role
from training.device import fixed, trainable
from training.lora import initial_updates, merge, save_adapter
from training.mlc import read_repository
from training.objective import NextToken
from training.recipe import ROLES, AdapterPhase, Recipe, read_recipe
from training.tokenizer import load_tokenizer
from training.train import Job, train


def train_adapter(
    recipe: Recipe, name: str, phase: AdapterPhase, model: Path, rows: list[Path], out: Path,
    extra: list[Path] | None = None,
) -> None:
    """Trains on `rows`, and on `extra`, of which nothing is held out; from `out/checkpoint.pt` if it is there."""
    repository = read_repository(model)
    base = fixed(repository.weights())
    updates = trainable(initial_updates(repository.shape, phase.rank, recipe.seed))
    scale = phase.alpha / phase.rank
    tokenizer = load_tokenizer(model)

    def read(files: list[Path]) -> list[Corpus]:
        return [encode_role(tokenizer, file, repository.shape.context) for file in files]

    objective = NextToken(repository.shape, Corpus.join(read(rows)), phase, recipe.seed, read(extra or []))
    train(Job(
        name=name, shape=repository.shape, parameters=updates, weights=lambda: merge(base, updates, scale),
        objective=objective, phase=phase, seed=recipe.seed, checkpoint=out / 'checkpoint.pt',
        publish=lambda: save_adapter(updates, recipe.name, phase.rank, phase.alpha, out / 'peft'),
        starts_from=base_identity(model),
    ))


def base_identity(model: Path) -> str:
    """A hash of what a repository says of its shards: other weights, another hash."""
    return hashlib.sha256((model / 'tensor-cache.json').read_bytes()).hexdigest()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--role', choices=ROLES, required=True)
    for name in ('recipe', 'model', 'data', 'out'):
        parser.add_argument(f'--{name}', type=Path, required=True)
    given = parser.parse_args()
    recipe = read_recipe(given.recipe)
    train_adapter(recipe, given.role, recipe.adapters[given.role], given.model, [given.data], given.out)


if __name__ == '__main__':
    main()
