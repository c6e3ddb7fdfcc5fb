"""Reading MLC `q4f16_1` repositories and role packs: written from the format, apart from the code that made them."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open

from training.model import Weights
from training.recipe import Shape

GROUP, PER_WORD, ZERO = 32, 8, 7
_TYPES = {'uint32': np.uint32, 'float16': np.float16, 'float32': np.float32}


@dataclass(frozen=True)
class Quantised:
    """A weight (q − 7)·scale: `integers` uint8 [out, in], `scales` f16 [out, in / 32]."""

    integers: np.ndarray
    scales: np.ndarray

    def dequantise(self) -> torch.Tensor:
        """f32 [out, in]."""
        scales = self.scales.astype(np.float32).repeat(GROUP, axis=1)
        return torch.from_numpy((self.integers.astype(np.float32) - ZERO) * scales)


@dataclass(frozen=True)
class Repository:
    """`linear` are the 4-bit weights by layer name, `plain` norms and biases by tensor name."""

    shape: Shape
    linear: dict[str, Quantised]
    plain: Weights

    def weights(self, edit: dict[str, np.ndarray] | None = None) -> Weights:
        """The model as shipped in f32, under a role pack's edit if one is given. Raises ValueError if it leaves 0…15."""
        weights = dict(self.plain)
        for name, quantised in self.linear.items():
            integers = quantised.integers.astype(np.int16)
            if edit and name in edit:
                integers = integers + edit[name].reshape(integers.shape)
                if integers.min() < 0 or integers.max() > 15:
                    raise ValueError(f'the edit of {name} leaves 0…15: the pack belongs to another base')
            weights[f'{name}.weight'] = Quantised(integers, quantised.scales).dequantise()
        return weights


def read_repository(folder: Path) -> Repository:
    """Reads a Qwen2 repository of MLC's `q4f16_1` with tied embeddings."""
    linear: dict[str, Quantised] = {}
    tensors = _read_tensors(folder)
    for name in [name for name in tensors if name.endswith('.q_weight')]:
        layer = name.removesuffix('.q_weight')
        words, scales = tensors.pop(name), tensors.pop(f'{layer}.q_scale')
        linear[layer] = Quantised(_unpack(words), scales)
    plain = {name: torch.from_numpy(array.astype(np.float32)) for name, array in tensors.items()}
    return Repository(_read_shape(folder), linear, plain)


def read_pack(file: Path) -> dict[str, np.ndarray]:
    """What a role pack adds to the integers of each layer it edits: int16, flat, row-major."""
    edit: dict[str, np.ndarray] = {}
    with safe_open(file, 'numpy') as pack:
        metadata = pack.metadata()
        block = int(metadata['block'])
        for name, described in json.loads(metadata['weights']).items():
            rows, columns = described['shape']
            added = np.zeros(rows * columns, dtype=np.int16)
            steps, offsets = pack.get_tensor(f'{name}.steps'), pack.get_tensor(f'{name}.offsets')
            for index, (begin, end) in enumerate(zip(offsets[:-1], offsets[1:], strict=True)):
                position = index * block
                for step in steps[begin:end].tolist():
                    gap = step & 127
                    position += gap
                    if gap != 127:
                        added[position] += -1 if step & 128 else 1
            edit[name] = added
    return edit


def is_repository(folder: Path) -> bool:
    """Whether a model folder is MLC's rather than Hugging Face's."""
    return (folder / 'tensor-cache.json').exists()


def _unpack(words: np.ndarray) -> np.ndarray:
    shifts = np.arange(PER_WORD, dtype=np.uint32) * 4
    return ((words[..., None] >> shifts) & 15).astype(np.uint8).reshape(words.shape[0], -1)


def _read_tensors(folder: Path) -> dict[str, np.ndarray]:
    tensors: dict[str, np.ndarray] = {}
    for shard in json.loads((folder / 'tensor-cache.json').read_text())['records']:
        content = (folder / shard['dataPath']).read_bytes()
        for record in shard['records']:
            begin = record['byteOffset']
            raw = content[begin : begin + record['nbytes']]
            tensors[record['name']] = np.frombuffer(raw, _TYPES[record['dtype']]).reshape(record['shape'])
    return tensors


def _read_shape(folder: Path) -> Shape:
    c = json.loads((folder / 'mlc-chat-config.json').read_text())['model_config']
    return Shape(
        vocab=c['vocab_size'], hidden=c['hidden_size'], layers=c['num_hidden_layers'],
        intermediate=c['intermediate_size'], heads=c['num_attention_heads'], kv_heads=c['num_key_value_heads'],
        context=c['context_window_size'], rope_theta=c['rope_theta'], eps=c['rms_norm_eps'],
    )
