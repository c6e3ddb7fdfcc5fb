"""Writes an MLC `q0f32` repository: a quantised one's dequantised weights, or others in their place, as they are."""

import hashlib
import json
import shutil
from pathlib import Path

from training.catalogue import CONFIG, MANIFEST, read_catalogue, write_catalogue
from training.model import Weights

SHARD = 'params_shard_0.bin'


def write_unquantised(weights: Weights, like: Path, name: str, out: Path) -> None:
    """`weights` (f32, fused, as `mlc.py` reads them) with configuration and tokenizer of the repository `like`."""
    out.mkdir(parents=True, exist_ok=True)
    records, offset, digest = [], 0, hashlib.md5(usedforsecurity=False)
    with (out / SHARD).open('wb') as shard:
        for tensor, weight in weights.items():
            content = weight.detach().float().contiguous().numpy().tobytes()
            shard.write(content)
            digest.update(content)
            records.append({
                'name': tensor, 'shape': list(weight.shape), 'dtype': 'float32', 'format': 'raw',
                'nbytes': len(content), 'byteOffset': offset,
            })
            offset += len(content)
    config = json.loads((like / CONFIG).read_text())
    _write_json(out / CONFIG, config | {'quantization': 'q0f32'})
    for file in config['tokenizer_files']:
        shutil.copyfile(like / file, out / file)
    write_catalogue(out, read_catalogue(like) | {'model': name, 'packs': []})
    _write_json(out / MANIFEST, {
        'metadata': {'ParamSize': len(records), 'ParamBytes': offset},
        'records': [{
            'dataPath': SHARD, 'format': 'raw-shard', 'nbytes': offset, 'records': records, 'md5sum': digest.hexdigest(),
        }],
    })


def _write_json(path: Path, content: dict) -> None:
    path.write_text(json.dumps(content, indent=2) + '\n')
