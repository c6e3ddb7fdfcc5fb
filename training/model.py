"""The transformer as one pure function of its weights, so that base and adapters train through the same code.

Qwen2 as in Hugging Face transformers, with MLC's fused weights: `c_attn` = [q; k; v], `gate_up_proj` = [gate; up].
It is about three times as fast to train on a CPU as the module there, and tested to be equal to it.
"""

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from training.recipe import Shape

Weights = dict[str, Tensor]
# (q [b, heads, t, d], k and v [b, kv heads, t, d], shape) → [b, heads, t, d]
Attend = Callable[[Tensor, Tensor, Tensor, Shape], Tensor]

EMBEDDING, FINAL_NORM = 'model.embed_tokens.weight', 'model.norm.weight'

FUSED = {
    'self_attn.c_attn': ('self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'),
    'self_attn.o_proj': ('self_attn.o_proj',),
    'mlp.gate_up_proj': ('mlp.gate_proj', 'mlp.up_proj'),
    'mlp.down_proj': ('mlp.down_proj',),
}
"""The projections of a fused one, as Hugging Face has them, from its first row to its last."""


def layer_name(layer: int, part: str) -> str:
    return f'model.layers.{layer}.{part}'


def matrix_shapes(shape: Shape) -> dict[str, tuple[int, int]]:
    """The [out, in] of one layer's four fused projections."""
    qkv = (shape.heads + 2 * shape.kv_heads) * shape.head_dim
    return {
        'self_attn.c_attn.weight': (qkv, shape.hidden),
        'self_attn.o_proj.weight': (shape.hidden, shape.hidden),
        'mlp.gate_up_proj.weight': (2 * shape.intermediate, shape.hidden),
        'mlp.down_proj.weight': (shape.hidden, shape.intermediate),
    }


def part_rows(shape: Shape, fused: str) -> list[int]:
    """Rows of each part of a fused projection, in its order."""
    if fused == 'self_attn.c_attn':
        return [heads * shape.head_dim for heads in (shape.heads, shape.kv_heads, shape.kv_heads)]
    parts = len(FUSED[fused])
    return [matrix_shapes(shape)[f'{fused}.weight'][0] // parts] * parts


def initial_weights(shape: Shape, seed: int) -> Weights:
    """Normal(0, 0.02), the projections that end a block divided by √(2·layers) (GPT-2), norms 1, biases 0."""
    random = torch.Generator().manual_seed(seed)
    weights = {EMBEDDING: torch.empty(shape.vocab, shape.hidden).normal_(0, 0.02, generator=random)}
    for layer in range(shape.layers):
        for part, size in matrix_shapes(shape).items():
            ends_block = part.startswith(('self_attn.o_proj', 'mlp.down_proj'))
            deviation = 0.02 / math.sqrt(2 * shape.layers) if ends_block else 0.02
            weights[layer_name(layer, part)] = torch.empty(size).normal_(0, deviation, generator=random)
        weights[layer_name(layer, 'self_attn.c_attn.bias')] = torch.zeros(matrix_shapes(shape)['self_attn.c_attn.weight'][0])
        weights[layer_name(layer, 'input_layernorm.weight')] = torch.ones(shape.hidden)
        weights[layer_name(layer, 'post_attention_layernorm.weight')] = torch.ones(shape.hidden)
    weights[FINAL_NORM] = torch.ones(shape.hidden)
    return weights


def in_precision(weights: Weights, dtype: torch.dtype) -> Weights:
    """What is multiplied, in `dtype`; norms stay in f32."""
    return {name: weight if 'norm' in name else weight.to(dtype) for name, weight in weights.items()}


def per_head(x: Tensor, shape: Shape) -> Tensor:
    """Keys or values [b, kv heads, t, d] as often as heads share them: [b, heads, t, d]."""
    repeats = shape.heads // shape.kv_heads
    return x.repeat_interleave(repeats, 1) if repeats > 1 else x


def causal(q: Tensor, k: Tensor, v: Tensor, shape: Shape) -> Tensor:
    """Attention of whole sequences, by the fused kernel."""
    k, v = per_head(k, shape), per_head(v, shape)
    return F.scaled_dot_product_attention(q, k, v, is_causal=True)


def weighted(q: Tensor, k: Tensor, v: Tensor, hidden: Tensor, shape: Shape) -> Tensor:
    """softmax(q·kᵀ/√d)·v, the keys where `hidden` is true left out, in f32 between the two products."""
    k, v = per_head(k, shape), per_head(v, shape)
    scores = (q @ k.transpose(2, 3)).float() * shape.head_dim**-0.5
    return scores.masked_fill(hidden, -math.inf).softmax(-1).to(q.dtype) @ v


def block(x: Tensor, cos: Tensor, sin: Tensor, layer: Weights, shape: Shape, attend: Attend = causal) -> Tensor:
    """One layer: x [b, t, hidden] f32 → the same; `cos` and `sin` broadcast to [b, heads, t, head_dim / 2]."""
    dtype = layer['self_attn.c_attn.weight'].dtype

    def rotate(x: Tensor) -> Tensor:
        low, high = x.float().chunk(2, -1)
        return torch.cat([low * cos - high * sin, high * cos + low * sin], -1).to(dtype)

    normed = rms_norm(x, layer['input_layernorm.weight'], shape).to(dtype)
    qkv = F.linear(normed, layer['self_attn.c_attn.weight'], layer['self_attn.c_attn.bias'])
    qkv = qkv.unflatten(-1, (-1, shape.head_dim)).transpose(1, 2)
    q, k, v = qkv.split([shape.heads, shape.kv_heads, shape.kv_heads], 1)
    mixed = attend(rotate(q), rotate(k), v, shape).transpose(1, 2).flatten(2)
    x = x + F.linear(mixed, layer['self_attn.o_proj.weight']).float()
    normed = rms_norm(x, layer['post_attention_layernorm.weight'], shape).to(dtype)
    gate, up = F.linear(normed, layer['mlp.gate_up_proj.weight']).chunk(2, -1)
    return x + F.linear(F.silu(gate) * up, layer['mlp.down_proj.weight']).float()


def rms_norm(x: Tensor, weight: Tensor, shape: Shape) -> Tensor:
    """x over its root mean square, times `weight`, in f32."""
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + shape.eps) * weight


def layer_weights(weights: Weights, layer: int) -> Weights:
    """One layer's weights by the names that every layer has."""
    prefix = layer_name(layer, '')
    return {name.removeprefix(prefix): weight for name, weight in weights.items() if name.startswith(prefix)}


def rotation(positions: Tensor, shape: Shape) -> tuple[Tensor, Tensor]:
    """RoPE's cos and sin for positions [t] or [b, t], to broadcast over heads."""
    halves = torch.arange(0, shape.head_dim, 2, dtype=torch.float32, device=positions.device)
    frequencies = shape.rope_theta ** (-halves / shape.head_dim)
    angles = positions[..., None].float() * frequencies
    return angles.cos().unsqueeze(-3), angles.sin().unsqueeze(-3)


def head(x: Tensor, norm: Tensor, embedding: Tensor, shape: Shape) -> Tensor:
    """f32 logits of the last layer's x; the head is the embedding."""
    return F.linear(rms_norm(x, norm, shape).to(embedding.dtype), embedding).float()


def head_loss(x: Tensor, norm: Tensor, embedding: Tensor, shape: Shape, targets: Tensor) -> Tensor:
    """Mean cross-entropy of `targets` [b, t] after the last layer's x; −100 is left out."""
    return F.cross_entropy(head(x, norm, embedding, shape).flatten(0, 1), targets.flatten(), ignore_index=-100)


def logits(weights: Weights, shape: Shape, tokens: Tensor) -> Tensor:
    """f32 logits [b, t, vocab] of whole sequences [b, t]."""
    cos, sin = rotation(torch.arange(tokens.shape[1], device=tokens.device), shape)
    x = F.embedding(tokens, weights[EMBEDDING]).float()
    for layer in range(shape.layers):
        x = block(x, cos, sin, layer_weights(weights, layer), shape)
    return head(x, weights[FINAL_NORM], weights[EMBEDDING], shape)


class CompiledLoss:
    """The loss, with `block` and `head_loss` compiled once a width: a layer takes half as long to compile as the whole."""

    def __init__(self, shape: Shape) -> None:
        # A width is a shape of its own, and each is compiled for training base and adapters.
        torch._dynamo.config.recompile_limit = 128
        self.shape = shape
        self.block = torch.compile(block, dynamic=False)
        self.head_loss = torch.compile(head_loss, dynamic=False)

    def __call__(self, weights: Weights, tokens: Tensor, targets: Tensor) -> Tensor:
        """Mean cross-entropy of `targets` [b, t], the tokens after `tokens` [b, t]; −100 is left out."""
        x = self._layers(weights, tokens)
        return self.head_loss(x, weights[FINAL_NORM], weights[EMBEDDING], self.shape, targets)

    def log_probabilities(self, weights: Weights, tokens: Tensor, targets: Tensor) -> Tensor:
        """The sum of log p over each row's targets: f32 [b]."""
        x = self._layers(weights, tokens)
        scores = head(x, weights[FINAL_NORM], weights[EMBEDDING], self.shape)
        losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=-100, reduction='none')
        return -losses.sum(1)

    def _layers(self, weights: Weights, tokens: Tensor) -> Tensor:
        cos, sin = rotation(torch.arange(tokens.shape[1], device=tokens.device), self.shape)
        x = F.embedding(tokens, weights[EMBEDDING]).float()
        for layer in range(self.shape.layers):
            x = self.block(x, cos, sin, layer_weights(weights, layer), self.shape)
        return x
