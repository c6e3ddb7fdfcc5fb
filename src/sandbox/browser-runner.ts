import { SharedJob } from '../shared-job.ts';
import { alarmIn } from './alarm.ts';
import { type Download, Downloads } from './assets/downloads.ts';
import { type Cell, SandboxError } from './cell.ts';
import { createFrame, type IsolatedFrame } from './frame.ts';
import { createRunner, type PooledRunner } from './runner.ts';
import { RUNTIMES } from './runtimes.ts';
import { type LoadTranslatorAssets, translateIn } from './translator.ts';

export interface BrowserRunnerOptions {
  /** Told of everything that is being downloaded, at every step. */
  onDownload?: (live: readonly Download[]) => void;
}

/**
 * The `Runner` of the page: every program in a worker of the isolated frame. Runtimes are fetched on first use,
 * or by `warm`, and kept by the browser. A frame whose process died is replaced at the next program.
 */
export function createBrowserRunner({ onDownload }: BrowserRunnerOptions = {}): PooledRunner {
  const downloads = new Downloads(onDownload ?? (() => {}));
  let house: Promise<House> | null = null;

  async function currentHouse(): Promise<House> {
    const current = house;
    // Only the first of several who find it dead replaces it.
    if (current && !(await current).frame.alive && house === current) house = null;
    house ??= createFrame().then((frame) => new House(frame, downloads));
    return house;
  }

  async function spawn(language: string, signal: AbortSignal): Promise<Cell> {
    const first = await currentHouse();
    try {
      return await first.spawn(language, signal);
    } catch (error) {
      if (first.frame.alive) throw error;
      // The frame was already dying of an earlier program.
      return (await currentHouse()).spawn(language, signal);
    }
  }

  const translatorAssets: LoadTranslatorAssets = async (language, signal) => {
    const named = Object.entries(RUNTIMES[language.runsAs ?? language.id]?.translator ?? {});
    const wanted = named.map(([, asset]) => asset);
    const files = await downloads.load(language.id, wanted, signal);
    return Object.fromEntries(named.map(([name], i) => [name, files[i]!]));
  };
  const clock = alarmIn(startClock);
  const runner = createRunner(spawn, {
    alarm: clock.alarm,
    translator: translateIn(startTranslator, translatorAssets),
    isolated: crossOriginIsolated,
  });
  return {
    ...runner,
    dispose() {
      runner.dispose();
      clock.dispose();
      void house?.then(({ frame }) => frame.dispose());
    },
  };
}

const startClock = (): Worker =>
  new Worker(new URL('../../workers/alarm.worker.ts', import.meta.url), { type: 'module' });

const startTranslator = (): Worker =>
  new Worker(new URL('../../workers/translate.worker.ts', import.meta.url), { type: 'module' });

/** One frame and what has been put into it. */
class House {
  readonly #furnished = new Map<string, SharedJob<void>>();

  constructor(
    readonly frame: IsolatedFrame,
    readonly downloads: Downloads,
  ) {}

  async spawn(language: string, signal: AbortSignal): Promise<Cell> {
    await this.#furnish(language, signal);
    const names = Object.keys(RUNTIMES[language]!.assets);
    return this.frame.spawn(
      key(language, 'worker'),
      names.map((name) => key(language, name)),
    );
  }

  /** Puts the language's runtime into the frame, once; a download that failed or was given up is begun again. */
  async #furnish(language: string, signal: AbortSignal): Promise<void> {
    const current = this.#furnished.get(language);
    const job =
      current && !current.abandoned ? current : new SharedJob((stop) => this.#bring(language, stop));
    this.#furnished.set(language, job);
    try {
      await job.wait(signal);
    } catch (error) {
      if (this.#furnished.get(language) === job && !signal.aborted) this.#furnished.delete(language);
      throw error;
    }
  }

  async #bring(language: string, signal: AbortSignal): Promise<void> {
    const { worker, assets } = RUNTIMES[language]!;
    const named = Object.entries(assets);
    const wanted = named.map(([, { asset }]) => asset);
    const [script, files] = await Promise.all([
      download(worker, signal),
      this.downloads.load(language, wanted, signal),
    ]);
    this.frame.put(key(language, 'worker'), 'script', script);
    for (const [i, [name, { kind, made }]] of named.entries()) {
      const file = files[i]!;
      this.frame.put(key(language, name), kind, made ? made(file) : file);
    }
  }
}

function key(language: string, name: string): string {
  return `${language}/${name}`;
}

async function download(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal }).catch((error) => {
    signal.throwIfAborted();
    throw new SandboxError(`${url} could not be loaded (${error.message}); reload the page to try again.`);
  });
  if (!response.ok) {
    throw new SandboxError(
      `${url} answered ${response.status}; the site is incomplete, or the page is too old.`,
    );
  }
  return response.arrayBuffer();
}
