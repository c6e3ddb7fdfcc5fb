import { type Cell, SandboxError } from './cell.ts';
import { createFrame, type IsolatedFrame } from './frame.ts';
import { createRunner, type PooledRunner } from './runner.ts';
import { RUNTIMES } from './runtimes.ts';
import { translateIn } from './translator.ts';

/**
 * The `Runner` of the page: every program in a worker of the isolated frame. Runtimes are fetched on first use,
 * or by `warm`. A frame whose process died is replaced at the next program.
 */
export function createBrowserRunner(): PooledRunner {
  let house: Promise<House> | null = null;

  async function currentHouse(): Promise<House> {
    const current = house;
    // Only the first of several who find it dead replaces it.
    if (current && !(await current).frame.alive && house === current) house = null;
    house ??= createFrame().then((frame) => new House(frame));
    return house;
  }

  async function spawn(language: string): Promise<Cell> {
    const first = await currentHouse();
    try {
      return await first.spawn(language);
    } catch (error) {
      if (first.frame.alive) throw error;
      // The frame was already dying of an earlier program.
      return (await currentHouse()).spawn(language);
    }
  }

  const runner = createRunner(spawn, { translator: translateIn(startTranslator) });
  return {
    ...runner,
    dispose() {
      runner.dispose();
      void house?.then(({ frame }) => frame.dispose());
    },
  };
}

const startTranslator = (): Worker =>
  new Worker(new URL('../../workers/translate.worker.ts', import.meta.url), { type: 'module' });

/** One frame and what has been put into it. */
class House {
  readonly #furnished = new Map<string, Promise<void>>();
  readonly #snapshots = new Map<string, Promise<void>>();

  constructor(readonly frame: IsolatedFrame) {}

  async spawn(language: string): Promise<Cell> {
    const furnished = this.#furnished.get(language) ?? this.#furnish(language);
    this.#furnished.set(language, furnished);
    // A failed download is tried again by the next program.
    furnished.catch(() => this.#furnished.delete(language));
    await furnished;
    if (!RUNTIMES[language]!.snapshots) return (await this.#start(language, [])).cell;
    if (this.#snapshots.has(language)) {
      await this.#snapshots.get(language);
      return (await this.#start(language, ['snapshot'])).cell;
    }
    const first = this.#start(language, []);
    const kept = first.then(({ snapshot }) => this.frame.put(key(language, 'snapshot'), 'data', snapshot!));
    this.#snapshots.set(language, kept);
    kept.catch(() => this.#snapshots.delete(language));
    return (await first).cell;
  }

  #start(language: string, extra: string[]): ReturnType<IsolatedFrame['spawn']> {
    const names = [...Object.keys(RUNTIMES[language]!.assets), ...extra];
    return this.frame.spawn(
      key(language, 'worker'),
      names.map((name) => key(language, name)),
    );
  }

  async #furnish(language: string): Promise<void> {
    const { worker, assets } = RUNTIMES[language]!;
    const wanted = Object.entries({ ...assets, worker: { url: worker, kind: 'script' as const } });
    await Promise.all(
      wanted.map(async ([name, { url, kind }]) => {
        this.frame.put(key(language, name), kind, await download(url));
      }),
    );
  }
}

function key(language: string, name: string): string {
  return `${language}/${name}`;
}

async function download(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url).catch((error) => {
    throw new SandboxError(`${url} could not be loaded (${error.message}); reload the page to try again.`);
  });
  if (!response.ok) {
    throw new SandboxError(
      `${url} answered ${response.status}; the site is incomplete, or the page is too old.`,
    );
  }
  return response.arrayBuffer();
}
