"""Runs a job's shards on a Ray cluster and puts them together: python -m training.cluster [OPTIONS] COMMAND [OPTION…].

COMMAND is distill, supervise or correct (npm run studio), or bench:roles, bench:solve, bench:languages or bench:paper, with its
options but for where it writes. Every machine has this repository at the same path and sees the job's folder. Run it again
and it goes on.

Exit status: 0 if all is done and put together, 1 if a shard or the putting together failed, 2 where nothing could be done.
"""

import argparse
import os
import sys
from pathlib import Path

from training.requirements import missing

INTERRUPTED = 130


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog='python -m training.cluster', description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--out', type=Path, required=True, help="the job's folder, which all machines see")
    parser.add_argument('--shards', type=int, required=True, help='into how many: many more than can run at once')
    parser.add_argument('--address', help='the cluster (auto: that of this machine); without it one is started here')
    parser.add_argument('--cpus', type=float, default=2, help='of a shard (2)')
    parser.add_argument('--retries', type=int, default=5, help='of a shard whose command or machine fails (5)')
    parser.add_argument('--env', action='append', default=[], metavar='NAME',
                        help='a variable of the environment that shards get too, e.g. OPENAI_API_KEY')
    parser.add_argument('command', nargs=argparse.REMAINDER)
    given = parser.parse_args()
    if given.shards < 1:
        parser.error('--shards is at least 1')
    if not given.command:
        parser.error('which command?')
    unset = [name for name in given.env if name not in os.environ]
    if unset:
        parser.error(f'--env names {", ".join(unset)}, which is not set')
    lacking = missing(Path(__file__).parents[1] / 'requirements-cluster.txt')
    if lacking:
        parser.error(f'pip install -r training/requirements-cluster.txt: {"; ".join(lacking)}')

    from training.cluster.driver import Job, connect, merge, spread

    job = Job(given.out.resolve(), given.shards, given.command)
    connect(given.address, {name: os.environ[name] for name in given.env})
    try:
        status = spread(job, cpus=given.cpus, retries=given.retries)
    except KeyboardInterrupt:
        print('Stopped; the same command goes on.', file=sys.stderr)
        sys.exit(INTERRUPTED)
    sys.exit(status or (1 if merge(job) else 0))


if __name__ == '__main__':
    main()
