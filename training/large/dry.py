"""Goes through a recipe on random weights: python -m training.large.dry --rows FILE --out DIR [--recipe FILE] [--full].

Makes a base that knows nothing, of few and narrow layers or (`--full`) of the recipe's own shape, which takes a GPU;
trains an adapter on the rows; packs base and adapter. It shows that every step fits the next and, on a GPU, what
memory and speed are: the numbers that `training.large.estimate` only reckons.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import torch
from transformers import Qwen2Config, Qwen2ForCausalLM

from training.data import read_rows
from training.large.recipe import LargeRecipe, LargeShape, read_large_recipe
from training.large.sft import train_sft
from training.stages import prompt_hash
from training.steps import npm
from training.tokenizer import END, END_OF_TEXT, plain_texts, save_tokenizer, train_tokenizer

VOCABULARY = 288


def reduced(recipe: LargeRecipe) -> LargeRecipe:
    """The same but for its size: two layers of width 128, four heads that share one head of keys."""
    shape = LargeShape(VOCABULARY, 128, 2, 672, 4, 1, recipe.shape.tied)
    short = replace(recipe.sft, epochs=1, batch=4, rows_at_once=2)
    return replace(recipe, shape=shape, context=512, sft=short, dpo=replace(recipe.dpo, batch=4, rows_at_once=2))


def random_base(shape: LargeShape, context: int, rows: Path, out: Path) -> None:
    """Writes a Hugging Face folder of random bf16 weights, with a tokenizer of the rows' own texts."""
    tokenizer = train_tokenizer(plain_texts(read_rows(rows)), VOCABULARY)
    save_tokenizer(tokenizer, out, context)
    torch.manual_seed(1)
    config = Qwen2Config(
        vocab_size=shape.vocab, hidden_size=shape.hidden, num_hidden_layers=shape.layers,
        intermediate_size=shape.intermediate, num_attention_heads=shape.heads, num_key_value_heads=shape.kv_heads,
        max_position_embeddings=context, tie_word_embeddings=shape.tied, use_sliding_window=False,
        eos_token_id=tokenizer.token_to_id(END), pad_token_id=tokenizer.token_to_id(END_OF_TEXT), bos_token_id=None,
    )
    with torch.device('cuda' if torch.cuda.is_available() else 'cpu'):
        Qwen2ForCausalLM(config).to(torch.bfloat16).save_pretrained(out)


def dry_run(recipe: LargeRecipe, role: str, rows: Path, out: Path) -> None:
    """Base, adapter and role pack in `out`: `hf`, `sft/peft` and `mlc`."""
    random_base(recipe.shape, recipe.context, rows, out / 'hf')
    train_sft(recipe, str(out / 'hf'), rows, out / 'sft')
    npm('pack', 'base', '--hf', out / 'hf', '--out', out / 'mlc', '--model', f'{recipe.name}-dry')
    npm('pack', 'role', '--mlc', out / 'mlc', '--hf', out / 'hf', '--adapter', out / 'sft' / 'peft', '--role', role,
        '--prompt-hash', prompt_hash(rows))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--recipe', type=Path, default=Path(__file__).parents[1] / 'recipes' / 'qwen2.5-coder-7b.yaml')
    parser.add_argument('--rows', type=Path, required=True)
    parser.add_argument('--role', default='coder')
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--full', action='store_true', help="the recipe's own shape instead of a small one")
    given = parser.parse_args()
    recipe = read_large_recipe(given.recipe)
    if not given.full:
        # bitsandbytes' 4-bit products want a GPU to be worth their time.
        recipe = replace(reduced(recipe), quantised=recipe.quantised and torch.cuda.is_available())
    dry_run(recipe, given.role, given.rows, given.out)


if __name__ == '__main__':
    main()
