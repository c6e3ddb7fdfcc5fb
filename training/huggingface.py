"""Between the fused weights of `model.py` and a Hugging Face Qwen2 checkpoint folder."""

import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from training.model import FUSED, Weights, part_rows
from training.recipe import Shape
from training.tokenizer import END, END_OF_TEXT, TOKENIZER_FILES


def split_fused(weights: Weights, shape: Shape) -> Weights:
    """q, k, v and gate, up apart, by the names of Hugging Face."""
    apart: Weights = {}
    for name, weight in weights.items():
        fused = next((fused for fused in FUSED if f'.{fused}.' in name), None)
        if fused is None:
            apart[name] = weight
            continue
        for part, piece in zip(FUSED[fused], weight.split(part_rows(shape, fused)), strict=True):
            apart[name.replace(fused, part)] = piece
    return apart


def join_fused(apart: Weights) -> Weights:
    """The inverse of `split_fused`."""
    weights: Weights = {}
    for name, weight in apart.items():
        fused = next((fused for fused, parts in FUSED.items() if any(f'.{part}.' in name for part in parts)), None)
        if fused is None:
            weights[name] = weight
            continue
        first, *_ = parts = FUSED[fused]
        if f'.{first}.' in name:
            weights[name.replace(first, fused)] = torch.cat([apart[name.replace(first, part)] for part in parts])
    return weights


def save_checkpoint(weights: Weights, shape: Shape, tokenizer: Path, out: Path) -> None:
    """Writes config, f32 weights and the tokenizer's files to `out`, whole or not at all."""
    writing = out.with_name(out.name + '.partial')
    shutil.rmtree(writing, ignore_errors=True)
    writing.mkdir(parents=True)
    tensors = {name: weight.detach().clone().contiguous() for name, weight in split_fused(weights, shape).items()}
    save_file(tensors, writing / 'model.safetensors', {'format': 'pt'})
    ids = {token['content']: token['id'] for token in json.loads((tokenizer / 'tokenizer.json').read_text())['added_tokens']}
    stops = {'eos_token_id': ids[END], 'pad_token_id': ids[END_OF_TEXT]}
    _write_json(writing / 'config.json', {
        'architectures': ['Qwen2ForCausalLM'], 'model_type': 'qwen2', 'torch_dtype': 'float32',
        'vocab_size': shape.vocab, 'hidden_size': shape.hidden, 'num_hidden_layers': shape.layers,
        'intermediate_size': shape.intermediate, 'num_attention_heads': shape.heads,
        'num_key_value_heads': shape.kv_heads, 'max_position_embeddings': shape.context,
        'rope_theta': shape.rope_theta, 'rms_norm_eps': shape.eps, 'hidden_act': 'silu',
        'tie_word_embeddings': True, 'use_sliding_window': False, 'attention_dropout': 0.0, 'use_cache': True,
        **stops,
    })
    _write_json(writing / 'generation_config.json', stops)
    for name in TOKENIZER_FILES:
        shutil.copyfile(tokenizer / name, writing / name)
    shutil.rmtree(out, ignore_errors=True)
    writing.rename(out)


def read_shape(config: Path) -> Shape:
    """The shape in a Hugging Face config.json."""
    c = json.loads(config.read_text())
    return Shape(
        vocab=c['vocab_size'], hidden=c['hidden_size'], layers=c['num_hidden_layers'],
        intermediate=c['intermediate_size'], heads=c['num_attention_heads'], kv_heads=c['num_key_value_heads'],
        context=c['max_position_embeddings'], rope_theta=c['rope_theta'], eps=c['rms_norm_eps'],
    )


def load_checkpoint(folder: Path) -> tuple[Weights, Shape]:
    """Fused weights and shape of a folder that `save_checkpoint` wrote."""
    return join_fused(load_file(folder / 'model.safetensors')), read_shape(folder / 'config.json')


def _write_json(path: Path, content: dict) -> None:
    path.write_text(json.dumps(content, indent=2) + '\n')
