"""Makes the embedded model: python -m training.make [--recipe FILE | --smoke] [--again STEP] [--until STEP].

Works through its steps in order, skips one whose outputs are newer than its inputs, and continues a training that
was interrupted. Run it from the root of the repository; what it needs stands in README.md.
"""

import argparse
from pathlib import Path

import torch

from training.base import train_base
from training.card import write_card
from training.coverage import print_coverage
from training.data import read_rows
from training.logits import write_golden_logits
from training.places import Places, pack_of
from training.recipe import ROLES, Recipe, read_recipe
from training.stages import options, stage_steps
from training.steps import Step, add_step_options, check_step_options, npm, run_steps
from training.tokenizer import plain_texts, save_tokenizer, train_tokenizer

HERE = Path(__file__).parent
TOKENIZER_ROWS = 40_000
"""Rows of each training file that the tokenizer is trained on."""


def steps(recipe: Recipe, recipe_file: Path, at: Places) -> list[Step]:
    """All steps from the recipe to the shipped model, in order."""
    files = [at.data / 'base.jsonl', *(at.rows(role) for role in ROLES)]
    tokenizer, base_done = at.tokenizer / 'tokenizer.json', at.run / 'base' / 'finished'
    packs = [pack_of(at.model, role) for role in ROLES]

    def export() -> None:
        npm('studio', 'export', *options(recipe.studio), '--out', at.data)

    def learn_tokenizer() -> None:
        rows = (row for file in files for _, row in zip(range(TOKENIZER_ROWS), read_rows(file), strict=False))
        save_tokenizer(train_tokenizer(plain_texts(rows), recipe.shape.vocab), at.tokenizer, recipe.shape.context)
        print_coverage(at.data, at.tokenizer, recipe.shape.context)

    def learn_base() -> None:
        train_base(recipe, files[0], at.tokenizer, at.run / 'base')
        base_done.touch()

    def pack_base() -> None:
        npm('pack', 'base', '--hf', at.hf, '--out', at.model, '--model', recipe.name)

    return [
        Step('export', [], files, export),
        Step('tokenizer', files, [tokenizer], learn_tokenizer),
        Step('base', [recipe_file, files[0], tokenizer], [base_done], learn_base),
        Step('pack-base', [base_done], [at.manifest], pack_base),
        *stage_steps(recipe, at),
        Step('card', packs, [at.model / 'README.md'], lambda: write_card(recipe, at)),
        Step('logits', packs, [at.golden], lambda: write_golden_logits(at.model, at.data, at.golden)),
    ]


def add_recipe_options(parser: argparse.ArgumentParser) -> None:
    """`--recipe`, `--smoke` and `--runs`, which `places` takes."""
    parser.add_argument('--recipe', type=Path, default=HERE / 'recipes' / 'tiny.yaml')
    parser.add_argument('--smoke', action='store_true', help='go through everything in minutes; ships nothing')
    parser.add_argument('--runs', type=Path, default=HERE / 'runs', help='where runs are kept (training/runs)')


def places(given: argparse.Namespace) -> tuple[Recipe, Path, Places]:
    """The recipe that the options name, its file, and where it is made."""
    recipe_file = HERE / 'recipes' / 'smoke.yaml' if given.smoke else given.recipe
    recipe = read_recipe(recipe_file)
    run = given.runs / recipe.name
    model = run / 'model' if given.smoke else Path('public/models') / recipe.name
    golden = run / 'logits.json' if given.smoke else Path(f'test/fixtures/llm/{recipe.name}-logits.json')
    if given.smoke:
        # Compiling a width takes longer than all of this model's steps.
        torch.compiler.set_stance('force_eager')
        # Nor do its products gain by a second thread, which on a busy machine costs many times as much.
        torch.set_num_threads(1)
    return recipe, recipe_file, Places(run, model, golden)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_recipe_options(parser)
    add_step_options(parser)
    given = parser.parse_args()
    todo = steps(*places(given))
    check_step_options(parser, given, todo)
    run_steps(todo, given.again, given.until)


if __name__ == '__main__':
    main()
