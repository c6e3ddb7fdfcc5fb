"""A small random model and tokenizer that the tests share."""

from pathlib import Path

import torch

from training.model import Weights, initial_weights
from training.recipe import Shape
from training.tokenizer import save_tokenizer, train_tokenizer

SHAPE = Shape(vocab=320, hidden=64, layers=2, intermediate=96, heads=2, kv_heads=1, context=128)
TEXTS = [
    f'for i in range({n}):\n    if i % {n + 1} == 0:\n        print(i * {n})\n    else:\n        total = total + i\n'
    f'Read {n} numbers and print the largest of those that are at most {n * 7}, or the smallest.'
    for n in range(100)
]


def write_tokenizer(folder: Path) -> Path:
    """A tokenizer of SHAPE's vocabulary in `folder`."""
    save_tokenizer(train_tokenizer(TEXTS, SHAPE.vocab), folder, SHAPE.context)
    return folder


def random_weights(seed: int) -> Weights:
    """Weights of SHAPE, wide enough that logits differ, with biases and norms that do something."""
    random = torch.Generator().manual_seed(seed)
    weights = initial_weights(SHAPE, seed)
    return {
        name: weight * 8 if weight.ndim == 2 else weight + 0.1 * torch.randn(weight.shape, generator=random)
        for name, weight in weights.items()
    }


def random_tokens(rows: int, length: int, seed: int = 0) -> torch.Tensor:
    """Tokens [rows, length]."""
    return torch.randint(3, SHAPE.vocab, (rows, length), generator=torch.Generator().manual_seed(seed))
