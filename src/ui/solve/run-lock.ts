/** A run goes on in another tab, which alone may write its events. */
export class RunHeldError extends Error {
  override readonly name = 'RunHeldError';
  constructor() {
    super('This run goes on, or went on, in another tab. Follow it there, or reload this page.');
  }
}

const nameOf = (run: string) => `quartet-run-${run}`;

/** Takes a run for this tab until the returned function is called or the tab ends. Throws `RunHeldError`. */
export function holdRun(run: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(nameOf(run), { ifAvailable: true }, (lock) => {
        if (!lock) return reject(new RunHeldError());
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}

/** Whether a run goes on in some tab, this one included. */
export async function isHeld(run: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === nameOf(run));
}
