import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from training.data import Corpus
from training.device import trainable
from training.model import initial_weights
from training.objective import NextToken
from training.recipe import Phase
from training.tests.small import SHAPE, random_tokens
from training.train import Job, Progress, StaleCheckpoint, learning_rate, read_progress, train

PHASE = Phase(tokens=12_000, learning_rate=1e-2, batch_tokens=512, warmup_steps=2, held_out=8, evaluate_every=6_000)


def repeating(count: int, seed: int) -> Corpus:
    """Documents of 32 tokens whose second half repeats the first."""
    half = random_tokens(count, 16, seed).numpy() % 16
    tokens = np.concatenate([half, half], axis=1).astype(np.uint16).ravel()
    return Corpus(tokens, np.arange(count + 1) * 32, np.zeros(count, dtype=int))


class Training(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.published = 0
        torch.compiler.set_stance('force_eager')
        self.addCleanup(torch.compiler.set_stance, 'default')

    def run_phase(self, phase: Phase, corpus: Corpus) -> dict:
        weights = trainable(initial_weights(SHAPE, 1))

        def publish() -> None:
            self.published += 1

        train(Job('test', SHAPE, weights, lambda: weights, NextToken(SHAPE, corpus, phase, 1), phase, 1,
                  self.folder / 'checkpoint.pt', publish))
        return weights

    def test_learns_stops_at_its_tokens_and_continues_where_it_stood(self):
        corpus = repeating(200, 1)
        self.run_phase(PHASE, corpus)
        first = read_progress(self.folder / 'checkpoint.pt')
        self.assertGreaterEqual(first.tokens, PHASE.tokens)
        self.assertLess(first.tokens, PHASE.tokens + PHASE.batch_tokens)
        # Four of sixteen bits a token; the vocabulary of 320 alone would give 5.8.
        self.assertLess(first.held_out_loss, 3.2)
        self.run_phase(replace(PHASE, tokens=18_000), corpus)
        second = read_progress(self.folder / 'checkpoint.pt')
        self.assertGreaterEqual(second.tokens, 18_000)
        self.assertLess(second.held_out_loss, first.held_out_loss + 0.05)
        self.assertEqual(self.published, 2)

    def test_learns_and_continues_with_muon_for_the_matrices_of_the_layers(self):
        corpus = repeating(200, 1)
        phase = replace(PHASE, muon_rate=2e-2)
        self.run_phase(replace(phase, tokens=6_000), corpus)
        first = read_progress(self.folder / 'checkpoint.pt')
        self.run_phase(phase, corpus)
        second = read_progress(self.folder / 'checkpoint.pt')
        self.assertLess(first.held_out_loss, 3.2)
        self.assertLess(second.held_out_loss, first.held_out_loss + 0.05)

    def test_refuses_the_checkpoint_of_other_data(self):
        self.run_phase(replace(PHASE, tokens=600), repeating(100, 1))
        with self.assertRaisesRegex(StaleCheckpoint, 'delete it'):
            self.run_phase(PHASE, repeating(100, 2))

    def test_the_rate_rises_by_steps_and_falls_by_tokens(self):
        self.assertAlmostEqual(learning_rate(PHASE, Progress(step=0)), 0.5e-2)
        self.assertAlmostEqual(learning_rate(PHASE, Progress(step=2, tokens=0)), 1e-2)
        self.assertAlmostEqual(learning_rate(PHASE, Progress(step=9, tokens=6_000)), 0.525e-2)
        self.assertAlmostEqual(learning_rate(PHASE, Progress(step=9, tokens=12_000)), 0.05e-2)
