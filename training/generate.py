"""Writing with a model: many prompts at once, with a KV cache."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from training.model import EMBEDDING, FINAL_NORM, Weights, block, head, layer_weights, rotation, weighted
from training.recipe import Shape


class Cache:
    """Keys and values [layers, b, kv heads, slots, d] of prompts that are padded on the left by `pads` [b]."""

    def __init__(self, shape: Shape, pads: Tensor, slots: int) -> None:
        size = (shape.layers, len(pads), shape.kv_heads, slots, shape.head_dim)
        self.shape, self.pads = shape, pads
        self.keys, self.values = torch.zeros(size), torch.zeros(size)
        self.used = 0

    def step(self, weights: Weights, tokens: Tensor) -> Tensor:
        """Takes tokens [b, t] into the cache; logits [b, vocab] after the last."""
        begin, end = self.used, self.used + tokens.shape[1]
        slots = torch.arange(end)
        queries = torch.arange(begin, end)
        hidden = (slots > queries[:, None]) | (slots < self.pads[:, None, None])
        # A padding query sees nothing; let it see itself, so that its softmax is a number. Nobody reads it.
        hidden = (hidden & (slots != queries[:, None]))[:, None]

        cos, sin = rotation((queries - self.pads[:, None]).clamp(min=0), self.shape)
        x = F.embedding(tokens, weights[EMBEDDING])
        for layer, (keys, values) in enumerate(zip(self.keys, self.values, strict=True)):

            def attend(q: Tensor, k: Tensor, v: Tensor, shape: Shape, keys=keys, values=values) -> Tensor:
                keys[:, :, begin:end] = k
                values[:, :, begin:end] = v
                return weighted(q, keys[:, :, :end], values[:, :, :end], hidden, shape)

            x = block(x, cos, sin, layer_weights(weights, layer), self.shape, attend)
        self.used = end
        return head(x[:, -1], weights[FINAL_NORM], weights[EMBEDDING], self.shape)

    def keep(self, rows: Tensor) -> None:
        """Forgets all other rows."""
        self.keys, self.values, self.pads = self.keys[:, rows], self.values[:, rows], self.pads[rows]


@torch.inference_mode()
def generate(
    weights: Weights, shape: Shape, prompts: list[list[int]], stop: int, max_tokens: int,
    temperature: float = 0.0, seed: int = 0, batch: int = 128,
) -> list[list[int]]:
    """An answer for each prompt, without its stop token; temperature 0 is greedy."""
    random = torch.Generator().manual_seed(seed)
    answers: list[list[int]] = [[] for _ in prompts]
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        longest = len(prompts[rows[-1]])
        pads = torch.tensor([longest - len(prompts[i]) for i in rows])
        cache = Cache(shape, pads, min(shape.context, longest + max_tokens))
        tokens = torch.tensor([[0] * (longest - len(prompts[i])) + prompts[i] for i in rows])
        while cache.used + tokens.shape[1] <= cache.keys.shape[3]:
            scores = cache.step(weights, tokens)
            chosen = _choose(scores, temperature, random)
            going = [k for k, token in enumerate(chosen.tolist()) if token != stop]
            for k in going:
                answers[rows[k]].append(int(chosen[k]))
            going = [k for k in going if len(answers[rows[k]]) < max_tokens]
            if not going:
                break
            if len(going) < len(rows):
                cache.keep(torch.tensor(going))
                rows = [rows[k] for k in going]
            tokens = chosen[going, None]
    return answers


def _choose(scores: Tensor, temperature: float, random: torch.Generator) -> Tensor:
    if temperature == 0:
        return scores.argmax(-1)
    return torch.multinomial((scores / max(temperature, math.ulp(1))).softmax(-1), 1, generator=random)[:, 0]
