"""Makes the embedded model: python -m training.make [--recipe FILE | --smoke] [--again STEP] [--until STEP].

Works through its steps in order, skips one whose outputs are newer than its inputs, and continues a training that
was interrupted. Run it from the root of the repository; what it needs stands in README.md.
"""

import argparse
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from training.adapter import train_adapter
from training.base import train_base
from training.card import write_card
from training.coverage import print_coverage
from training.data import read_rows
from training.logits import write_golden_logits
from training.recipe import ROLES, Recipe, read_recipe
from training.tokenizer import plain_texts, save_tokenizer, train_tokenizer

HERE = Path(__file__).parent
TOKENIZER_ROWS = 40_000
"""Rows of each training file that the tokenizer is trained on."""


@dataclass(frozen=True)
class Step:
    """Done when every output exists and none is older than an input."""

    name: str
    inputs: list[Path]
    outputs: list[Path]
    act: Callable[[], None]

    def is_done(self) -> bool:
        if not all(output.exists() for output in self.outputs):
            return False
        oldest = min(output.stat().st_mtime for output in self.outputs)
        return all(path.exists() and path.stat().st_mtime <= oldest for path in self.inputs)


@dataclass(frozen=True)
class Places:
    """Where a run keeps what it makes."""

    run: Path
    model: Path
    golden: Path

    @property
    def data(self) -> Path:
        return self.run / 'data'

    @property
    def tokenizer(self) -> Path:
        return self.run / 'tokenizer'

    @property
    def hf(self) -> Path:
        return self.run / 'base' / 'hf'

    def rows(self, role: str) -> Path:
        return self.data / f'{role}.jsonl'

    def peft(self, role: str) -> Path:
        return self.run / 'adapters' / role / 'peft'

    def pack(self, role: str) -> Path:
        return self.model / 'roles' / f'{role}.safetensors'


def steps(recipe: Recipe, recipe_file: Path, at: Places) -> list[Step]:
    """All steps from the recipe to the shipped model, in order."""
    files = [at.data / 'base.jsonl', *(at.rows(role) for role in ROLES)]
    tokenizer, base_done = at.tokenizer / 'tokenizer.json', at.run / 'base' / 'finished'
    manifest = at.model / 'tensor-cache.json'
    packs = [at.pack(role) for role in ROLES]

    def export() -> None:
        options = [text for name, value in recipe.studio.items() for text in (f'--{name}', str(value))]
        npm('studio', 'export', *options, '--out', str(at.data))

    def learn_tokenizer() -> None:
        rows = (row for file in files for _, row in zip(range(TOKENIZER_ROWS), read_rows(file), strict=False))
        save_tokenizer(train_tokenizer(plain_texts(rows), recipe.shape.vocab), at.tokenizer, recipe.shape.context)
        print_coverage(at.data, at.tokenizer, recipe.shape.context)

    def learn_base() -> None:
        train_base(recipe, files[0], at.tokenizer, at.run / 'base')
        base_done.touch()

    def pack_base() -> None:
        npm('pack', 'base', '--hf', str(at.hf), '--out', str(at.model), '--model', recipe.name)

    made = [
        Step('export', [], files, export),
        Step('tokenizer', files, [tokenizer], learn_tokenizer),
        Step('base', [recipe_file, files[0], tokenizer], [base_done], learn_base),
        Step('pack-base', [base_done], [manifest], pack_base),
    ]
    for role in ROLES:
        made += role_steps(recipe, role, at, manifest)
    return [
        *made,
        Step('card', packs, [at.model / 'README.md'], lambda: write_card(recipe, at.run, at.model)),
        Step('logits', packs, [at.golden], lambda: write_golden_logits(at.model, at.data, at.golden)),
    ]


def role_steps(recipe: Recipe, role: str, at: Places, manifest: Path) -> list[Step]:
    """One role's adapter and its pack."""
    rows, finished = at.rows(role), at.peft(role).parent / 'finished'

    def learn() -> None:
        train_adapter(recipe, role, at.model, rows, at.peft(role).parent)
        finished.touch()

    def pack() -> None:
        hashes = {row['promptHash'] for row in read_rows(rows)}
        if len(hashes) != 1:
            raise ValueError(f'{rows} mixes prompts ({", ".join(sorted(hashes))}); export it anew')
        npm('pack', 'role', '--mlc', str(at.model), '--hf', str(at.hf), '--adapter', str(at.peft(role)),
            '--role', role, '--prompt-hash', hashes.pop())

    return [
        Step(role, [rows, manifest], [finished], learn),
        Step(f'pack-{role}', [finished], [at.pack(role)], pack),
    ]


def npm(script: str, *arguments: str) -> None:
    """Runs one of the project's commands."""
    subprocess.run(['npm', 'run', '--silent', script, '--', *arguments], check=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--recipe', type=Path, default=HERE / 'recipes' / 'tiny.yaml')
    parser.add_argument('--smoke', action='store_true', help='go through everything in minutes; ships nothing')
    parser.add_argument('--again', help='do this step and those after it even if they are done')
    parser.add_argument('--until', help='stop after this step')
    given = parser.parse_args()
    recipe_file = HERE / 'recipes' / 'smoke.yaml' if given.smoke else given.recipe
    recipe = read_recipe(recipe_file)
    run = HERE / 'runs' / recipe.name
    model = run / 'model' if given.smoke else Path('public/models') / recipe.name
    golden = run / 'logits.json' if given.smoke else Path(f'test/fixtures/llm/{recipe.name}-logits.json')
    if given.smoke:
        # Compiling a width takes longer than all of this model's steps.
        torch.compiler.set_stance('force_eager')
    todo = steps(recipe, recipe_file, Places(run, model, golden))
    for option in (given.again, given.until):
        if option and option not in [step.name for step in todo]:
            parser.error(f'there is no step {option}; there are {", ".join(step.name for step in todo)}')
    again = False
    for step in todo:
        again = again or step.name == given.again
        if again or not step.is_done():
            print(f'== {step.name}', flush=True)
            step.act()
        if step.name == given.until:
            break


if __name__ == '__main__':
    main()
