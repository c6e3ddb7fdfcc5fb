"""Which tokens a role uses that its base has hardly read: python -m training.coverage --data DIR --tokenizer DIR.

An adapter cannot move the frozen, tied embeddings: a token that the base never read stays noise in a prompt, and
can hardly be written in an answer. The cure is base documents that use the roles' words.
"""

import argparse
from pathlib import Path

import numpy as np

from training.data import Corpus, encode_base, encode_role
from training.recipe import ROLES
from training.tokenizer import load_tokenizer

ENOUGH = 100
"""A token read so often in the base counts as trained."""


def untrained_tokens(base: Corpus, role: Corpus, vocab: int) -> dict[int, int]:
    """How often the role uses each token that the base reads fewer than `ENOUGH` times, most used first."""
    read = np.bincount(base.tokens, minlength=vocab)
    used = np.bincount(role.tokens, minlength=vocab)
    rare = np.flatnonzero((used > 0) & (read < ENOUGH))
    return {int(token): int(used[token]) for token in rare[np.argsort(-used[rare], kind='stable')]}


def print_coverage(data: Path, tokenizer_folder: Path, context: int) -> None:
    """Prints, for the vocabulary and for each role's file, what the base does not train."""
    tokenizer = load_tokenizer(tokenizer_folder)
    vocab = tokenizer.get_vocab_size()
    base = encode_base(tokenizer, data / 'base.jsonl', context)
    unread = vocab - len(np.unique(base.tokens))
    print(f'{unread} of {vocab} tokens never occur in the base; it has {len(base.tokens):,} tokens')
    for role in ROLES:
        corpus = encode_role(tokenizer, data / f'{role}.jsonl', context)
        rare = untrained_tokens(base, corpus, vocab)
        most = ', '.join(f'{tokenizer.decode([token])!r} × {count:,}' for token, count in list(rare.items())[:8])
        print(f'{role}: {sum(rare.values()) / len(corpus.tokens):.2%} of its tokens are read fewer than {ENOUGH} '
              f'times in the base: {most or "none"}', flush=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', type=Path, required=True)
    parser.add_argument('--tokenizer', type=Path, required=True)
    parser.add_argument('--context', type=int, default=1024)
    given = parser.parse_args()
    print_coverage(given.data, given.tokenizer, given.context)


if __name__ == '__main__':
    main()
