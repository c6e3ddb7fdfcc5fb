import itertools
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from training.data import IGNORED, DataError, batch_order, encode_base, encode_role
from training.tests.small import write_tokenizer
from training.tokenizer import END, START, load_tokenizer


class Encoding(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.tokenizer = load_tokenizer(write_tokenizer(self.folder))

    def file(self, *rows: object) -> Path:
        path = self.folder / 'rows.jsonl'
        path.write_text(''.join(json.dumps(row) + '\n' for row in rows))
        return path

    def test_a_document_is_wanted_from_its_second_token_on(self):
        corpus = encode_base(self.tokenizer, self.file({'text': f'{START}user\nprint 7{END}\n'}), 64)
        tokens, targets = corpus.batch(np.array([0]), 16)
        length = int(corpus.lengths[0])
        self.assertEqual(targets[0, : length - 1].tolist(), tokens[0, 1:length].tolist())
        self.assertEqual(set(targets[0, length - 1 :].tolist()), {IGNORED})

    def test_of_a_conversation_the_answer_and_its_stop_token_are_wanted(self):
        messages = [{'role': 'user', 'content': 'print 7'}, {'role': 'assistant', 'content': 'print(7)'}]
        corpus = encode_role(self.tokenizer, self.file({'messages': messages}), 64)
        _, targets = corpus.batch(np.array([0]), 32)
        wanted = [token for token in targets[0].tolist() if token != IGNORED]
        self.assertEqual(wanted, [*self.tokenizer.encode('print(7)').ids, self.tokenizer.token_to_id(END)])

    def test_documents_that_do_not_fit_the_context_are_left_out(self):
        corpus = encode_base(self.tokenizer, self.file({'text': 'short'}, {'text': 'x ' * 500}), 64)
        self.assertEqual(len(corpus), 1)

    def test_a_bad_line_is_named(self):
        with self.assertRaisesRegex(DataError, r'rows\.jsonl:2 has neither'):
            encode_base(self.tokenizer, self.file({'text': 'a'}, {'prompt': 'b'}), 64)


class Batches(unittest.TestCase):
    lengths = np.array([5, 60, 64, 65, 100, 128, 1, 64])

    def test_one_pass_has_every_document_once_in_batches_of_one_width(self):
        seen = []
        for documents, width in itertools.islice(batch_order(self.lengths, 64, 64, seed=1), len(self.lengths)):
            self.assertTrue((self.lengths[documents] <= width).all())
            self.assertTrue((self.lengths[documents] > width - 64).all())
            seen += documents.tolist()
        self.assertEqual(sorted(seen), list(range(len(self.lengths))))

    def test_a_width_has_one_batch_size(self):
        batches = itertools.islice(batch_order(self.lengths, 256, 64, seed=1), 40)
        self.assertEqual({(len(documents), width) for documents, width in batches}, {(4, 64), (2, 128)})

    def test_the_order_depends_on_the_seed_alone(self):
        def first(seed: int) -> list:
            return [d.tolist() for d, _ in itertools.islice(batch_order(self.lengths, 128, 64, seed), 20)]

        self.assertEqual(first(1), first(1))
        self.assertNotEqual(first(1), first(2))
