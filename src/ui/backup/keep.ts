import type { BackupRecord, Kind } from '../../backup/format.ts';
import { mergeDesk } from '../../backup/merge-desk.ts';
import { namesFor, type Standing, standingOf } from '../../backup/merge-log.ts';
import { mergeSettings } from '../../backup/merge-settings.ts';
import type { Outcome } from '../../backup/report.ts';
import { canonicalJson } from '../../judge/canonical.ts';
import { createProblem } from '../../judge/create.ts';
import { importProblem } from '../../judge/import/problem-json.ts';
import { Reader } from '../../judge/import/reader.ts';
import type { Problem } from '../../judge/problem.ts';
import { keepSolved } from '../../store/archive.ts';
import { EMPTY_DESK, readDesk, saveDesk } from '../../store/desks.ts';
import { listDrafts, saveDraft } from '../../store/drafts.ts';
import {
  findLanguageRun,
  keepLanguageEvents,
  keepLanguageRun,
  keepMemory,
  readLanguageEvents,
  readMemories,
} from '../../store/languages.ts';
import { keepPack, listAllPacks } from '../../store/packs.ts';
import { readProblem, saveProblem } from '../../store/problems.ts';
import { extendRun, importRun, readEvents, readSummary } from '../../store/runs.ts';
import { DEFAULT_SETTINGS } from '../../store/settings.ts';
import { deleteJob, findJob, keepLines, keepMadeJob, readTally } from '../../store/studio-jobs.ts';
import { findSubmission, keepSubmission } from '../../store/submissions.ts';
import { NOTHING_DONE, type Tally } from '../../studio/jobs/tally.ts';
import type { AppState } from '../app-state.ts';
import { readyValue } from '../loading.ts';
import { holdRun } from '../solve/run-lock.ts';
import { titleOf as titleOfJob } from '../studio/commands.ts';
import { alone } from '../tab-locks.ts';
import { moment } from '../words.ts';

/** What became of one thing, with its name and why where that is to be told. */
export interface Became {
  outcome: Outcome;
  name: string;
  why?: string;
}

type Of<K extends Kind> = Extract<BackupRecord, { kind: K }>;

const same = (p: unknown, q: unknown) => canonicalJson(p) === canonicalJson(q);

/** Keeps one thing of a backup. Nothing that is here is changed but by what it lacked. Rejects with `StoreError`. */
export async function keepRecord(record: BackupRecord, app: AppState): Promise<Became[]> {
  switch (record.kind) {
    case 'problem':
      return [await keepProblem(record)];
    case 'desk':
      return [await keepDesk(record, app)];
    case 'submission':
      return [await keepOneSubmission(record)];
    case 'run':
      return [await keepRun(record)];
    case 'memory':
      return [await keepOneMemory(record)];
    case 'language run':
      return [await keepRound(record)];
    case 'job':
      return [await keepJob(record)];
    case 'pack':
      return [await keepOnePack(record)];
    case 'settings':
      return keepSettings(record, app);
  }
}

const BESIDE = 'another one is here under its name; both are kept';

async function keepProblem({ problem }: Of<'problem'>): Promise<Became> {
  for (let number = 1; ; number++) {
    const { id, ...rest } = problem;
    const title = `${problem.title} (from a backup${number > 2 ? `, ${number - 1}` : ''})`;
    const one = number === 1 ? problem : await createProblem({ ...rest, title });
    const here = await readProblem(one.id);
    if (here && (await isSame(here, one))) return { outcome: 'there', name: one.title };
    if (here) continue;
    await saveProblem(one);
    if (number === 1) return { outcome: 'added', name: one.title };
    return { outcome: 'beside', name: one.title, why: 'yours here has another statement, tests or limits' };
  }
}

/** One that was kept long ago may lack what the same problem has when it is read today. */
async function isSame(here: Problem, other: Problem): Promise<boolean> {
  return (
    same(here, other) ||
    importProblem(new Reader('', here)).then(
      (read) => same(read, other),
      () => false,
    )
  );
}

async function keepDesk({ problem, desk, programs }: Of<'desk'>, app: AppState): Promise<Became> {
  const listed = readyValue(app.problems.value) ?? [];
  const title = listed.find((one) => one.problem.id === problem)?.problem.title;
  const name = title ?? (await readProblem(problem))?.title ?? `problem ${problem.slice(0, 8)}`;
  const here = { desk: await readDesk(problem), programs: await listDrafts(problem) };
  const { change, ...merged } = mergeDesk(here, EMPTY_DESK, { desk, programs });
  for (const { draft, language, source } of merged.programs)
    await saveDraft(problem, language, source, draft);
  if (Object.keys(change).length > 0) await saveDesk(problem, change);
  const stays = merged.left.length > 0 ? `stays as it is here: ${merged.left.join(', ')}` : '';
  if (merged.beside > 0) {
    const why = ['what differed is a draft or test of its own', stays].filter(Boolean).join('; ');
    return { outcome: 'beside', name, why };
  }
  if (stays) return { outcome: 'left', name, why: stays };
  return { outcome: merged.added > 0 || Object.keys(change).length > 0 ? 'added' : 'there', name };
}

async function keepOneSubmission({ submission }: Of<'submission'>): Promise<Became> {
  const { problem, verdict, language } = submission;
  const name = `${verdict} in ${language}, ${moment(submission.at)}`;
  for (let at = submission.at; ; at++) {
    const here = await findSubmission(problem, at);
    const one = { ...submission, at };
    if (here && same(here, one)) return { outcome: 'there', name };
    if (here) continue;
    await keepSubmission(one);
    // A millisecond later it is the same submission for everybody.
    return { outcome: 'added', name };
  }
}

async function keepRun({ problem, events, solved }: Of<'run'>): Promise<Became> {
  const [started] = events;
  const own = started!.run;
  const title = started?.type === 'started' ? started.title : own;
  for (const run of namesFor(own)) {
    const theirs = run === own ? events : events.map((event) => ({ ...event, run }));
    const standing = standingOf(await readEvents(run), theirs);
    if (standing === 'other') continue;
    if (standing === 'there') {
      // A tab that died while it kept this run wrote no summary.
      if (!(await readSummary(run))) await extendRun(run, []);
      return { outcome: 'there', name: title };
    }
    if (standing === 'further' && !(await goOn(run, theirs)))
      return { outcome: 'refused', name: title, why: 'this run goes on in a tab of this page' };
    if (standing === 'free') await importRun({ problem, events: theirs });
    if (solved) await keepSolved(run, solved);
    return run === own ? { outcome: 'added', name: title } : { outcome: 'beside', name: title, why: BESIDE };
  }
  return unreachable();
}

/** Adds the events that a run of this name lacks here; false while a tab works on it. */
async function goOn(run: string, events: Of<'run'>['events']): Promise<boolean> {
  const release = await holdRun(run).catch(() => null);
  if (!release) return false;
  try {
    const here = await readEvents(run);
    if (standingOf(here, events) === 'further') await extendRun(run, events.slice(here.length));
    return true;
  } finally {
    release();
  }
}

async function keepOneMemory({ memory }: Of<'memory'>): Promise<Became> {
  const name = memory.language;
  const here = (await readMemories()).find(({ language }) => language === name);
  if (here && same(here, memory)) return { outcome: 'there', name };
  if (here) return { outcome: 'left', name, why: 'this agent remembers something else here' };
  await keepMemory(memory);
  return { outcome: 'added', name };
}

async function keepRound({ run, events }: Of<'language run'>): Promise<Became> {
  const name = `${run.options.agents.join(', ')}, ${moment(run.startedAt)}`;
  for (const id of namesFor(run.id)) {
    const one = { ...run, id };
    const theirs = id === run.id ? events : events.map((event) => ({ ...event, run: id }));
    const begun = await findLanguageRun(id);
    const here = begun ? await readLanguageEvents(id) : [];
    let standing: Standing = begun ? standingOf(here, theirs) : 'free';
    if (begun && here.length === 0) standing = theirs.length > 0 ? 'further' : 'there';
    if (standing === 'other' || (begun && !same(begun, one))) continue;
    if (standing === 'there') return { outcome: 'there', name };
    const write = async () => {
      await keepLanguageEvents(theirs.slice(here.length));
      // Last, so that no round is listed before it is whole.
      await keepLanguageRun(one);
      return true;
    };
    if (!(await alone(`quartet-languages ${id}`, write, () => false)))
      return { outcome: 'refused', name, why: 'these agents speak in a tab of this page' };
    return id === run.id ? { outcome: 'added', name } : { outcome: 'beside', name, why: BESIDE };
  }
  return unreachable();
}

async function keepJob({ job, tally, rows }: Of<'job'>): Promise<Became> {
  const name = `${titleOfJob(job.settings)}, ${moment(job.startedAt)}`;
  for (const id of namesFor(job.id)) {
    const one = { ...job, id };
    const here = await findJob(id);
    if (here) {
      // The steps of a job follow from its settings, and are only added to.
      const done = (await readTally<Tally>(id)) ?? NOTHING_DONE;
      if (same(here, one) && done.steps >= (tally?.steps ?? 0)) return { outcome: 'there', name };
      continue;
    }
    try {
      for await (const { file, step, text } of rows) await keepLines(id, file, step, text);
    } catch (error) {
      await deleteJob(id, Object.keys(tally?.rows ?? {}));
      if ((error as Error).name !== 'ImportError') throw error;
      return { outcome: 'refused', name, why: (error as Error).message };
    }
    await keepMadeJob(one, tally);
    return id === job.id ? { outcome: 'added', name } : { outcome: 'beside', name, why: BESIDE };
  }
  return unreachable();
}

async function keepOnePack({ pack, file }: Of<'pack'>): Promise<Became> {
  const name = `${pack.role} of ${pack.base}`;
  const kept = await listAllPacks();
  if (kept.some(({ hash }) => hash === pack.hash)) return { outcome: 'there', name };
  await keepPack(pack, file);
  return { outcome: 'added', name };
}

async function keepSettings({ settings }: Of<'settings'>, app: AppState): Promise<Became[]> {
  const kept = new Set((await listAllPacks()).map(({ hash }) => hash));
  const { change, added, beside, left } = mergeSettings(app.settings.value, DEFAULT_SETTINGS, settings, kept);
  if (Object.keys(change).length > 0) app.changeSettings(change);
  const became = [
    ...added.map((name): Became => ({ outcome: 'added', name })),
    ...beside.map((name): Became => ({ outcome: 'beside', name, why: BESIDE })),
    ...left.map((name): Became => ({ outcome: 'left', name, why: 'you have set it otherwise here' })),
  ];
  return became.length > 0 ? became : [{ outcome: 'there', name: '' }];
}

/** `namesFor` does not end. */
function unreachable(): never {
  throw new Error('No name was free.');
}
