/** A run goes on in another tab, which alone may write its events. */
export class RunHeldError extends Error {
  override readonly name = 'RunHeldError';
  constructor() {
    super('This run goes on, or went on, in another tab. Follow it there, or reload this page.');
  }
}

const PREFIX = 'quartet-run-';
const nameOf = (run: string) => PREFIX + run;

/** Takes a run for this tab until the returned function is called or the tab ends. Throws `RunHeldError`. */
export function holdRun(run: string): Promise<() => void> {
  // Missing on a page that came over plain http: there a tab knows of no other.
  if (!('locks' in navigator)) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(nameOf(run), { ifAvailable: true }, (lock) => {
        if (!lock) return reject(new RunHeldError());
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}

/** The runs that go on in some tab, this one included. */
export async function heldRuns(): Promise<ReadonlySet<string>> {
  if (!('locks' in navigator)) return new Set();
  const { held = [] } = await navigator.locks.query();
  const names = held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
  return new Set(names);
}

export const isHeld = async (run: string): Promise<boolean> => (await heldRuns()).has(run);
