"""Steps with inputs and outputs, done in order, each only where it is not done yet."""

import argparse
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """Done when every output exists and none is older than an input.

    Where there are `settings`, the first output is a file that `run_steps` writes them to when the step is done; of other
    settings it is not done.
    """

    name: str
    inputs: list[Path]
    outputs: list[Path]
    act: Callable[[], None]
    settings: str = ''

    def is_done(self) -> bool:
        if not all(output.exists() for output in self.outputs):
            return False
        if self.settings and self.outputs[0].read_text() != self.settings:
            return False
        oldest = min(output.stat().st_mtime for output in self.outputs)
        return all(path.exists() and path.stat().st_mtime <= oldest for path in self.inputs)


def add_step_options(parser: argparse.ArgumentParser) -> None:
    """`--from`, `--again` and `--until`, which `run_steps` takes."""
    parser.add_argument('--from', metavar='STEP', dest='first', help='take what comes before this step for done')
    parser.add_argument('--again', metavar='STEP', help='do this step and those after it even if they are done')
    parser.add_argument('--until', metavar='STEP', help='stop after this step')


def check_step_options(parser: argparse.ArgumentParser, given: argparse.Namespace, todo: list[Step]) -> None:
    """Ends the program, saying which steps there are, where an option names another."""
    for named in (given.first, given.again, given.until):
        if named and named not in [step.name for step in todo]:
            parser.error(f'there is no step {named}; there are {", ".join(step.name for step in todo)}')


def run_steps(
    todo: list[Step], again: str | None = None, until: str | None = None, first: str | None = None
) -> None:
    """Does what is not done, in order, and says how long each step took."""
    names = [step.name for step in todo]
    repeating = False
    for step in todo[names.index(first) if first else 0 :]:
        repeating = repeating or step.name == again
        if repeating or not step.is_done():
            print(f'== {step.name}', flush=True)
            began = time.monotonic()
            step.act()
            if step.settings:
                step.outputs[0].write_text(step.settings)
            print(f'== {step.name} took {(time.monotonic() - began) / 60:.1f} min', flush=True)
        if step.name == until:
            break


def npm(script: str, *arguments: object) -> None:
    """Runs one of the project's commands."""
    subprocess.run(['npm', 'run', '--silent', script, '--', *map(str, arguments)], check=True)
