"""Where a run keeps what it makes."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """`run` holds all that is made on the way, `model` is the repository that is shipped, `golden` its test's logits."""

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

    @property
    def manifest(self) -> Path:
        """The last file that packing the base writes."""
        return self.model / 'tensor-cache.json'

    def rows(self, role: str) -> Path:
        return self.data / f'{role}.jsonl'

    def variant(self, name: str) -> Path:
        return self.run / 'variants' / name


def pack_of(model: Path, role: str) -> Path:
    """A role's pack in a repository."""
    return model / 'roles' / f'{role}.safetensors'
