"""Trains one role's adapter: python -m training.adapter --recipe FILE --role NAME --model DIR --data FILE --out DIR.

`model` is the packed MLC repository, so that the adapter learns on the base as it is quantised. `out/peft` is a
PEFT adapter folder, rewritten at every checkpoint.
"""

import argparse
from pathlib import Path

from training.data import encode_role
from training.lora import initial_updates, merge, save_adapter
from training.mlc import read_repository
from training.recipe import ROLES, Recipe, read_recipe
from training.tokenizer import load_tokenizer
from training.train import Job, train


def train_adapter(recipe: Recipe, role: str, model: Path, data: Path, out: Path) -> None:
    """Trains to the recipe's end, from `out/checkpoint.pt` if it is there."""
    repository = read_repository(model)
    phase = recipe.adapters[role]
    base = repository.weights()
    updates = initial_updates(repository.shape, phase.rank, recipe.seed)
    for update in updates.values():
        update.requires_grad_()
    scale = phase.alpha / phase.rank
    train(Job(
        name=role, shape=repository.shape, parameters=updates, weights=lambda: merge(base, updates, scale),
        corpus=encode_role(load_tokenizer(model), data, repository.shape.context), phase=phase,
        seed=recipe.seed, checkpoint=out / 'checkpoint.pt',
        publish=lambda: save_adapter(updates, recipe.name, phase.rank, phase.alpha, out / 'peft'),
    ))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--role', choices=ROLES, required=True)
    for name in ('recipe', 'model', 'data', 'out'):
        parser.add_argument(f'--{name}', type=Path, required=True)
    given = parser.parse_args()
    train_adapter(read_recipe(given.recipe), given.role, given.model, given.data, given.out)


if __name__ == '__main__':
    main()
