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
# (layer, q [b, heads, t, d], k and v [b, kv heads, t, d]) → [b, heads, t, d]
Attend = Callable[[int, Tensor, Tensor, Tensor], Tensor]

EMBEDDING, FINAL_NORM = 'model.embed_tokens.weight', 'model.norm.weight'


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


def causal(shape: Shape) -> Attend:
    """Attention of whole sequences. Written out: on short sequences it is quicker here than the fused CPU kernel."""

    def attend(_layer: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        length = q.shape[2]
        hidden = torch.ones(length, length, dtype=torch.bool).triu(1)
        return weighted(q, k, v, hidden, shape)

    return attend


def weighted(q: Tensor, k: Tensor, v: Tensor, hidden: Tensor, shape: Shape) -> Tensor:
    """softmax(q·kᵀ/√d)·v, the keys where `hidden` is true left out, in f32 between the two products."""
    repeats = shape.heads // shape.kv_heads
    if repeats > 1:
        k, v = k.repeat_interleave(repeats, 1), v.repeat_interleave(repeats, 1)
    scores = (q @ k.transpose(2, 3)).float() * shape.head_dim**-0.5
    return scores.masked_fill(hidden, -math.inf).softmax(-1).to(q.dtype) @ v


def states(weights: Weights, shape: Shape, tokens: Tensor, positions: Tensor, attend: Attend) -> Tensor:
    """Final normed states [b, t, hidden] of tokens [b, t]; positions broadcast to [b, t]. Residuals are f32."""
    dtype = weights[EMBEDDING].dtype
    frequencies = shape.rope_theta ** (-torch.arange(0, shape.head_dim, 2, dtype=torch.float32) / shape.head_dim)
    angles = positions[..., None].float() * frequencies
    cos, sin = angles.cos().unsqueeze(-3), angles.sin().unsqueeze(-3)

    def norm(x: Tensor, name: str) -> Tensor:
        scaled = x * torch.rsqrt(x.square().mean(-1, keepdim=True) + shape.eps)
        return (scaled * weights[name]).to(dtype)

    def rotate(x: Tensor) -> Tensor:
        low, high = x.float().chunk(2, -1)
        return torch.cat([low * cos - high * sin, high * cos + low * sin], -1).to(dtype)

    x = F.embedding(tokens, weights[EMBEDDING]).float()
    for layer in range(shape.layers):
        def w(part: str, layer: int = layer) -> Tensor:
            return weights[layer_name(layer, part)]

        normed = norm(x, layer_name(layer, 'input_layernorm.weight'))
        qkv = F.linear(normed, w('self_attn.c_attn.weight'), w('self_attn.c_attn.bias'))
        qkv = qkv.unflatten(-1, (-1, shape.head_dim)).transpose(1, 2)
        q, k, v = qkv.split([shape.heads, shape.kv_heads, shape.kv_heads], 1)
        mixed = attend(layer, rotate(q), rotate(k), v).transpose(1, 2).flatten(2)
        x = x + F.linear(mixed, w('self_attn.o_proj.weight')).float()
        normed = norm(x, layer_name(layer, 'post_attention_layernorm.weight'))
        gate, up = F.linear(normed, w('mlp.gate_up_proj.weight')).chunk(2, -1)
        x = x + F.linear(F.silu(gate) * up, w('mlp.down_proj.weight')).float()
    return norm(x, FINAL_NORM)


def logits(weights: Weights, shape: Shape, tokens: Tensor) -> Tensor:
    """f32 logits [b, t, vocab] of whole sequences [b, t]; the head is the embedding."""
    positions = torch.arange(tokens.shape[1])
    return F.linear(states(weights, shape, tokens, positions, causal(shape)), weights[EMBEDDING]).float()


def loss(weights: Weights, shape: Shape, tokens: Tensor, targets: Tensor) -> Tensor:
    """Mean cross-entropy of `targets` [b, t], the tokens after `tokens` [b, t]; −100 is left out."""
    return F.cross_entropy(logits(weights, shape, tokens).flatten(0, 1), targets.flatten(), ignore_index=-100)
