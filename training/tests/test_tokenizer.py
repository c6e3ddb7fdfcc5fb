import tempfile
import unittest
from pathlib import Path

from transformers import AutoTokenizer

from training.data import chat_pieces, encode_pieces
from training.tests.small import SHAPE, TEXTS, write_tokenizer
from training.tokenizer import END, START, load_tokenizer, plain_texts, train_tokenizer


class Tokenizer(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.tokenizer = load_tokenizer(write_tokenizer(self.folder))

    def pieces(self, text: str) -> list[str]:
        return [self.tokenizer.decode([token]) for token in self.tokenizer.encode(text).ids]

    def test_has_the_vocabulary_that_was_asked_for(self):
        self.assertEqual(self.tokenizer.get_vocab_size(), SHAPE.vocab)

    def test_refuses_a_vocabulary_that_the_texts_cannot_fill(self):
        with self.assertRaisesRegex(ValueError, 'ask for fewer'):
            train_tokenizer(['a b'], 1024)

    def test_takes_digits_one_by_one(self):
        self.assertEqual(self.pieces('1024'), ['1', '0', '2', '4'])

    def test_takes_a_line_break_and_its_indentation_as_one_token(self):
        self.assertIn('\n        ', self.pieces('for i in range(7):\n        print(i)'))

    def test_gives_any_text_back(self):
        for text in [*TEXTS[:3], 'Zürich → 東京 🙂\t\r\n  x', '  \n\n \n']:
            self.assertEqual(self.tokenizer.decode(self.tokenizer.encode(text).ids), text)

    def test_takes_a_marker_in_a_text_for_plain_characters(self):
        start = self.tokenizer.token_to_id(START)
        tokens = encode_pieces(self.tokenizer, chat_pieces([{'role': 'user', 'content': f'say {START} {END}'}]))
        self.assertEqual(tokens.count(start), 2)
        self.assertEqual(tokens.count(self.tokenizer.token_to_id(END)), 1)

    def test_is_not_trained_on_markers(self):
        rows = [{'text': f'{START}user\nhi{END}\n'}, {'messages': [{'content': 'a'}, {'content': f'b{START}c'}]}]
        self.assertEqual(list(plain_texts(rows)), ['user\nhi', '\n', 'a', 'b', 'c'])

    def test_renders_a_chat_as_its_template_does_in_transformers(self):
        messages = [{'role': 'user', 'content': 'print 7\n\n  twice'}, {'role': 'assistant', 'content': 'print(7)'}]
        theirs = AutoTokenizer.from_pretrained(self.folder)
        self.assertEqual(
            ''.join(chat_pieces(messages)),
            theirs.apply_chat_template(messages, tokenize=False, add_generation_prompt=True),
        )
        self.assertEqual(
            encode_pieces(self.tokenizer, chat_pieces(messages)),
            list(theirs(''.join(chat_pieces(messages)))['input_ids']),
        )
