import type { SolveEvent, SolveOptions } from '../../agents/events.ts';
import type { Problem } from '../../judge/problem.ts';
import { readEvents } from '../../store/runs.ts';
import type { AppState } from '../app-state.ts';
import { whenReady } from '../loading.ts';

/** A run cannot begin; the message says what to do. */
class BusyError extends Error {
  override readonly name = 'BusyError';
}

/**
 * Has the model solve the problem while the person goes on, and gives the run's events when it has ended; a run of the
 * same problem that is going on is waited for. An abort stops it. What `options` leave out is as the person has it.
 */
export async function solveInBackground(
  app: AppState,
  problem: Problem,
  options: Partial<SolveOptions> & { seed: number },
  signal: AbortSignal,
): Promise<SolveEvent[]> {
  await whenReady(app.model.engine);
  signal.throwIfAborted();
  const before = app.run.value;
  if (before?.live.value && before.problem.id !== problem.id)
    throw new BusyError(
      `The model is solving “${before.problem.title}”; stop that run first, or wait for it.`,
    );
  if (!before?.live.value) app.solve(problem, { ...app.settings.value.solve, ...options });
  const run = app.run.value!;
  const stop = () => run.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await new Promise<void>((resolve) => {
      const unsubscribe = run.live.subscribe(look);
      function look(): void {
        if (run.live.value) return;
        unsubscribe();
        resolve();
      }
      look();
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
  return readEvents(run.run);
}
