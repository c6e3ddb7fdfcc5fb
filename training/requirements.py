"""Says what of a list of requirements is not installed: python -m training.requirements [FILE].

Exit status 1 where anything is missing or has another version. Imports nothing of what it looks for.
"""

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def missing(requirements: Path) -> list[str]:
    """Each `NAME==VERSION` of a file that is not installed so; a build (2.13.0+cpu) of the version counts as it."""
    lacking = []
    for line in requirements.read_text().splitlines():
        name, _, wanted = line.partition('==')
        if not wanted:
            continue
        try:
            found = version(name).partition('+')[0]
        except PackageNotFoundError:
            lacking.append(f'{line} is not installed')
            continue
        if found != wanted:
            lacking.append(f'{line} is wanted, {found} is installed')
    return lacking


def main() -> None:
    """The command line."""
    named = sys.argv[1:]
    lacking = missing(Path(named[0]) if named else Path(__file__).parent / 'requirements.txt')
    print('; '.join(lacking))
    sys.exit(1 if lacking else 0)


if __name__ == '__main__':
    main()
