"""Spreads the shards of a job over a Ray cluster. Ray decides where each runs, and runs it again elsewhere when its worker or
machine is lost; a shard goes on where it was, in its own folder."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import ray

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / 'training' / 'cluster'
REFUSED = 2
# Lines of a shard's log that are told where it failed, and what a tool says after what is wrong with its words.
TOLD = 12
HINT = '\n\nUsage:'


@dataclass(frozen=True)
class Job:
    """`command` is a command with its options, as `shard.sh` takes them; `out` is seen by all machines."""

    out: Path
    shards: int
    command: list[str]

    def log(self, at: int) -> Path:
        return self.out / 'shards' / str(at) / 'log.txt'


class ShardFailed(Exception):
    """A shard's command ended badly; it may go on when it is tried again."""


class ShardRefused(Exception):
    """A shard's command cannot be done, on no machine."""


def connect(address: str | None, env: dict[str, str]) -> None:
    """Joins the cluster, or starts one on this machine; every worker gets the variables of `env`."""
    # Ray would tell its makers of every cluster that it starts.
    os.environ.setdefault('RAY_USAGE_STATS_ENABLED', '0')
    # Of shards that are ended because another cannot be done.
    os.environ.setdefault('RAY_IGNORE_UNHANDLED_ERRORS', '1')
    ray.init(address=address or 'local', log_to_driver=False, runtime_env={'env_vars': {**env, 'PYTHONPATH': str(ROOT)}})


def run_shard(job: Job, at: int) -> None:
    """Runs a shard to its end, its output in its log. Raises ShardFailed or ShardRefused."""
    log = job.log(at)
    log.parent.mkdir(parents=True, exist_ok=True)
    # Ends with this worker, however that ends (Linux); elsewhere the shard's lock keeps a second one out until it has.
    bound = ['setpriv', '--pdeathsig', 'KILL', '--'] if shutil.which('setpriv') else []
    shard = [SCRIPTS / 'shard.sh', str(at), str(job.shards), job.out, *job.command]
    with log.open('a') as out:
        node = ray.get_runtime_context().get_node_id()
        print(f'== {datetime.now():%Y-%m-%d %H:%M:%S} shard {at}/{job.shards} on node {node}', file=out, flush=True)
        begun = out.tell()
        status = subprocess.run([*bound, *shard], cwd=ROOT, stdout=out, stderr=subprocess.STDOUT).returncode
    if status != 0:
        said = log.read_bytes()[begun:].decode(errors='replace').partition(HINT)[0]
        told = '\n'.join(said.splitlines()[-TOLD:])
        raise (ShardRefused if status == REFUSED else ShardFailed)(f'exit status {status} ({log})\n{told}')


def spread(job: Job, cpus: float, retries: int) -> int:
    """Runs all shards and says what came of each; the exit status. Stops at the first that cannot be done."""
    if not any(node['Alive'] and node['Resources'].get('CPU', 0) >= cpus for node in ray.nodes()):
        print(f'No machine of the cluster has {cpus:g} CPUs (--cpus); the shards wait for one.', file=sys.stderr)
    run = ray.remote(
        num_cpus=cpus, max_retries=retries, retry_exceptions=[ShardFailed], scheduling_strategy='SPREAD')(run_shard)
    waiting = {run.remote(job, at): at for at in range(1, job.shards + 1)}
    failed = 0
    while waiting:
        [ended], _ = ray.wait(list(waiting), num_returns=1)
        at = waiting.pop(ended)
        try:
            ray.get(ended)
        except ShardRefused as refusal:
            for other in waiting:
                ray.cancel(other, force=True)
            print(f'shard {at}/{job.shards} cannot be done: {refusal.cause}', file=sys.stderr)
            return REFUSED
        except (ShardFailed, ray.exceptions.RayError) as failure:
            failed += 1
            # Of a command that failed, what it said; of a machine that was lost, what Ray says.
            said = failure.cause if isinstance(failure, ShardFailed) else failure
            print(f'shard {at}/{job.shards} failed: {said}', file=sys.stderr)
        else:
            print(f'shard {at} is done, {len(waiting)} of {job.shards} are not', flush=True)
    if failed:
        print(f'{failed} of {job.shards} shards failed; the same command goes on with them.', file=sys.stderr)
    return 1 if failed else 0


def merge(job: Job) -> int:
    """Puts the shards together; the exit status."""
    return subprocess.run([SCRIPTS / 'merge.sh', job.out, *job.command], cwd=ROOT).returncode
