import tempfile
import unittest
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

from training.generate import generate
from training.huggingface import load_checkpoint, save_checkpoint
from training.lora import initial_updates, load_adapter, merge, save_adapter
from training.model import logits
from training.tests.small import SHAPE, random_tokens, random_weights, write_tokenizer


class Model(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.weights = random_weights(1)
        save_checkpoint(self.weights, SHAPE, write_tokenizer(self.folder / 'tokenizer'), self.folder / 'hf')

    def network(self):
        return AutoModelForCausalLM.from_pretrained(self.folder / 'hf', dtype=torch.float32)

    @torch.inference_mode()
    def test_computes_what_transformers_computes(self):
        tokens = random_tokens(3, 40)
        torch.testing.assert_close(
            logits(self.weights, SHAPE, tokens), self.network()(tokens).logits, rtol=1e-4, atol=1e-4
        )

    def test_a_saved_checkpoint_is_read_back_bit_by_bit(self):
        weights, shape = load_checkpoint(self.folder / 'hf')
        self.assertEqual(shape, SHAPE)
        self.assertEqual(weights.keys(), self.weights.keys())
        for name, weight in self.weights.items():
            self.assertTrue(torch.equal(weights[name], weight), name)

    @torch.inference_mode()
    def test_an_adapter_merged_here_is_the_one_that_peft_loads(self):
        updates = initial_updates(SHAPE, 4, 1)
        for name, update in updates.items():
            if name.endswith('lora_B'):
                update.copy_(torch.randn(update.shape, generator=torch.Generator().manual_seed(len(name))))
        save_adapter(updates, 'small', 4, 8, self.folder / 'peft')
        kept, scale = load_adapter(self.folder / 'peft')
        self.assertEqual((kept.keys(), scale), (updates.keys(), 2.0))
        theirs = PeftModel.from_pretrained(self.network(), self.folder / 'peft')
        tokens = random_tokens(2, 20)
        mine = logits(merge(self.weights, kept, scale), SHAPE, tokens)
        torch.testing.assert_close(mine, theirs(tokens).logits, rtol=1e-4, atol=1e-3)
        self.assertGreater((mine - logits(self.weights, SHAPE, tokens)).abs().max(), 0.1)

    @torch.inference_mode()
    def test_writing_in_a_batch_is_writing_alone_and_greedy(self):
        prompts = [random_tokens(1, length, length)[0].tolist() for length in (9, 3, 17, 5)]
        together = generate(self.weights, SHAPE, prompts, stop=2, max_tokens=12)
        for prompt, answer in zip(prompts, together, strict=True):
            self.assertEqual(generate(self.weights, SHAPE, [prompt], stop=2, max_tokens=12), [answer])
            best = logits(self.weights, SHAPE, torch.tensor([prompt + answer]))[0].argmax(-1).tolist()
            self.assertEqual(best[len(prompt) - 1 : len(prompt) - 1 + len(answer)], answer)

    @torch.inference_mode()
    def test_writing_ends_at_the_stop_token_and_at_the_context(self):
        prompt = random_tokens(1, 9)[0].tolist()
        long = generate(self.weights, SHAPE, [prompt], stop=-1, max_tokens=1000)[0]
        self.assertEqual(len(prompt) + len(long), SHAPE.context + 1)
        stop = long[5]
        self.assertEqual(generate(self.weights, SHAPE, [prompt], stop, 1000)[0], long[: long.index(stop)])
