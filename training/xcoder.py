"""Teaches the embedded model languages: python -m training.xcoder [VARIANT…] [--recipe FILE | --smoke].

The language agents write instructions with answers that ran (`npm run studio -- languages`); coder and debugger are
trained on them as LoRA, the coder then by DPO on pairs of programs that passed and failed, and both are packed beside the
base's other packs. Every variant of the recipe is made of as many rows a language, so that they can be compared. Skips
what is done, and continues what was interrupted.
"""

import argparse
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import yaml

from training.adapter import train_adapter
from training.catalogue import MANIFEST, copy_base, read_catalogue, write_catalogue
from training.data import read_rows
from training.places import HERE, Places, pack_of
from training.preference import train_preference
from training.recipe import AdapterPhase, PreferencePhase, Recipe, RecipeError, build, read_recipe
from training.stages import options, pack_role, prompt_hash
from training.steps import Step, add_step_options, check_step_options, npm, run_steps

TAUGHT = ('coder', 'debugger')


@dataclass(frozen=True)
class XCoder:
    """`studio` are the options of `npm run studio -- languages`, to which a variant's are added; `rows` of each language."""

    name: str
    base: str
    seed: int
    studio: dict[str, Any]
    languages: list[str]
    rows: int
    python_rows: int
    variants: dict[str, dict[str, Any]]
    adapter: AdapterPhase
    preference: PreferencePhase


def read_xcoder(path: Path) -> XCoder:
    """Reads a recipe of languages. Raises RecipeError with the field that is wrong."""
    given = yaml.safe_load(path.read_text())
    try:
        phases = {
            'adapter': build(AdapterPhase, 'adapter', given['adapter']),
            'preference': build(PreferencePhase, 'preference', given['preference']),
        }
        return build(XCoder, str(path), {**given, **phases})
    except KeyError as missing:
        raise RecipeError(f'{path}: the section or field {missing} is missing') from missing


def choose_rows(files: list[Path], languages: list[str], count: int) -> list[dict]:
    """The first `count` rows of each language. Raises SystemExit where there are fewer."""
    chosen: dict[str, list[dict]] = {language: [] for language in languages}
    for file in files:
        for row in read_rows(file):
            rows = chosen.get(row['language'])
            if rows is not None and len(rows) < count:
                rows.append(row)
    for language, rows in chosen.items():
        if len(rows) < count:
            raise SystemExit(f'{files[0]} has {len(rows)} rows in {language}, not {count}: give the studio more rounds')
    return [row for rows in zip(*chosen.values()) for row in rows]


def write_rows(file: Path, rows: list[dict]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(''.join(json.dumps(row, ensure_ascii=False) + '\n' for row in rows))


def first_rows(file: Path, count: int) -> list[dict]:
    """At most `count` rows of a file, none where it is not there."""
    return [row for row, _ in zip(read_rows(file), range(count))] if file.exists() else []


def flags(given: dict) -> list[str]:
    """Options of the studio; one that is true is a flag."""
    plain = options({name: value for name, value in given.items() if value is not True})
    return plain + [f'--{name}' for name, value in given.items() if value is True]


def steps_of(recipe: XCoder, base: Recipe, at: Places, variant: str, out: Path) -> list[Step]:
    """From nothing to a repository whose coder and debugger write the recipe's languages."""
    data, model = out / 'data', out / 'model'
    trained = {role: out / 'rows' / f'{role}.jsonl' for role in TAUGHT}
    pairs = data / 'preferences.jsonl'

    def speak() -> None:
        npm('studio', 'languages', *flags({**recipe.studio, **recipe.variants[variant]}), '--out', data)

    def choose() -> None:
        rows = choose_rows([data / 'coder.jsonl'], recipe.languages, recipe.rows)
        # What a pack knows of Python it keeps: the base's own rows, the same for every variant.
        write_rows(trained['coder'], rows + first_rows(at.rows('coder'), recipe.python_rows))
        mends = [row for row in read_rows(data / 'debugger.jsonl') if row['language'] in recipe.languages]
        write_rows(trained['debugger'], mends[: recipe.rows] + first_rows(at.rows('debugger'), recipe.python_rows))

    def learn(role: str) -> Callable[[], None]:
        return lambda: train_adapter(
            base, f'{variant} {role}', recipe.adapter, at.model, [trained[role]], out / 'sft' / role)

    def prefer() -> None:
        # What is packed is in out/dpo: a coder with few pairs goes on as it is.
        train_preference(base, 'coder', recipe.preference, at.model, out / 'sft' / 'coder', pairs, out / 'dpo' / 'coder')

    def pack(role: str, adapter: Path) -> Callable[[], None]:
        taught = (['python'] if recipe.python_rows else []) + recipe.languages
        # Python's rows for the debugger may show traces too, which the agents' do not: theirs is the wider prompt.
        prompt = at.rows(role) if recipe.python_rows and at.rows(role).exists() else trained[role]
        return lambda: pack_role(model, at.hf, adapter, role, prompt_hash(prompt), taught)

    settings = repr((recipe.seed, recipe.adapter))
    finished = {role: out / 'sft' / role / 'finished' for role in TAUGHT}
    preferred = out / 'dpo' / 'coder' / 'finished'
    return [
        Step('speak', [], [data / 'README.md'], speak),
        Step('rows', [data / 'README.md'], list(trained.values()), choose),
        *(Step(f'sft-{role}', [trained[role], at.manifest], [finished[role]], learn(role), settings) for role in TAUGHT),
        Step('dpo-coder', [finished['coder'], pairs], [preferred], prefer, repr(recipe.preference)),
        Step('base', [at.manifest], [model / MANIFEST], lambda: copy_with_packs(at.model, model)),
        Step('pack-coder', [preferred, model / MANIFEST], [pack_of(model, 'coder')], pack('coder', out / 'dpo/coder/peft')),
        Step('pack-debugger', [finished['debugger'], model / MANIFEST], [pack_of(model, 'debugger')],
             pack('debugger', out / 'sft/debugger/peft')),
    ]


def copy_with_packs(model: Path, out: Path) -> None:
    """Copies a repository with the packs that are not trained anew."""
    copy_base(model, out)
    kept = [pack for pack in read_catalogue(model)['packs'] if pack['role'] not in TAUGHT]
    (out / 'roles').mkdir(exist_ok=True)
    for pack in kept:
        shutil.copyfile(pack_of(model, pack['role']), pack_of(out, pack['role']))
    write_catalogue(out, read_catalogue(out) | {'packs': kept})


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('names', nargs='*', metavar='VARIANT', help="of the recipe's variants; all by default")
    parser.add_argument('--recipe', type=Path, default=HERE / 'recipes' / 'tiny-xcoder.yaml')
    parser.add_argument('--smoke', action='store_true', help='go through everything in a minute; ships nothing')
    parser.add_argument('--runs', type=Path, default=HERE / 'runs', help='where runs are kept (training/runs)')
    add_step_options(parser)
    given = parser.parse_args()
    recipe = read_xcoder(HERE / 'recipes' / 'xcoder-smoke.yaml' if given.smoke else given.recipe)
    unknown = [name for name in given.names if name not in recipe.variants]
    if unknown:
        parser.error(f'there is no variant {unknown[0]}; there are {", ".join(recipe.variants)}')
    if given.smoke:
        torch.compiler.set_stance('force_eager')
        torch.set_num_threads(1)
    base = read_recipe(HERE / 'recipes' / f'{"smoke" if given.smoke else recipe.base.removeprefix("quartet-")}.yaml')
    run = given.runs / recipe.base
    model = run / 'model' if given.smoke else Path('public/models') / recipe.base
    at = Places(run, model, run / 'logits.json', run / 'kept.safetensors')
    missing = [file for file in (at.manifest, at.hf) if not file.exists()]
    if missing:
        raise SystemExit(f'{missing[0]} is not there yet; run python -m training.make first')
    for variant in given.names or recipe.variants:
        todo = steps_of(recipe, base, at, variant, given.runs / recipe.name / variant)
        check_step_options(parser, given, todo)
        print(f'= {variant}', flush=True)
        run_steps(todo, given.again, given.until, given.first)


if __name__ == '__main__':
    main()
