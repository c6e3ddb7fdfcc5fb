"""The role adapters' stages: trained on the studio's rows, again with supervision's, then by preference.

Each stage has adapters and a repository of its own; the last one's is what is shipped. So an earlier stage's packs stay,
as the student that a later one's data is made with, and to be compared with it.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from training.adapter import train_adapter
from training.catalogue import MANIFEST, copy_base
from training.data import count_rows, read_rows
from training.places import Places, pack_of
from training.preference import FEWEST, train_preference
from training.recipe import ROLES, Recipe
from training.steps import Step, npm


@dataclass(frozen=True)
class Stage:
    """`adapters`/ROLE/peft is packed into `model`; the names of its steps begin with `prefix`."""

    prefix: str
    adapters: Path
    model: Path

    def finished(self, role: str) -> Path:
        return self.adapters / role / 'finished'

    def peft(self, role: str) -> Path:
        return self.adapters / role / 'peft'

    def packs(self) -> list[Path]:
        return [pack_of(self.model, role) for role in ROLES]

    def settings(self, recipe: Recipe, role: str) -> str:
        """What a role is trained with here, which `finished` holds when it was."""
        preference = recipe.preference if self.prefix == 'preferred-' else None
        return repr((recipe.seed, preference or recipe.adapters[role]))


def stages(recipe: Recipe, at: Places) -> list[Stage]:
    """The recipe's stages; all but the last one's packs go into a variant's repository."""
    given = [('', 'adapters')]
    given += [('supervised-', 'supervised')] if recipe.supervision else []
    given += [('preferred-', 'preferred')] if recipe.preference else []
    kept = {'supervised-': 'unsupervised', 'preferred-': 'unpreferred'}
    following = [kept[prefix] for prefix, _ in given[1:]]
    models = [*(at.variant(name) / 'model' for name in following), at.model]
    return [Stage(prefix, at.run / folder, model) for (prefix, folder), model in zip(given, models, strict=True)]


def stage_steps(recipe: Recipe, at: Places) -> list[Step]:
    """From the packed base to the packs that are shipped."""
    first, *later = stages(recipe, at)
    made = [
        lesson_step(recipe, first, role, [at.rows(role), at.manifest], first_lesson(recipe, at, first, role))
        for role in ROLES
    ]
    made += pack_steps(at, first)
    before = first
    for stage in later:
        made += (supervised_steps if stage.prefix == 'supervised-' else preferred_steps)(recipe, at, before, stage)
        made += pack_steps(at, stage)
        before = stage
    return made


def lesson_step(recipe: Recipe, stage: Stage, role: str, inputs: list[Path], learn: Callable[[], None]) -> Step:
    """One role's training by `learn`."""
    return Step(f'{stage.prefix}{role}', inputs, [stage.finished(role)], learn, stage.settings(recipe, role))


def pack_steps(at: Places, stage: Stage) -> list[Step]:
    """The stage's four packs, beside a copy of the base where its repository is not the shipped one."""

    def pack(role: str) -> Callable[[], None]:
        return lambda: pack_role(stage.model, at.hf, stage.peft(role), role, prompt_hash(at.rows(role)))

    copy = [] if stage.model == at.model else [Step(
        f'base-of-{stage.model.parent.name}', [at.manifest], [stage.model / MANIFEST],
        lambda: copy_base(at.model, stage.model),
    )]
    packs = [
        Step(f'pack-{stage.prefix}{role}', [stage.finished(role), stage.model / MANIFEST],
             [pack_of(stage.model, role)], pack(role))
        for role in ROLES
    ]
    return copy + packs


def first_lesson(recipe: Recipe, at: Places, stage: Stage, role: str) -> Callable[[], None]:
    return lambda: train_adapter(
        recipe, role, recipe.adapters[role], at.model, [at.rows(role)], stage.adapters / role)


def supervised_rows(at: Places, role: str) -> Path:
    return at.run / 'supervision' / f'{role}.jsonl'


def extra_rows(recipe: Recipe, at: Places, role: str) -> list[Path]:
    """Supervision's rows of a role, as often as they count; none where too few answers were repaired."""
    file = supervised_rows(at, role)
    if not recipe.supervision or count_rows(file) < FEWEST:
        return []
    return [file] * recipe.supervision.repeat


def supervised_steps(recipe: Recipe, at: Places, before: Stage, stage: Stage) -> list[Step]:
    """The student solves, the oracle names the role at fault; then each role is trained anew, repaired rows included."""
    files = [supervised_rows(at, role) for role in ROLES]

    def supervise() -> None:
        out = files[0].parent
        forget_older(out, before)
        npm('studio', 'supervise', *options(recipe.supervision.studio), '--student', before.model, '--out', out)

    def lesson(role: str) -> Callable[[], None]:
        def learn() -> None:
            extra = extra_rows(recipe, at, role)
            if extra:
                train_adapter(recipe, f'supervised {role}', recipe.adapters[role], at.model, [at.rows(role)],
                              stage.adapters / role, extra)
            else:
                print(f'supervision repaired fewer than {FEWEST} answers of the {role}: its adapter stays', flush=True)
                shutil.copytree(before.adapters / role, stage.adapters / role, dirs_exist_ok=True)

        return learn

    return [Step('supervise', before.packs(), files, supervise)] + [
        lesson_step(recipe, stage, role, [at.rows(role), at.manifest, supervised_rows(at, role)], lesson(role))
        for role in ROLES
    ]


def preferred_steps(recipe: Recipe, at: Places, before: Stage, stage: Stage) -> list[Step]:
    """The packed student answers each prompt several times; what passes, its own or the oracle's, is preferred."""
    out = at.run / 'preference'
    command = recipe.preference.command
    pairs = out / 'preferences.jsonl'

    def compare() -> None:
        forget_older(out, before)
        student = ['--student', before.model] if command == 'correct' else ['--teacher', f'engine:{before.model}']
        npm('studio', command, *options(recipe.preference.studio), *student, '--out', out)

    def lesson(role: str) -> Callable[[], None]:
        return lambda: train_preference(
            recipe, role, recipe.preference, at.model, before.adapters / role, pairs, stage.adapters / role)

    return [Step('prefer', before.packs(), [pairs], compare)] + [
        lesson_step(recipe, stage, role, [pairs, before.finished(role)], lesson(role)) for role in ROLES
    ]


def pack_role(model: Path, hf: Path, peft: Path, role: str, prompt: str, languages: list[str] | None = None) -> None:
    """Packs an adapter into a repository as a role's."""
    said = ['--languages', ','.join(languages)] if languages else []
    npm('pack', 'role', '--mlc', model, '--hf', hf, '--adapter', peft, '--role', role, '--prompt-hash', prompt, *said)


def prompt_hash(rows: Path) -> str:
    """The hash of the one prompt that all rows have. Raises ValueError where they have several."""
    hashes = {row['promptHash'] for row in read_rows(rows)}
    if len(hashes) != 1:
        raise ValueError(f'{rows} mixes prompts ({", ".join(sorted(hashes))}); export it anew')
    return hashes.pop()


def options(given: dict) -> list[str]:
    """A recipe's `studio` section as a command line."""
    return [text for name, value in given.items() for text in (f'--{name}', str(value))]


def forget_older(out: Path, student: Stage) -> None:
    """Deletes a run of the studio that was begun before its student was packed: it must not go on with another."""
    settings = out / 'settings.json'
    if settings.exists() and settings.stat().st_mtime < max(pack.stat().st_mtime for pack in student.packs()):
        shutil.rmtree(out)
