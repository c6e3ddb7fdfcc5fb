"""The recipe of a role's adapter on a downloaded model, read from one YAML file."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from training.recipe import RecipeError, build


@dataclass(frozen=True)
class LargeShape:
    """A Qwen2 transformer as its config.json names it: what memory and time are estimated from, and dry runs made."""

    vocab: int
    hidden: int
    layers: int
    intermediate: int
    heads: int
    kv_heads: int
    tied: bool

    @property
    def head_dim(self) -> int:
        return self.hidden // self.heads

    def projections(self) -> list[tuple[int, int]]:
        """[out, in] of one layer's seven."""
        keys = self.kv_heads * self.head_dim
        return [
            (self.hidden, self.hidden), (keys, self.hidden), (keys, self.hidden), (self.hidden, self.hidden),
            (self.intermediate, self.hidden), (self.intermediate, self.hidden), (self.hidden, self.intermediate),
        ]


@dataclass(frozen=True)
class Lora:
    """On all seven projections; the update is (alpha / rank) · B · A."""

    rank: int = 32
    alpha: int = 64
    dropout: float = 0.05


@dataclass(frozen=True)
class Sft:
    """`batch` counts the rows of one optimizer step over all GPUs, `rows_at_once` those that one GPU takes at a time."""

    epochs: float
    learning_rate: float
    batch: int = 16
    rows_at_once: int = 1
    warmup: float = 0.03
    clip: float = 1.0
    held_out: int = 100
    save_steps: int = 50


@dataclass(frozen=True)
class Dpo(Sft):
    """Preference optimisation, from the adapter that was trained on rows, which stays the reference."""

    beta: float = 0.1


@dataclass(frozen=True)
class LargeRecipe:
    """`base` is a Hugging Face name or folder; `quantised` holds it in 4 bits (nf4) while its adapter is trained."""

    name: str
    base: str
    seed: int
    context: int
    quantised: bool
    shape: LargeShape
    sft: Sft
    dpo: Dpo
    lora: Lora = field(default_factory=Lora)


def read_large_recipe(path: Path) -> LargeRecipe:
    """Reads a recipe. Raises RecipeError with the field that is wrong."""
    given = yaml.safe_load(path.read_text())
    sections = {'shape': LargeShape, 'lora': Lora, 'sft': Sft, 'dpo': Dpo}
    for name, kind in sections.items():
        if name not in given:
            raise RecipeError(f'{path}: the section {name} is missing')
        given[name] = build(kind, name, given[name])
    try:
        return LargeRecipe(**given)
    except TypeError as error:
        raise RecipeError(f'{path}: {error}') from error
