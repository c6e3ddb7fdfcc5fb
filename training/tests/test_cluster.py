import io
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from contextlib import redirect_stderr
from pathlib import Path

from training.requirements import missing

LACKING = missing(Path('training/requirements-cluster.txt'))
if LACKING:
    print(f'NOT TESTED: training/cluster, for {"; ".join(LACKING)}', file=sys.stderr)
else:
    import ray
    from ray.cluster_utils import Cluster

    from training.cluster.driver import Job, connect, merge, spread

# Ten problems a shard, so that a shard takes a while between its first and its last.
PROBLEMS = 60
SHARDS = 6
COMMAND = ['distill', '--seed', '3', '--count', str(PROBLEMS), '--language', 'lua']


def outcomes(folder: Path) -> list[str]:
    file = folder / 'outcomes.jsonl'
    return file.read_text().splitlines() if file.exists() else []


@unittest.skipIf(LACKING, f'training/requirements-cluster.txt: {"; ".join(LACKING)}')
class OnTwoWorkers(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.cluster = Cluster(initialize_head=True, head_node_args={'num_cpus': 0})
        self.workers = {node.node_id: node for node in [self.cluster.add_node(num_cpus=1) for _ in range(2)]}
        connect(self.cluster.address, {})
        self.addCleanup(self.cluster.shutdown)
        self.addCleanup(ray.shutdown)

    def kill_one(self, job: 'Job') -> None:
        """Ends a worker, without a word, that is in the middle of a shard; notes which shard it was."""
        while not self.over.wait(0.01):
            for at in range(1, job.shards + 1):
                begun = 0 < len(outcomes(job.log(at).parent)) < PROBLEMS // job.shards
                if begun:
                    node = re.findall(r'on node (\w+)', job.log(at).read_text())[-1]
                    self.killed = at
                    self.cluster.remove_node(self.workers[node], allow_graceful=False)
                    return

    def test_one_killed_on_the_way_loses_nothing_and_doubles_nothing(self):
        job = Job(self.folder / 'spread', SHARDS, COMMAND)
        self.killed, self.over = None, threading.Event()
        killer = threading.Thread(target=self.kill_one, args=[job])
        killer.start()
        status = spread(job, cpus=1, retries=3)
        self.over.set()
        killer.join()
        self.assertEqual((status, merge(job)), (0, 0))

        self.assertIsNotNone(self.killed, 'no worker was killed in the middle of a shard')
        log = job.log(self.killed).read_text()
        self.assertEqual(log.count('== '), 2)
        self.assertIn('going on after', log)

        alone = self.folder / 'alone'
        subprocess.run(['node', '--import', 'tsx', 'tools/studio.ts', *COMMAND, '--out', alone], check=True,
                       stdout=subprocess.DEVNULL)
        for file in sorted(alone.iterdir()):
            self.assertEqual((job.out / file.name).read_bytes(), file.read_bytes(), file.name)
        self.assertEqual(len(set(outcomes(job.out))), PROBLEMS)

    def test_what_cannot_be_done_is_refused_once_and_not_tried_again(self):
        job = Job(self.folder / 'refused', SHARDS, ['distill', '--seed', 'x', '--count', '1'])
        said = io.StringIO()
        with redirect_stderr(said):
            self.assertEqual(spread(job, cpus=1, retries=3), 2)
        # Not the usage, which comes after it.
        self.assertTrue(said.getvalue().endswith('\n--seed takes a whole number, not “x”.\n'), said.getvalue())
        log = next(log for log in map(job.log, range(1, SHARDS + 1)) if log.exists() and 'takes' in log.read_text())
        self.assertEqual(log.read_text().count('== '), 1)
