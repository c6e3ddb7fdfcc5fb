"""Makes the embedded model: python -m training.make [--recipe FILE | --smoke] [--kept-base] [--from STEP] [--until STEP]
[--again STEP].

Works through its steps in order, skips one whose outputs are newer than its inputs, and continues a training that
was interrupted. Run it from the root of the repository; what it needs stands in README.md.
"""

import argparse

from training.base import train_base
from training.card import write_card
from training.coverage import print_coverage
from training.data import read_rows
from training.kept import keep_base, restore_base
from training.logits import write_golden_logits
from training.places import Places, add_recipe_options, open_run, pack_of
from training.recipe import ROLES, Recipe
from training.stages import options, stage_steps
from training.steps import Step, add_step_options, check_step_options, npm, run_steps
from training.tokenizer import plain_texts, save_tokenizer, train_tokenizer

TOKENIZER_ROWS = 40_000
"""Rows of each training file that the tokenizer is trained on."""


def steps(recipe: Recipe, at: Places, kept_base: bool = False) -> list[Step]:
    """All steps from the recipe to the shipped model, in order; with the base that is kept, or a new one."""
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

    def pack_base() -> None:
        npm('pack', 'base', '--hf', at.hf, '--out', at.model, '--model', recipe.name)

    def restore() -> None:
        restore_base(at.kept, recipe.shape, at.model, at.tokenizer, base_done.parent)

    settings = repr((recipe.seed, recipe.shape, recipe.base))
    new_base = [
        Step('tokenizer', files, [tokenizer], learn_tokenizer),
        Step('base', [files[0], tokenizer], [base_done], learn_base, settings),
        Step('keep-base', [base_done], [at.kept], lambda: keep_base(base_done.parent, at.kept)),
        Step('pack-base', [base_done, at.kept], [at.manifest], pack_base),
    ]
    return [
        Step('export', [], files, export),
        *([Step('kept-base', [at.kept], [base_done], restore, settings)] if kept_base else new_base),
        *stage_steps(recipe, at),
        Step('card', [*packs, *([at.results] if at.results.exists() else [])], [at.model / 'README.md'], lambda: write_card(recipe, at)),
        Step('logits', packs, [at.golden], lambda: write_golden_logits(at.model, at.data, at.golden)),
    ]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_recipe_options(parser)
    parser.add_argument('--kept-base', action='store_true',
                        help='take the base of the shipped model, of which training/kept has the weights before quantisation')
    add_step_options(parser)
    given = parser.parse_args()
    todo = steps(*open_run(given), given.kept_base)
    check_step_options(parser, given, todo)
    run_steps(todo, given.again, given.until, given.first)


if __name__ == '__main__':
    main()
