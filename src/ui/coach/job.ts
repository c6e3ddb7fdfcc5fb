import { createState, type State } from '../state.ts';

export interface JobState<V> {
  view: V;
  running: boolean;
  error: Error | null;
}

/** Something long that a person can stop, drawn from its events. */
export interface Job<V, E> {
  state: State<JobState<V>>;
  /** Begins anew, after stopping what still runs. Resolves when it has ended: with the last view, null if it was stopped. */
  start(events: (signal: AbortSignal) => AsyncIterable<E>): Promise<V | null>;
  /** Shows at once that nothing runs any more; what was seen so far stays. */
  stop(): void;
}

/** Between two drawings, in milliseconds: hundreds of inputs a second may be tried. */
const DRAW_MS = 40;

export function createJob<V, E>(empty: V, fold: (view: V, event: E) => V): Job<V, E> {
  const state = createState<JobState<V>>({ view: empty, running: false, error: null });
  let current = new AbortController();
  const stop = () => {
    current.abort();
    if (state.value.running) state.set({ ...state.value, running: false });
  };
  return {
    state,
    stop,
    async start(events) {
      stop();
      const controller = new AbortController();
      current = controller;
      let view = empty;
      let drawn = 0;
      const show = (part: Partial<JobState<V>> = {}) => {
        if (controller.signal.aborted) return;
        drawn = performance.now();
        state.set({ ...state.value, view, ...part });
      };
      show({ running: true, error: null });
      try {
        for await (const event of events(controller.signal)) {
          view = fold(view, event);
          if (performance.now() - drawn > DRAW_MS) show();
        }
        show({ running: false });
        return controller.signal.aborted ? null : view;
      } catch (error) {
        show({ running: false, error: error instanceof Error ? error : new Error(String(error)) });
        return null;
      }
    },
  };
}
