import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { createBrowserRunner } from '../../../src/sandbox/browser-runner.ts';
import type { Run } from '../../../src/sandbox/program.ts';

type Ending = 'well' | 'badly' | 'crash' | 'time' | 'memory' | 'output' | 'refused';

/** What a hostile program tries, and what must come of it. */
export interface Attack {
  name: string;
  source: string;
  /** How the program must end; `any`: it may end as it likes, since the aim is elsewhere. */
  ends: Ending | 'any' | readonly Ending[];
  /** What it must say if it refuses to compile. */
  refusal?: RegExp;
  /** What it may print at most. */
  prints?: string | RegExp;
}

/** Short where the time is what ends it; else so long that a busy machine does not. */
const timeFor = (ends: Attack['ends']): number => (ends === 'any' || ends.includes('time') ? 800 : 20_000);
const LIMITS = { outputBytes: 64 * 1024, memoryBytes: 64 * 2 ** 20 };
const signal = new AbortController().signal;

/**
 * Runs each attack, its input the address of a server, and asserts three things: what the attack came to, that
 * the next submission is judged rightly, and that nothing arrived at the server.
 */
export function attacks(language: string, honest: { source: string }, list: Attack[]): void {
  const runner = createBrowserRunner();
  let address = '';
  beforeAll(async () => {
    address = await commands.openCounter();
    await fetch(`${address}/control`);
    expect(await commands.takeHits()).toEqual(['/control']);
    await runner.warm(language);
  });
  afterAll(() => runner.dispose());

  async function run(source: string, stdin: string, timeMs: number): Promise<Run | string> {
    const preparation = await runner.prepare({ language, source }, signal);
    if (!preparation.ok) return preparation.compileError;
    try {
      return await preparation.prepared.run({ stdin, limits: { timeMs, ...LIMITS } }, signal);
    } finally {
      preparation.prepared.dispose();
    }
  }

  for (const { name, source, ends, prints, refusal } of list) {
    test(`${language}: ${name}`, async () => {
      const outcome = await run(source, `${address}\n`, timeFor(ends));
      const [said, printed] = typeof outcome === 'string' ? [outcome, ''] : [outcome.stderr, outcome.stdout];
      if (ends !== 'any') expect(asList(ends), said).toContain(endingOf(outcome));
      if (prints !== undefined) expect(printed).toMatch(prints);
      if (refusal !== undefined && typeof outcome === 'string') expect(said).toMatch(refusal);
      const next = await run(honest.source, '20 22\n', 20_000);
      expect(next).toMatchObject({ stdout: '42\n', exit: { kind: 'code', code: 0 } });
      expect(await commands.takeHits()).toEqual([]);
    });
  }
}

function endingOf(run: Run | string): Ending {
  if (typeof run === 'string') return 'refused';
  if (run.exit.kind === 'crash') return 'crash';
  if (run.exit.kind === 'code') return run.exit.code === 0 ? 'well' : 'badly';
  return run.exit.limit as Ending;
}

function asList<T>(one: T | readonly T[]): readonly T[] {
  return Array.isArray(one) ? one : [one as T];
}
