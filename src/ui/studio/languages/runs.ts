import {
  appendLanguageEvent,
  deleteLanguageRun,
  deleteMemory,
  keepLanguageRun,
  keepMemory,
  type LanguageRun,
  listLanguageRuns,
  readLanguageEvents,
  readMemories,
} from '../../../store/languages.ts';
import { cannotDiscuss } from '../../../studio/agents/can-discuss.ts';
import type { LanguageEvent, LiveToken } from '../../../studio/agents/events.ts';
import type { Memory } from '../../../studio/agents/memory.ts';
import { Past } from '../../../studio/agents/past.ts';
import { speakLanguages } from '../../../studio/agents/run.ts';
import { scriptedAgents } from '../../../studio/agents/script/engine.ts';
import { familyExams } from '../../../studio/seeds/family-exams.ts';
import { snippetsFromFamily } from '../../../studio/seeds/from-family.ts';
import { type TeacherEngine, TeacherError } from '../../../studio/teachers/teacher.ts';
import type { AppState } from '../../app-state.ts';
import { readyValue, whenReady } from '../../loading.ts';
import { createState, type State } from '../../state.ts';
import { alone } from '../../tab-locks.ts';
import { teacherOf } from '../teachers.ts';
import { EMPTY_VIEW, fold, foldLive, type LanguagesView } from './view.ts';

/** A run as the page shows it. */
export interface ShownRun extends LanguageRun {
  view: LanguagesView;
  /** What keeps it from going on; null while it goes on or when nothing did. */
  error: Error | null;
  /** Set while it goes on in this tab. */
  stop: (() => void) | null;
}

/** The runs of the language agents. They go on while other pages are open, and after a reload where they were. */
export interface LanguageRuns {
  all: State<readonly ShownRun[]>;
  memories: State<readonly Memory[]>;
  /** Reads what is kept; once. */
  read(): Promise<void>;
  begin(run: Omit<LanguageRun, 'id' | 'startedAt' | 'memories'>): Promise<void>;
  goOn(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** What an agent begins its next run with; null forgets it all. */
  teach(language: string, memory: Memory | null): Promise<void>;
}

/** A run cannot go on here; the message says why. */
class LanguageRunError extends Error {
  override readonly name = 'LanguageRunError';
}

const made = new WeakMap<AppState, LanguageRuns>();

/** The runs of the app; made when their page is first opened. */
export function languageRunsOf(app: AppState): LanguageRuns {
  const runs = made.get(app) ?? createRuns(app);
  made.set(app, runs);
  return runs;
}

/** Streamed tokens are drawn at most so often. */
const FRAME_MS = 60;

function createRuns(app: AppState): LanguageRuns {
  const all = createState<readonly ShownRun[]>([]);
  const memories = createState<readonly Memory[]>([]);
  const find = (id: string) => all.value.find((run) => run.id === id);
  const change = (id: string, changes: Partial<ShownRun>) =>
    all.set(all.value.map((run) => (run.id === id ? { ...run, ...changes } : run)));
  let reading: Promise<void> | null = null;
  let exams: ReturnType<typeof familyExams> | null = null;

  async function remember(memory: Memory): Promise<void> {
    await keepMemory(memory);
    const others = memories.value.filter(({ language }) => language !== memory.language);
    memories.set([...others, memory].sort((p, q) => (p.language < q.language ? -1 : 1)));
  }

  /** Follows a run's events: stored first, then shown. */
  async function follow(id: string, events: AsyncIterable<LanguageEvent | LiveToken>): Promise<void> {
    let view = find(id)!.view;
    let drawn = 0;
    for await (const event of events) {
      if ('live' in event) view = foldLive(view, event);
      else {
        await appendLanguageEvent(event);
        view = fold(view, event);
        if (event.type === 'remembered')
          await remember(view.memories.find(({ language }) => language === event.agent)!);
        if (event.type === 'ended' && event.how === 'failed') change(id, { error: new Error(event.message) });
      }
      if ('live' in event && Date.now() - drawn < FRAME_MS) continue;
      drawn = Date.now();
      change(id, { view });
    }
    change(id, { view });
  }

  async function run(id: string): Promise<void> {
    const shown = find(id);
    if (!shown || shown.stop) return;
    const controller = new AbortController();
    const { signal } = controller;
    const asksModel = shown.engine.is === 'model';
    change(id, { error: null, stop: () => controller.abort() });
    if (asksModel) app.teaching.set(app.teaching.value + 1);
    try {
      await onlyHere(id, async () => {
        const stored = await readLanguageEvents(id);
        const past = stored.reduce((folded, event) => folded.fold(event), new Past());
        const { options } = shown;
        exams ??= familyExams();
        const context = {
          ...{ options, past, signal, run: id, judge: app.judge, memories: shown.memories, now: Date.now },
          engine: await engineOf(app, shown, signal),
          snippets: shown.snippets ?? snippetsFromFamily(options.seed, options.agents),
          exams: [...(await exams), ...problemsOf(app)],
        };
        signal.throwIfAborted();
        await follow(id, speakLanguages(context));
      });
    } catch (error) {
      if (!signal.aborted) change(id, { error: error as Error });
    } finally {
      change(id, { stop: null });
      if (asksModel) app.teaching.set(app.teaching.value - 1);
    }
  }

  return {
    all,
    memories,
    read() {
      reading ??= Promise.all([readAll(), readMemories()]).then(([runs, known]) => {
        // One may have been begun meanwhile.
        all.set([...all.value, ...runs.filter(({ id }) => !find(id))]);
        memories.set(known);
      });
      return reading;
    },
    async begin(settings) {
      const { agents } = settings.options;
      const known = memories.value.filter(({ language }) => agents.includes(language));
      const begun: LanguageRun = {
        ...settings,
        ...{ id: crypto.randomUUID(), startedAt: Date.now(), memories: [...known] },
      };
      await keepLanguageRun(begun);
      all.set([{ ...begun, view: EMPTY_VIEW, error: null, stop: null }, ...all.value]);
      await run(begun.id);
    },
    goOn: run,
    async remove(id) {
      const shown = find(id);
      if (!shown || shown.stop) return;
      await onlyHere(id, () => deleteLanguageRun(id));
      all.set(all.value.filter((other) => other.id !== id));
    },
    async teach(language, memory) {
      if (memory) return remember(memory);
      await deleteMemory(language);
      memories.set(memories.value.filter((one) => one.language !== language));
    },
  };
}

/** The library's own problems are no data to train on either. */
const problemsOf = (app: AppState) =>
  (readyValue(app.problems.value) ?? []).map(({ problem: { title, statement } }) => ({
    name: title,
    text: statement,
  }));

async function engineOf(
  app: AppState,
  { engine, options }: LanguageRun,
  signal: AbortSignal,
): Promise<TeacherEngine> {
  if (engine.is === 'script') return scriptedAgents();
  if (engine.is === 'model') {
    const reason = cannotDiscuss((await whenReady(app.engine)).info);
    if (reason) throw new TeacherError(reason);
  }
  return (await teacherOf(app, engine, options.agents[0]!, signal)).engineFor();
}

async function readAll(): Promise<ShownRun[]> {
  const runs = await listLanguageRuns();
  return Promise.all(
    runs.map(async (run) => {
      const events = await readLanguageEvents(run.id);
      return { ...run, view: events.reduce(fold, EMPTY_VIEW), error: null, stop: null };
    }),
  );
}

/** Does `work` on a run that no other tab works on. Rejects with `LanguageRunError` where one does. */
function onlyHere(id: string, work: () => Promise<void>): Promise<void> {
  return alone(`quartet-languages ${id}`, work, () => {
    throw new LanguageRunError('These agents speak in another tab of this page.');
  });
}
