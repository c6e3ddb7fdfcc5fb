"""The recipe: everything that decides what a run makes, read from one YAML file."""

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import yaml

ROLES = ('retriever', 'planner', 'coder', 'debugger')
PREFERRING = ('distill', 'correct')
"""Commands of the studio that write a student's preference pairs."""


class RecipeError(ValueError):
    """The recipe file says something that cannot be trained; the message names the field."""


@dataclass(frozen=True)
class Shape:
    """A Qwen2 transformer. `hidden` = `heads` × head dimension; all widths are multiples of 32."""

    vocab: int
    hidden: int
    layers: int
    intermediate: int
    heads: int
    kv_heads: int
    context: int
    rope_theta: float = 10_000.0
    eps: float = 1e-6

    @property
    def head_dim(self) -> int:
        return self.hidden // self.heads

    def check(self) -> None:
        """Raises RecipeError where a width does not fit 4-bit groups of 32 or the heads."""
        for name, width in (('hidden', self.hidden), ('intermediate', self.intermediate), ('vocab', self.vocab)):
            if width % 32:
                raise RecipeError(f'model.{name} is {width}; 4-bit groups need a multiple of 32')
        if self.hidden % self.heads or self.head_dim % 32:
            raise RecipeError(f'model.heads is {self.heads}; hidden / heads must be a whole multiple of 32')
        if self.heads % self.kv_heads:
            raise RecipeError(f'model.kv_heads is {self.kv_heads}; it must divide heads ({self.heads})')


@dataclass(frozen=True)
class Phase:
    """One training run. Tokens are real ones, padding not counted; the schedule follows them, not the clock.

    With a `muon_rate` the layers' matrices are trained by Muon at that rate (its updates as large as AdamW's), and the
    rest by AdamW at `learning_rate`.
    """

    tokens: int
    learning_rate: float
    muon_rate: float = 0.0
    batch_tokens: int = 6144
    warmup_steps: int = 80
    final_rate: float = 0.05
    weight_decay: float = 0.05
    clip: float = 1.0
    held_out: int = 200
    evaluate_every: int = 500_000
    checkpoint_minutes: float = 5.0


@dataclass(frozen=True)
class AdapterPhase(Phase):
    """A LoRA run: the update is (alpha / rank) · B · A on every projection of every layer."""

    rank: int = 16
    alpha: int = 32
    weight_decay: float = 0.0


@dataclass(frozen=True)
class PreferencePhase(Phase):
    """DPO on the pairs that `npm run studio -- COMMAND` writes with the options `studio`.

    `distill` has the student as its teacher: what passed is preferred to what did not. `correct` has the oracle for it: its
    plan is preferred to the student's that lead nowhere. `likelihood` weighs the chosen answers' cross-entropy.
    """

    command: str = 'distill'
    beta: float = 0.1
    likelihood: float = 0.0
    weight_decay: float = 0.0
    studio: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Supervision:
    """`npm run studio -- supervise` with the options `studio`; every row of it counts `repeat` times."""

    studio: dict[str, Any]
    repeat: int = 5


@dataclass(frozen=True)
class CardText:
    """What only a person can say in the model card: what the base has read, what the adapters add, what fails."""

    base: str
    adapters: str
    limits: list[str]


@dataclass(frozen=True)
class Recipe:
    """`name` is the model's id; `trained_on` says to its users what it knows; `studio` are the export's arguments.

    `one_adapter` and `full` are what the role packs are compared with: on all roles' rows, for as many tokens as the four
    adapters together.
    """

    name: str
    trained_on: str
    seed: int
    studio: dict[str, Any]
    shape: Shape
    base: Phase
    adapters: dict[str, AdapterPhase]
    card: CardText
    supervision: Supervision | None
    preference: PreferencePhase | None
    one_adapter: AdapterPhase
    full: Phase


def read_recipe(path: Path) -> Recipe:
    """Reads and checks a recipe. Raises RecipeError with the field that is wrong."""
    given = yaml.safe_load(path.read_text())
    try:
        shape = build(Shape, 'model', given['model'])
        base = build(Phase, 'base', given['base'])
        common = build(AdapterPhase, 'adapter', given['adapter'])
        roles, variants = given.get('roles') or {}, given.get('variants') or {}
        adapters = {
            role: replace(common, **_known(AdapterPhase, f'roles.{role}', roles.get(role) or {})) for role in ROLES
        }
        together = {'tokens': sum(phase.tokens for phase in adapters.values())}
        full = {'learning_rate': base.learning_rate, 'batch_tokens': base.batch_tokens, **together}
        recipe = Recipe(
            given['name'], given['trained_on'], given['seed'], given.get('studio') or {}, shape, base, adapters,
            build(CardText, 'card', given['card']),
            supervision=_optional(Supervision, given, 'supervision'),
            preference=_optional(PreferencePhase, given, 'preference'),
            one_adapter=build(AdapterPhase, 'variants.one-adapter', {
                **vars(common), **together, **(variants.get('one-adapter') or {})}),
            full=build(Phase, 'variants.full', {**full, **(variants.get('full') or {})}),
        )
    except KeyError as missing:
        raise RecipeError(f'{path}: the section or field {missing} is missing') from missing
    shape.check()
    if recipe.preference and recipe.preference.command not in PREFERRING:
        raise RecipeError(f'preference.command is {recipe.preference.command!r}; known are {", ".join(PREFERRING)}')
    return recipe


def _known(kind: type, section: str, given: dict[str, Any]) -> dict[str, Any]:
    names = {field.name: field.type for field in fields(kind)}
    for name, value in given.items():
        if name not in names:
            raise RecipeError(f'{section}.{name} is unknown; known are {", ".join(names)}')
        if isinstance(value, str) and names[name] is not str:
            raise RecipeError(f'{section}.{name} is the text {value!r}; write a number (1.5e-3 needs its dot in YAML)')
    return given


def _optional(kind: type, given: dict[str, Any], section: str) -> Any:
    return build(kind, section, given[section]) if given.get(section) else None


def build(kind: type, section: str, given: dict[str, Any]) -> Any:
    """A section as its dataclass. Raises RecipeError with the field that is wrong."""
    try:
        return kind(**_known(kind, section, given))
    except TypeError as error:
        raise RecipeError(f'{section}: {error}') from error
