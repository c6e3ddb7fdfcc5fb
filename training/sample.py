"""Looks at what a model writes.

  python -m training.sample --model DIR --prompt TEXT
  python -m training.sample --model DIR [--adapter DIR | --pack FILE] --rows ROLE.jsonl --count 64 [--out FILE]

`model` is a Hugging Face folder or a packed MLC repository. With `--rows` each answer is compared with the row's
own, and `--out` gets the rows with a field `written`, for somebody else to judge.
"""

import argparse
import itertools
import json
import time
from pathlib import Path

import torch

from training.data import chat_pieces, encode_pieces, read_rows
from training.generate import generate
from training.huggingface import load_checkpoint
from training.lora import load_adapter, merge
from training.mlc import is_repository, read_pack, read_repository
from training.model import Weights
from training.recipe import Shape
from training.tokenizer import END, load_tokenizer


def load_model(model: Path, adapter: Path | None, pack: Path | None) -> tuple[Weights, Shape]:
    """A model's f32 weights, under a PEFT adapter or a role pack if one is given."""
    if is_repository(model):
        repository = read_repository(model)
        weights, shape = repository.weights(read_pack(pack) if pack else None), repository.shape
    elif pack:
        raise ValueError(f'a role pack edits a packed repository, and {model} is none')
    else:
        weights, shape = load_checkpoint(model)
    if adapter:
        weights = merge(weights, *load_adapter(adapter))
    return weights, shape


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', type=Path, required=True)
    parser.add_argument('--adapter', type=Path)
    parser.add_argument('--pack', type=Path)
    parser.add_argument('--prompt', action='append', default=[])
    parser.add_argument('--rows', type=Path)
    parser.add_argument('--count', type=int, default=64)
    parser.add_argument('--skip', type=int, default=0)
    parser.add_argument('--show', type=int, default=3)
    parser.add_argument('--max-tokens', type=int, default=400)
    parser.add_argument('--temperature', type=float, default=0.0)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--out', type=Path)
    given = parser.parse_args()

    # A step's products are small: a second thread gains little, and costs 30 times the time on a busy machine.
    torch.set_num_threads(1)
    weights, shape = load_model(given.model, given.adapter, given.pack)
    tokenizer = load_tokenizer(given.model)
    rows = [{'messages': [{'role': 'user', 'content': prompt}]} for prompt in given.prompt]
    if given.rows:
        rows += itertools.islice(read_rows(given.rows), given.skip, given.skip + given.count)
    prompts = [[m for m in row['messages'] if m['role'] != 'assistant'] for row in rows]
    encoded = [encode_pieces(tokenizer, chat_pieces(prompt)) for prompt in prompts]
    began = time.monotonic()
    answers = generate(
        weights, shape, encoded, tokenizer.token_to_id(END), given.max_tokens, given.temperature, given.seed
    )
    spent = time.monotonic() - began
    for row, answer in zip(rows, answers, strict=True):
        row['written'] = tokenizer.decode(answer)
    for row, prompt in list(zip(rows, prompts, strict=True))[: max(given.show, len(given.prompt))]:
        print(f'--- {prompt[-1]["content"]}\n=== {row["written"]}\n')
    wanted = [row for row in rows if row['messages'][-1]['role'] == 'assistant']
    if wanted:
        same = sum(row['written'] == row['messages'][-1]['content'] for row in wanted)
        print(f'{same} of {len(wanted)} answers are the row\'s own ({same / len(wanted):.3f})')
    print(f'{sum(map(len, answers)):,} tokens in {spent:.1f} s')
    if given.out:
        given.out.write_text(''.join(json.dumps(row) + '\n' for row in rows))


if __name__ == '__main__':
    main()
