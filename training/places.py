"""Where a run keeps what it makes, and the command line that says so."""

import argparse
from dataclasses import dataclass
from pathlib import Path

import torch

from training.recipe import Recipe, read_recipe

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Places:
    """`run` holds all that is made on the way, `model` is the repository that is shipped, `golden` its test's logits, and
    `kept` its base before quantisation."""

    run: Path
    model: Path
    golden: Path
    kept: Path

    @property
    def data(self) -> Path:
        return self.run / 'data'

    @property
    def tokenizer(self) -> Path:
        return self.run / 'tokenizer'

    @property
    def hf(self) -> Path:
        return self.run / 'base' / 'hf'

    @property
    def manifest(self) -> Path:
        """The last file that packing the base writes."""
        return self.model / 'tensor-cache.json'

    def rows(self, role: str) -> Path:
        return self.data / f'{role}.jsonl'

    @property
    def results(self) -> Path:
        """What `npm run bench:roles` keeps."""
        return self.run.parent / 'bench-roles' / 'results.jsonl'

    def variant(self, name: str) -> Path:
        return self.run / 'variants' / name


def pack_of(model: Path, role: str) -> Path:
    """A role's pack in a repository."""
    return model / 'roles' / f'{role}.safetensors'


def add_recipe_options(parser: argparse.ArgumentParser) -> None:
    """`--recipe`, `--smoke` and `--runs`, which `open_run` takes."""
    parser.add_argument('--recipe', type=Path, default=HERE / 'recipes' / 'tiny.yaml')
    parser.add_argument('--smoke', action='store_true', help='go through everything in minutes; ships nothing')
    parser.add_argument('--runs', type=Path, default=HERE / 'runs', help='where runs are kept (training/runs)')


def open_run(given: argparse.Namespace) -> tuple[Recipe, Places]:
    """The recipe that the options name, and where it is made."""
    recipe = read_recipe(HERE / 'recipes' / 'smoke.yaml' if given.smoke else given.recipe)
    run = given.runs / recipe.name
    model = run / 'model' if given.smoke else Path('public/models') / recipe.name
    golden = run / 'logits.json' if given.smoke else Path(f'test/fixtures/llm/{recipe.name}-logits.json')
    kept = run / 'kept.safetensors' if given.smoke else HERE / 'kept' / f'{recipe.name}.safetensors'
    if given.smoke:
        # Compiling a width takes longer than all of this model's steps.
        torch.compiler.set_stance('force_eager')
        # Nor do its products gain by a second thread, which on a busy machine costs many times as much.
        torch.set_num_threads(1)
    return recipe, Places(run, model, golden, kept)
