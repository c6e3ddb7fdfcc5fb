import { expect, test } from 'vitest';
import type { Cell } from '../../../src/sandbox/cell.ts';
import type { Prepared } from '../../../src/sandbox/program.ts';
import type { FromWorker } from '../../../src/sandbox/protocol.ts';
import { createRunner } from '../../../src/sandbox/runner.ts';

const signal = new AbortController().signal;
const limits = { timeMs: 1000, outputBytes: 100 };

/** What became of one worker: the submissions that it was handed, and whether it was ended. */
interface Life {
  sources: string[];
  runs: number;
  ended: boolean;
}

/** Stands in for workers, of which nothing else can tell which is which. A program `dirty` cannot be put back. */
function workers() {
  const lives: Life[] = [];
  const spawn = async (): Promise<Cell> => {
    const life: Life = { sources: [], runs: 0, ended: false };
    lives.push(life);
    const cell: Cell = {
      get alive() {
        return !life.ended;
      },
      onMessage: null,
      onDeath: null,
      feed() {},
      async kill() {
        life.ended = true;
        return null;
      },
      post(message) {
        const tell = (...messages: FromWorker[]): void =>
          queueMicrotask(() => {
            for (const one of messages) cell.onMessage?.(one);
          });
        if (message.type === 'prepare') {
          life.sources.push(message.source);
          tell({ type: 'prepared', compileError: null });
        } else if (message.type === 'run') {
          life.runs++;
          tell({ type: 'started' }, { type: 'ended', code: 0, clean: life.sources.at(-1) !== 'dirty' });
        }
      },
    };
    return cell;
  };
  return { runner: createRunner(spawn), lives };
}

async function prepare(runner: ReturnType<typeof workers>['runner'], source: string): Promise<Prepared> {
  const preparation = await runner.prepare({ language: 'python', source }, signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  return preparation.prepared;
}

test('no worker is ever handed two submissions, whatever order they come, run and go in', async () => {
  const { runner, lives } = workers();
  const sources = ['a', 'b', 'dirty', 'a', 'c', 'checker', 'a'];
  const open = await Promise.all(sources.slice(0, 4).map((source) => prepare(runner, source)));
  for (const prepared of open) await prepared.run({ stdin: '', limits }, signal);
  for (const prepared of open.splice(0, 2)) prepared.dispose();
  for (const source of sources.slice(4)) open.push(await prepare(runner, source));
  for (const prepared of open) await prepared.run({ stdin: '', limits }, signal);
  for (const prepared of open) prepared.dispose();
  const used = lives.filter((life) => life.sources.length > 0);
  expect(used.every((life) => life.sources.length === 1)).toBe(true);
  expect(used.length).toBeGreaterThanOrEqual(sources.length);
});

test('a submission’s workers are ended with it, and one that it left unclean before its next test', async () => {
  const { runner, lives } = workers();
  for (const source of ['clean', 'dirty']) {
    const prepared = await prepare(runner, source);
    for (let i = 0; i < 3; i++) await prepared.run({ stdin: '', limits }, signal);
    prepared.dispose();
  }
  const of = (source: string) => lives.filter((life) => life.sources[0] === source);
  expect(of('clean').map(({ runs, ended }) => [runs, ended])).toEqual([[3, true]]);
  expect(of('dirty').map(({ runs, ended }) => [runs, ended])).toEqual(Array(3).fill([1, true]));
});

test('a worker that ended while nobody held it is not handed out', async () => {
  const { runner, lives } = workers();
  await runner.warm('python');
  lives[0]!.ended = true;
  const prepared = await prepare(runner, 'a');
  prepared.dispose();
  expect(lives[0]!.sources).toEqual([]);
});
