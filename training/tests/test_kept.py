import tempfile
import unittest
from dataclasses import asdict
from pathlib import Path

import torch

from training.huggingface import load_checkpoint, save_checkpoint
from training.kept import keep_base, restore_base
from training.tests.small import SHAPE, random_weights, write_tokenizer
from training.train import Progress, read_progress


class Kept(unittest.TestCase):
    def test_a_base_that_is_kept_is_restored_as_it_was_packed(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        tokenizer, base, again = write_tokenizer(folder / 'model'), folder / 'base', folder / 'again'
        weights, progress = random_weights(1), Progress(step=3, tokens=400, held_out_loss=1.5)
        save_checkpoint(weights, SHAPE, tokenizer, base / 'hf')
        torch.save({'progress': asdict(progress)}, base / 'checkpoint.pt')
        keep_base(base, folder / 'kept.safetensors')
        restore_base(folder / 'kept.safetensors', SHAPE, folder / 'model', folder / 'tokenizer', again)
        packed, shape = load_checkpoint(base / 'hf')
        restored, _ = load_checkpoint(again / 'hf')
        self.assertEqual(shape, SHAPE)
        self.assertEqual(packed.keys(), weights.keys())
        for name, weight in weights.items():
            self.assertTrue(torch.equal(packed[name], weight.half().float()), name)
            self.assertTrue(torch.equal(restored[name], packed[name]), name)
        self.assertEqual(str(read_progress(again / 'checkpoint.pt')), str(progress))
        self.assertTrue((folder / 'tokenizer' / 'tokenizer.json').exists())
