import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportRows } from '../src/studio/export.ts';
import { familyProblem } from '../src/studio/family/problem.ts';
import { toProblem } from '../src/studio/family/to-problem.ts';
import { runCommand, UsageError } from './command-line.ts';

const USAGE = `Usage:
  npm run studio -- family --count N --seed S --out DIR [--split test|train]
      writes N problems as Problem JSON lines to DIR/problems.jsonl (held-out ones unless --split train)
  npm run studio -- export --seed S --out DIR [--base N] [--role N]
      writes base.jsonl and one ROLE.jsonl for training (N documents, N rows a role)
`;

function whole(name: string, text: string | undefined, fallback?: number): number {
  if (text === undefined && fallback !== undefined) return fallback;
  if (text === undefined || !/^\d+$/.test(text))
    throw new UsageError(`--${name} takes a whole number${text === undefined ? '' : `, not “${text}”`}.`);
  return Number(text);
}

/** Appends a line, waiting where the disk is slower than we are. */
async function write(stream: WriteStream, row: unknown): Promise<void> {
  if (!stream.write(`${JSON.stringify(row)}\n`)) await once(stream, 'drain');
}

async function family(count: number, seed: number, out: string, split: string): Promise<void> {
  if (split !== 'test' && split !== 'train')
    throw new UsageError(`--split is test or train, not “${split}”.`);
  const stream = createWriteStream(join(out, 'problems.jsonl'));
  for (let i = 0; i < count; i++)
    await write(stream, await toProblem(familyProblem(seed, i, split), `family seed ${seed} #${i}`));
  stream.end();
  await once(stream, 'close');
  process.stderr.write(`${count} problems in ${join(out, 'problems.jsonl')}\n`);
}

async function exportTo(seed: number, out: string, size: { base: number; role: number }): Promise<void> {
  const streams = new Map<string, WriteStream>();
  let rows = 0;
  for (const { file, row } of exportRows(seed, size)) {
    if (!streams.has(file)) streams.set(file, createWriteStream(join(out, `${file}.jsonl`)));
    await write(streams.get(file)!, row);
    if (++rows % 10_000 === 0) process.stderr.write(`${rows} rows, now ${file}\n`);
  }
  for (const stream of streams.values()) {
    stream.end();
    await once(stream, 'close');
  }
  process.stderr.write(`${rows} rows in ${out}\n`);
}

function given() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        count: text,
        seed: text,
        out: text,
        split: text,
        base: text,
        role: text,
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}.`);
  }
}

await runCommand(USAGE, async () => {
  const { values, positionals } = given();
  if (values.help) return null;
  const [command] = positionals;
  if (command !== 'family' && command !== 'export')
    throw new UsageError(command ? `There is no command “${command}”.` : 'Which command?');
  const { out } = values;
  if (!out) throw new UsageError('--out names the folder to write to.');
  const seed = whole('seed', values.seed);
  mkdirSync(out, { recursive: true });
  if (command === 'family') await family(whole('count', values.count), seed, out, values.split ?? 'test');
  else
    await exportTo(seed, out, {
      base: whole('base', values.base, 160_000),
      role: whole('role', values.role, 20_000),
    });
  return true;
});
