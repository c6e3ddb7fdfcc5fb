import json
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from training.data import Corpus
from training.lora import initial_updates, merge
from training.objective import evaluate
from training.preference import Preference, encode_pairs, read_pairs
from training.recipe import PreferencePhase
from training.tests.small import SHAPE, random_tokens, random_weights, write_tokenizer
from training.tokenizer import END, load_tokenizer
from training.train import Job, train

PHASE = PreferencePhase(
    tokens=4_000, learning_rate=5e-3, batch_tokens=1024, warmup_steps=2, held_out=8, evaluate_every=4_000
)


def pairs(count: int) -> Corpus:
    """A prompt of eight tokens, the answer to which is to be of small tokens, not of large ones."""
    documents = []
    for i in range(count):
        prompt, answer = random_tokens(1, 8, i)[0].numpy(), random_tokens(1, 6, i + count)[0].numpy() % 16
        documents += [(np.concatenate([prompt, answer + more]).astype(np.uint16), 8) for more in (0, 200)]
    return Corpus.of(documents)


class Preferences(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        torch.compiler.set_stance('force_eager')
        self.addCleanup(torch.compiler.set_stance, 'default')
        self.base = random_weights(1)

    def test_begins_at_the_reference_with_the_loss_of_a_coin(self):
        objective = Preference(SHAPE, pairs(20), self.base, PHASE, 1)
        self.assertAlmostEqual(objective.loss(self.base, np.arange(4), 64).item(), np.log(2), places=4)

    def test_adds_the_chosen_answers_cross_entropy_as_often_as_is_asked(self):
        corpus, items = pairs(20), np.arange(4)
        plain, weighed = (
            Preference(SHAPE, corpus, self.base, replace(PHASE, likelihood=part), 1) for part in (0.0, 0.5))
        added = weighed.loss(self.base, items, 64) - plain.loss(self.base, items, 64)
        chosen = corpus.take(2 * plain.trained[items])
        expected, _ = evaluate(self.base, SHAPE, chosen)
        self.assertAlmostEqual(added.item(), 0.5 * expected, places=2)

    def test_learns_to_prefer_the_chosen_answer_on_pairs_that_it_has_not_seen(self):
        updates = initial_updates(SHAPE, 8, 1)
        for update in updates.values():
            update.requires_grad_()
        objective = Preference(SHAPE, pairs(80), self.base, PHASE, 1)
        train(Job(
            'test', SHAPE, updates, lambda: merge(self.base, updates, 2.0), objective, PHASE, 1,
            self.folder / 'checkpoint.pt', lambda: None,
        ))
        loss, preferred = objective.measure(merge(self.base, updates, 2.0))
        self.assertLess(loss, 0.6)
        self.assertGreaterEqual(preferred, 0.75)

    def test_reads_a_roles_pairs_and_leaves_out_those_too_long_for_the_context(self):
        tokenizer = load_tokenizer(write_tokenizer(self.folder))
        said = lambda text: [{'role': 'assistant', 'content': text}]
        prompt = [{'role': 'user', 'content': 'print 7'}]
        rows = [
            {'role': 'coder', 'prompt': prompt, 'chosen': said('print(7)'), 'rejected': said('print(8)')},
            {'role': 'coder', 'prompt': prompt, 'chosen': said('print(7)'), 'rejected': said('x ' * 500)},
            {'role': 'planner', 'prompt': prompt, 'chosen': said('a'), 'rejected': said('b')},
        ]
        file = self.folder / 'preferences.jsonl'
        file.write_text(''.join(json.dumps(row) + '\n' for row in rows))
        corpus = encode_pairs(tokenizer, read_pairs(file, 'coder'), SHAPE.context)
        self.assertEqual(len(corpus), 2)
        _, targets = corpus.batch(np.array([1]), 32)
        wanted = [token for token in targets[0].tolist() if token >= 0]
        self.assertEqual(wanted, [*tokenizer.encode('print(8)').ids, tokenizer.token_to_id(END)])
