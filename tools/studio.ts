import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportRows } from '../src/studio/export.ts';
import { familyProblem } from '../src/studio/family/problem.ts';

import { toProblem } from '../src/studio/family/to-problem.ts';

const USAGE = `Usage:
  npm run studio -- family --count N --seed S --out DIR [--split test|train]
      writes N problems as Problem JSON lines to DIR/problems.jsonl (held-out ones unless --split train)
  npm run studio -- export --seed S --out DIR [--base N] [--role N]
      writes base.jsonl and one ROLE.jsonl for training (N documents, N rows a role)`;

function fail(message: string): never {
  process.stderr.write(`${message}\n\n${USAGE}\n`);
  process.exit(2);
}

function whole(name: string, text: string | undefined, fallback?: number): number {
  if (text === undefined && fallback !== undefined) return fallback;
  if (text === undefined || !/^\d+$/.test(text))
    fail(`--${name} takes a whole number${text === undefined ? '' : `, not “${text}”`}.`);
  return Number(text);
}

/** Appends a line, waiting where the disk is slower than we are. */
async function write(stream: WriteStream, row: unknown): Promise<void> {
  if (!stream.write(`${JSON.stringify(row)}\n`)) await once(stream, 'drain');
}

async function family(count: number, seed: number, out: string, split: string): Promise<void> {
  if (split !== 'test' && split !== 'train') fail(`--split is test or train, not “${split}”.`);
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

const { values, positionals } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        count: { type: 'string' },
        seed: { type: 'string' },
        out: { type: 'string' },
        split: { type: 'string' },
        base: { type: 'string' },
        role: { type: 'string' },
      },
    });
  } catch (error) {
    return fail((error as Error).message);
  }
})();

const [command] = positionals;
if (command !== 'family' && command !== 'export')
  fail(command ? `There is no command “${command}”.` : 'Which command?');
if (!values.out) fail('--out names the folder to write to.');
mkdirSync(values.out, { recursive: true });
const seed = whole('seed', values.seed);
if (command === 'family')
  await family(whole('count', values.count), seed, values.out, values.split ?? 'test');
else
  await exportTo(seed, values.out, {
    base: whole('base', values.base, 120_000),
    role: whole('role', values.role, 16_000),
  });
