"""Golden logits of a shipped model: python -m training.logits --model DIR --rows DIR --out FILE.

Hugging Face transformers in f32, on the dequantised weights, bare and under each role pack, says what an executor
must compute. Each case is {tokens, role, logits, argmax, max}: the first 64 logits after the last token, and the
largest of all.
"""

import argparse
import json
import tempfile
from itertools import islice
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM

from training.data import chat_pieces, encode_pieces, read_rows
from training.huggingface import save_checkpoint
from training.mlc import Repository, read_pack, read_repository
from training.recipe import ROLES
from training.tokenizer import load_tokenizer

FIRST = 64


def golden_logits(model: Path, rows: Path) -> list[dict]:
    """For each role's first training row, the logits after its prompt: of the base, and under the role's pack."""
    repository = read_repository(model)
    tokenizer = load_tokenizer(model)
    cases = []
    for role in ROLES:
        row = next(islice(read_rows(rows / f'{role}.jsonl'), 1))
        tokens = encode_pieces(tokenizer, chat_pieces(row['messages'][:-1]))
        pack = model / 'roles' / f'{role}.safetensors'
        for name, edit in ((None, None), (role, read_pack(pack))):
            found = _last_logits(repository, model, edit, tokens)
            cases.append({
                'tokens': tokens,
                'role': name,
                'logits': [round(value, 6) for value in found[:FIRST].tolist()],
                'argmax': int(found.argmax()),
                'max': round(float(found.max()), 6),
            })
    return cases


def _last_logits(repository: Repository, model: Path, edit: dict | None, tokens: list[int]) -> torch.Tensor:
    with tempfile.TemporaryDirectory() as folder:
        save_checkpoint(repository.weights(edit), repository.shape, model, Path(folder) / 'hf')
        network = AutoModelForCausalLM.from_pretrained(Path(folder) / 'hf', dtype=torch.float32)
        with torch.inference_mode():
            return network(torch.tensor([tokens])).logits[0, -1]


def write_golden_logits(model: Path, rows: Path, out: Path) -> None:
    """Writes the cases, one a line, as a JSON array."""
    cases = [json.dumps(case, separators=(',', ':')) for case in golden_logits(model, rows)]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text('[\n' + ',\n'.join(cases) + '\n]\n')


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ('model', 'rows', 'out'):
        parser.add_argument(f'--{name}', type=Path, required=True)
    given = parser.parse_args()
    write_golden_logits(given.model, given.rows, given.out)


if __name__ == '__main__':
    main()
