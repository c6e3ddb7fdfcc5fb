import json
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from training.large.estimate import estimate
from training.large.recipe import read_large_recipe
from training.mlc import read_pack
from training.recipe import RecipeError
from training.requirements import missing

RECIPE = Path('training/recipes/qwen2.5-coder-7b.yaml')
LACKING = missing(Path('training/requirements-large.txt'))


class Recipe(unittest.TestCase):
    def test_an_adapter_has_at_most_three_per_cent_of_the_bases_parameters(self):
        found = estimate(read_large_recipe(RECIPE))
        # Rank 32 on the seven projections of 28 layers, counted by hand from the shapes.
        self.assertEqual(found.trained, 28 * 32 * (2 * 7168 + 2 * 4096 + 3 * 22528))
        self.assertLess(found.trained / found.projections, 0.03)

    def test_in_four_bits_it_fits_a_gpu_of_24_gb_and_in_sixteen_it_does_not(self):
        recipe = read_large_recipe(RECIPE)
        self.assertLess(estimate(recipe).memory, 22e9)
        self.assertGreater(estimate(replace(recipe, quantised=False)).memory, 22e9)

    def test_an_unknown_setting_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / 'recipe.yaml'
            file.write_text(RECIPE.read_text().replace('rank: 32', 'ranks: 32'))
            with self.assertRaisesRegex(RecipeError, 'lora.ranks is unknown'):
                read_large_recipe(file)


@unittest.skipIf(LACKING, f'training/requirements-large.txt: {"; ".join(LACKING)}')
class Chain(unittest.TestCase):
    """PEFT and TRL on random weights of a small shape, down to the role pack."""

    @classmethod
    def setUpClass(cls):
        from training.large.dpo import train_dpo
        from training.large.dry import dry_run, reduced

        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        recipe = replace(reduced(read_large_recipe(RECIPE)), quantised=False)
        prompt = lambda n: [{'role': 'user', 'content': f'Read {n} numbers and print the largest.'}]
        said = lambda text: [{'role': 'assistant', 'content': text}]
        rows = [
            {'role': 'coder', 'promptHash': 'abc', 'messages': prompt(n) + said(f'for i in range({n}):\n    print(i)\n')}
            for n in range(30)
        ]
        pairs = [
            {'role': 'coder', 'prompt': prompt(n), 'chosen': said(f'print({n})'), 'rejected': said('pass')}
            for n in range(12)
        ]
        cls.rows, cls.pairs = cls.folder / 'coder.jsonl', cls.folder / 'preferences.jsonl'
        for file, content in ((cls.rows, rows), (cls.pairs, pairs)):
            file.write_text(''.join(json.dumps(row) + '\n' for row in content))
        dry_run(recipe, 'coder', cls.rows, cls.folder)
        train_dpo(recipe, str(cls.folder / 'hf'), 'coder', cls.pairs, cls.folder / 'sft' / 'peft', cls.folder / 'dpo')

    def test_the_adapter_is_trained_on_all_seven_projections_and_packed(self):
        tensors = load_file(self.folder / 'sft' / 'peft' / 'adapter_model.safetensors')
        self.assertEqual(len(tensors), 2 * 7 * 2)
        self.assertTrue(all(tensors[name].abs().max() > 0 for name in tensors if 'lora_B' in name))
        pack = read_pack(self.folder / 'mlc' / 'roles' / 'coder.safetensors')
        self.assertEqual(len(pack), 2 * 4)
        self.assertTrue(any((edit != 0).any() for edit in pack.values()))

    def test_only_the_answer_and_its_stop_token_are_learnt_in_the_engines_template(self):
        from training.large.rows import answered_rows, open_tokenizer

        tokenizer = open_tokenizer(str(self.folder / 'hf'))
        row = answered_rows(tokenizer, self.rows, 512, 1)[0]
        plain = Tokenizer.from_file(str(self.folder / 'hf' / 'tokenizer.json'))
        wanted = [token for token in row['labels'] if token >= 0]
        answer = plain.decode(wanted, skip_special_tokens=False)
        self.assertRegex(answer, r'^for i in range\(\d+\):\n    print\(i\)\n<\|im_end\|>$')
        before = plain.decode(row['input_ids'][: -len(wanted)], skip_special_tokens=False)
        self.assertRegex(before, r'^<\|im_start\|>user\nRead .*<\|im_end\|>\n<\|im_start\|>assistant\n$')

    def test_preference_moves_the_adapter_and_leaves_one_that_can_be_packed(self):
        before = load_file(self.folder / 'sft' / 'peft' / 'adapter_model.safetensors')
        after = load_file(self.folder / 'dpo' / 'peft' / 'adapter_model.safetensors')
        self.assertEqual(before.keys(), after.keys())
        self.assertFalse(all(torch.equal(before[name], after[name]) for name in before))

    def test_the_same_command_finds_the_checkpoint_to_go_on_from(self):
        from training.large.arguments import last_checkpoint

        self.assertRegex(last_checkpoint(self.folder / 'sft'), r'checkpoint-\d+$')
