"""Reads what `npm run bench:roles` kept of a model, for its card."""

import hashlib
import json
import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

EXAMS = ('A', 'B', 'D', 'W', 'C')
Z = 1.96


@dataclass(frozen=True)
class Score:
    """Problems whose chosen program passes every test, and answers that could not be read."""

    solved: int
    problems: int
    unreadable: int
    answers: int

    def text(self) -> str:
        """Per cent with Wilson's 95 % interval."""
        low, high = wilson(self.solved, self.problems)
        return f'{per_cent(self.solved / self.problems)} ({per_cent(low)}–{per_cent(high)})'


@dataclass(frozen=True)
class Scores:
    """By method and exam; all at the same budget of tokens, held to the roles' grammars."""

    by_method: dict[str, dict[str, Score]]
    budget: int
    seeds: list[int]


def model_id(model: Path) -> str:
    """How the results name a repository's weights and packs."""
    content = b''.join((model / file).read_bytes() for file in ('tensor-cache.json', 'quartet.json'))
    return hashlib.sha256(content).hexdigest()[:12]


def read_scores(results: Path, model: Path) -> Scores | None:
    """What is known of the repository as it is now; None where nothing is.

    A method of another model (a variant) counts with its last weights. Of several budgets it is the one with the
    most results.
    """
    if not results.exists():
        return None
    rows = [json.loads(line) for line in results.read_text().splitlines() if line.endswith('}')]
    rows = [row for row in rows if row['kind'] == 'exam' and row['grammar']]
    here, last = model_id(model), {row['method']: row['model'] for row in rows}
    own = {row['method'] for row in rows if row['model'] == here}
    rows = [row for row in rows if row['model'] == (here if row['method'] in own else last[row['method']])]
    if not own:
        return None
    budgets = [row['budget'] for row in rows]
    budget = max(sorted(set(budgets)), key=budgets.count)
    found: dict[str, dict[str, list[dict]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row['budget'] == budget:
            found[row['method']][row['exam']].append(row)
    return Scores(
        {method: {exam: _score(of) for exam, of in exams.items()} for method, exams in found.items()},
        budget, sorted({row['seed'] for row in rows if row['budget'] == budget}),
    )


def per_cent(share: float) -> int:
    """Halves go up, as in the tables of `npm run bench:roles`."""
    return math.floor(100 * share + 0.5)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share: its ends, 0 to 1."""
    share, spread = hits / of, Z**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt((share * (1 - share) + spread / 4) / of) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def score_lines(scores: Scores) -> list[str]:
    """A table in Markdown: a row a method, a column an exam."""
    exams = [exam for exam in EXAMS if any(exam in of for of in scores.by_method.values())]
    rows = []
    for method, of in scores.by_method.items():
        unreadable, answers = sum(s.unreadable for s in of.values()), sum(s.answers for s in of.values())
        cells = [of[exam].text() if exam in of else '' for exam in exams]
        rows.append(f'| {" | ".join([method, *cells, f"{unreadable:,} of {answers:,}"])} |')
    return [
        f'| {" | ".join(["pass@1 in per cent", *exams, "unreadable"])} |',
        f'| {" | ".join(["---"] * (len(exams) + 2))} |',
        *rows,
    ]


def _score(rows: list[dict]) -> Score:
    total = {key: sum(row[key] for row in rows) for key in ('solved', 'unreadable', 'answers')}
    return Score(int(total['solved']), len(rows), total['unreadable'], total['answers'])
