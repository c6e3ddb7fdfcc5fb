"""Trains the base: python -m training.base --recipe FILE --data base.jsonl --tokenizer DIR --out DIR.

`out/hf` is the checkpoint so far, rewritten every few minutes, so it can be looked at and packed while it trains.
"""

import argparse
from pathlib import Path

from training.data import Corpus, encode_base
from training.device import trainable
from training.huggingface import save_checkpoint
from training.model import initial_weights
from training.objective import NextToken
from training.recipe import Recipe, read_recipe
from training.tokenizer import load_tokenizer
from training.train import Job, train


def train_base(recipe: Recipe, data: Path, tokenizer: Path, out: Path) -> None:
    """Trains to the recipe's end, from `out/checkpoint.pt` if it is there."""
    weights = trainable(initial_weights(recipe.shape, recipe.seed))
    corpus = _corpus(data, tokenizer, out / 'corpus.npz', recipe.shape.context)
    train(Job(
        name='base', shape=recipe.shape, parameters=weights, weights=lambda: weights,
        objective=NextToken(recipe.shape, corpus, recipe.base, recipe.seed), phase=recipe.base, seed=recipe.seed,
        checkpoint=out / 'checkpoint.pt',
        publish=lambda: save_checkpoint(weights, recipe.shape, tokenizer, out / 'hf'),
    ))


def _corpus(data: Path, tokenizer: Path, cache: Path, context: int) -> Corpus:
    sources = (data, tokenizer / 'tokenizer.json')
    if cache.exists() and all(cache.stat().st_mtime > source.stat().st_mtime for source in sources):
        return Corpus.load(cache)
    corpus = encode_base(load_tokenizer(tokenizer), data, context)
    cache.parent.mkdir(parents=True, exist_ok=True)
    corpus.save(cache)
    return corpus


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ('recipe', 'data', 'tokenizer', 'out'):
        parser.add_argument(f'--{name}', type=Path, required=True)
    given = parser.parse_args()
    train_base(read_recipe(given.recipe), given.data, given.tokenizer, given.out)


if __name__ == '__main__':
    main()
