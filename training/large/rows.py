"""The studio's rows as TRL takes them: tokens and labels, in the very template that the engine writes."""

from pathlib import Path

from datasets import Dataset
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from training.data import IGNORED, DataError, encode_conversations, read_rows
from training.preference import read_pairs
from training.tokenizer import CHAT_TEMPLATE, END, END_OF_TEXT


def open_tokenizer(base: str) -> PreTrainedTokenizerBase:
    """The base's tokenizer with our template: Qwen's own puts in a system message that the engine does not."""
    tokenizer = AutoTokenizer.from_pretrained(base)
    tokenizer.chat_template = CHAT_TEMPLATE
    tokenizer.eos_token, tokenizer.pad_token = END, END_OF_TEXT
    return tokenizer


def answered_rows(tokenizer: PreTrainedTokenizerBase, path: Path, context: int, seed: int) -> Dataset:
    """`input_ids` and `labels` of a role's rows, shuffled: the loss is on the answer and its stop token."""
    plain = tokenizer.backend_tokenizer
    # What a row's text says is text, even where it spells a marker.
    plain.encode_special_tokens = True
    found = list(encode_conversations(plain, [row['messages'] for row in read_rows(path)]))
    kept = [(tokens.tolist(), answer) for tokens, answer in found if len(tokens) <= context]
    if not kept:
        raise DataError(f'{path} has no row that fits a context of {context} tokens')
    if len(kept) < len(found):
        print(f'{path.name}: left out {len(found) - len(kept)} rows longer than {context} tokens', flush=True)
    return Dataset.from_dict({
        'input_ids': [tokens for tokens, _ in kept],
        'labels': [[IGNORED] * answer + tokens[answer:] for tokens, answer in kept],
    }).shuffle(seed=seed)


def preferred_rows(path: Path, role: str, seed: int) -> Dataset:
    """`prompt`, `chosen` and `rejected` of a role's pairs, shuffled; TRL puts them into the template."""
    pairs = read_pairs(path, role)
    if not pairs:
        raise DataError(f'{path} has no pair of the {role}')
    keys = ('prompt', 'chosen', 'rejected')
    return Dataset.from_list([{key: pair[key] for key in keys} for pair in pairs]).shuffle(seed=seed)


def split(rows: Dataset, held_out: int) -> tuple[Dataset, Dataset]:
    """All but the first `held_out` rows (a tenth at most, but one), and those."""
    count = min(held_out, max(1, len(rows) // 10))
    return rows.select(range(count, len(rows))), rows.select(range(count))
