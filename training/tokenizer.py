"""The tokenizer: byte-level BPE, digits one by one, a line break and its indentation one piece."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

END_OF_TEXT, START, END = '<|endoftext|>', '<|im_start|>', '<|im_end|>'
MARKERS = (END_OF_TEXT, START, END)
TOKENIZER_FILES = ('tokenizer.json', 'tokenizer_config.json')
"""What `save_tokenizer` writes."""

# A line break takes the indentation after it (one token a level, and one a dedent), so that Python's blocks cost
# one token a line; words take one space before them; digits stand alone, so that numbers are copied digit by digit.
PIECES = r'\n+ *| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|[^\S\n]+'

CHAT_TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def train_tokenizer(texts: Iterable[str], vocab: int) -> Tokenizer:
    """Trains a BPE of exactly `vocab` tokens (256 bytes and the markers included) on texts without markers."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PIECES), 'isolated'),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=vocab,
        special_tokens=list(MARKERS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    ))
    if tokenizer.get_vocab_size() != vocab:
        raise ValueError(f'the texts give only {tokenizer.get_vocab_size()} tokens, not {vocab}: ask for fewer')
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, out: Path, context: int) -> None:
    """Writes tokenizer.json and tokenizer_config.json as Hugging Face and MLC read them."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / 'tokenizer.json'))
    (out / 'tokenizer_config.json').write_text(json.dumps({
        'tokenizer_class': 'PreTrainedTokenizerFast',
        'eos_token': END,
        'pad_token': END_OF_TEXT,
        'add_bos_token': False,
        'add_prefix_space': False,
        'clean_up_tokenization_spaces': False,
        'model_max_length': context,
        'chat_template': CHAT_TEMPLATE,
        'added_tokens_decoder': {
            str(tokenizer.token_to_id(marker)): {
                'content': marker, 'special': True,
                'lstrip': False, 'rstrip': False, 'normalized': False, 'single_word': False,
            }
            for marker in MARKERS
        },
    }, indent=2) + '\n')


def load_tokenizer(folder: Path) -> Tokenizer:
    """Reads a tokenizer that takes markers in a text for plain characters; `chat.py` puts the real ones in."""
    tokenizer = Tokenizer.from_file(str(folder / 'tokenizer.json'))
    tokenizer.encode_special_tokens = True
    return tokenizer


def plain_texts(lines: Iterable[dict]) -> Iterator[str]:
    """The texts of base rows and role rows without markers, for `train_tokenizer`."""
    for row in lines:
        whole = row['text'] if 'text' in row else END.join(message['content'] for message in row['messages'])
        for marker in MARKERS:
            whole = whole.replace(marker, END_OF_TEXT)
        yield from (text for text in whole.split(END_OF_TEXT) if text)
