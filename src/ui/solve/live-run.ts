import type { LiveEvent, SolveEvent } from '../../agents/events.ts';
import type { Problem } from '../../judge/problem.ts';
import { createState, type State } from '../state.ts';
import { EMPTY_RUN, fold, foldLive, type RunView } from './run-view.ts';
import { createSpeedometer, type Speed } from './speed.ts';

/** A run in progress. It lives outside the components, so that changing pages neither stops nor loses it. */
export interface LiveRun {
  run: string;
  problem: Problem;
  view: State<RunView>;
  speed: State<Speed>;
  /** True until the last event is written. */
  live: State<boolean>;
  stop(): void;
}

interface Following {
  run: string;
  problem: Problem;
  /** What is stored of it already, where it is continued. */
  before?: readonly SolveEvent[];
  events: AsyncIterable<SolveEvent | LiveEvent>;
  /** Called before an event is shown; the event is shown when the promise resolves. */
  keep(event: SolveEvent): Promise<void>;
  stop(): void;
  /** Told what broke the run or its storage. */
  onError(error: Error): void;
}

/**
 * Follows a run's events to their end: stored first, then shown, drawn at most once a frame. The run does not wait
 * for the store, which follows it in order.
 */
export function followRun({ run, problem, before = [], events, keep, stop, onError }: Following): LiveRun {
  let latest = before.reduce(fold, EMPTY_RUN);
  const view = createState<RunView>(latest);
  const live = createState(true);
  const speedometer = createSpeedometer();
  const draw = oncePerFrame(() => view.set(latest));

  const take = async (event: SolveEvent | LiveEvent, at: number) => {
    if ('live' in event) {
      latest = foldLive(latest, event, at);
    } else {
      await keep(event);
      latest = fold(latest, event);
    }
    draw();
  };
  const follow = async () => {
    let taken = Promise.resolve();
    let failure: { error: unknown } | null = null;
    try {
      for await (const event of events) {
        if (failure) break;
        if ('live' in event) speedometer.count(event.event.tokens.length);
        const at = Date.now();
        taken = taken.then(() => take(event, at));
        taken.catch((error) => {
          failure ??= { error };
          stop();
        });
      }
      await taken;
    } catch (error) {
      stop();
      onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      view.set(latest);
      live.set(false);
      speedometer.stop();
    }
  };
  void follow();
  return { run, problem, view, live, speed: speedometer.speed, stop };
}

/** A hidden page gets no frames, but its run goes on: there a timer serves. */
function oncePerFrame(draw: () => void): () => void {
  let waiting = false;
  const now = () => {
    waiting = false;
    draw();
  };
  return () => {
    if (waiting) return;
    waiting = true;
    if (document.hidden) setTimeout(now, 200);
    else requestAnimationFrame(now);
  };
}
