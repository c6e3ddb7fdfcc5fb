"""Trains what the shipped packs are compared with: python -m training.variants NAME… [--recipe FILE | --smoke].

  one-adapter    one adapter on all roles' rows, packed under the four roles' names
  full           the whole base fine-tuned on all roles' rows, without packs
  unfiltered     four adapters on rows from which no failing trajectory was left out
  unsupervised   four adapters without supervision's rows
  f32            each role's adapter merged and not quantised again, a repository a role, and the base's beside them

Each for as many tokens as the four packs together. Skips what is done, and continues what was interrupted.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from training.adapter import train_adapter
from training.catalogue import MANIFEST, copy_base
from training.full import train_full
from training.lora import load_adapter, merge
from training.mlc import read_repository
from training.places import Places, add_recipe_options, open_run, pack_of
from training.recipe import ROLES, Recipe
from training.stages import Stage, extra_rows, lesson_step, options, pack_role, pack_steps, prompt_hash, stages
from training.steps import Step, add_step_options, check_step_options, npm, run_steps
from training.unquantised import write_unquantised


def one_adapter(recipe: Recipe, at: Places) -> list[Step]:
    """One LoRA on everything; a pack names its role, so it is packed four times."""
    folder = at.variant('one-adapter')
    model, finished, rows = folder / 'model', folder / 'finished', [at.rows(role) for role in ROLES]

    def learn() -> None:
        extra = [file for role in ROLES for file in extra_rows(recipe, at, role)]
        train_adapter(recipe, 'one-adapter', recipe.one_adapter, at.model, rows, folder, extra)

    def pack() -> None:
        copy_base(at.model, model)
        for role in ROLES:
            pack_role(model, at.hf, folder / 'peft', role, prompt_hash(at.rows(role)))

    return [
        Step('one-adapter', [*rows, at.manifest], [finished], learn, repr(recipe.one_adapter)),
        Step('pack-one-adapter', [finished], [pack_of(model, role) for role in ROLES], pack),
    ]


def full(recipe: Recipe, at: Places) -> list[Step]:
    """Every weight trained."""
    folder, base = at.variant('full'), at.run / 'base' / 'finished'
    finished, rows = folder / 'finished', [at.rows(role) for role in ROLES]

    def learn() -> None:
        extra = [file for role in ROLES for file in extra_rows(recipe, at, role)]
        train_full(recipe, recipe.full, at.hf, rows, folder, extra)

    def pack() -> None:
        npm('pack', 'base', '--hf', folder / 'hf', '--out', folder / 'model', '--model', f'{recipe.name}-full')

    return [
        Step('full', [*rows, base], [finished], learn, repr(recipe.full)),
        Step('pack-full', [finished], [folder / 'model' / MANIFEST], pack),
    ]


def unfiltered(recipe: Recipe, at: Places) -> list[Step]:
    """Four adapters, as the first stage trains them, on other rows."""
    folder = at.variant('unfiltered')
    data = folder / 'data'
    files = {role: data / f'{role}.jsonl' for role in ROLES}
    stage = Stage('unfiltered-', folder, folder / 'model')

    def lesson(role: str) -> Callable[[], None]:
        return lambda: train_adapter(
            recipe, f'unfiltered {role}', recipe.adapters[role], at.model, [files[role]], folder / role)

    def export() -> None:
        npm('studio', 'export', *options({**recipe.studio, 'base': 0}), '--unfiltered', '--out', data)

    return [
        Step('export-unfiltered', [at.rows(role) for role in ROLES], list(files.values()), export),
        *(lesson_step(recipe, stage, role, [files[role], at.manifest], lesson(role)) for role in ROLES),
        *pack_steps(at, stage),
    ]


def unsupervised(recipe: Recipe, at: Places) -> list[Step]:
    """What `make` leaves behind on its way to the supervised packs. Raises SystemExit where there is no such way."""
    if not recipe.supervision:
        raise SystemExit(f'{recipe.name} has no supervision in its recipe: its packs are the unsupervised ones')
    need(stages(recipe, at)[0].packs())
    print(f'unsupervised is {at.variant("unsupervised") / "model"}', flush=True)
    return []


def f32(recipe: Recipe, at: Places) -> list[Step]:
    """W + ΔW of each role as it was trained: on the base as quantised, and not rounded again."""
    last = stages(recipe, at)[-1]
    need([last.finished(role) for role in ROLES])

    def write(role: str) -> Callable[[], None]:
        def act() -> None:
            merged = merge(read_repository(at.model).weights(), *load_adapter(last.peft(role)))
            write_unquantised(merged, at.model, f'{recipe.name}-{role}-f32', at.variant('f32') / role)

        return act

    base = at.variant('f32') / 'base'
    return [
        *(Step(f'f32-{role}', [last.finished(role), at.manifest], [at.variant('f32') / role / MANIFEST], write(role))
          for role in ROLES),
        Step('f32-base', [at.manifest], [base / MANIFEST], lambda: copy_base(at.model, base)),
    ]


def need(files: list[Path]) -> None:
    """Raises SystemExit where `make` has not yet written what a variant is made of."""
    missing = [file for file in files if not file.exists()]
    if missing:
        raise SystemExit(f'{missing[0]} is not there yet; run python -m training.make first')


VARIANTS = {
    'one-adapter': one_adapter, 'full': full, 'unfiltered': unfiltered, 'unsupervised': unsupervised, 'f32': f32,
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('names', nargs='+', choices=VARIANTS, metavar='NAME', help=', '.join(VARIANTS))
    add_recipe_options(parser)
    add_step_options(parser)
    given = parser.parse_args()
    recipe, at = open_run(given)
    need([at.manifest, at.hf])
    todo = [step for name in given.names for step in VARIANTS[name](recipe, at)]
    check_step_options(parser, given, todo)
    run_steps(todo, given.again, given.until, given.first)


if __name__ == '__main__':
    main()
