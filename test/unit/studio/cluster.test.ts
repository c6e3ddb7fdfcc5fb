import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

const run = promisify(execFile);
const folder = () => mkdtempSync(join(tmpdir(), 'quartet-cluster-'));
const DISTILL = ['distill', '--seed', '3', '--count', '3', '--language', 'lua'];
/** Without `flock`, as on macOS, no scheduler's recipe runs. */
const hasFlock = await run('flock', ['--version']).then(
  () => true,
  () => false,
);

interface Job {
  spec: {
    completionMode?: string;
    template: { spec: { containers: { command: string[]; args: string[] }[] } };
  };
}
const jobs = parseAllDocuments(readFileSync('training/cluster/kubernetes.yaml', 'utf8')).map(
  (document) => document.toJS() as Job,
);

/** Runs a container's command as Kubernetes would, with other options of the studio's than the recipe has. */
function asPod({ spec }: Job, env: Record<string, string>) {
  const [{ command, args }] = spec.template.spec.containers as [{ command: string[]; args: string[] }];
  const [bash, ...words] = [...command, ...args.map((text) => text.replace(/distill.*/s, DISTILL.join(' ')))];
  return run(bash!, words, { env: { ...process.env, ...env } });
}

const filesOf = (path: string) =>
  Object.fromEntries(
    readdirSync(path)
      .filter((name) => statSync(join(path, name)).isFile())
      .map((name) => [name, readFileSync(join(path, name), 'utf8')]),
  );

test.skipIf(!hasFlock)(
  'a job whose shards Slurm and Kubernetes start by their recipes, one of them twice, is that of one machine',
  async () => {
    const [alone, spread] = [folder(), folder()];
    const common = { RUN: spread, SHARDS: '2' };
    const slurm = { ...process.env, ...common, SLURM_ARRAY_TASK_ID: '1', SLURM_SUBMIT_DIR: process.cwd() };
    await Promise.all([
      run(process.execPath, ['--import', 'tsx', 'tools/studio.ts', ...DISTILL, '--out', alone]),
      // As a scheduler does that takes a machine for lost.
      run('training/cluster/slurm.sh', DISTILL, { env: slurm }),
      run('training/cluster/slurm.sh', DISTILL, { env: slurm }),
      asPod(jobs[0]!, { ...common, JOB_COMPLETION_INDEX: '1' }),
    ]);
    await asPod(jobs[1]!, common);
    expect(filesOf(spread)).toEqual(filesOf(alone));
    expect(readdirSync(join(spread, 'shards'))).toEqual(['1', '2']);
    expect(
      filesOf(join(spread, 'shards', '1'))
        ['outcomes.jsonl']!.trim()
        .split('\n'),
    ).toHaveLength(2);
    expect(jobs[0]!.spec.completionMode).toBe('Indexed');
  },
  60_000,
);

test.skipIf(!hasFlock).each([
  [['1', '2', folder(), 'dance'], 'There is no command dance'],
  [['3', '2', folder(), ...DISTILL], '--shard takes I/N'],
  [['1', '2'], 'It takes at least four words'],
])('a shard %j is refused with exit status 2, so that no scheduler tries it again', async (words, reason) => {
  await expect(run('training/cluster/shard.sh', words)).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(reason),
  });
});
