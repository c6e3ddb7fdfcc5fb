"""What a recipe's training takes, by arithmetic: python -m training.large.estimate --recipe FILE [--rows N] [--length N].

Nothing here was measured on a GPU: the bytes are counted, the hours follow from a speed that is assumed.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from training.large.recipe import LargeRecipe, read_large_recipe

NF4_BITS = 4 + 8 / 64 + 32 / (64 * 256)
"""A weight's: 4, and of blocks of 64 an 8-bit scale, of 256 scales an f32 (QLoRA's double quantisation)."""
GB = 1e9
GPUS = {'24 GB (RTX 4090)': 165e12, '40 or 80 GB (A100)': 312e12, '80 GB (H100)': 989e12}
"""Dense bf16 products a second by the makers' sheets."""
UTILISATION = 0.3
"""Of those, what a 4-bit base with gradient checkpointing is assumed to reach."""


@dataclass(frozen=True)
class Estimate:
    """Bytes, and products a token."""

    base: float
    adapter: float
    optimizer: float
    activations: float
    trained: int
    projections: int
    flops: float

    @property
    def memory(self) -> float:
        return self.base + self.adapter + self.optimizer + self.activations


def estimate(recipe: LargeRecipe) -> Estimate:
    """For one GPU, of which each holds the whole base, and rows of the full context."""
    shape, rank = recipe.shape, recipe.lora.rank
    projections = shape.layers * sum(rows * columns for rows, columns in shape.projections())
    vocabulary = shape.vocab * shape.hidden * (1 if shape.tied else 2)
    trained = shape.layers * sum(rank * (rows + columns) for rows, columns in shape.projections())
    tokens = recipe.sft.rows_at_once * recipe.context
    layer = sum(rows for rows, _ in shape.projections()) + 4 * shape.hidden
    return Estimate(
        base=projections * (NF4_BITS / 8 if recipe.quantised else 2) + vocabulary * 2,
        # bf16 weights and gradients where the base is quantised, f32 ones otherwise.
        adapter=trained * (2 + 2 if recipe.quantised else 4 + 4),
        optimizer=trained * (2 if recipe.quantised else 8),
        # Every layer's input in bf16, one layer's inside, recomputed, with its gradients, and the logits: bf16, f32 and
        # their gradient.
        activations=tokens * (shape.layers * shape.hidden * 2 + layer * 2 * 2 + shape.vocab * (2 + 4 + 4)),
        trained=trained,
        projections=projections,
        # Forward, forward again for the checkpoints, and backward to the activations: 2 each of a weight; the base
        # has no gradient of its own. The adapter's are 6 of a weight and the recomputed forward's 2.
        flops=6 * (projections + shape.vocab * shape.hidden) + 8 * trained,
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--recipe', type=Path, default=Path(__file__).parents[1] / 'recipes' / 'qwen2.5-coder-7b.yaml')
    parser.add_argument('--rows', type=int, default=4200, help="a role's rows (4200: the paper's of the debugger)")
    parser.add_argument('--length', type=int, default=1500, help='tokens of a row, prompt and answer (1500)')
    given = parser.parse_args()
    recipe = read_large_recipe(given.recipe)
    found = estimate(recipe)
    tokens = given.rows * given.length * recipe.sft.epochs
    share = found.trained / (found.projections + recipe.shape.vocab * recipe.shape.hidden * (1 if recipe.shape.tied else 2))
    print(f'{recipe.name}, by arithmetic and not measured on a GPU:')
    print(f'adapter: {found.trained:,} parameters a role, {share:.2%} of the base')
    print(f'memory: base {found.base / GB:.1f} + adapter and gradients {found.adapter / GB:.1f} + optimizer '
          f'{found.optimizer / GB:.1f} + activations at {recipe.context} tokens {found.activations / GB:.1f} '
          f'= {found.memory / GB:.1f} GB, and CUDA and its allocator beside it (assume 2 more)')
    print(f'work: {tokens / 1e6:.1f} M tokens a role ({given.rows:,} rows of {given.length:,}, {recipe.sft.epochs:g} epochs)')
    for name, speed in GPUS.items():
        hours = tokens * found.flops / (speed * UTILISATION) / 3600
        print(f'  {name}: {hours:.1f} hours a role at {UTILISATION:.0%} of {speed / 1e12:.0f} TFLOP/s')


if __name__ == '__main__':
    main()
