import { expect, test } from 'vitest';
import type { SolveEvent } from '../../../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../../../src/agents/options.ts';
import { solve } from '../../../src/agents/solve.ts';
import { openProblem } from '../../../src/judge/problem.ts';
import { readRolePack, writeRolePack } from '../../../src/roles/pack.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { judgeHere } from '../studio/languages/in-process.ts';
import { oracleEngine } from './oracle-engine.ts';

test('a pack says which languages it learned, and a solve in another is refused with those', async () => {
  const none = { role: 'coder', base: 'b', baseHash: 'h', adapterHash: 'a', rank: 1, alpha: 1, block: 8 };
  const pack = { ...none, promptHash: 'p', weights: new Map(), languages: ['python', 'lua'] };
  expect(readRolePack(writeRolePack(pack)).languages).toEqual(['python', 'lua']);

  const made = familyProblem(11, 0, 'test');
  const { engine } = oracleEngine(made);
  const packs = engine.info.packs.map((one) => ({ ...one, languages: ['python', 'lua'] }));
  const last = async (language: string): Promise<SolveEvent | undefined> => {
    const events: SolveEvent[] = [];
    const context = {
      engine: { ...engine, info: { ...engine.info, packs } },
      ...{ judge: judgeHere(), run: 'r', now: () => 0, signal: new AbortController().signal },
      options: { ...DEFAULT_OPTIONS, language, plans: 1, programsPerPlan: 1, rounds: 0 },
      grade: async () => ({ verdict: 'AC' as const, tests: [] }),
    };
    for await (const event of solve(openProblem(await toProblem(made, 'test')), context))
      if (!('live' in event)) events.push(event);
    return events.at(-1);
  };
  expect(await last('ruby')).toMatchObject({
    message:
      "This model's packs write Python, Lua alone, not Ruby. Choose Python, Lua, or write it via Python.",
  });
  expect(await last('lua')).not.toMatchObject({ how: 'failed' });
});
