import { expect, test } from 'vitest';
import type { Engine } from '../../../../src/llm/engine.ts';
import type { LanguageEvent } from '../../../../src/studio/agents/events.ts';
import { Past } from '../../../../src/studio/agents/past.ts';
import { speakLanguages } from '../../../../src/studio/agents/run.ts';
import { SCRIPT_RATES, scriptedAgents } from '../../../../src/studio/agents/script/engine.ts';
import { snippetsFromFamily } from '../../../../src/studio/seeds/from-family.ts';
import { contextOf, eventsOf, judgeHere, OPTIONS, of } from './in-process.ts';

const inPlace = (events: readonly LanguageEvent[]) =>
  events
    .map(({ seq, measured, ...event }) => event)
    .sort((p, q) => p.round - q.round || (p.key < q.key ? -1 : 1));

test.each(['central', 'parallel', 'translate'] as const)(
  'a %s run keeps programs that agree, and drops each other one by a run that failed',
  async (form) => {
    const judge = judgeHere();
    const events = await eventsOf(contextOf({ judge, options: { ...OPTIONS, form, rounds: 3 } }));
    expect(events.at(-1)).toMatchObject({ type: 'ended', how: 'finished' });
    const kept = of(events, 'kept').map(({ sample }) => sample);
    const made = kept.filter(({ part }) => part === 'agents');
    expect(made.length).toBeGreaterThan(2);
    for (const { provenance, tests, source } of made) {
      expect(provenance.agreeing.length).toBe(2);
      expect(new Set(tests.map(({ origin }) => origin))).toEqual(new Set(['sample', 'test', 'generated']));
      expect(judge.judged).toContain(source);
    }
    const dropped = of(events, 'dropped').filter(({ what }) => what === 'solution');
    expect(dropped.length).toBeGreaterThan(0);
    for (const { failedRun, source, run } of dropped) {
      expect(run).toBe('run');
      expect(judge.judged).toContain(source);
      expect(failedRun!.input).not.toBe('');
      expect(failedRun!.actual.trim()).not.toBe(failedRun!.expected.trim());
    }
  },
);

test('the same seed gives the same events, however the discussions overlap', async () => {
  const slow = (): Pick<Engine, 'info' | 'countTokens' | 'submit'> => {
    const engine = scriptedAgents();
    return {
      ...engine,
      async *submit(requests, signal) {
        await new Promise((resolve) => setTimeout(resolve, requests[0]!.seed % 5));
        yield* engine.submit(requests, signal);
      },
    };
  };
  const [first, second] = [await eventsOf(contextOf()), await eventsOf(contextOf({ engine: slow() }))];
  expect(inPlace(second)).toEqual(inPlace(first));
  const other = await eventsOf(contextOf({ options: { ...OPTIONS, seed: 6 } }));
  expect(inPlace(other)).not.toEqual(inPlace(first));
});

test('a run that breaks off anywhere goes on without asking or running anything again', async () => {
  const whole = await eventsOf(contextOf());
  for (const part of [3, 20, 47, whole.length - 5]) {
    const before = whole.slice(0, part);
    const past = before.reduce((folded, event) => folded.fold(event), new Past());
    const asked: string[] = [];
    const engine = scriptedAgents();
    const judge = judgeHere();
    const after = await eventsOf(
      contextOf({
        ...{ past, judge },
        engine: {
          ...engine,
          submit(requests, signal) {
            asked.push(...requests.map(({ id }) => id));
            return engine.submit(requests, signal);
          },
        },
      }),
    );
    expect(after[0]!.seq).toBe(part);
    expect(inPlace([...before, ...after])).toEqual(inPlace(whole));
    const said = new Set(of(before, 'said').map(({ request }) => request));
    expect(asked.filter((id) => said.has(id))).toEqual([]);
    expect(judge.judged.length).toBe(of(whole, 'ran').length - of(before, 'ran').length);
  }
});

test('an abort ends the run as stopped, and it can be continued', async () => {
  const controller = new AbortController();
  const events: LanguageEvent[] = [];
  for await (const event of speakLanguages(contextOf({ signal: controller.signal }))) {
    if ('live' in event) continue;
    events.push(event);
    if (events.length === 30) controller.abort();
  }
  expect(events.at(-1)).toMatchObject({ type: 'ended', how: 'stopped' });
  const past = events.reduce((folded, event) => folded.fold(event), new Past());
  const rest = await eventsOf(contextOf({ past }));
  expect(rest.at(-1)).toMatchObject({ type: 'ended', how: 'finished' });
  const all = [...events.filter(({ type }) => type !== 'ended'), ...rest];
  expect(inPlace(all)).toEqual(inPlace(await eventsOf(contextOf())));
});

test('faults that running found are in the next prompt, and with memory fewer are made', async () => {
  const options = { ...OPTIONS, rounds: 8, discussions: 2, mends: 0 };
  const failures = async (memory: boolean) => {
    const engine = scriptedAgents({ ...SCRIPT_RATES, fault: 0.9, misread: 0 });
    const events = await eventsOf(contextOf({ engine, options: { ...options, memory } }));
    return { events, dropped: of(events, 'dropped').filter(({ what }) => what === 'solution').length };
  };
  const [using, without] = [await failures(true), await failures(false)];
  expect(using.dropped).toBeLessThan(without.dropped);
  const [lesson] = of(using.events, 'remembered').flatMap(({ remembered }) => remembered.faults);
  const later = of(using.events, 'asked').filter(({ prompt }) => prompt[0]!.content.includes(lesson!));
  expect(later.length).toBeGreaterThan(0);
  expect(of(without.events, 'remembered')).toEqual([]);
}, 60_000);

test('the language of which least was kept leads the next round', async () => {
  const memories = ['javascript', 'typescript'].map((language) => ({
    ...{ language, written: [], merits: [], faults: [] },
  }));
  const events = await eventsOf(contextOf({ memories, options: { ...OPTIONS, form: 'central', rounds: 4 } }));
  const counts = new Map<string, number>();
  for (let round = 0; round < 4; round++) {
    const least = [...OPTIONS.agents].sort((p, q) => (counts.get(p) ?? 0) - (counts.get(q) ?? 0))[0];
    const leader = of(events, 'said').find(
      ({ place }) => place.act === 'propose' && place.round === round && place.discussion === 0,
    );
    if (leader) expect(leader.place.agent).toBe(least);
    for (const { sample } of of(events, 'kept').filter((one) => one.round === round))
      counts.set(sample.language, (counts.get(sample.language) ?? 0) + 1);
  }
});

test('a spent budget ends the talk, not the discussion', async () => {
  const events = await eventsOf(contextOf({ options: { ...OPTIONS, rounds: 1, budget: 1 } }));
  expect(of(events, 'agreed').map(({ how }) => how)).toContain('the budget was spent');
  expect(of(events, 'said').some(({ place }) => place.act === 'review')).toBe(false);
  expect(of(events, 'kept').some(({ sample }) => sample.part === 'agents')).toBe(true);
});

test('what stands in an exam is not written, and a near copy of what was kept is dropped', async () => {
  const first = await eventsOf(contextOf({ options: { ...OPTIONS, rounds: 1 } }));
  const statements = of(first, 'kept').map(({ sample }) => sample.instruction);
  const exams = statements.map((text, i) => ({ name: `exam #${i}`, text }));
  const again = await eventsOf(contextOf({ exams, options: { ...OPTIONS, rounds: 1 } }));
  expect(of(again, 'kept').filter(({ sample }) => statements.includes(sample.instruction))).toEqual([]);
  expect(of(again, 'dropped').map(({ cause }) => cause)).toContain('in an exam');
});

test('a run ends where there is no more code, and says so', async () => {
  const [only] = snippetsFromFamily(7, ['javascript']);
  const events = await eventsOf(contextOf({ snippets: [only!] }));
  expect(events.at(-1)).toMatchObject({
    how: 'finished',
    message: 'There is no more code to make seeds of.',
  });
  expect(of(events, 'round over')).toHaveLength(1);
});

test('an engine that refuses ends the run as failed, with its reason', async () => {
  const engine = scriptedAgents();
  const events = await eventsOf(
    contextOf({ engine, snippets: [{ id: 'x', language: 'javascript', source: 'f()\n', name: 'own.js' }] }),
  );
  expect(events.at(-1)).toMatchObject({
    ...{ type: 'ended', how: 'failed' },
    message: expect.stringContaining('the generated family’s problems alone'),
  });
});
