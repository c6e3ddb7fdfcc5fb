"""Reading the studio's JSON lines, turning them into tokens, and batching them by length."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training.tokenizer import END, MARKERS, START

IGNORED = -100
_MARKER = re.compile('(' + '|'.join(re.escape(marker) for marker in MARKERS) + ')')


class DataError(ValueError):
    """A row of a training file cannot be used; the message names the file and the line."""


def read_rows(path: Path) -> Iterator[dict]:
    """The objects of a JSON lines file. Raises DataError at a line that is not one."""
    with path.open() as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise DataError(f'{path}:{number} is not JSON: {error}') from error
            if not ('text' in row or row.get('messages')):
                raise DataError(f'{path}:{number} has neither "text" nor "messages"')
            yield row


def count_rows(path: Path) -> int:
    """Lines of a JSON lines file, unread; 0 where there is no file."""
    if not path.exists():
        return 0
    with path.open('rb') as lines:
        return sum(1 for _ in lines)


@dataclass(frozen=True)
class Corpus:
    """Documents end to end: document i is `tokens[starts[i]:starts[i+1]]`, its loss begins at `answers[i]` of it."""

    tokens: np.ndarray
    starts: np.ndarray
    answers: np.ndarray

    def __len__(self) -> int:
        return len(self.answers)

    @property
    def lengths(self) -> np.ndarray:
        return np.diff(self.starts)

    def take(self, documents: np.ndarray) -> 'Corpus':
        pieces = [self.tokens[self.starts[i] : self.starts[i + 1]] for i in documents]
        starts = np.concatenate([[0], np.cumsum([len(piece) for piece in pieces])])
        return Corpus(np.concatenate(pieces), starts, self.answers[documents])

    @staticmethod
    def of(documents: list[tuple[np.ndarray, int]]) -> 'Corpus':
        """Documents as (tokens, where the answer begins)."""
        starts = np.cumsum([0, *(len(tokens) for tokens, _ in documents)])
        tokens = np.concatenate([np.zeros(0, np.uint16), *(tokens for tokens, _ in documents)])
        return Corpus(tokens, starts, np.array([answer for _, answer in documents], dtype=int))

    @staticmethod
    def join(parts: list['Corpus']) -> 'Corpus':
        """All documents of several corpora, in their order."""
        lengths = np.concatenate([part.lengths for part in parts])
        return Corpus(
            np.concatenate([part.tokens for part in parts]), np.concatenate([[0], np.cumsum(lengths)]),
            np.concatenate([part.answers for part in parts]),
        )

    def save(self, file: Path) -> None:
        np.savez(file, tokens=self.tokens, starts=self.starts, answers=self.answers)

    @staticmethod
    def load(file: Path) -> 'Corpus':
        with np.load(file) as arrays:
            return Corpus(arrays['tokens'], arrays['starts'], arrays['answers'])

    def split(self, held_out: int, seed: int) -> tuple['Corpus', 'Corpus']:
        """All but `held_out` documents (a tenth at most, and one of a handful), and those."""
        order = np.random.default_rng(seed).permutation(len(self))
        count = min(held_out, max(len(self) // 10, int(len(self) > 1)))
        return self.take(np.sort(order[count:])), self.take(np.sort(order[:count]))

    def batch(self, documents: np.ndarray, width: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Tokens [b, width], padded on the right where causal attention does not look, and the token after each."""
        tokens = np.zeros((len(documents), width), dtype=np.int64)
        targets = np.full((len(documents), width), IGNORED, dtype=np.int64)
        for row, i in enumerate(documents):
            text = self.tokens[self.starts[i] : self.starts[i + 1]]
            tokens[row, : len(text)] = text
            first = max(self.answers[i], 1)
            targets[row, first - 1 : len(text) - 1] = text[first:]
        return torch.from_numpy(tokens), torch.from_numpy(targets)


def encode_base(tokenizer: Tokenizer, path: Path, context: int) -> Corpus:
    """Documents in the chat template as they stand; the loss is on everything."""
    documents = ((_MARKER.split(row['text']), 0) for row in read_rows(path))
    return _encode(tokenizer, documents, context, path)


def encode_role(tokenizer: Tokenizer, path: Path, context: int) -> Corpus:
    """Conversations whose last message is the answer; the loss is on it and on its stop token."""
    return _encode(tokenizer, (_conversation(row['messages']) for row in read_rows(path)), context, path)


def encode_conversations(tokenizer: Tokenizer, conversations: list[list[dict]]) -> Iterator[tuple[np.ndarray, int]]:
    """The tokens of each, and where the answer begins, however long they are."""
    return _tokens(tokenizer, map(_conversation, conversations))


def _conversation(messages: list[dict]) -> tuple[list[str], int]:
    *prompt, answer = messages
    return [*chat_pieces(prompt), answer['content'], END], 2


def chat_pieces(messages: list[dict]) -> list[str]:
    """The chat template with its generation prompt, markers and texts as separate pieces."""
    pieces: list[str] = []
    for message in messages:
        pieces += [START, f'{message["role"]}\n{message["content"]}', END, '\n']
    return [*pieces, START, 'assistant\n']


def encode_pieces(tokenizer: Tokenizer, pieces: list[str]) -> list[int]:
    """Tokens of pieces: one that is a marker is its token, any other is text whatever it holds."""
    return [token for piece in pieces for token in _piece_tokens(tokenizer, piece)]


def _piece_tokens(tokenizer: Tokenizer, piece: str) -> list[int]:
    return [tokenizer.token_to_id(piece)] if piece in MARKERS else tokenizer.encode(piece).ids


def _encode(tokenizer: Tokenizer, documents: Iterator[tuple[list[str], int]], context: int, path: Path) -> Corpus:
    encoded = list(_tokens(tokenizer, documents))
    kept = [document for document in encoded if len(document[0]) <= context]
    if not kept:
        raise DataError(f'{path} has no document that fits a context of {context} tokens')
    if len(kept) < len(encoded):
        print(f'{path.name}: left out {len(encoded) - len(kept)} documents longer than {context} tokens', flush=True)
    return Corpus.of(kept)


def _tokens(tokenizer: Tokenizer, documents: Iterator[tuple[list[str], int]]) -> Iterator[tuple[np.ndarray, int]]:
    """Of (pieces, how many of the last pieces are the answer; 0 = all of them) the tokens, and where the answer begins."""
    kind = np.uint16 if tokenizer.get_vocab_size() <= 1 << 16 else np.uint32
    for block in _blocks(documents, 4096):
        texts = [piece for pieces, _ in block for piece in pieces if piece not in MARKERS]
        ids = iter(tokenizer.encode_batch_fast(texts))
        for pieces, answer in block:
            parts = [[tokenizer.token_to_id(piece)] if piece in MARKERS else next(ids).ids for piece in pieces]
            whole = np.array([token for part in parts for token in part], dtype=kind)
            yield whole, len(whole) - sum(len(part) for part in parts[-answer:]) if answer else 0


def _blocks(items: Iterator, size: int) -> Iterator[list]:
    block = []
    for item in items:
        block.append(item)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block


def batch_order(lengths: np.ndarray, batch_tokens: int, bucket: int, seed: int) -> Iterator[tuple[np.ndarray, int]]:
    """Endless batches of (documents, width): one bucket's documents, shuffled anew every pass, as many as fit.

    The order depends on the arguments alone, so a resumed run skips what it has seen. A bucket's last documents
    of a pass wait for the next, so every batch is full and a width has one batch size.
    """
    random = np.random.default_rng(seed)
    waiting: dict[int, list[int]] = {}
    widths = np.ceil(lengths / bucket).astype(int) * bucket
    while True:
        for document in random.permutation(len(lengths)):
            width = int(widths[document])
            group = waiting.setdefault(width, [])
            group.append(document)
            if len(group) == max(1, batch_tokens // width):
                yield np.array(waiting.pop(width)), width
