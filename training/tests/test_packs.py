import hashlib
import json
import shutil
import subprocess
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from training.catalogue import copy_base, read_catalogue
from training.huggingface import save_checkpoint
from training.lora import initial_updates, load_adapter, merge, save_adapter
from training.mlc import read_pack, read_repository
from training.preference import train_preference
from training.recipe import AdapterPhase, PreferencePhase, read_recipe
from training.recover import recover
from training.tests.small import SHAPE, random_weights, write_tokenizer
from training.unquantised import write_unquantised


def pack(*arguments: object) -> None:
    command = ['npm', 'run', '--silent', 'pack', '--', *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


class Packs(unittest.TestCase):
    """The project's packer, against the arithmetic of its format written down here a second time."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.weights = random_weights(1)
        save_checkpoint(cls.weights, SHAPE, write_tokenizer(cls.folder / 'tokenizer'), cls.folder / 'hf')
        cls.updates = initial_updates(SHAPE, 4, 2)
        for number, (name, update) in enumerate(cls.updates.items()):
            if name.endswith('lora_B'):
                update.normal_(0, 0.02, generator=torch.Generator().manual_seed(number))
        save_adapter(cls.updates, 'small', 4, 8, cls.folder / 'peft')
        cls.model = cls.folder / 'mlc'
        pack('base', '--hf', cls.folder / 'hf', '--out', cls.model)
        pack('role', '--mlc', cls.model, '--hf', cls.folder / 'hf', '--adapter', cls.folder / 'peft', '--role', 'coder')
        cls.repository = read_repository(cls.model)

    def test_a_base_has_the_integers_and_scales_of_group_quantisation(self):
        self.assertEqual(self.repository.shape, SHAPE)
        for name, quantised in self.repository.linear.items():
            groups = self.weights[f'{name}.weight'].numpy().reshape(len(quantised.scales), -1, 32)
            scales = (np.abs(groups).max(2) / np.float32(7)).astype(np.float16)
            np.testing.assert_array_equal(quantised.scales, scales)
            integers = np.floor(groups / scales.astype(np.float64)[..., None] + 0.5) + 7
            np.testing.assert_array_equal(quantised.integers.reshape(groups.shape), integers.clip(0, 14))

    def test_norms_and_biases_are_rounded_to_halves_and_nothing_is_missing(self):
        shipped = self.repository.weights()
        self.assertEqual(shipped.keys(), self.weights.keys())
        for name, weight in self.repository.plain.items():
            self.assertTrue(torch.equal(weight, self.weights[name].half().float()), name)

    def test_a_role_pack_leads_to_the_integers_of_the_merged_weights(self):
        merged = merge(self.weights, self.updates, 2.0)
        edit = read_pack(self.model / 'roles' / 'coder.safetensors')
        self.assertEqual(set(edit), set(self.repository.linear) - {'model.embed_tokens'})
        for name, added in edit.items():
            base = self.repository.linear[name]
            scales = base.scales.astype(np.float64).repeat(32, axis=1)
            wanted = (np.floor(merged[f'{name}.weight'].numpy() / scales + 0.5) + 7).clip(0, 15)
            edited = base.integers + added.reshape(base.integers.shape)
            # B·A is summed in another order there, so a weight on the very edge between two integers may fall either way.
            self.assertLess(np.mean(edited != wanted), 1e-4, name)
            self.assertLessEqual(np.abs(edited - wanted).max(), 1, name)

    def test_a_pack_gives_back_the_adapter_that_it_was_made_from(self):
        pack_file = self.model / 'roles' / 'coder.safetensors'
        found, wrong = recover(self.repository, self.weights, pack_file, 4, 8)
        self.assertLess(wrong, 1e-3)
        nothing = {name: torch.zeros_like(weight) for name, weight in self.weights.items()}
        changes = [merge(nothing, updates, 2.0) for updates in (found, self.updates)]
        for name, quantised in self.repository.linear.items():
            if name == 'model.embed_tokens':
                continue
            own, wanted = (change[f'{name}.weight'] for change in changes)
            step = torch.from_numpy(quantised.scales.astype(np.float32).repeat(32, axis=1))
            # What is rounded is off by 0.29 of a step.
            self.assertLess(((own - wanted) / step).square().mean().sqrt().item(), 0.15, name)

    def test_an_adapter_that_is_not_rounded_again_is_written_as_the_merged_weights_themselves(self):
        merged = merge(self.repository.weights(), self.updates, 2.0)
        write_unquantised(merged, self.model, 'small-f32', self.folder / 'f32')
        self.assertEqual(json.loads((self.folder / 'f32' / 'mlc-chat-config.json').read_text())['quantization'], 'q0f32')
        (shard,) = json.loads((self.folder / 'f32' / 'tensor-cache.json').read_text())['records']
        content = (self.folder / 'f32' / shard['dataPath']).read_bytes()
        self.assertEqual(hashlib.md5(content, usedforsecurity=False).hexdigest(), shard['md5sum'])
        self.assertEqual([record['name'] for record in shard['records']], list(merged))
        for record in shard['records']:
            floats = np.frombuffer(content, np.float32, record['nbytes'] // 4, record['byteOffset'])
            np.testing.assert_array_equal(floats.reshape(record['shape']), merged[record['name']].numpy())

    def test_a_copied_base_has_the_same_weights_and_no_packs(self):
        copy_base(self.model, self.folder / 'copy')
        copied = read_repository(self.folder / 'copy').weights()
        for name, weight in self.repository.weights().items():
            self.assertTrue(torch.equal(copied[name], weight), name)
        self.assertEqual(read_catalogue(self.folder / 'copy')['packs'], [])
        self.assertEqual([pack['role'] for pack in read_catalogue(self.model)['packs']], ['coder'])

    def prefer(self, count: int, out: Path) -> None:
        said = lambda text: [{'role': 'assistant', 'content': text}]
        pairs = [
            {'role': 'coder', 'prompt': [{'role': 'user', 'content': f'Read {n} numbers.'}],
             'chosen': said(f'print({n})'), 'rejected': said('total = total + i')}
            for n in range(count)
        ]
        file = self.folder / 'preferences.jsonl'
        file.write_text(''.join(json.dumps(pair) + '\n' for pair in pairs))
        phase = PreferencePhase(
            tokens=1_500, learning_rate=1e-3, batch_tokens=1024, warmup_steps=1, evaluate_every=1_500)
        adapters = {'coder': AdapterPhase(tokens=1, learning_rate=1, rank=4, alpha=8)}
        recipe = replace(read_recipe(Path('training/recipes/tiny.yaml')), adapters=adapters)
        shutil.copytree(self.folder / 'peft', self.folder / 'sft' / 'peft', dirs_exist_ok=True)
        train_preference(recipe, 'coder', phase, self.model, self.folder / 'sft', file, out)

    def test_preference_goes_on_from_the_adapter_and_leaves_one_of_its_shape(self):
        torch.compiler.set_stance('force_eager')
        self.addCleanup(torch.compiler.set_stance, 'default')
        out = self.folder / 'preferred'
        self.prefer(40, out)
        after, scale = load_adapter(out / 'peft')
        self.assertEqual((after.keys(), scale), (self.updates.keys(), 2.0))
        moved = [(after[name] - update).abs().max().item() for name, update in self.updates.items()]
        self.assertGreater(max(moved), 0)
        # It went on from the adapter: a new one's B would be near 0.
        self.assertLess(max(moved), 0.1 * max(update.abs().max().item() for update in self.updates.values()))

    def test_with_few_pairs_the_adapter_stays_as_it_is(self):
        out = self.folder / 'kept'
        self.prefer(5, out)
        after, _ = load_adapter(out / 'peft')
        for name, update in self.updates.items():
            self.assertTrue(torch.equal(after[name], update), name)

    def test_an_edit_for_another_base_is_refused(self):
        edit = {'model.layers.0.mlp.down_proj': np.full(SHAPE.hidden * SHAPE.intermediate, 16, dtype=np.int16)}
        with self.assertRaisesRegex(ValueError, 'another base'):
            self.repository.weights(edit)
