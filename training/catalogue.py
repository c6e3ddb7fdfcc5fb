"""A repository's `quartet.json`, and copies of a base without its packs."""

import json
import shutil
from pathlib import Path

MANIFEST, CONFIG, CATALOGUE = 'tensor-cache.json', 'mlc-chat-config.json', 'quartet.json'


def read_catalogue(model: Path) -> dict:
    return json.loads((model / CATALOGUE).read_text())


def write_catalogue(model: Path, content: dict) -> None:
    (model / CATALOGUE).write_text(json.dumps(content, indent=2) + '\n')


def copy_base(model: Path, out: Path) -> None:
    """Copies a repository without its packs; the manifest last, since its presence says that all is there."""
    out.mkdir(parents=True, exist_ok=True)
    for file in [*json.loads((model / CONFIG).read_text())['tokenizer_files'], CONFIG]:
        shutil.copyfile(model / file, out / file)
    for shard in json.loads((model / MANIFEST).read_text())['records']:
        shutil.copyfile(model / shard['dataPath'], out / shard['dataPath'])
    write_catalogue(out, read_catalogue(model) | {'packs': []})
    shutil.copyfile(model / MANIFEST, out / MANIFEST)
