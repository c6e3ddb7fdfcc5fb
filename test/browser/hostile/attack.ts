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
  ends: Ending | 'any';
  /** What it may print at most. */
  prints?: string | RegExp;
}

/** Short where the time is what ends it; else so long that a busy machine does not. */
const timeFor = (ends: Attack['ends']): number => (ends === 'time' || ends === 'any' ? 1500 : 20_000);
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

  async function run(source: string, stdin: string, timeMs: number): Promise<Run | null> {
    const preparation = await runner.prepare({ language, source }, signal);
    if (!preparation.ok) return null;
    try {
      return await preparation.prepared.run({ stdin, limits: { timeMs, ...LIMITS } }, signal);
    } finally {
      preparation.prepared.dispose();
    }
  }

  for (const { name, source, ends, prints } of list) {
    test(`${language}: ${name}`, async () => {
      const outcome = await run(source, `${address}\n`, timeFor(ends));
      if (ends !== 'any') expect(`${endingOf(outcome)}: ${outcome?.stderr ?? ''}`).toMatch(`${ends}: `);
      if (prints !== undefined) expect(outcome?.stdout).toMatch(prints);
      const next = await run(honest.source, '20 22\n', 20_000);
      expect([next?.stdout, next?.exit]).toEqual(['42\n', { kind: 'code', code: 0 }]);
      expect(await commands.takeHits()).toEqual([]);
    });
  }
}

function endingOf(run: Run | null): Ending {
  if (!run) return 'refused';
  if (run.exit.kind === 'crash') return 'crash';
  if (run.exit.kind === 'code') return run.exit.code === 0 ? 'well' : 'badly';
  return run.exit.limit as Ending;
}
