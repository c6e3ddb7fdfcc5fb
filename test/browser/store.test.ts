import { beforeEach, expect, test } from 'vitest';
import { readDraft, saveDraft } from '../../src/store/drafts.ts';
import { deleteProblem, listProblems, readProblem, saveProblem } from '../../src/store/problems.ts';
import {
  appendEvent,
  deleteRun,
  importRun,
  keepRunProblem,
  listRuns,
  readEvents,
  readRun,
} from '../../src/store/runs.ts';
import { DEFAULT_SETTINGS, readSettings, saveSettings } from '../../src/store/settings.ts';
import { aRun, aProblem as problem } from '../sample-run.ts';

// One browser serves all test files, so another may have left something on the shelves.
beforeEach(async () => {
  for (const { run } of await listRuns()) await deleteRun(run);
  for (const { id } of await listProblems()) await deleteProblem(id);
});

test('a run is read back event by event, in order, whatever its length', async () => {
  const events = Array.from({ length: 12 }, (_, i) =>
    aRun(`run-${i % 2}`).map((e) => ({ ...e, seq: e.seq + i * 100 })),
  );
  for (const event of events.flat().reverse()) await appendEvent(event);
  const read = await readEvents('run-0');
  expect(read.map((event) => event.seq)).toEqual([...read.map((event) => event.seq)].sort((a, b) => a - b));
  expect(read).toHaveLength(6 * aRun('run-0').length);
  expect(new Set(read.map((event) => event.run))).toEqual(new Set(['run-0']));
});

test('the list of runs says how each ended, newest first', async () => {
  for (const event of aRun('older')) await appendEvent(event);
  for (const event of aRun('newer')) {
    const later = { ...event, measured: { ...event.measured, at: event.measured.at + 60_000 } };
    await appendEvent(later);
  }
  const runs = await listRuns();
  expect(runs.map(({ run, how, grade, ms }) => ({ run, how, grade, ms }))).toEqual([
    { run: 'newer', how: 'solved', grade: 'AC', ms: 2_550 },
    { run: 'older', how: 'solved', grade: 'AC', ms: 2_550 },
  ]);
});

test('a run that was interrupted is listed as far as it went', async () => {
  for (const event of aRun('cut').slice(0, 16)) await appendEvent(event);
  expect(await listRuns()).toMatchObject([{ run: 'cut', how: null, candidates: 2 }]);
});

test('a run is kept with the problem as it was and every event', async () => {
  await keepRunProblem('run-1', problem);
  for (const event of aRun('run-1')) await appendEvent(event);
  expect(await readRun('run-1')).toEqual({ problem, events: aRun('run-1') });
});

test('a run that is imported is listed as such and is the same to the last event', async () => {
  await importRun({ problem, events: aRun('run-1') });
  expect(await readRun('run-1')).toEqual({ problem, events: aRun('run-1') });
  expect(await listRuns()).toMatchObject([{ run: 'run-1', how: 'solved', imported: true }]);
});

test('importing what is here already changes nothing, and another run of its name is refused', async () => {
  await keepRunProblem('run-1', problem);
  for (const event of aRun('run-1')) await appendEvent(event);
  expect(await importRun({ problem, events: aRun('run-1') })).toBe('run-1');
  await expect(importRun({ problem, events: aRun('run-1').slice(0, 5) })).rejects.toThrow('Delete it first');
  const [listed] = await listRuns();
  expect(listed?.imported).toBeUndefined();
  expect(await readEvents('run-1')).toHaveLength(aRun('run-1').length);
});

test('a deleted run leaves nothing behind and its neighbours alone', async () => {
  for (const event of [...aRun('gone'), ...aRun('kept')]) await appendEvent(event);
  await deleteRun('gone');
  expect(await readEvents('gone')).toEqual([]);
  expect(await readEvents('kept')).toHaveLength(aRun('kept').length);
  expect((await listRuns()).map(({ run }) => run)).toEqual(['kept']);
});

test("the user's problems, programs and settings come back as they were kept", async () => {
  await saveSettings(DEFAULT_SETTINGS);
  await saveProblem(problem);
  await saveDraft('p-1', 'python', 'print(1)');
  await saveSettings({ theme: 'dark' });
  await saveSettings({ language: 'javascript' });
  expect(await readProblem('p-1')).toEqual(problem);
  expect(await listProblems()).toEqual([problem]);
  expect(await readDraft('p-1', 'python')).toBe('print(1)');
  expect(await readDraft('p-1', 'javascript')).toBe('');
  expect(await readSettings()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', language: 'javascript' });
  await deleteProblem('p-1');
  expect(await readProblem('p-1')).toBeNull();
});
