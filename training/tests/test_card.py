import json
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import torch

from training.card import write_card
from training.catalogue import read_catalogue, write_catalogue
from training.places import Places
from training.recipe import ROLES, read_recipe
from training.scores import model_id, read_scores, wilson
from training.train import Progress


class Card(unittest.TestCase):
    def setUp(self):
        runs = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.recipe = replace(read_recipe(Path('training/recipes/tiny.yaml')), supervision=None, preference=None)
        self.at = Places(runs / 'tiny', runs / 'tiny' / 'model', runs / 'logits.json', runs / 'kept.safetensors')
        self.at.model.mkdir(parents=True)
        self.at.manifest.write_text('{}')
        (self.at.model / 'params_shard_0.bin').write_bytes(bytes(1_400_000))
        write_catalogue(self.at.model, {
            'model': 'quartet-tiny', 'card': 'README.md', 'trainedOn': self.recipe.trained_on,
            'packs': [{'role': role, 'bytes': 100_000 * (i + 1)} for i, role in enumerate(ROLES)],
        })
        for folder in ('base', *(f'adapters/{role}' for role in ROLES)):
            file = self.at.run / folder / 'checkpoint.pt'
            file.parent.mkdir(parents=True)
            progress = Progress(tokens=3_000_000, seconds=600, held_out_loss=0.0123, whole=0.95)
            torch.save({'progress': vars(progress)}, file)
        self.at.data.mkdir()
        for name, rows in (('base', 5), *((role, 3) for role in ROLES)):
            (self.at.data / f'{name}.jsonl').write_text('{}\n' * rows)

    def examined(self, *rows: dict) -> None:
        self.at.results.parent.mkdir(exist_ok=True)
        common = {'kind': 'exam', 'exam': 'A', 'seed': 1, 'budget': 700, 'grammar': True, 'answers': 4, 'unreadable': 0}
        own = {'method': 'four packs', 'model': model_id(self.at.model)}
        text = ''.join(json.dumps({**common, **own, **row}) + '\n' for row in rows)
        self.at.results.write_text(text)

    def card(self) -> str:
        write_card(self.recipe, self.at)
        return (self.at.model / 'README.md').read_text()

    def test_says_what_the_base_has_read_what_the_adapters_add_and_what_fails(self):
        text = self.card()
        self.assertIn('None of its documents mends a program', text)
        self.assertIn('Each adapter adds one role', text)
        for limit in self.recipe.card.limits:
            self.assertIn(f'- {limit}', text)

    def test_says_sizes_data_and_what_training_measured(self):
        text = self.card()
        self.assertIn('with its packs 2.4 MB', text)
        self.assertIn('base: 5 documents; 3.0 M tokens in 10 min, held out 0.0123, whole 0.950', text)
        self.assertIn('| coder | 300,000 | 16 |', text)
        self.assertEqual(read_catalogue(self.at.model)['card'], 'README.md')

    def test_names_the_optimizers_of_the_base(self):
        self.assertIn("- base: Muon for the layers' matrices, rate 0.004, AdamW for all else, rate 0.0015", self.card())
        self.recipe = replace(self.recipe, base=replace(self.recipe.base, muon_rate=0.0))
        self.assertIn('- base: AdamW, rate 0.0015', self.card())

    def test_says_so_where_the_weights_have_not_been_examined(self):
        self.assertIn('has not examined these weights', self.card())
        self.examined({'problem': 0, 'solved': True, 'model': 'others'})
        self.assertIn('has not examined these weights', self.card())

    def test_gives_the_scores_of_these_weights_with_their_intervals_and_those_of_the_variants(self):
        own = [{'problem': i, 'solved': i < 8, 'unreadable': i == 9} for i in range(10)]
        older = [{'problem': i, 'solved': False, 'model': 'older'} for i in range(10)]
        other = [{'problem': i, 'solved': i < 5, 'method': 'full', 'model': 'full'} for i in range(10)]
        self.examined(*older, *own, *other, {'problem': 0, 'solved': True, 'grammar': False})
        text = self.card()
        self.assertIn('| four packs | 80 (49–94) | 1 of 40 |', text)
        self.assertIn('| full | 50 (24–76) | 0 of 40 |', text)
        self.assertIn('700 tokens of answers a problem for every method, seeds 1.', text)

    def test_does_not_change_what_the_weights_are_called_by_their_scores(self):
        before = model_id(self.at.model)
        self.card()
        self.assertEqual(model_id(self.at.model), before)
        self.assertIsNone(read_scores(self.at.results, self.at.model))

    def test_the_interval_is_wilsons(self):
        low, high = wilson(95, 100)
        self.assertAlmostEqual(low, 0.8882, places=4)
        self.assertAlmostEqual(high, 0.9785, places=4)
